/**
 * The files that an operator writes: buyers and items.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packageFile } from "../../../../src/server/package-files.js";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";
import { Buyers, buyerOf, parseBuyers } from "../../../../src/services/veloconnect/buyers.js";
import { parseCatalogue } from "../../../../src/services/veloconnect/catalogue-file.js";

const item = { number: "1", description: "One", unit: "EA", currency: "EUR", prices: [{ from: "0", amount: "1.20" }] };
const file = (change: object, more: object = {}): string => JSON.stringify({ items: [{ ...item, ...change }], ...more });
const call = callFor({ $value: "B1" });

describe("items", () => {
  it("are found by number, with stock and replacements", async () => {
    const catalogue = parseCatalogue(file({ stock: { quantity: "3", expectedOn: "2030-01-01" } }, { replaced: { "0": ["1"] } }));
    expect(await catalogue.findMany(["0", "1", "2", "toString"], call)).toEqual([
      { kind: "replaced", by: ["1"] },
      { kind: "item", item, stock: { quantity: "3", expectedOn: "2030-01-01" } },
      { kind: "unknown" },
      { kind: "unknown" },
    ]);
  });

  it("of the demonstration are all right", async () => {
    const catalogue = parseCatalogue(readFileSync(packageFile("schemas/veloconnect/demonstration-catalogue.json"), "utf8"));
    expect((await catalogue.findMany(["10010", "10009", "30.40-L", "x"], call)).map(({ kind }) => kind)).toEqual([
      "item",
      "replaced",
      "item",
      "unknown",
    ]);
  });

  it.each<[string, string, string]>([
    ["no JSON", "{", "JSON"],
    ["a list", "[]", "the catalogue is not an object"],
    ["no items", "{}", 'the catalogue needs a list "items"'],
    ["no description", file({ description: "" }), 'entry 1 of "items" of the catalogue needs the text "description"'],
    ["no price", file({ prices: [] }), "has no price"],
    ["a price as a number", file({ prices: [{ from: "0", amount: 1.2 }] }), 'needs the text "amount"'],
    ["a negative price", file({ prices: [{ from: "0", amount: "-1" }] }), "which is not a decimal number"],
    ["a step of 0", file({ step: "0.0" }), 'has 0 as "step"'],
    ["an unknown currency", file({ currency: "XYZ" }), 'has "XYZ" as "currency"'],
    ["an invalid date", file({ stock: { quantity: "1", expectedOn: "soon" } }), "which is not a date"],
    ["two of a number", JSON.stringify({ items: [item, item] }), 'has the number "1", which another item has'],
    ["replaced by nothing", file({}, { replaced: { "0": [] } }), 'replaces item "0" by nothing'],
    ["replaced and there", file({}, { replaced: { "1": ["2"] } }), 'replaces item "1", which it has'],
    ["backlog as text", file({ backlog: "no" }), "is neither true nor false"],
  ])("%s: an error that says so", (_, json, message) => expect(() => parseCatalogue(json)).toThrow(message));
});

describe("buyers", () => {
  it("are known by number and scheme", async () => {
    const list = parseBuyers('[{"buyersId":"B1","passwordHash":"x"},{"buyersId":"B1","schemeId":"GLN","passwordHash":"y"}]');
    const buyers = new Buyers(list, async (password, hash) => password === hash);
    expect(buyerOf(await buyers.authenticate({ $value: "B1" }, "x"))).toEqual({ $value: "B1" });
    const gln = { $value: "B1", identificationSchemeID: "GLN" };
    expect(buyerOf(await buyers.authenticate(gln, "y"))).toEqual(gln);
    await expect(buyers.authenticate(gln, "x")).rejects.toMatchObject({ code: 411 });
    await expect(buyers.authenticate({ $value: '["B1",null]' }, "x")).rejects.toMatchObject({ code: 410 });
  });

  it("cannot be distinguished from strangers where there is a decoy", async () => {
    const checked: string[] = [];
    const verify = async (password: string, hash: string): Promise<boolean> => {
      checked.push(hash);
      return password === hash;
    };
    const buyers = new Buyers(parseBuyers('[{"buyersId":"B1","passwordHash":"x"}]'), verify, "decoy");
    expect(buyerOf(await buyers.authenticate({ $value: "B1" }, "x"))).toEqual({ $value: "B1" });
    const refusals = await Promise.all(
      [
        buyers.authenticate({ $value: "B1" }, "y"),
        buyers.authenticate({ $value: "B2" }, "y"),
        buyers.authenticate({ $value: "B2" }, "decoy"),
      ].map((each) => each.catch((error: unknown) => error)),
    );
    expect(refusals).toEqual([refusals[0], refusals[0], refusals[0]]);
    expect(refusals[0]).toMatchObject({ code: 411 });
    expect(checked).toEqual(["x", "x", "decoy", "decoy"]);
  });

  it.each([
    '[{"buyersId":"B","passwordHash":"x"},{"buyersId":"B","passwordHash":"y"}]',
    '[{"buyersId":"B","passwordHash":"x","shemeId":"GLN"}]',
    "{}",
    "[1]",
    "[null]",
    '[{"buyersId":"B"}]',
    '[{"buyersId":7,"passwordHash":"x"}]',
    '[{"buyersId":"B","passwordHash":"x","schemeId":1}]',
  ])("%s is not a file of buyers", (json) => expect(() => parseBuyers(json)).toThrow(/the file of buyers/));
});
