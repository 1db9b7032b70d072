/**
 * Merchandise databases of each released version open, and servers of that version go on beside those of this one.
 */
import pg from "pg";
import { describe, expect, it } from "vitest";
import { openPostgresMerchandise } from "../../../../src/merchandise/postgres/backend.js";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";
import { type ReleasedVersion, releasedVersions } from "./versions.js";

const postgres = process.env.SOAPWRIGHT_POSTGRES;
const call = callFor({ $value: "4711" });
const order = (transactionId: string) => ({ transactionId, buyer: call.buyer, lines: [] });

/** Does work with a database of its own. */
async function withDatabase(work: (url: string, old: pg.Client) => Promise<void>): Promise<void> {
  const name = `merchandise_${crypto.randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client(postgres);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(postgres ?? "");
  url.pathname = `/${name}`;
  const old = new pg.Client(url.href);
  await old.connect();
  try {
    await work(url.href, old);
  } finally {
    await old.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

/** Makes the tables as servers of a version do, from one version to the next. */
async function makeTables(old: pg.Client, version: number): Promise<void> {
  for (const { migration } of releasedVersions.slice(0, version)) await old.query(migration);
  await old.query("CREATE TABLE soapwright_merchandise_version (version integer NOT NULL)");
  await old.query("INSERT INTO soapwright_merchandise_version VALUES ($1)", [version]);
}

async function runStatements(old: pg.Client, { statements }: ReleasedVersion, number: string): Promise<void> {
  for (const { text, values, rows } of statements) {
    expect((await old.query(text, [...values(number)])).rowCount, text).toBeGreaterThanOrEqual(rows);
  }
}

const versionOf = async (old: pg.Client): Promise<unknown> => (await old.query("SELECT version FROM soapwright_merchandise_version")).rows;

describe.skipIf(postgres === undefined)("a merchandise database", () => {
  it.each(releasedVersions)("of version $version is used by its servers and by ours at once", (released) =>
    withDatabase(async (url, old) => {
      await makeTables(old, released.version);
      await runStatements(old, released, "before");
      const { system, close } = await openPostgresMerchandise(url);
      expect((await system.catalogue.findMany(["before"], call))[0]).toMatchObject({ kind: "item", stock: { quantity: "3" } });
      await runStatements(old, released, "beside");
      expect(await system.catalogue.search("tyre", { limit: 10 }, call)).toMatchObject({ total: 2 });
      expect((await system.receipts?.query("Offer", {}, call))?.headers).toHaveLength(2);
      // What one of them has placed is placed for the other one.
      const orderIdOf = async (id: string): Promise<unknown> =>
        (await old.query<{ order_id: string }>("SELECT order_id FROM soapwright_order WHERE transaction_id = $1", [id])).rows[0]?.order_id;
      expect(await system.orders.place(order("beside"), call)).toBe(await orderIdOf("beside"));
      expect(await system.orders.place(order("ours"), call)).toBe(await orderIdOf("ours"));
      await close();
    }),
  );

  it("that does not change while servers start has one version", () =>
    withDatabase(async (url, old) => {
      await (await openPostgresMerchandise(url)).close();
      const version = await versionOf(old);
      expect(version).toEqual([{ version: releasedVersions.length }]);
      await (await openPostgresMerchandise(url)).close();
      expect(await versionOf(old)).toEqual(version);
    }));

  it("of a later version is used as it is, and keeps its version", () =>
    withDatabase(async (url, old) => {
      await (await openPostgresMerchandise(url)).close();
      await old.query("UPDATE soapwright_merchandise_version SET version = 99");
      await old.query("ALTER TABLE soapwright_order ADD COLUMN later text");
      const { system, close } = await openPostgresMerchandise(url);
      expect(await system.orders.place(order("t"), call)).toMatch(/^SO-/);
      await close();
      expect(await versionOf(old)).toEqual([{ version: 99 }]);
    }));
});
