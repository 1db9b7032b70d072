import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findConflicts } from "../../../../codegen/check/unique-attribution.js";
import type { ElementDeclaration, Particle } from "../../../../codegen/schema/components.js";
import { Substitution } from "../../../../codegen/schema/substitution.js";
import type { Content } from "../../../../src/runtime/automaton/content.js";
import { internName } from "../../../../src/xml/names.js";
import { model } from "../../../support/content-models.js";
import { schemaDocument, schemaOf } from "../../../support/contracts.js";
import { cpuTime } from "../../../support/cpu-time.js";

const schema = schemaOf(schemaDocument(""));
const groups = new Substitution(schema);
const at = { uri: "model", line: 1, column: 1, offset: 0 };

/** Each letter becomes an element declaration of its own, "#" a wildcard for any namespace. */
function particleOf(content: Content<string>): Particle {
  const occurs = { kind: "particle" as const, minOccurs: content.min, maxOccurs: content.max, at };
  if (content.kind !== "leaf") {
    const particles = content.children.filter((child) => child.max > 0).map(particleOf);
    return {
      ...occurs,
      term: { kind: "modelGroup", compositor: content.kind, particles, definition: undefined, annotation: undefined, at },
    };
  }
  if (content.leaf === "#") {
    return {
      ...occurs,
      term: { kind: "wildcard", namespaceConstraint: { kind: "any" }, processContents: "lax", annotation: undefined, at },
    };
  }
  return { ...occurs, term: element(content.leaf) };
}

const sample = [...schemaOf(schemaDocument('<xs:element name="e"/>')).elements.values()][0];

function element(local: string): ElementDeclaration {
  if (sample === undefined) throw new Error("internal: no sample");
  return { ...sample, scope: "local", name: internName("", local) };
}

function isAmbiguous(content: Content<string>): boolean {
  return findConflicts(particleOf(content), groups).length > 0;
}

describe("unique particle attribution", () => {
  const wrong = [
    "a?, a",
    "a | a",
    "a* , a",
    "(a, b) | (a, c)",
    "(a, b?)+, b",
    "a{2,3}, a",
    "(a{2,2}, b?){1,2}, a",
    "(a?){2,2}, a",
    "(a, b?){0,1000000000}, (c?, b)",
    "(a & b & a)",
    "#?, a",
    "a, #*, b",
    "# | a",
    "(a?, b?, c?)*, d?, b",
    "(a | b)*, (c | (d?, a))",
  ];
  test.each(wrong)("refuses %s", (text) => expect(isAmbiguous(model(text))).toBe(true));

  const right = [
    "a, a",
    "a{2,2}, a",
    "(a{2,2}){3,3}, a",
    "(a{2,3}){2,2}",
    "(a, b) | (c, a)",
    "(a, b?)+, c",
    "(a & b)",
    "(a{2,2}, b?){2,2}, a",
    "a{0,1000000000}, b{1000000000,1000000000}, b",
  ];
  test.each(right)("accepts %s", (text) => expect(isAmbiguous(model(text))).toBe(false));

  test("agrees with expanded models", () => {
    const letters = fc.constantFrom("a", "b", "c");
    const bounds = fc.constantFrom([1, 1], [0, 1], [0, 9], [1, 9], [2, 2], [2, 3], [0, 2], [1, 2], [3, 3], [2, 9]);
    const { content } = fc.letrec<{ content: Content<string> }>((tie) => ({
      content: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.record({ leaf: letters, bounds }).map(({ leaf, bounds }) => ({ kind: "leaf" as const, leaf, ...range(bounds) })),
        fc
          .record({
            kind: fc.constantFrom("sequence" as const, "choice" as const),
            children: fc.array(tie("content"), { minLength: 1, maxLength: 3 }),
            bounds,
          })
          .map(({ kind, children, bounds }) => ({ kind, children, ...range(bounds) })),
      ),
    }));
    fc.assert(
      fc.property(content, (given) => {
        const expanded = expand(given, { count: 0 });
        fc.pre(expanded.follow.size < 400);
        expect(isAmbiguous(given)).toBe(competeWhenExpanded(expanded));
      }),
      { numRuns: 1500 },
    );
  });

  test("models with huge bounds and thousands of leaves take no time", () => {
    const names = Array.from({ length: 3000 }, (_, index) => ({ kind: "leaf" as const, leaf: `n${index}`, min: 0, max: 1_000_000_000 }));
    const repeated = names.flatMap((leaf) => [leaf, { ...leaf, leaf: "again", min: 1 }]);
    const judgeBoth = (): void => {
      expect(isAmbiguous({ kind: "sequence", children: names, min: 5, max: 1_000_000_000 })).toBe(false);
      expect(isAmbiguous({ kind: "sequence", children: repeated.slice(0, 1000), min: 1, max: 1 })).toBe(true);
    };
    expect(cpuTime(judgeBoth)).toBeLessThan(5000);
  });
});

function range([min = 0, max = 0]: readonly number[]): { min: number; max: number } {
  return { min, max: max === 9 ? Number.POSITIVE_INFINITY : max };
}

/** Occurrences of leaves after all bounds are written out: which leaf each is, and what may follow it. */
interface Expanded {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly follow: ReadonlyMap<number, ReadonlySet<number>>;
  readonly leaves: ReadonlyMap<number, Content<string>>;
}

const nothing: Expanded = { nullable: true, first: [], last: [], follow: new Map(), leaves: new Map() };

function join(left: Expanded, right: Expanded): Expanded {
  const follow = new Map([...left.follow, ...right.follow]);
  for (const end of left.last) follow.set(end, new Set([...(follow.get(end) ?? []), ...right.first]));
  return {
    nullable: left.nullable && right.nullable,
    first: [...left.first, ...(left.nullable ? right.first : [])],
    last: [...right.last, ...(right.nullable ? left.last : [])],
    follow,
    leaves: new Map([...left.leaves, ...right.leaves]),
  };
}

function either(left: Expanded, right: Expanded): Expanded {
  return {
    nullable: left.nullable || right.nullable,
    first: [...left.first, ...right.first],
    last: [...left.last, ...right.last],
    follow: new Map([...left.follow, ...right.follow]),
    leaves: new Map([...left.leaves, ...right.leaves]),
  };
}

function expand(content: Content<string>, positions: { count: number }): Expanded {
  const once = (): Expanded => {
    if (content.kind === "leaf") {
      const position = positions.count++;
      return {
        nullable: false,
        first: [position],
        last: [position],
        follow: new Map([[position, new Set()]]),
        leaves: new Map([[position, content]]),
      };
    }
    const parts = content.children.map((child) => expand(child, positions));
    return content.kind === "choice" ? parts.reduce(either) : parts.reduce(join, nothing);
  };
  let result = nothing;
  for (let round = 0; round < content.min; round++) result = join(result, once());
  if (content.max === Number.POSITIVE_INFINITY) {
    const loop = once();
    const follow = new Map(loop.follow);
    for (const end of loop.last) follow.set(end, new Set([...(follow.get(end) ?? []), ...loop.first]));
    return join(result, { ...loop, follow, nullable: true });
  }
  let rest = nothing;
  for (let round = content.min; round < content.max; round++) rest = { ...join(once(), rest), nullable: true };
  return join(result, rest);
}

/** Follows all words at once: is there one after which two different particles take the same letter? */
function competeWhenExpanded({ first, follow, leaves }: Expanded): boolean {
  const seen = new Set<string>();
  const pending: (readonly number[])[] = [first];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const byLetter = new Map<string, number[]>();
    for (const position of new Set(next)) {
      const letter = leaves.get(position)?.kind === "leaf" ? leafText(leaves.get(position)) : "";
      byLetter.set(letter, [...(byLetter.get(letter) ?? []), position]);
    }
    for (const positions of byLetter.values()) {
      if (new Set(positions.map((position) => leaves.get(position))).size > 1) return true;
      const after = [...new Set(positions.flatMap((position) => [...(follow.get(position) ?? [])]))].sort((a, b) => a - b);
      const key = after.join(" ");
      if (!seen.has(key)) pending.push(after);
      seen.add(key);
    }
  }
  return false;
}

function leafText(content: Content<string> | undefined): string {
  return content?.kind === "leaf" ? content.leaf : "";
}
