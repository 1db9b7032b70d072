/**
 * Documents: read, found, and given whole, by each backend.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { followReceipts, storeReceipts } from "../../../src/merchandise/file/receipt-folder.js";
import { openPostgresMerchandise } from "../../../src/merchandise/postgres/backend.js";
import { importReceipts } from "../../../src/merchandise/postgres/receipts.js";
import { createReceipts } from "../../../src/merchandise/receipts/memory-receipts.js";
import { readReceipts } from "../../../src/merchandise/receipts/read-receipts.js";
import { callFor } from "../../../src/services/veloconnect/backend-time.js";
import type { ReceiptKind, ReceiptSearch, Receipts } from "../../../src/services/veloconnect/index.js";
import { documentOf, documents } from "./receipts.js";

const folder = mkdtempSync(join(tmpdir(), "soapwright-receipts-"));
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true });
});

const postgres = process.env.SOAPWRIGHT_POSTGRES;
const read = readReceipts(JSON.stringify(Object.values(documents)));
const backends: readonly (readonly [string, () => Promise<Receipts>])[] = [
  ["memory", async () => createReceipts(read)],
  [
    "folder",
    async () => {
      await storeReceipts(join(folder, "stored"), read);
      await storeReceipts(join(folder, "stored"), read);
      const { receipts, close } = await followReceipts(join(folder, "stored"), {
        onRead: () => undefined,
        onFailure: (error) => expect.fail(String(error)),
      });
      closing.push(close);
      return receipts;
    },
  ],
  ...(postgres === undefined
    ? []
    : ([
        [
          "PostgreSQL",
          async () => {
            const { system, database, close } = await openPostgresMerchandise(postgres);
            closing.push(close);
            await importReceipts(database, read);
            await importReceipts(database, read);
            if (system.receipts === undefined) throw new Error("the backend has no receipts");
            return system.receipts;
          },
        ],
      ] satisfies [string, () => Promise<Receipts>][])),
];

const call = callFor({ $value: "4711" });
const gln = callFor({ $value: "4711", identificationSchemeID: "GLN" });

describe.each(backends)("%s", (_, open) => {
  it.each<[ReceiptKind, ReceiptSearch, readonly string[]]>([
    ["OrderConfirmation", {}, ["OC-1", "OC-2"]],
    ["OrderConfirmation", { issued: { from: "2026-01-16" } }, ["OC-2"]],
    ["OrderConfirmation", { issued: { from: "2026-01-15", thru: "2026-01-15" } }, ["OC-1"]],
    ["OrderConfirmation", { orderIds: ["SO-2", "SO-9"] }, ["OC-2"]],
    ["OrderConfirmation", { orderIds: ["SO-1"] }, ["OC-1", "OC-2"]],
    ["OrderConfirmation", { orderIds: ["SO-1"], issued: { thru: "2026-01-31" } }, ["OC-1"]],
    ["DeliveryNote", { orderConfirmationIds: ["OC-1"], orderIds: ["SO-1"] }, ["DN-1"]],
    ["DeliveryNote", { orderConfirmationIds: ["OC-2"] }, []],
    ["Invoice", { deliveryNoteIds: ["DN-1"] }, ["IN-1"]],
    ["Offer", {}, []],
  ])("%s by %j", async (kind, search, want) => {
    const { headers } = await (await open()).query(kind, search, call);
    expect(headers.map(({ number }) => number)).toEqual(want);
  });

  it("gives headers with relations, and offers to their buyer alone", async () => {
    const receipts = await open();
    expect((await receipts.query("OrderConfirmation", {}, call)).headers[1]).toEqual({
      number: "OC-2",
      issueDate: "2026-02-01",
      orderIds: ["SO-2", "SO-1"],
    });
    const { headers } = await receipts.query("Offer", { requestReference: "R-1" }, gln);
    expect(headers).toEqual([
      { number: "OF-1", issueDate: "2026-01-10", requestReference: "R-1", valid: { from: "2026-01-10", thru: "2026-02-10" } },
    ]);
    expect((await receipts.query("Offer", { requestReference: "R-2" }, gln)).headers).toEqual([]);
  });

  it("gives documents whole, once each, and leaves unknown ones out", async () => {
    const receipts = await open();
    const found = await receipts.details("OrderConfirmation", ["OC-2", "OC-9", "OC-1", "OC-2"], call);
    expect([...found].sort((a, b) => (a.number < b.number ? -1 : 1))).toEqual([
      documentOf(documents.confirmation),
      documentOf(documents.later),
    ]);
    expect(await receipts.details("Invoice", ["IN-1"], call)).toEqual([documentOf(documents.invoice)]);
    expect(await receipts.details("DeliveryNote", ["DN-1"], call)).toEqual([documentOf(documents.note)]);
    expect(await receipts.details("Invoice", ["IN-1"], gln)).toEqual([]);
    expect(await receipts.details("Offer", ["OF-1"], gln)).toEqual([documentOf(documents.offer)]);
  });
});

it("a folder is read again; of a wrong file nothing is served", async () => {
  const own = join(folder, "own");
  const seen: string[] = [];
  const { receipts, close } = await followReceipts(
    own,
    { onRead: (count) => seen.push(`${count}`), onFailure: (error) => seen.push(String(error)) },
    10,
  );
  writeFileSync(join(own, "b.json"), JSON.stringify([documents.confirmation]));
  await expect.poll(() => seen).toEqual(["0", "1"]);
  writeFileSync(join(own, "a.json"), JSON.stringify([documents.later, { ...documents.note, lines: [] }]));
  await expect.poll(() => seen.length).toBe(4);
  expect(seen.slice(2)).toEqual(['Error: "a.json" cannot be used: document 2 has nothing in "lines"', "1"]);
  expect((await receipts.query("OrderConfirmation", {}, call)).headers).toHaveLength(1);
  close();
});

it.each<[string, object, string]>([
  ["no buyer", { ...documents.note, buyer: undefined }, 'document 1 needs "buyer"'],
  ["another kind", { ...documents.note, kind: "Letter" }, 'has the kind "Letter"'],
  ["a wrong date", { ...documents.note, issueDate: "yesterday" }, 'has "yesterday" as "issueDate", which is not a date'],
  ["no sum", { ...documents.invoice, net: undefined }, 'needs "net"'],
  ["an item without a price", { ...documents.offer, items: [{ number: "1" }] }, 'entry 1 of "items" of document 1 needs a list "prices"'],
])("%s is an error that says so", (_, document, message) => {
  expect(() => readReceipts(JSON.stringify(document))).toThrow(message);
});
