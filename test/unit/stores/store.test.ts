/**
 * One contract for every store; PostgreSQL takes part where SOAPWRIGHT_POSTGRES names a database.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../src/stores/memory.js";
import { openPostgresStore } from "../../../src/stores/postgres.js";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import type { Instance, InstanceStore } from "../../../src/stores/store.js";

const folder = mkdtempSync(join(tmpdir(), "soapwright-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const postgres = process.env.SOAPWRIGHT_POSTGRES;
const stores: [string, () => Promise<InstanceStore>][] = [
  ["memory", async () => createMemoryStore()],
  ["sqlite", () => openSqliteStore(join(folder, `${files++}.db`))],
  ...(postgres === undefined ? [] : ([["postgres", () => openPostgresStore(postgres)]] satisfies [string, () => Promise<InstanceStore>][])),
];

const ten = { count: 10, statesBelow: 200 };

/** A database may hold what an earlier run has left. */
const run = crypto.randomUUID();
let owners = 0;
function instance(change: Partial<Instance> = {}): Instance {
  const base = { id: crypto.randomUUID(), owner: `owner-${run}-${owners}`, machine: "Order", state: 2, data: '{"lines":[]}' };
  return { ...base, createdAt: 1000, usedAt: 1000, deadline: undefined, revision: 1, ...change };
}

describe.each(stores)("%s store", (_, open) => {
  let store: InstanceStore;
  beforeEach(async () => {
    owners++;
    store = await open();
  });
  afterEach(() => store.close());

  it("gives back what was inserted", async () => {
    const one = instance({ data: '{"text":"ä€\\u0000🚲"}', deadline: 5, createdAt: 1_795_000_000_000 });
    expect(await store.insert(one, ten)).toBe(true);
    expect(await store.get(one.id)).toEqual(one);
    expect(await store.get("nobody")).toBeUndefined();
  });

  it("refuses an id that is taken and an owner who has enough", async () => {
    const one = instance();
    const two = { count: 2, statesBelow: 100 };
    expect(await store.insert(one, two)).toBe(true);
    expect(await store.insert(one, two)).toBe(false);
    expect(await store.insert(instance(), two)).toBe(true);
    expect(await store.insert(instance(), two)).toBe(false);
    expect(await store.insert(instance({ owner: `${one.owner}-other` }), two)).toBe(true);
    expect(await store.update({ ...one, state: 100, revision: 2 })).toBe(true);
    expect(await store.insert(instance(), two)).toBe(true);
    expect(await store.insert(instance(), two)).toBe(false);
  });

  it("lets one of two writers win", async () => {
    const one = instance();
    await store.insert(one, ten);
    expect(await store.update({ ...one, state: 100, revision: 2 })).toBe(true);
    expect(await store.update({ ...one, state: 3, revision: 2 })).toBe(false);
    expect(await store.remove(one.id, 1)).toBe(false);
    expect((await store.get(one.id))?.state).toBe(100);
    expect(await store.remove(one.id, 2)).toBe(true);
    expect(await store.update({ ...one, revision: 3 })).toBe(false);
  });

  it("lists an owner's instances by age", async () => {
    const young = instance({ createdAt: 3 });
    const old = instance({ createdAt: 1 });
    const foreign = instance({ owner: `${young.owner}-other` });
    for (const one of [young, old, foreign]) await store.insert(one, ten);
    expect((await store.list(young.owner)).map(({ id }) => id)).toEqual([old.id, young.id]);
  });

  it("finds what is due, earliest first", async () => {
    const never = instance();
    const late = instance({ deadline: -20 });
    const later = instance({ deadline: -10 });
    const future = instance({ deadline: 1e15 });
    for (const one of [never, later, late, future]) await store.insert(one, ten);
    const mine = new Set([never.id, late.id, later.id, future.id]);
    expect((await store.due(0, 100)).map(({ id }) => id).filter((id) => mine.has(id))).toEqual([late.id, later.id]);
    expect(await store.due(0, 1)).toHaveLength(1);
  });
});

it("sqlite keeps what was acknowledged when the file is opened again", async () => {
  const file = join(folder, "again.db");
  const one = instance();
  const first = await openSqliteStore(file);
  await first.insert(one, ten);
  await first.close();
  const second = await openSqliteStore(file);
  expect(await second.get(one.id)).toEqual(one);
  await second.close();
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
    expect(await opened[0]?.insert(one, ten)).toBe(true);
    expect(await opened[5]?.get(one.id)).toEqual(one);
    await Promise.all(opened.map((store) => store.close()));
  } finally {
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
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
