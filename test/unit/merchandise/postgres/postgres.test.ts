/**
 * The merchandise system in PostgreSQL, where SOAPWRIGHT_POSTGRES names a server: in a database of its own.
 */
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDemonstration } from "../../../../src/merchandise/demonstration/make-demonstration.js";
import { openPostgresMerchandise, type PostgresMerchandise } from "../../../../src/merchandise/postgres/backend.js";
import { importCatalogue } from "../../../../src/merchandise/postgres/catalogue.js";
import { searchQuery } from "../../../../src/merchandise/postgres/search-query.js";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";
import {
  BackendUnavailable,
  type CatalogueItem,
  matchesWords,
  type Report,
  ResponseCode,
  searchedTexts,
  searchWords,
} from "../../../../src/services/veloconnect/index.js";
import { type CuttableWay, openWay } from "../../../support/cut-connection.js";
import { createWorld, head, line } from "../../../support/veloconnect-world.js";

const postgres = process.env.SOAPWRIGHT_POSTGRES;
const database = `merchandise_${process.pid}`;

/** The first ten hits of words, found without an index. */
const searchedByAll = `
  SELECT to_json((array_agg(number ORDER BY position))[1:10]) AS numbers, count(*) AS total FROM soapwright_item_text
  WHERE (SELECT bool_and(strpos(folded, word) > 0) FROM unnest($1::text[]) AS word)`;

describe.skipIf(postgres === undefined)("PostgreSQL", () => {
  const url = new URL(postgres ?? "postgres://nowhere/none");
  const call = callFor({ $value: "4711" });
  let admin: pg.Client;
  let merchandise: PostgresMerchandise;
  let way: CuttableWay;
  beforeAll(async () => {
    admin = new pg.Client(postgres);
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    url.pathname = `/${database}`;
    // Servers may start at the same time.
    const opened = await Promise.all(Array.from({ length: 4 }, () => openPostgresMerchandise(url.href)));
    for (const each of opened.slice(1)) await each.close();
    merchandise = opened[0] ?? expect.fail();
    way = await openWay(Number(url.port || 5432));
  });
  afterAll(async () => {
    await merchandise.close();
    await way.close();
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await admin.end();
  });

  const item = (number: string, description: string, ean?: string): CatalogueItem => ({
    number,
    description,
    unit: "EA",
    currency: "EUR",
    prices: [{ from: "0", amount: "1" }],
    ...(ean !== undefined && { ean }),
  });

  it("finds items, stock, and numbers that are replaced", async () => {
    const one = item("1", "One");
    await importCatalogue(merchandise.database, {
      entries: [
        { kind: "item", item: one, stock: { quantity: "3" } },
        { kind: "replaced", number: "0", by: ["1"] },
      ],
      schemes: [{ id: "s", content: { kind: "published", uri: "https://s.example" } }],
    });
    const { catalogue } = merchandise.system;
    expect(await catalogue.findMany(["0", "1", "2", "\0", "1"], call)).toEqual([
      { kind: "replaced", by: ["1"] },
      { kind: "item", item: one, stock: { quantity: "3" } },
      { kind: "unknown" },
      { kind: "unknown" },
      { kind: "item", item: one, stock: { quantity: "3" } },
    ]);
    const again = await openPostgresMerchandise(url.href);
    expect(await again.system.classification?.schemes(call)).toEqual([
      { id: "s", content: { kind: "published", uri: "https://s.example" } },
    ]);
    await again.close();
  });

  it("searches by the rule, whatever words hold", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "A", " ", "%", "_", "\\", "\u00e9", "\u0130", "\n"), maxLength: 6 });
    const items = fc.array(fc.tuple(text, fc.option(text, { nil: undefined })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(items, fc.array(text, { minLength: 1, maxLength: 6 }), async (list, queries) => {
        const given = list.map(([description, ean], index) => item(`${index}`, description, ean));
        await importCatalogue(merchandise.database, { entries: given.map((each) => ({ kind: "item", item: each })), schemes: [] });
        for (const query of queries) {
          const words = searchWords(query);
          const want = given.filter((each) => matchesWords(searchedTexts(each), words)).map(({ number }) => number);
          const found = await merchandise.system.catalogue.search(query, { limit: 3 }, call);
          expect(found).toEqual({ numbers: want.slice(0, 3), total: want.length });
        }
      }),
      { numRuns: 25 },
    );
    expect(await merchandise.system.catalogue.search("a\0", { limit: 3 }, call)).toEqual({ numbers: [], total: 0 });
  });

  it("finds words by an index, whatever they are", async () => {
    await importCatalogue(merchandise.database, makeDemonstration(5_000));
    const { pool } = merchandise.database;
    for (const hasTrigrams of [true, false]) {
      for (const words of [["x"], ["xl"], ["xl", "re"], ["1,7"], ["\u00f6l"], ["tyre"], ["xl", "tyre"], ["e"]]) {
        const { text, values } = searchQuery(words, 10, hasTrigrams);
        const { rows } = await pool.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, [...values]);
        expect(rows.map((row) => row["QUERY PLAN"]).join("\n"), words.join(" ")).toContain("Bitmap Index Scan");
        expect((await pool.query(text, [...values])).rows).toEqual((await pool.query(searchedByAll, [words])).rows);
      }
    }
  });

  it("leaves nothing after an import that each search would read through", async () => {
    expect(merchandise.database.hasSearchIndex).toBe(true);
    await importCatalogue(merchandise.database, makeDemonstration(300));
    for (const index of ["soapwright_item_text_folded", "soapwright_item_text_short"]) {
      const { rows } = await merchandise.database.pool.query("SELECT gin_clean_pending_list($1) AS pages", [index]);
      expect(rows, index).toEqual([{ pages: "0" }]);
    }
  });

  it("replaces a catalogue in one step: every search sees the old one or the new one", async () => {
    await importCatalogue(merchandise.database, makeDemonstration(1000));
    let isDone = false;
    const replaced = importCatalogue(merchandise.database, makeDemonstration(1500)).finally(() => {
      isDone = true;
    });
    const totals = new Set<number>();
    while (!isDone) totals.add((await merchandise.system.catalogue.search("", { limit: 1 }, call)).total);
    await replaced;
    totals.add((await merchandise.system.catalogue.search("", { limit: 1 }, call)).total);
    expect([...totals].every((total) => total === 1000 || total === 1500)).toBe(true);
    expect(totals).toContain(1500);
  });

  it("takes a report once, and gives the same result again", async () => {
    const report = (numbers: readonly string[]): Report => ({
      kind: "B2BStock",
      key: "report-1",
      createdAt: "2026-01-01T00:00:00Z",
      isComplete: true,
      lines: numbers.map((sellersNumber) => ({ sellersNumber, availability: "Available" })),
    });
    const stock = merchandise.system.stock ?? expect.fail();
    expect(await stock.take(report(["11-00001", "x"]), call)).toEqual({ known: [true, false] });
    await importCatalogue(merchandise.database, makeDemonstration(1, 3));
    expect(await stock.take(report(["x", "x"]), call)).toEqual({ known: [true, false] });
    const { rows } = await merchandise.database.pool.query("SELECT report FROM soapwright_report WHERE key = 'report-1'");
    expect(rows).toHaveLength(1);
  });

  it("numbers orders one by one, each TransactionID once", async () => {
    const order = (transactionId: string) => ({ transactionId, buyer: call.buyer, lines: [] });
    const { orders } = merchandise.system;
    const [first, second, ...again] = await Promise.all(["t-1", "t-2", "t-1", "t-1"].map((id) => orders.place(order(id), call)));
    expect(first).toMatch(/^SO-\d+$/);
    expect(second).not.toBe(first);
    expect(again).toEqual([first, first]);
  });

  it("has each order once, with the way to it cut at every packet", async () => {
    const own = new URL(url);
    own.hostname = "127.0.0.1";
    own.port = String(way.port);
    let mostPackets = Number.POSITIVE_INFINITY;
    for (let packets = 0; packets <= mostPackets; packets++) {
      // Connections that have not been used yet: connecting is a step, too.
      const through = await openPostgresMerchandise(own.href);
      const world = createWorld({ orders: through.system.orders });
      const { createOrder, finishOrder, viewOrder } = world.operations.order11;
      const { transactionID = "" } = await world.call(createOrder, { ...head, orderRequestLine: [line("tyre", "1")] });
      const request = { ...head, transactionID };
      way.cutAfter(packets);
      const { responseCode, statusCode } = await world.call(finishOrder, request);
      // Either it is placed, or it is not known: then the order waits, and looks open.
      expect([responseCode, statusCode]).toEqual(responseCode === ResponseCode.done ? [200, 100] : [500, 2]);
      if (responseCode === ResponseCode.done) mostPackets = Math.min(mostPackets, packets);
      way.cutAfter(undefined);
      world.clock.time += 3_600_000;
      await world.transactions.tick();
      await expect.poll(async () => (await world.call(viewOrder, request)).statusCode).toBe(100);
      const { rows } = await merchandise.database.pool.query("SELECT 1 FROM soapwright_order WHERE transaction_id = $1", [transactionID]);
      expect(rows).toHaveLength(1);
      await through.close();
    }
    expect(mostPackets).toBeGreaterThan(3);
  }, 60_000);

  it("a database that is away is unavailable, and comes back", async () => {
    const own = new URL(url);
    own.hostname = "127.0.0.1";
    own.port = String(way.port);
    const through = await openPostgresMerchandise(own.href);
    way.cutAfter(0);
    await expect(through.system.catalogue.find("1", call)).rejects.toThrow(BackendUnavailable);
    way.cutAfter(undefined);
    await expect.poll(async () => (await through.system.catalogue.find("1", call).catch(() => undefined))?.kind).toBe("unknown");
    await through.close();
  });
});
