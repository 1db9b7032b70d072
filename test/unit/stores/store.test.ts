/**
 * One contract for every store; PostgreSQL takes part where SOAPWRIGHT_POSTGRES names a database.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../src/stores/memory.js";
import { openPostgresStore } from "../../../src/stores/postgres.js";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import type { Change, Instance, InstanceStore, OutboxMessage, OwnerLimit, TransitionRecord } from "../../../src/stores/store.js";

const folder = mkdtempSync(join(tmpdir(), "soapwright-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const postgres = process.env.SOAPWRIGHT_POSTGRES;
const stores: [string, () => Promise<InstanceStore>][] = [
  ["memory", async () => createMemoryStore()],
  ["sqlite", () => openSqliteStore(join(folder, `${files++}.db`))],
  ...(postgres === undefined ? [] : ([["postgres", () => openPostgresStore(postgres)]] satisfies [string, () => Promise<InstanceStore>][])),
];

/** A database may hold what an earlier run has left. */
const run = crypto.randomUUID();
let owners = 0;
function instance(change: Partial<Instance> = {}): Instance {
  const base = {
    id: crypto.randomUUID(),
    owner: `owner-${run}-${owners}`,
    machine: `Order ${run}`,
    state: 2,
    stateName: "open",
    data: '{"lines":[]}',
  };
  return { ...base, createdAt: 1000, usedAt: 1000, deadline: undefined, revision: 1, ...change };
}

describe.each(stores)("%s store", (_, open) => {
  let store: InstanceStore;
  beforeEach(async () => {
    owners++;
    store = await open();
  });
  afterEach(() => store.close());

  const insert = (one: Instance, limit?: OwnerLimit) => store.write({ instance: { kind: "insert", instance: one, limit } });
  const update = (one: Instance, rest: Omit<Change, "instance"> = {}) =>
    store.write({ instance: { kind: "update", instance: one }, ...rest });
  const remove = (id: string, revision: number) => store.write({ instance: { kind: "remove", id, revision } });

  it("gives back what was inserted", async () => {
    const one = instance({ data: '{"text":"ä€\\u0000🚲"}', deadline: 5, createdAt: 1_795_000_000_000 });
    expect(await insert(one)).toBe("written");
    expect(await store.get(one.id)).toEqual(one);
    expect(await store.get("nobody")).toBeUndefined();
    const { data, ...head } = one;
    expect(await store.find(one.id)).toEqual(head);
    expect(await store.find("nobody")).toBeUndefined();
  });

  it("refuses an id that is taken and an owner who has enough", async () => {
    const one = instance();
    const two = { count: 2, statesBelow: 100 };
    expect(await insert(one, two)).toBe("written");
    expect(await insert(one, two)).toBe("outdated");
    expect(await insert(instance(), two)).toBe("written");
    expect(await insert(instance(), two)).toBe("full");
    expect(await insert(instance({ owner: `${one.owner}-other` }), two)).toBe("written");
    expect(await update({ ...one, state: 100, revision: 2 })).toBe("written");
    expect(await insert(instance(), two)).toBe("written");
    expect(await insert(instance(), two)).toBe("full");
  });

  it("refuses what is too large, by itself or beside the owner's others", async () => {
    const sizes = { count: 10, statesBelow: 100, instanceBytes: 1000, ownerBytes: 2 * 1024 + 1501 };
    const text = (bytes: number): string => `"${"x".repeat(bytes - 2)}"`;
    const grow = (one: Instance, limit?: OwnerLimit) => store.write({ instance: { kind: "update", instance: one, limit } });
    expect(await insert(instance({ data: text(1001) }), sizes)).toBe("tooLarge");
    expect(await insert(instance({ data: `"${"ä".repeat(500)}"` }), sizes)).toBe("tooLarge");
    const first = instance({ data: text(1000) });
    expect(await insert(first, sizes)).toBe("written");
    expect(await insert(instance({ data: text(501), state: 100 }), sizes)).toBe("written");
    const small = instance({ data: text(2) });
    expect(await insert(small, sizes)).toBe("tooLarge");
    expect(await insert({ ...small, owner: `${small.owner}-other` }, sizes)).toBe("written");
    expect(await grow({ ...first, data: text(1001), revision: 2 }, sizes)).toBe("tooLarge");
    expect(await grow({ ...first, usedAt: 2, revision: 2 }, sizes)).toBe("written");
    expect(await grow({ ...first, data: text(500), revision: 3 }, sizes)).toBe("written");
    expect(await grow({ ...first, data: text(501), revision: 4 }, sizes)).toBe("written");
    // Without a limit, an instance that goes its way is held up by nothing; one that shrinks is not held up by what is too much.
    expect(await grow({ ...first, data: text(5000), revision: 5 })).toBe("written");
    expect(await grow({ ...first, data: text(4000), revision: 6 }, sizes)).toBe("written");
    expect(await grow({ ...first, data: text(4001), revision: 7 }, sizes)).toBe("tooLarge");
  });

  it("lets one of two writers win", async () => {
    const one = instance();
    await insert(one);
    expect(await update({ ...one, state: 100, stateName: "finished", revision: 2 })).toBe("written");
    expect(await update({ ...one, state: 3, revision: 2 })).toBe("outdated");
    expect(await remove(one.id, 1)).toBe("outdated");
    expect(await store.get(one.id)).toMatchObject({ state: 100, stateName: "finished" });
    expect(await remove(one.id, 2)).toBe("written");
    expect(await update({ ...one, revision: 3 })).toBe("outdated");
  });

  it("lists an owner's instances by age, page by page", async () => {
    const many = [3, 1, 2, 2, 2].map((createdAt) => instance({ createdAt }));
    const foreign = instance({ owner: `${many[0]?.owner}-other` });
    for (const one of [...many, foreign]) await insert(one);
    const owner = many[0]?.owner ?? "";
    const all = await store.list(owner, 10);
    expect(all.map(({ createdAt }) => createdAt)).toEqual([1, 2, 2, 2, 3]);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(many.map(({ id }) => id)));
    expect(all[0]).not.toHaveProperty("data");
    const pages = [await store.list(owner, 2), await store.list(owner, 2, all[1]), await store.list(owner, 2, all[3])];
    expect(pages.flat()).toEqual(all);
    expect(await store.list(owner, 2, all[4])).toEqual([]);
  });

  it("finds what is due, earliest first", async () => {
    const never = instance();
    const late = instance({ deadline: -20 });
    const later = instance({ deadline: -10 });
    const future = instance({ deadline: 1e15 });
    const other = instance({ deadline: -30, machine: `other ${run}` });
    for (const one of [never, later, late, future, other]) await insert(one);
    const { machine } = never;
    expect(await store.due(machine, 0, 100)).toEqual([late.id, later.id]);
    expect(await store.due(machine, 0, 1)).toEqual([late.id]);
    expect(await remove(late.id, 1)).toBe("written");
    expect(await remove(later.id, 1)).toBe("written");
  });

  describe("messages", () => {
    const message = ({ id, machine }: Instance, change: Partial<OutboxMessage> = {}): OutboxMessage => ({
      key: `key ${id}`,
      instanceId: id,
      machine,
      effect: "placeOrder",
      payload: '{"lines":[]}',
      createdAt: 1000,
      dueAt: 2000,
      attempts: 1,
      revision: 2,
      ...change,
    });

    it("are written with the instance, or not at all", async () => {
      const one = instance();
      await insert(one);
      expect(await update({ ...one, revision: 3 }, { messages: [message(one)] })).toBe("outdated");
      expect(await store.messagesOf(one.id)).toEqual([]);
      expect(await update({ ...one, revision: 2 }, { messages: [message(one)] })).toBe("written");
      expect(await store.messagesOf(one.id)).toEqual([message(one)]);
    });

    it("of a key that somebody is sending keep everything as it was", async () => {
      const one = instance();
      await insert(one);
      await update({ ...one, revision: 2 }, { messages: [message(one)] });
      const again = message(one, { createdAt: 1999, dueAt: 2999, revision: 3 });
      const other = message(one, { key: `other ${one.id}` });
      expect(await update({ ...one, state: 9, revision: 3 }, { messages: [other, again] })).toBe("busy");
      expect(await store.get(one.id)).toMatchObject({ state: 2, revision: 2 });
      expect(await store.messagesOf(one.id)).toEqual([message(one)]);
      const late = { ...again, createdAt: 2000, dueAt: 3000 };
      expect(await update({ ...one, state: 9, revision: 3 }, { messages: [other, late] })).toBe("written");
      expect((await store.messagesOf(one.id)).map(({ key, revision }) => [key, revision])).toEqual([
        [other.key, 2],
        [late.key, 3],
      ]);
    });

    it("are settled once, with the new state of their instance", async () => {
      const one = instance();
      await insert(one);
      await update({ ...one, revision: 2 }, { messages: [message(one)] });
      const done = { ...one, state: 100, revision: 3 };
      expect(await update(done, { settled: message(one, { attempts: 2 }) })).toBe("lost");
      expect(await update(done, { settled: message(one, { revision: 3 }) })).toBe("lost");
      expect((await store.get(one.id))?.state).toBe(2);
      // The reply may send a message under the same key.
      const next = message(one, { createdAt: 1500, revision: 3 });
      expect(await update(done, { settled: message(one), messages: [next] })).toBe("written");
      expect(await store.messagesOf(one.id)).toEqual([next]);
      expect(await store.write({ settled: next })).toBe("written");
      expect(await store.write({ settled: next })).toBe("lost");
      expect(await store.messagesOf(one.id)).toEqual([]);
    });

    it("are taken up by one", async () => {
      const one = instance();
      await insert(one);
      const first = message(one, { dueAt: -20 });
      const second = message(one, { key: `second ${one.id}`, dueAt: -10 });
      await update({ ...one, revision: 2 }, { messages: [second, first] });
      expect(await store.dueMessages(one.machine, -15, 10)).toEqual([first]);
      expect(await store.dueMessages(one.machine, 0, 10)).toEqual([first, second]);
      expect(await store.dueMessages(one.machine, 0, 1)).toEqual([first]);
      expect(await store.dueMessages("another machine", 0, 10)).toEqual([]);
      expect(await store.reschedule(first, 2, 5000)).toBe(true);
      expect(await store.reschedule(first, 2, 5000)).toBe(false);
      expect(await store.dueMessages(one.machine, 0, 10)).toEqual([second]);
      expect(await store.messagesOf(one.id)).toContainEqual({ ...first, attempts: 2, dueAt: 5000 });
      for (const each of await store.messagesOf(one.id)) expect(await store.write({ settled: each })).toBe("written");
    });
  });

  it("scans the instances of all owners by id, page by page", async () => {
    const ids = ["3", "1", "2", "4"].map((number) => `\u00ff${run} ${owners} ${number}`);
    const made = ids.map((id, index) => instance({ id, owner: `owner ${index % 2}`, deadline: index }));
    for (const one of made) await insert(one);
    const own = (await store.scan(10, `\u00ff${run} ${owners} `)).filter(({ id }) => ids.includes(id));
    expect(own.map(({ id }) => id)).toEqual([...ids].sort());
    expect((await store.scan(2, own[0]?.id)).map(({ id }) => id)).toEqual([own[1]?.id, own[2]?.id]);
    const { data, ...head } = made[0] ?? instance();
    expect(own[2]).toEqual(head);
  });

  it("counts instances by state, and the work that waits", async () => {
    const machine = `Counted ${run} ${owners}`;
    for (const deadline of [10, 20, 30]) await insert(instance({ machine, deadline }));
    await insert(instance({ machine, state: 100, stateName: undefined }));
    const one = instance({ machine });
    const sent = { key: one.id, instanceId: one.id, machine, effect: "e", payload: "1", createdAt: 7, dueAt: 9, attempts: 1, revision: 1 };
    await store.write({ instance: { kind: "insert", instance: one }, messages: [sent, { ...sent, key: `${one.id}-2`, createdAt: 8 }] });
    const { instances, overdue, messages } = await store.census(20);
    const own = <T extends { readonly machine: string }>(list: readonly T[]): T[] => list.filter((each) => each.machine === machine);
    expect(own(instances).sort((a, b) => a.state - b.state)).toEqual([
      { machine, state: 2, stateName: "open", count: 4 },
      { machine, state: 100, stateName: undefined, count: 1 },
    ]);
    expect(own(overdue)).toEqual([{ machine, count: 2, oldest: 10 }]);
    expect(own(messages)).toEqual([{ machine, count: 2, oldest: 7 }]);
    const moved = { ...one, state: 100, stateName: undefined, revision: 2 };
    expect(await update(moved)).toBe("written");
    const countsOf = async (): Promise<readonly number[]> =>
      own((await store.census(20)).instances)
        .sort((a, b) => a.state - b.state)
        .map(({ count }) => count);
    expect(await countsOf()).toEqual([3, 2]);
    expect(await update({ ...moved, revision: 3, usedAt: 99 })).toBe("written");
    expect(await update({ ...moved, state: 2, revision: 2 })).toBe("outdated");
    expect(await countsOf()).toEqual([3, 2]);
    await store.write({ instance: { kind: "remove", id: one.id, revision: 3 } });
    expect(await countsOf()).toEqual([3, 1]);
  });

  it("remembers transitions, also those of deleted instances, until they are forgotten", async () => {
    const one = instance();
    const record = (revision: number, command: string, from: string, to: string): TransitionRecord => ({
      instanceId: one.id,
      revision,
      owner: one.owner,
      machine: one.machine,
      at: 1000 * revision,
      by: "ada",
      from,
      command,
      to,
    });
    const records = [record(1, "create", "start", "open"), record(2, "update", "open", "open"), record(3, "rollback", "open", "start")];
    const [created, updated, removed] = records;
    await store.write({ instance: { kind: "insert", instance: one }, ...(created && { transition: created }) });
    expect(await update({ ...one, revision: 3 }, updated && { transition: updated })).toBe("outdated");
    expect(await store.history(one.id, 10)).toEqual([created]);
    await update({ ...one, revision: 2 }, updated && { transition: updated });
    await store.write({ instance: { kind: "remove", id: one.id, revision: 2 }, ...(removed && { transition: removed }) });
    expect(await store.history(one.id, 10)).toEqual(records);
    expect(await store.history(one.id, 1)).toEqual([created]);
    expect(await store.history(one.id, 10, 1)).toEqual([updated, removed]);
    expect(await store.forget(one.machine, 3000, 1)).toBe(1);
    expect(await store.forget(one.machine, 3000, 10)).toBe(1);
    expect(await store.history(one.id, 10)).toEqual([removed]);
    await store.forget(one.machine, 1e15, 10);
  });
});

it("sqlite keeps what was acknowledged when the file is opened again", async () => {
  const file = join(folder, "again.db");
  const one = instance();
  const first = await openSqliteStore(file);
  await first.write({ instance: { kind: "insert", instance: one } });
  await first.close();
  const second = await openSqliteStore(file);
  expect(await second.get(one.id)).toEqual(one);
  await second.close();
});

it("sqlite counts more work than it reads at once, and waits for nothing else meanwhile", async () => {
  const file = join(folder, "many.db");
  await (await openSqliteStore(file)).close();
  const database = new Database(file);
  const insert = database.prepare(
    `INSERT INTO instance (id, owner, machine, state, state_name, data, size, created_at, used_at, deadline, revision)
     VALUES (?, 'ada', ?, 2, 'open', '{}', 2, 1, 1, ?, 1)`,
  );
  database.exec("BEGIN");
  // Many have the same deadline, so the place of a slice is more than a time.
  for (let index = 0; index < 25_000; index++) insert.run(`id ${index}`, index % 5 === 0 ? "Search" : "Order", index % 7);
  database.exec("COMMIT");
  database.close();
  const store = await openSqliteStore(file);
  const counted = { state: 2, stateName: "open" };
  let turns = 0;
  setImmediate(() => turns++);
  expect(await store.census(5)).toEqual({
    instances: [
      { machine: "Order", ...counted, count: 20_000 },
      { machine: "Search", ...counted, count: 5_000 },
    ],
    overdue: [
      { machine: "Order", count: 17_143, oldest: 0 },
      { machine: "Search", count: 4_286, oldest: 0 },
    ],
    messages: [],
  });
  expect(turns).toBe(1);
  await store.close();
});

it.skipIf(postgres === undefined)("postgres is made once by servers that start at once", async () => {
  const admin = new pg.Client(postgres);
  await admin.connect();
  const schema = `start_${process.pid}`;
  await admin.query(`CREATE SCHEMA ${schema}`);
  try {
    const url = new URL(postgres ?? "");
    url.searchParams.set("options", `-c search_path=${schema}`);
    const opened = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore(url.href)));
    const one = instance();
    expect(await opened[0]?.write({ instance: { kind: "insert", instance: one } })).toBe("written");
    expect(await opened[5]?.get(one.id)).toEqual(one);
    await Promise.all(opened.map((store) => store.close()));
  } finally {
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
  }
});

it.skipIf(postgres === undefined)("postgres: connections that break while they are used reject their work, and are replaced", async () => {
  const store = await openPostgresStore(`${postgres}?application_name=broken_${process.pid}`);
  const admin = new pg.Client(postgres);
  await admin.connect();
  const one = instance();
  const insert = () => store.write({ instance: { kind: "insert", instance: one, limit: { count: 10, statesBelow: 200 } } });
  const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'broken_${process.pid}'`;
  try {
    // Somebody holds the owner's lock, so the write waits in the middle of its transaction.
    await admin.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [one.owner]);
    const waiting = Promise.allSettled([insert(), insert(), store.ping()]);
    const isWaiting = async () =>
      (await admin.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).rows[0]?.count;
    await expect.poll(isWaiting).toBe("2");
    await admin.query(terminate);
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    await admin.query("SELECT pg_advisory_unlock_all()");
    // A connection may also break between two statements, when nothing waits for it.
    for (let round = 0; round < 20; round++) {
      const writes = Array.from({ length: 8 }, () => store.write({ instance: { kind: "remove", id: one.id, revision: 77 } }));
      await Promise.all([Promise.allSettled(writes), admin.query(terminate)]);
    }
    await expect.poll(() => insert().catch(String)).toBe("written");
    expect(await store.get(one.id)).toEqual(one);
  } finally {
    await admin.end();
    await store.close();
  }
});

it("postgres that takes a connection and says nothing is given up", async () => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await expect(openPostgresStore(`postgres://nobody@127.0.0.1:${port}/nothing`)).rejects.toThrow(/timeout/);
  silent.close();
}, 15_000);

it("further pages of a list in SQLite let other work in", async () => {
  const store = await openSqliteStore(join(folder, `${files++}.db`));
  owners++;
  const [first, second] = [instance({ createdAt: 1 }), instance({ createdAt: 2 })];
  for (const one of [first, second]) await store.write({ instance: { kind: "insert", instance: one } });
  let isServed = false;
  setImmediate(() => {
    isServed = true;
  });
  expect((await store.list(first.owner, 1)).map(({ id }) => id)).toEqual([first.id]);
  expect(isServed).toBe(false);
  expect((await store.list(first.owner, 1, first)).map(({ id }) => id)).toEqual([second.id]);
  expect(isServed).toBe(true);
  await store.close();
});
