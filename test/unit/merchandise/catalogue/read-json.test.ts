/**
 * A catalogue as JSON.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createCatalogue } from "../../../../src/merchandise/catalogue/memory-catalogue.js";
import { readCatalogueJson } from "../../../../src/merchandise/catalogue/read-json.js";
import { packageFile } from "../../../../src/server/package-files.js";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";
import type { Catalogue } from "../../../../src/services/veloconnect/index.js";

const item = { number: "1", description: "One", unit: "EA", currency: "EUR", prices: [{ from: "0", amount: "1.20" }] };
const file = (change: object, more: object = {}): string => JSON.stringify({ items: [{ ...item, ...change }], ...more });
const call = callFor({ $value: "B1" });
const catalogueOf = (json: string): Catalogue => createCatalogue(readCatalogueJson(json)).catalogue;

describe("items", () => {
  it("are found by number, with stock and replacements", async () => {
    const catalogue = catalogueOf(file({ stock: { quantity: "3", expectedOn: "2030-01-01" } }, { replaced: { "0": ["1"] } }));
    expect(await catalogue.findMany(["0", "1", "2", "toString"], call)).toEqual([
      { kind: "replaced", by: ["1"] },
      { kind: "item", item, stock: { quantity: "3", expectedOn: "2030-01-01" } },
      { kind: "unknown" },
      { kind: "unknown" },
    ]);
  });

  it("of the demonstration are all right", async () => {
    const catalogue = catalogueOf(readFileSync(packageFile("schemas/veloconnect/demonstration-catalogue.json"), "utf8"));
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
    ["a step of 0", file({ step: "0.0" }), 'has "0.0" as "step", which is not more than 0'],
    ["an unknown currency", file({ currency: "XYZ" }), 'has "XYZ" as "currency"'],
    ["an invalid date", file({ stock: { quantity: "1", expectedOn: "soon" } }), "which is not a date"],
    ["two of a number", JSON.stringify({ items: [item, item] }), 'has the number "1", which another item has'],
    ["replaced by nothing", file({}, { replaced: { "0": [] } }), 'replaces item "0" by nothing'],
    ["replaced and there", file({}, { replaced: { "1": ["2"] } }), 'replaces item "1", which it has'],
    ["a member that is misspelled", file({ descripton: "x" }), 'has "descripton", which is not known'],
    ["a link of no kind", file({ links: [{ uri: "u", kinds: [] }] }), 'needs "kinds" of picture'],
    ["a link of another kind", file({ links: [{ uri: "u", kinds: ["picture", "film"] }] }), 'has the kind "film"'],
    ["a scheme without groups", file({}, { schemes: [{ id: "s", groups: [] }] }), "has no groups"],
    ["backlog as text", file({ backlog: "no" }), "is neither true nor false"],
  ])("%s: an error that says so", (_, json, message) => expect(() => readCatalogueJson(json)).toThrow(message));
});

it("links, groups and schemes are kept", async () => {
  const links = [{ uri: "https://shop.example/1.jpg", kinds: ["picture", "general"], description: "front" }];
  const groups = [{ scheme: "shop", group: "2", isPrimary: false }];
  const schemes = [
    {
      id: "shop",
      hasSeveralGroups: true,
      groups: [
        { id: "1", description: "Parts" },
        { id: "2", parentId: "1", description: "Tyres" },
      ],
    },
    { id: "bidex", uri: "https://bidex.example" },
  ];
  const { catalogue, classification } = createCatalogue(readCatalogueJson(file({ links, groups }, { schemes })));
  expect(await catalogue.find("1", call)).toEqual({ kind: "item", item: { ...item, links, groups } });
  expect(await classification?.schemes(call)).toEqual([
    { id: "shop", hasSeveralGroups: true, content: { kind: "own", groups: schemes[0]?.groups } },
    { id: "bidex", content: { kind: "published", uri: "https://bidex.example" } },
  ]);
  expect(createCatalogue(readCatalogueJson(file({}))).classification).toBeUndefined();
});
