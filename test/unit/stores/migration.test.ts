/**
 * Databases of version 0.1 open, keep what they have, and can be shared with its processes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { openPostgresStore } from "../../../src/stores/postgres.js";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import { type InstanceStore, StoreUnavailableError } from "../../../src/stores/store.js";
import { createWorld, head, rememberOrders, tyreLine } from "../../support/veloconnect-world.js";
import { columns, postgresSchema, type RowOfVersionOne, sqliteSchema, valuesOf } from "./version-one.js";

const postgres = process.env.SOAPWRIGHT_POSTGRES;
const folder = mkdtempSync(join(tmpdir(), "soapwright-migration-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A database as a process of version 0.1 sees it. */
interface OldProcess {
  /** Opens it again, as at its start. */
  open(): Promise<void>;
  insert(row: RowOfVersionOne): Promise<void>;
  /** Gives an instance a state, as `update` of version 0.1 does. False: another process was faster. */
  move(id: string, state: number, revision: number): Promise<boolean>;
  close(): Promise<void>;
}

interface OldDatabase {
  readonly old: OldProcess;
  openStore(): Promise<InstanceStore>;
}

const update = "UPDATE instance SET state = ?, revision = ? WHERE id = ? AND revision = ?";

async function sqliteOfVersionOne(): Promise<OldDatabase> {
  const file = join(folder, `${crypto.randomUUID()}.db`);
  const database = new Database(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;");
  database.exec(sqliteSchema);
  const old: OldProcess = {
    open: async () => void database.exec(sqliteSchema),
    insert: async (row) =>
      void database.prepare(`INSERT INTO instance (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(...valuesOf(row)),
    move: async (id, state, revision) => database.prepare(update).run(state, revision, id, revision - 1).changes === 1,
    close: async () => void database.close(),
  };
  return { old, openStore: () => openSqliteStore(file) };
}

/** The schema that a URL selects. */
function schemaOf(url: string): string {
  return /search_path=(\w+)/.exec(decodeURIComponent(url))?.[1] ?? "";
}

async function postgresOfVersionOne(): Promise<OldDatabase & { readonly url: string; readonly admin: pg.Client }> {
  const url = new URL(postgres ?? "");
  const schema = `migration_${crypto.randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client(postgres);
  await admin.connect();
  await admin.query(`CREATE SCHEMA ${schema}`);
  await admin.query(`SET search_path TO ${schema}`);
  await admin.query(postgresSchema);
  url.searchParams.set("options", `-c search_path=${schema}`);
  const old: OldProcess = {
    open: async () => undefined,
    insert: async (row) =>
      void (await admin.query(`INSERT INTO soapwright_instance (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
        ...valuesOf(row),
      ])),
    move: async (id, state, revision) => {
      const text = "UPDATE soapwright_instance SET state = $1, revision = $2 WHERE id = $3 AND revision = $2 - 1";
      return (await admin.query(text, [state, revision, id])).rowCount === 1;
    },
    close: async () => {
      await admin.query(`DROP SCHEMA ${schema} CASCADE`);
      await admin.end();
    },
  };
  return { old, openStore: () => openPostgresStore(url.href), url: url.href, admin };
}

const databases: readonly (readonly [string, () => Promise<OldDatabase>])[] = [
  ["SQLite", sqliteOfVersionOne],
  ...(postgres === undefined ? [] : [["PostgreSQL", postgresOfVersionOne] as const]),
];

const noon = Date.UTC(2026, 1, 1, 12);
const hour = 3600_000;

function orderOfVersionOne(id: string, change: Partial<RowOfVersionOne> = {}): RowOfVersionOne {
  const data = JSON.stringify({ isTest: false, lines: [tyreLine("2")] });
  const times = { createdAt: noon - hour, usedAt: noon - hour, deadline: noon + hour };
  return { id, owner: '["B1",null]', machine: "Order", state: 2, data, ...times, revision: 3, ...change };
}

describe.each(databases)("%s", (_, make) => {
  it("keeps orders: open ones, finished ones, and one that was being placed when the process was killed", async () => {
    const { old, openStore } = await make();
    const marked = JSON.stringify({ isTest: false, lines: [tyreLine("2")], placingSince: noon - 24 * hour });
    await old.insert(orderOfVersionOne("open", { createdAt: 1 }));
    await old.insert(orderOfVersionOne("placing", { createdAt: 2, data: marked }));
    await old.insert(orderOfVersionOne("finished", { createdAt: 3, state: 100 }));
    const store = await openStore();
    const placed: Parameters<ReturnType<typeof rememberOrders>["place"]>[0][] = [];
    const world = createWorld({ store, orders: rememberOrders(placed) });
    const { order11, transaction10 } = world.operations;
    const status = await world.call(transaction10.getStatus, head);
    expect(status.transactionStatus?.map(({ transactionId, statusCode }) => [transactionId, statusCode])).toEqual([
      ["open", 2],
      ["placing", 2],
      ["finished", 100],
    ]);
    expect(await world.call(transaction10.rollback, { ...head, transactionID: "placing" })).toMatchObject({
      responseCode: 430,
      statusCode: 100,
    });
    expect(placed.map(({ transactionId }) => transactionId)).toEqual(["placing"]);
    expect(await world.call(order11.finishOrder, { ...head, transactionID: "open" })).toMatchObject({ responseCode: 200, statusCode: 100 });
    expect(await world.call(order11.viewOrder, { ...head, transactionID: "finished" })).toMatchObject({
      responseCode: 200,
      statusCode: 100,
    });
    expect((await store.history("open", 10)).map(({ command }) => command)).toEqual(["finish", "placed"]);
    await store.close();
    await old.close();
  });

  it("is shared with a process of version 0.1, which knows no names of states", async () => {
    const { old, openStore } = await make();
    const first = await openStore();
    const world = createWorld({ store: first });
    const lines = { orderRequestLine: [] };
    const { transactionID } = await world.call(world.operations.order11.createOrder, { ...head, ...lines });
    await old.open();
    expect(await old.move(transactionID, 100, 2)).toBe(true);
    await old.insert(orderOfVersionOne("from the old one"));
    await first.close();
    const store = await openStore();
    expect((await store.census(noon)).instances.map(({ state, count }) => [state, count])).toEqual(
      expect.arrayContaining([
        [2, 1],
        [100, 1],
      ]),
    );
    const after = createWorld({ store });
    const { order11 } = after.operations;
    expect(await after.call(order11.updateOrder, { ...head, ...lines, transactionID })).toMatchObject({
      responseCode: 430,
      statusCode: 100,
    });
    const answer = await after.call(order11.viewOrder, { ...head, transactionID: "from the old one" });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 2 });
    expect(answer.orderResponseLine).toHaveLength(1);
    await store.close();
    await old.close();
  });

  it("is migrated while a process of version 0.1 works on it", async () => {
    const { old, openStore } = await make();
    const inserted: string[] = [];
    const opening = openStore();
    let isOpen = false;
    void opening.finally(() => {
      isOpen = true;
    });
    do {
      const id = `old-${inserted.length}`;
      await old.insert(orderOfVersionOne(id));
      if (await old.move(id, 100, 4)) inserted.push(id);
    } while (!isOpen);
    const store = await opening;
    for (const id of inserted) expect(await store.find(id)).toMatchObject({ state: 100, revision: 4 });
    await store.close();
    await old.close();
  });

  it("of two processes of both versions that change an instance at once, one is told that the other was faster", async () => {
    const { old, openStore } = await make();
    const store = await openStore();
    const world = createWorld({ store, soleProcess: false });
    const { order11 } = world.operations;
    const { transactionID } = await world.call(order11.createOrder, { ...head, orderRequestLine: [] });
    let changes = 0;
    for (let round = 0; round < 20; round++) {
      const { revision = 0 } = (await store.find(transactionID)) ?? {};
      const change = world.call(order11.updateOrder, { ...head, transactionID, orderRequestLine: [] });
      const isMoved = await old.move(transactionID, 2, revision + 1);
      expect((await change).responseCode).toBe(200);
      // Ours loads again what the old one has saved, so it is done in any case.
      expect(await store.find(transactionID)).toMatchObject({ revision: revision + (isMoved ? 2 : 1) });
      if (isMoved) changes++;
    }
    expect(await old.move(transactionID, 2, 1)).toBe(false);
    const recorded = (await store.history(transactionID, 100)).length;
    expect(recorded + changes).toBe((await store.find(transactionID))?.revision);
    await store.close();
    await old.close();
  });
});

it.skipIf(postgres === undefined)("PostgreSQL: a user who may not alter the tables learns what to do", async () => {
  const { old, url, admin } = await postgresOfVersionOne();
  const user = `reader_${crypto.randomUUID().replaceAll("-", "")}`;
  await admin.query(`CREATE ROLE ${user} LOGIN`);
  await admin.query(`GRANT USAGE ON SCHEMA ${schemaOf(url)} TO ${user}`);
  const limited = new URL(url);
  limited.username = user;
  const opening = openPostgresStore(limited.href);
  await expect(opening).rejects.toThrow(/start the server once as a user who may create and alter them/);
  await expect(opening).rejects.toBeInstanceOf(StoreUnavailableError);
  // Where all is there, the right to use it is enough.
  await (await openPostgresStore(url)).close();
  await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${schemaOf(url)} TO ${user}`);
  await (await openPostgresStore(limited.href)).close();
  await admin.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
  await old.close();
});
