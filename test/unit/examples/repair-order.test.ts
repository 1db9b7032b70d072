/**
 * The example of a service with a machine, driven as its clients drive it: SOAP and HTTP, every state, every refusal, a restart.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enumerate } from "soapwright/machine";
import { type Listening, listen } from "soapwright/node";
import { asDeclared, createClient, createHandler, serve } from "soapwright/soap";
import { type InstanceStore, openSqliteStore } from "soapwright/stores";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RepairOrdersOperations, RepairOrdersSoap, RepairStatusGet } from "../../../examples/repair-order/generated/service.js";
import { repairMachine } from "../../../examples/repair-order/machine.js";
import { createShop } from "../../../examples/repair-order/service.js";

const customer = "eva";
const day = 24 * 60 * 60 * 1000;
let folder: string;
let store: InstanceStore;
let server: Listening;
let told: string[];

async function openShop(answerTime = day) {
  store = await openSqliteStore(join(folder, "repairs.sqlite"));
  const tell = async (to: string, text: string, key: string) => void told.push(`${to}: ${text} (${key.split("/").at(-1)})`);
  const shop = createShop({ store, answerTime, tell });
  server = await listen(createHandler({ services: [serve(RepairOrdersSoap, shop.orders), serve(RepairStatusGet, shop.status)] }), {
    port: 0,
  });
  return { shop, client: createClient(RepairOrdersSoap, { url: `${server.url}/repairs` }) };
}

async function closeShop() {
  await server.close(0);
  await store.close();
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-repairs-"));
  told = [];
});
afterEach(async () => {
  await closeShop();
  rmSync(folder, { recursive: true });
});

const bicycle = { customer, bicycle: "blue tandem", problem: "flat tyre" };

async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  return asDeclared<RepairOrdersOperations["accept"]>(await call.then(() => undefined).catch((error: unknown) => error));
}

describe("the repair shop", () => {
  it("takes a bicycle the whole way, over a restart", async () => {
    let { shop, client } = await openShop();
    const { repairId, statusCode } = await client.bringIn(bicycle);
    expect(statusCode).toBe(10);
    expect(await client.quote({ customer, repairId, price: "12.50" })).toMatchObject({ statusCode: 20, price: "12.50" });
    await closeShop();
    ({ shop, client } = await openShop());
    expect(await client.accept({ customer, repairId })).toMatchObject({ statusCode: 60, price: "12.50" });
    expect((await client.finish({ customer, repairId })).statusCode).toBe(100);
    await expect.poll(() => told).toEqual(["eva: your blue tandem is ready (tellCustomer)"]);
    expect((await client.pickUp({ customer, repairId })).statusCode).toBe(199);
    const history = await shop.repairs.history(customer, repairId);
    expect(history.map(({ from, command, to }) => `${from} ${command} ${to}`)).toEqual([
      "new bringIn broughtIn",
      "broughtIn quote quoted",
      "quoted accept inRepair",
      "inRepair finish ready",
      "ready pickUp pickedUp",
    ]);
  });

  it("answers what the state does not allow with a declared fault, and an unknown repair with another", async () => {
    const { client } = await openShop();
    const { repairId } = await client.bringIn(bicycle);
    expect(await refusalOf(client.accept({ customer, repairId }))).toEqual({ name: "NotPossible", detail: { statusCode: 10 } });
    expect(await refusalOf(client.accept({ customer: "ben", repairId }))).toEqual({ name: "Unknown", detail: { repairId } });
  });

  it("says where a repair stands, by SOAP and by HTTP GET", async () => {
    const { client } = await openShop();
    const { repairId } = await client.bringIn(bicycle);
    expect((await client.getStatus({ customer, repairId })).statusCode).toBe(10);
    const byGet = createClient(RepairStatusGet, { url: `${server.url}/repairs` });
    expect(await byGet.status({ customer, repairId })).toEqual(await client.getStatus({ customer, repairId }));
    const response = await fetch(`${server.url}/repairs/status?Customer=${customer}&RepairId=${repairId}`);
    expect(response.headers.get("content-type")).toMatch(/xml/);
    expect(await response.text()).toContain(">10<");
    expect((await fetch(`${server.url}/repairs/status?Customer=${customer}`)).status).toBe(400);
  });

  it("declines for customers who do not answer, also when nobody looks", async () => {
    const { shop, client } = await openShop(1);
    const { repairId } = await client.bringIn(bicycle);
    await client.quote({ customer, repairId, price: "12.50" });
    await expect.poll(async () => (await client.getStatus({ customer, repairId })).statusCode, { timeout: 20_000 }).toBe(150);
    await shop.repairs.tick();
    expect((await shop.repairs.history(customer, repairId)).at(-1)).toMatchObject({ command: "expire", to: "declined", by: "deadline" });
  });

  it("has a status code of the contract for every state", async () => {
    const { client } = await openShop();
    await expect(client.quote({ customer, repairId: "x", price: "0" })).rejects.toMatchObject({
      issues: [{ id: "cvc-minExclusive-valid" }],
    });
    for (const state of repairMachine.states) expect(repairMachine.facts[state].number).toBeGreaterThanOrEqual(1);
    expect(enumerate(repairMachine)).toHaveLength(repairMachine.states.length * repairMachine.commands.length);
  });
});
