/** Random values of every construct: encode, decode, equal; the order of keys does not matter where the model gives one. */

import fc from "fast-check";
import { type Codec, decode, encode, fromJson, toJson, tryDecode, validate } from "soapwright";
import { describe, expect, test } from "vitest";
import * as t from "./constructs.js";

/** Any text that XML can hold; the line end is one that a reader does not change. */
const text = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .map((s) => s.replace(/[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""));
const filled = text.map((s) => `.${s}.`);
const token = fc.stringMatching(/^[a-z]{1,8}$/);
const decimal = fc.stringMatching(/^-?[0-9]{1,12}(\.[0-9]{1,6})?$/);
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const optional = { requiredKeys: [] as [] };
const currency = fc.constantFrom("EUR", "GBP", "x y");
const priceAttributes = { currency, rate: decimal, version: fc.constantFrom("1.0", "1", "1.00"), value: text };
const party = fc.record({ name: text });
const many = <T>(one: fc.Arbitrary<T>, minLength = 1) => fc.array(one, { minLength, maxLength: 4 });
const item = <T>(name: string, value: fc.Arbitrary<T>) => value.map((v) => ({ name, value: v }));

const shape = fc.oneof(item("Circle", fc.record({ r: int })), item("Square", fc.record({ side: int })));
const ledger = fc.record(
  { $choice: many(fc.oneof(item("Credit", decimal), item("Debit", decimal), item("{urn:ext}Note", party))) },
  optional,
);
const address = fc.oneof(
  fc.record({ street: text }),
  fc.record({ $type: fc.constant("Address"), street: text }),
  fc.record({ $type: fc.constant("UsAddress"), street: text, zip: text }),
  fc.record({ $type: fc.constant("{urn:express}ExpressAddress"), street: text, order: ledger }, { requiredKeys: ["$type", "street"] }),
);

/** Two texts in a row come back as one, and an empty one not at all: normal values have neither. */
const mergeTexts = (content: readonly unknown[]): unknown[] =>
  content.filter((part, index) => typeof part !== "string" || typeof content[index - 1] !== "string");
const { para } = fc.letrec((tie) => ({
  link: fc.record({ $value: text, href: text }),
  part: fc.oneof({ depthSize: "small" }, filled, item("link", tie("link")), item("b", tie("para"))),
  para: fc.record({ $content: many(tie("part")).map(mergeTexts), lang: token }, optional),
}));

const values: readonly [string, Codec, fc.Arbitrary<object>, "keys in any order" | "keys in order"][] = [
  [
    "occurrences",
    t.Occurs,
    fc.record(
      { a: text, b: fc.option(text), c: text, d: fc.option(text), f: many(fc.option(text)), g: many(text) },
      { requiredKeys: ["a", "b", "f"] },
    ),
    "keys in any order",
  ],
  [
    "simple content",
    t.Price,
    fc.record({ $value: decimal, ...priceAttributes }, { requiredKeys: ["$value", "currency"] }),
    "keys in any order",
  ],
  [
    "nil with attributes",
    t.Priced,
    fc.record({ price: fc.record({ $nil: fc.constant(true), ...priceAttributes }, { requiredKeys: ["$nil", "currency"] }) }),
    "keys in any order",
  ],
  [
    "optional group",
    t.Geo,
    fc.oneof(
      fc.record({ label: text }),
      fc.record({ label: text, lat: text, lon: text, alt: text }, { requiredKeys: ["label", "lat", "lon"] }),
    ),
    "keys in any order",
  ],
  [
    "choice",
    t.Payment,
    fc.oneof(
      fc.record({ amount: decimal, card: party }),
      fc.record({ amount: decimal, iban: text, bic: text }, { requiredKeys: ["amount", "iban"] }),
      fc.record({ amount: decimal, voucher: many(text) }),
    ),
    "keys in any order",
  ],
  [
    "shared element",
    t.Shared,
    fc.oneof(
      fc.record({ id: text, note: text }, { requiredKeys: ["id"] }),
      fc.record({ name: text, note: text }, { requiredKeys: ["name"] }),
    ),
    "keys in any order",
  ],
  ["permutation", t.Swap, fc.oneof(fc.record({ x: text, y: text }), fc.record({ y: text, x: text })), "keys in order"],
  ["repeated choice", t.Ledger, ledger, "keys in any order"],
  [
    "repeated sequence",
    t.Entries,
    fc.record({ $sequence: many(fc.record({ key: text, val: text }, { requiredKeys: ["key"] })) }),
    "keys in any order",
  ],
  ["one name twice", t.Twice, fc.record({ a: text, b: text, a2: text }, { requiredKeys: ["a", "a2"] }), "keys in any order"],
  ["all", t.Card, fc.record({ last: text, nick: text, first: text }, { requiredKeys: ["first", "last"] }), "keys in order"],
  ["mixed", t.Para, para as fc.Arbitrary<object>, "keys in any order"],
  ["substitution", t.Drawing, fc.record({ shape, more: many(shape) }, { requiredKeys: ["shape"] }), "keys in any order"],
  ["xsi:type", t.Shipment, fc.record({ to: address, stops: many(address) }, { requiredKeys: ["to"] }), "keys in any order"],
  [
    "simple types",
    t.Simple,
    fc.record(
      {
        level: fc.oneof(int, fc.constantFrom("low", "high")),
        levels: fc.array(fc.oneof(int, fc.constantFrom("low", "high")), { maxLength: 4 }),
        status: fc.integer({ min: 1, max: 199 }),
        long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        flag: fc.boolean(),
        when: fc.constantFrom("2020-02-29", "-0044-03-15Z", "12020-01-01+14:00"),
        kind: fc.constantFrom("local", "{urn:q}k", "{urn:shop}k"),
      },
      { requiredKeys: ["level", "levels", "status", "long", "flag"] },
    ),
    "keys in any order",
  ],
];

/** The same value with the keys of all its objects in another order. */
function permuted(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((member) => permuted(member, random));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).map(([key, member]) => ({ at: random(), key, member: permuted(member, random) }));
  return Object.fromEntries(entries.sort((left, right) => left.at - right.at).map(({ key, member }) => [key, member]));
}

// Codecs of whatever type take no value that the compiler could check: hence `as never`.
describe("random values", () => {
  test.each(values)("%s", (_, codec, arbitrary, order) => {
    fc.assert(
      fc.property(arbitrary, fc.noBias(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))), (value, stream) => {
        const plain = structuredClone(value);
        const bytes = encode(codec, plain as never);
        expect(decode(codec, bytes)).toEqual(plain);
        expect(decode(codec, encode(codec, plain as never, { indent: "", prefixes: { "urn:shop": "s" } }))).toEqual(plain);
        if (order === "keys in order") return;
        expect(encode(codec, permuted(plain, () => stream.next().value ?? 0) as never)).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  test.each(values)("%s: through JSON", (_, codec, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        const plain = structuredClone(value);
        expect(fromJson(codec, JSON.parse(JSON.stringify(toJson(codec, plain as never))))).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  test.each(values)("%s: a property too many, too few or of another kind is refused, never written wrong", (_, codec, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.constantFrom(undefined, null, "?", -1, [], {}, true, Symbol("s")), (value, which, other) => {
        const keys = Object.keys(value);
        const changed = { ...value, [keys[which % Math.max(keys.length, 1)] ?? "extra"]: other };
        expect(validate(codec, { ...value, unknown: 1 })).not.toEqual([]);
        const issues = validate(codec, changed);
        if (issues.length > 0) return;
        expect(tryDecode(codec, encode(codec, changed as never)).ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
