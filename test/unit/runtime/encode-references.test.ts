/**
 * What only a whole document shows is checked while it is written: the issues are those of whoever reads it, and a valid one is not read.
 */
import fc from "fast-check";
import { type Codec, encode, tryDecode, validate } from "soapwright";
import { afterEach, describe, expect, test, vi } from "vitest";
import { xsiNamespace } from "../../../src/xml/names.js";
import { Reader } from "../../../src/xml/read/reader.js";
import * as t from "./constructs.js";

afterEach(() => vi.restoreAllMocks());

const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
/** Less often any the deeper they are. */
const few = <T>(one: fc.Arbitrary<T>) => fc.oneof({ depthSize: "small" }, fc.constant<T[]>([]), fc.array(one, { maxLength: 3 }));
const { tree } = fc.letrec<{ tree: t.Node }>((tie) => ({
  tree: fc.record(
    {
      id,
      next: id,
      others: fc.array(id, { minLength: 1, maxLength: 3 }),
      child: few(tie("tree")),
    },
    { requiredKeys: ["id"] },
  ),
}));

const attributes = fc.dictionary(
  fc.constantFrom("a", "{urn:x}b", `{${xsiNamespace}}schemaLocation`),
  fc.constantFrom("urn:a b", "urn:a %"),
  {
    maxKeys: 2,
  },
);
const { node } = fc.letrec((tie) => ({
  node: fc.record({
    name: fc.constantFrom("{urn:ext}Note", "{urn:ext}Other", "{urn:free}Any"),
    attributes,
    namespaces: fc.constant({}),
    children: few(fc.oneof(fc.constant("text"), tie("node"))),
  }),
}));
const content = fc.record({ attributes, namespaces: fc.constant({}), children: fc.array(node, { maxLength: 2 }) });
const open = fc.record(
  { id: fc.constant("1"), data: content, $any: fc.array(node, { maxLength: 2 }), $attributes: attributes },
  { requiredKeys: ["id"] },
);

const idsAndPaths = (issues: readonly { readonly id: string; readonly path: string }[]) => issues.map(({ id, path }) => `${id} ${path}`);

/** The issues that reading gives of what was written. */
function issuesOfReader(codec: Codec, value: unknown): readonly string[] {
  const result = tryDecode(codec, encode(codec, value as never, { onDeviation: () => {} }));
  return result.ok ? [] : idsAndPaths(result.issues);
}

test.each<[string, Codec, fc.Arbitrary<unknown>]>([
  ["IDs and references", t.Node, tree],
  ["what wildcards admit", t.Open, open],
])("the issues are those of a reader: %s", (_, codec, values) => {
  const found = new Set<number>();
  fc.assert(
    fc.property(values, (value) => {
      const want = issuesOfReader(codec, value);
      expect(idsAndPaths(validate(codec, value))).toEqual(want);
      found.add(Math.min(want.length, 1));
    }),
    { numRuns: 200 },
  );
  expect(found.size).toBe(2);
});

describe("a valid document is not read", () => {
  test.each<[string, Codec, unknown]>([
    ["IDs and references", t.Node, { id: "a", next: "b", child: [{ id: "b", others: ["a", "b"] }] }],
    ["a wildcard", t.Open, { id: "1", $any: [{ name: "{urn:free}Any", attributes: { a: "1" }, namespaces: {}, children: ["text"] }] }],
  ])("%s", (_, codec, value) => {
    const next = vi.spyOn(Reader.prototype, "next");
    expect(validate(codec, value)).toEqual([]);
    expect(encode(codec, value as never).length).toBeGreaterThan(20);
    expect(next).not.toHaveBeenCalled();
  });
});
