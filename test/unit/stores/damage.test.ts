/**
 * SQLite files that something has damaged, and what a store says about them.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import { type InstanceStore, StoreUnavailableError } from "../../../src/stores/store.js";

const root = mkdtempSync(join(tmpdir(), "soapwright-damage-"));
afterAll(() => rmSync(root, { recursive: true }));

const pageSize = 4096;

async function insert(store: InstanceStore, from: number, to: number, data: string): Promise<void> {
  for (let number = from; number < to; number++) {
    const head = { id: `t-${number}`, owner: "B1", machine: "Order", state: 2, stateName: "open", createdAt: number, usedAt: 1 };
    const result = await store.write({ instance: { kind: "insert", instance: { ...head, deadline: undefined, revision: 1, data } } });
    expect(result).toBe("written");
  }
}

/** What a kill leaves: the files of a store that was never closed, after 10 writes in the database and `inLog` ones in its log. */
async function killed(name: string, inLog: number): Promise<string> {
  const folder = join(root, name);
  mkdirSync(folder);
  const data = JSON.stringify({ note: "x".repeat(3000) });
  const live = join(folder, "live.db");
  const first = await openSqliteStore(live);
  await insert(first, 0, 10, data);
  await first.close();
  const store = await openSqliteStore(live);
  await insert(store, 10, 10 + inLog, data);
  for (const suffix of ["", "-wal", "-mark"]) copyFileSync(`${live}${suffix}`, join(folder, `killed.db${suffix}`));
  await store.close();
  return join(folder, "killed.db");
}

/** What is there, and what was said to be lost. */
async function reopen(file: string): Promise<{ readonly found: number; readonly lost: number }> {
  let lost = 0;
  const store = await openSqliteStore(file, (writes) => {
    lost = writes;
  });
  const found = (await store.list("B1", 1000)).length;
  await store.close();
  return { found, lost };
}

describe("a write-ahead log", () => {
  it("that a kill left whole loses nothing", async () => {
    expect(await reopen(await killed("whole", 20))).toEqual({ found: 30, lost: 0 });
  });

  it.each([0.99, 0.6, 0.3, 0])("cut to %d of its length: what is lost is counted", async (part) => {
    const file = await killed(`cut-${part}`, 20);
    truncateSync(`${file}-wal`, Math.floor(statSync(`${file}-wal`).size * part));
    const { found, lost } = await reopen(file);
    expect(found).toBeLessThan(30);
    expect(found + lost).toBe(30);
  });

  it("of which a page was overwritten ends there, and what is lost is counted", async () => {
    const file = await killed("overwritten", 20);
    const log = readFileSync(`${file}-wal`);
    log.fill(0xff, Math.floor(log.length / 2), Math.floor(log.length / 2) + 100);
    writeFileSync(`${file}-wal`, log);
    const { found, lost } = await reopen(file);
    expect(found).toBeLessThan(30);
    expect(found + lost).toBe(30);
  });

  it("that was removed, or a database of an earlier day: what is lost is counted", async () => {
    const file = await killed("removed", 20);
    rmSync(`${file}-wal`);
    expect(await reopen(file)).toEqual({ found: 10, lost: 20 });
    // It is said again until the store goes on from what it has.
    expect(await reopen(file)).toEqual({ found: 10, lost: 20 });
    const store = await openSqliteStore(file);
    await insert(store, 100, 101, "{}");
    await store.close();
    expect(await reopen(file)).toEqual({ found: 11, lost: 0 });
  });
});

it("a database that lost its mark, or was copied without it, opens", async () => {
  const file = await killed("no-mark", 0);
  rmSync(`${file}-mark`);
  expect(await reopen(file)).toEqual({ found: 10, lost: 0 });
  expect(existsSync(`${file}-mark`)).toBe(true);
  writeFileSync(`${file}-mark`, "no number");
  expect(await reopen(file)).toEqual({ found: 10, lost: 0 });
});

describe("a page overwritten with 0xff", () => {
  it("stops the start, whichever page it is, and says what to do", async () => {
    const file = await killed("page", 0);
    const whole = readFileSync(file);
    for (let page = 0; page < whole.length / pageSize; page++) {
      const damaged = Buffer.from(whole).fill(0xff, page * pageSize, (page + 1) * pageSize);
      writeFileSync(file, damaged);
      const opening = openSqliteStore(file);
      await expect(opening, `page ${page + 1} of ${whole.length / pageSize}`).rejects.toThrow(StoreUnavailableError);
      if (page > 0)
        await expect(opening, `page ${page + 1}`).rejects.toThrow(
          /is damaged: put the last backup in its place with "soapwright restore --force"/,
        );
    }
    writeFileSync(file, whole);
    expect((await reopen(file)).found).toBe(10);
  });
});
