/**
 * Four servers on one PostgreSQL, behind a round robin, with everything that happens to servers: 10,000 transactions, of which nothing impossible is
 * recorded.
 */
import { randomBytes, scryptSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TransitionRecord } from "../../src/stores/store.js";
import { type CuttableWay, openWay } from "../support/cut-connection.js";
import { type Cluster, postgresPrograms, startCluster } from "../support/postgres-cluster.js";
import { buildCommand } from "../support/server-process.js";
import { findImpossible } from "./check-recording.js";
import { type Counter, runClient } from "./clients.js";
import { Fleet } from "./fleet.js";
import { password } from "./messages.js";
import type { PlacedRecord } from "./recording.js";

const programs = postgresPrograms;
/** `SOAPWRIGHT_TRANSACTIONS` makes it a shorter run. */
const wanted = Number(process.env.SOAPWRIGHT_TRANSACTIONS ?? 10_000);
const clients = 24;
const buyers = Array.from({ length: 20 }, (_, index) => `B${index}`);
/** The server whose way to the database can be cut. */
const cuttable = 3;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.skipIf(programs === undefined)("four servers on one PostgreSQL", () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-several-"));
  const orders = join(folder, "orders");
  let cluster: Cluster;
  let way: CuttableWay;
  let fleet: Fleet;

  beforeAll(async () => {
    buildCommand();
    cluster = await startCluster(programs ?? "");
    way = await openWay(Number(new URL(cluster.url).port));
    const passwordHash = hashCheaply(password);
    const buyersFile = join(folder, "buyers.json");
    writeFileSync(buyersFile, JSON.stringify(buyers.map((buyersId) => ({ buyersId, passwordHash }))), { mode: 0o600 });
    mkdirSync(orders, { mode: 0o700 });
    const cut = new URL(cluster.url);
    cut.port = String(way.port);
    const flagsOf = (index: number): readonly string[] => [
      ...["--database", index === cuttable ? cut.href : cluster.url],
      ...["--orders", orders, "--buyers", buyersFile, "--no-ipam"],
    ];
    fleet = new Fleet(flagsOf, 4);
    await fleet.startAll();
  });
  afterAll(async () => {
    fleet.remove();
    await way.close();
    cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const killAndStart = async (index: number): Promise<void> => {
    await fleet.kill(index);
    await pause(500);
    await fleet.start(index);
  };
  const stop = async (index: number): Promise<void> => {
    fleet.signal(index, "SIGSTOP");
    await pause(2_000);
    fleet.signal(index, "SIGCONT");
  };
  const cutOff = async (): Promise<void> => {
    way.cutAfter(0);
    await pause(3_000);
    way.cutAfter(undefined);
  };
  const faults: readonly (() => Promise<void>)[] = [
    () => killAndStart(0),
    cutOff,
    () => cluster.restart("fast"),
    () => killAndStart(1),
    () => stop(2),
    // At once: whoever takes over for the killed one is cut off itself.
    async () => void (await Promise.all([killAndStart(2), cutOff()])),
    () => cluster.restart("immediate"),
    () => killAndStart(cuttable),
    async () => void (await Promise.all([killAndStart(0), killAndStart(1), stop(2)])),
    cutOff,
  ];

  it("show nothing impossible", async () => {
    const counter: Counter = { next: () => fleet.next(), buyers, transactions: [], wanted };
    const running = Promise.all(Array.from({ length: clients }, (_, index) => runClient(index, counter)));
    const failed = running.then(
      () => undefined,
      (error: unknown) => error,
    );
    for (const [index, happen] of faults.entries()) {
      const due = ((index + 0.5) / faults.length) * wanted;
      while (counter.transactions.length < due) {
        const failure = await Promise.race([failed, pause(20)]);
        if (failure !== undefined) throw failure;
      }
      await happen();
    }
    await running;
    expect(fleet.ended()).toEqual([]);
    await expectHandedOver(cluster.url);
    expect(await fleet.endAll()).toEqual([0, 0, 0, 0]);
    const { stored, history } = await readStore(cluster.url);
    const { transactions } = counter;
    const attempts = transactions.flatMap((each) => each.attempts);
    const acknowledged = attempts.filter(({ answer }) => answer !== undefined).length;
    console.log(
      `${transactions.length} transactions, ${attempts.length} attempts, ${attempts.length - acknowledged} without an answer; servers ${fleet.cpuSeconds().toFixed(0)} s of CPU`,
    );
    // Something has happened, and most was answered all the same.
    expect(acknowledged).toBeLessThan(attempts.length);
    expect(acknowledged).toBeGreaterThan(attempts.length * 0.8);
    expect(findImpossible({ transactions, stored, history, placed: readOrders(orders) })).toEqual([]);
  });
});

/** Each process checks each password once, which takes more than all else with the cost of a real one. */
function hashCheaply(text: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(text, salt, 32, { N: 16, r: 1, p: 1 });
  return `scrypt$16$1$1$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/** Waits until no order is being placed. What a killed process was placing is another one's when its lease is over. */
async function expectHandedOver(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const waiting = async (): Promise<string | undefined> =>
    (await client.query<{ waiting: string }>("SELECT count(*) AS waiting FROM soapwright_outbox")).rows[0]?.waiting;
  await expect.poll(waiting, { timeout: 180_000, interval: 500 }).toBe("0");
  await client.end();
}

/** What is left in the tables. Read in one go. */
async function readStore(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  const instances = await client.query<{ id: string; state: number }>("SELECT id, state FROM soapwright_instance");
  const transitions = await client.query<TransitionRecord>(
    `SELECT instance_id AS "instanceId", revision, owner, machine, at, actor AS "by", from_state AS "from", command, to_state AS "to"
     FROM soapwright_history ORDER BY instance_id, revision`,
  );
  await client.end();
  const history = new Map<string, TransitionRecord[]>();
  for (const row of transitions.rows) history.set(row.instanceId, [...(history.get(row.instanceId) ?? []), row]);
  return { stored: new Map(instances.rows.map(({ id, state }) => [id, state])), history };
}

function readOrders(folder: string): readonly PlacedRecord[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.map((name) => {
    const { transactionId, orderId, lines } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return { transactionId, orderId, quantity: Number(lines[0].quantity) };
  });
}
