/**
 * The table language: what is printed is read back as it was.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Column, parseColumn, printColumn } from "../../../../src/runtime/table-language/column.js";
import { type GroupModel, type Model, parseModel, printModel } from "../../../../src/runtime/table-language/model.js";
import {
  type Bounds,
  type Occurrence,
  parseOccurrence,
  printBounds,
  printOccurrence,
} from "../../../../src/runtime/table-language/occurrence.js";
import { parseWildcard, printWildcard, type WildcardTerm } from "../../../../src/runtime/table-language/wildcard.js";
import { internName } from "../../../../src/xml/names.js";

const bounds: fc.Arbitrary<Bounds> = fc
  .tuple(fc.nat(3), fc.oneof(fc.nat(3), fc.constant(Number.POSITIVE_INFINITY)))
  .map(([min, more]) => ({ min, max: Math.max(1, min + more) }));

const namespace = fc.oneof(
  fc.constantFrom("", "urn:x", "urn:a b", "%20", "100%", "not:x", "##any", "##local", "##other", "#", "urn:{x}"),
  fc.string(),
);
/** Names as XML has them, and worse ones. */
const name = fc.oneof(fc.constantFrom("mixed", "any", "Größe", "a-b", "it's", "nil"), fc.stringMatching(/^[A-Za-z_][\w.-]*$/));

test("occurrences", () => {
  const occurrence: fc.Arbitrary<Occurrence> = fc
    .record({ bounds, array: fc.boolean(), nillable: fc.boolean(), flattened: fc.boolean() })
    .map(({ bounds: { min, max }, array, ...flags }) => ({ min, max, array: array || max > 1, ...flags }));
  fc.assert(fc.property(occurrence, (value) => void expect(parseOccurrence(printOccurrence(value))).toEqual(value)));
});

describe("models", () => {
  const leaf: fc.Arbitrary<Model> = fc.record({
    kind: fc.constant("name" as const),
    name: fc.oneof(name, fc.string({ minLength: 1 })),
    bounds: fc.option(bounds, { nil: undefined }),
  });
  const groups = (inner: fc.Arbitrary<Model>): fc.Arbitrary<GroupModel> =>
    fc
      .record({
        kind: fc.constantFrom("sequence" as const, "choice" as const, "all" as const),
        bounds,
        children: fc.array(inner, { maxLength: 4 }),
      })
      .map(({ kind, bounds: { min, max }, children }) => ({ kind, children, min, max }));
  const { model } = fc.letrec<{ model: Model }>((tie) => ({ model: fc.oneof({ maxDepth: 4 }, leaf, groups(tie("model"))) }));

  test("are read as they were", () => {
    fc.assert(fc.property(model.map(normal), (value) => void expect(parseModel(printModel(value))).toEqual(value)));
  });

  /** A group of one member is that member, or a sequence that repeats; one of none that is not a choice is a sequence. */
  function normal(value: Model): Model {
    if (value.kind === "name") return value;
    const children = value.children.map(normal);
    const [only] = children;
    if (children.length > 1 || (value.kind === "choice" && only === undefined)) return { ...value, children };
    const isOnce = value.min === 1 && value.max === 1;
    return only !== undefined && isOnce ? only : { ...value, kind: "sequence", children };
  }

  test.each(["(", ")", "a)", "(a", "'a", "{1,2}", "?", "a??"])("%j is malformed", (text) => {
    expect(() => parseModel(text)).toThrow("internal: model");
  });
});

test("wildcards", () => {
  const wildcard: fc.Arbitrary<WildcardTerm> = fc.record({
    constraint: fc.oneof(
      fc.constant({ kind: "any" as const }),
      namespace.map((excluded) => ({ kind: "not" as const, namespace: excluded })),
      fc.array(namespace).map((namespaces) => ({ kind: "list" as const, namespaces })),
    ),
    process: fc.constantFrom("skip", "lax", "strict"),
  });
  fc.assert(
    fc.property(wildcard, namespace, (value, target) => void expect(parseWildcard(printWildcard(value, target), target)).toEqual(value)),
  );
});

test("first columns", () => {
  const column: fc.Arbitrary<Column> = fc.oneof(
    fc.record({ kind: fc.constantFrom("reference", "text", "choice", "mixed", "group") }),
    fc.record({
      kind: fc.constantFrom("element", "attribute"),
      name: fc.tuple(namespace, name).map(([uri, local]) => internName(uri, local)),
    }),
    fc.record({
      kind: fc.constantFrom("elementWildcard", "attributeWildcard"),
      wildcard: fc.constantFrom("##any lax", "urn:x skip", "strict"),
    }),
  );
  fc.assert(fc.property(column, namespace, (value, bare) => void expect(parseColumn(printColumn(value, bare), bare)).toEqual(value)));
});

test.each([
  [{ min: 1, max: 1 }, ""],
  [{ min: 0, max: 1 }, "?"],
  [{ min: 0, max: Number.POSITIVE_INFINITY }, "*"],
  [{ min: 1, max: Number.POSITIVE_INFINITY }, "+"],
  [{ min: 2, max: Number.POSITIVE_INFINITY }, "{2,}"],
  [{ min: 0, max: 5 }, "{0,5}"],
])("%j is %j", (value, text) => {
  expect(printBounds(value)).toBe(text);
});
