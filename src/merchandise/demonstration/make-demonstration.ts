/**
 * A catalogue of any size of believable items, the same for the same seed: something to look at, and to measure with.
 */
import type { CatalogueItem, ClassificationScheme, StockLevel } from "../../services/veloconnect/index.js";
import type { CatalogueContent, CatalogueEntry } from "../catalogue/content.js";
import { groups, type Kind, kinds } from "./assortment.js";

/** The scheme that the items are sorted by. */
const scheme = "demonstration";

/** Makes a catalogue of so many items. */
export function makeDemonstration(count: number, seed = 1): CatalogueContent {
  const random = randomOf(seed);
  const shares = kinds.reduce((sum, { share }) => sum + share, 0);
  const counts = kinds.map(({ share }) => Math.floor((count * share) / shares));
  // What rounding leaves goes to the first kind.
  counts[0] = (counts[0] ?? 0) + count - counts.reduce((sum, each) => sum + each, 0);
  const entries = kinds.flatMap((kind, index) =>
    Array.from({ length: counts[index] ?? 0 }, (_, serial) => makeEntry(kind, serial, random)),
  );
  return { entries, schemes: [makeScheme()] };
}

/** Mulberry32: numbers from 0 to below 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function makeEntry(kind: Kind, serial: number, random: () => number): CatalogueEntry {
  const { prefix, name, unit, pack, makers, variants, retail, group } = kind;
  const combinations = variants.reduce((product, list) => product * list.length, 1);
  const chosen = chooseVariants(variants, scatter(serial, combinations));
  // A further series begins when all combinations are there.
  const series = Math.floor(serial / combinations);
  const maker = makers[Math.floor(random() * makers.length)] ?? "";
  const retailCents = roundPrice(retail[0] + random() * random() * (retail[1] - retail[0]));
  const netCents = Math.round((retailCents / 1.19) * (0.52 + random() * 0.12));
  const number = `${prefix}-${String(serial + 1).padStart(5, "0")}`;
  const item: CatalogueItem = {
    number,
    description: `${name} ${chosen.join(", ")}, ${maker}${series === 0 ? "" : ` ${2020 + series}`}`,
    unit,
    ...(pack !== undefined && { pack: { quantity: pack, unit: "EA" } }),
    ...(unit === "MTR" && { step: "0.5" }),
    currency: "EUR",
    prices: [
      { from: "0", amount: euros(netCents) },
      ...(retailCents < 20_000 ? [{ from: "10", amount: euros(Math.round(netCents * 0.93)) }] : []),
    ],
    recommendedRetailPrice: euros(retailCents),
    ean: eanOf(prefix, serial),
    manufacturer: { name: maker, number: `${maker.slice(0, 2).toUpperCase()}-${prefix}${serial + 100}` },
    ...(unit === "MTR" && { backlog: false }),
    groups: [{ scheme, group }],
  };
  return { kind: "item", item, stock: makeStock(random) };
}

/** Neighbours in the list differ in more than their last variant: a step that shares no divisor with the number of combinations. */
function scatter(serial: number, combinations: number): number {
  const steps = [7919, 6841, 5647, 4561, 1];
  const step = steps.find((each) => combinations % each !== 0) ?? 1;
  return (serial * step) % combinations;
}

function chooseVariants(variants: readonly (readonly string[])[], combination: number): readonly string[] {
  let rest = combination;
  return variants.map((list) => {
    const chosen = list[rest % list.length] ?? "";
    rest = Math.floor(rest / list.length);
    return chosen;
  });
}

/** Retail prices end with 90 or 95 cents. */
function roundPrice(cents: number): number {
  return cents < 2_000 ? Math.round(cents / 10) * 10 + 5 : Math.round(cents / 100) * 100 + 90;
}

function euros(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** 20 to 29: numbers that are used within a company. GS1 General Specifications §1.4.5 */
function eanOf(prefix: string, serial: number): string {
  const digits = `29${prefix}${String(serial).padStart(8, "0")}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function makeStock(random: () => number): StockLevel {
  const chance = random();
  if (chance < 0.08) {
    const month = String(1 + Math.floor(random() * 12)).padStart(2, "0");
    return { quantity: "0", ...(chance < 0.06 && { expectedOn: `2030-${month}-15` }) };
  }
  return { quantity: String(1 + Math.floor(random() ** 3 * 400)) };
}

function makeScheme(): ClassificationScheme {
  const [first, ...others] = Object.entries(groups).map(([id, description]) => ({ id, description }));
  if (first === undefined) throw new Error("internal: the assortment has no groups");
  return { id: scheme, content: { kind: "own", groups: [first, ...others] } };
}
