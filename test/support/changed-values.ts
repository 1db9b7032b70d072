/**
 * Typed values with something changed: what programs get wrong, and what is right but unusual.
 */
import type { Random } from "../../codegen/tools/sample/random.js";

const texts = [
  "",
  " ",
  "a b",
  " a",
  "a  b",
  "a\tb",
  "a\rb",
  "a\u0000",
  "ä€",
  "😀",
  "\ud800",
  "<&>\"'",
  "]]>",
  "x".repeat(1500),
  "1",
  "-1",
  "0.5",
  "2026-02-30",
  "2026-02-28",
  "true",
];
const others: readonly unknown[] = [
  null,
  0,
  -0,
  1,
  1.5,
  -7,
  1e21,
  12345678901,
  Number.NaN,
  10n,
  -10n,
  10n ** 30n,
  true,
  false,
  [],
  [""],
  {},
  new Uint8Array([1, 2, 3]),
  { $nil: true },
  { name: "a", value: 1 },
  new Date(0),
];

/** A copy of a value with one change somewhere in it; parts without changes are shared. */
export function changedValue(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return changedArray(value, random);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return replacement(value, random);
  const keys = Object.keys(value);
  if (keys.length === 0 || random.chance(0.1))
    return { ...value, [random.pick(["$type", "$nil", "other", "name", "$value"])]: replacement(undefined, random) };
  const copy: Record<string, unknown> = { ...value };
  const key = random.pick(keys);
  if (random.chance(0.1)) delete copy[key];
  else copy[key] = random.chance(0.15) ? replacement(copy[key], random) : changedValue(copy[key], random);
  return random.chance(0.1) ? Object.fromEntries(random.shuffled(Object.entries(copy))) : copy;
}

function changedArray(value: readonly unknown[], random: Random): unknown {
  const index = random.below(value.length + 1);
  if (index === value.length || random.chance(0.1)) return [...value, value[0]];
  if (random.chance(0.1)) return value.filter((_, at) => at !== index);
  if (random.chance(0.05)) return [];
  return value.map((item, at) => (at === index ? changedValue(item, random) : item));
}

function replacement(value: unknown, random: Random): unknown {
  if (typeof value === "string" && random.chance(0.3)) return `${value}${random.pick(texts)}`;
  if (random.chance(0.05)) return undefined;
  return random.chance(0.5) ? random.pick(texts) : random.pick(others);
}
