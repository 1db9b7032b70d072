/**
 * The catalogue that a server without one has.
 */
import { describe, expect, it } from "vitest";
import { readEan } from "../../../../src/merchandise/catalogue/check-values.js";
import { numberOf } from "../../../../src/merchandise/catalogue/content.js";
import { createCatalogue } from "../../../../src/merchandise/catalogue/memory-catalogue.js";
import { readCatalogueJson } from "../../../../src/merchandise/catalogue/read-json.js";
import { makeDemonstration } from "../../../../src/merchandise/demonstration/make-demonstration.js";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";

const content = makeDemonstration(5000);
const items = content.entries.flatMap((entry) => (entry.kind === "item" ? [entry] : []));

describe("5,000 items", () => {
  it("are the same each time, and others with another seed", () => {
    expect(makeDemonstration(5000)).toEqual(content);
    expect(makeDemonstration(5000, 2)).not.toEqual(content);
  });

  it("have numbers, descriptions and EANs of their own", () => {
    expect(items).toHaveLength(5000);
    for (const values of [items.map(numberOf), items.map(({ item }) => item.ean), items.map(({ item }) => item.description)]) {
      expect(new Set(values).size).toBeGreaterThanOrEqual(4990);
    }
    expect(new Set(items.map(numberOf)).size).toBe(5000);
    for (const { item } of items) expect(readEan(item.ean ?? "")).toBe(item.ean);
  });

  it("are a catalogue as a file could have it", () => {
    const file = { items: items.map(({ item, stock }) => ({ ...item, stock })) };
    expect(readCatalogueJson(JSON.stringify(file)).entries).toEqual(content.entries);
  });

  it("cost the dealer less than his customers, and less by the dozen", () => {
    for (const { item } of items) {
      const [one, ten] = item.prices.map(({ amount }) => Number(amount));
      expect(one).toBeLessThan(Number(item.recommendedRetailPrice) / 1.19);
      expect(ten ?? 0).toBeLessThan(one ?? 0);
    }
  });

  it("are of all groups, and are found", async () => {
    const { catalogue, classification } = createCatalogue(content);
    const call = callFor({ $value: "demo" });
    const [scheme] = (await classification?.schemes(call)) ?? [];
    const groups = scheme?.content.kind === "own" ? scheme.content.groups.map(({ id }) => id) : [];
    expect(new Set(items.map(({ item }) => item.groups?.[0]?.group))).toEqual(new Set(groups));
    const { numbers, total } = await catalogue.search("tyre 28 reflective", { limit: 5 }, call);
    expect(total).toBeGreaterThan(10);
    expect(numbers).toHaveLength(5);
  });
});

it("more items than variants begin further series", () => {
  const { entries } = makeDemonstration(100_000);
  expect(new Set(entries.map(numberOf)).size).toBe(100_000);
});
