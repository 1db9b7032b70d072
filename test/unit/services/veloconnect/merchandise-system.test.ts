/**
 * What the service makes of a merchandise system that is slow, out of reach, or refuses; and when items match a search.
 */
import { describe, expect, it } from "vitest";
import { callFor, limitTime } from "../../../../src/services/veloconnect/backend-time.js";
import { BackendUnavailable } from "../../../../src/services/veloconnect/ports/backend-call.js";
import { OrderRejected, type Orders } from "../../../../src/services/veloconnect/ports/orders.js";
import { matchesWords, searchedTexts, searchWords } from "../../../../src/services/veloconnect/search-rule.js";
import { catalogue, createWorld, head, line, rememberOrders, type World } from "../../../support/veloconnect-world.js";

describe("the time for an answer", () => {
  it("ends a call, whose signal tells the port", async () => {
    let end = (): void => undefined;
    const schedule = (_: number, callback: () => void) => {
      end = callback;
      return () => undefined;
    };
    let signal: AbortSignal | undefined;
    const place: Orders["place"] = (_, call) => {
      signal = call.signal;
      return new Promise(() => undefined);
    };
    const { orders } = limitTime({ catalogue, orders: { place } }, { timeout: 5, schedule });
    const placing = orders.place({ transactionId: "t", buyer: { $value: "B1" }, lines: [] }, callFor({ $value: "B1" }));
    expect(signal?.aborted).toBe(false);
    end();
    await expect(placing).rejects.toThrow(new BackendUnavailable("no answer within 5 ms"));
    expect(signal?.aborted).toBe(true);
  });

  it("is not counted any more once there is an answer", async () => {
    let running = 0;
    const schedule = () => {
      running++;
      return () => void running--;
    };
    const limited = limitTime({ catalogue, orders: rememberOrders([]) }, { timeout: 5, schedule });
    expect(await limited.catalogue.find("tyre", callFor({ $value: "B1" }))).toMatchObject({ kind: "item" });
    expect(running).toBe(0);
  });

  it("ends with the caller's patience, too", async () => {
    const caller = new AbortController();
    const search = (_query: string, _options: object, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const limited = limitTime({ catalogue: { ...catalogue, search }, orders: rememberOrders([]) }, { timeout: 60_000 });
    const searching = limited.catalogue.search("", { limit: 1 }, callFor({ $value: "B1" }, caller));
    caller.abort(new Error("gone"));
    await expect(searching).rejects.toThrow("gone");
  });
});

async function finishWith(failure: Error): Promise<{ world: World; id: string; code: number; message: string | undefined }> {
  const world = createWorld({ orders: { place: () => Promise.reject(failure) } });
  const { createOrder, finishOrder } = world.operations.order11;
  const { transactionID: id } = await world.call(createOrder, { ...head, orderRequestLine: [line("tyre", "2")] });
  const { responseCode: code, statusCode, responseMessage: message } = await world.call(finishOrder, { ...head, transactionID: id });
  expect(statusCode).toBe(2);
  return { world, id, code, message };
}

describe("an order", () => {
  it("that is rejected can be changed, and the buyer reads why", async () => {
    const { world, id, code, message } = await finishWith(new OrderRejected("the credit limit is reached"));
    expect([code, message]).toEqual([400, "the credit limit is reached"]);
    expect(await world.store.get(id)).toMatchObject({ stateName: "open" });
    expect(await world.store.messagesOf(id)).toEqual([]);
  });

  it("of which it is not known if it was placed stays as it is, and is placed later on", async () => {
    const { world, id, code, message } = await finishWith(new BackendUnavailable("ECONNRESET"));
    expect([code, message]).toEqual([500, "the merchandise system does not answer; try again later"]);
    expect(await world.store.get(id)).toMatchObject({ stateName: "placing", state: 2 });
    const restarted = createWorld({ store: world.store });
    restarted.clock.time += 3600_000;
    await restarted.expire();
    expect(await world.store.get(id)).toMatchObject({ stateName: "finished", state: 100 });
    expect(restarted.placed.map(({ transactionId }) => transactionId)).toEqual([id]);
  });

  it("of which it is not known if it was placed is placed by finishing it again", async () => {
    const { world, id } = await finishWith(new BackendUnavailable("ECONNRESET"));
    const restarted = createWorld({ store: world.store });
    restarted.clock.time += 1000;
    const answer = await restarted.call(restarted.operations.order11.finishOrder, { ...head, transactionID: id });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 100, orderHeader: { orderID: "A-1" } });
    await restarted.expire();
    expect(restarted.placed).toHaveLength(1);
  });
});

describe("a search string", () => {
  const item = { number: "30.40-L", description: "Schlauch Größe 28 inch", ean: "4000000000013" };
  it.each([
    ["", true],
    ["   ", true],
    ["schlauch", true],
    ["hlau", true],
    ["SCHLAUCH 30.4", true],
    ["GRÖSSE", false],
    ["GRÖßE", true],
    ["GRO\u0308ßE", true],
    ["28\tinch\n0000013", true],
    ["28 inches", false],
    ["inch 29", false],
    ["schlauchgröße", false],
    ["L Schlauch", true],
    ["-LSchlauch", false],
    [".*", false],
  ])("%j: %s", (query, want) => {
    expect(matchesWords(searchedTexts(item), searchWords(query))).toBe(want);
  });

  it("finds by number and description where there is no EAN", () => {
    expect(matchesWords(searchedTexts({ number: "1", description: "x" }), searchWords("undefined"))).toBe(false);
  });
});
