/** Identity constraints on elements that nest in themselves: verdicts against the definition, and work that grows no faster than the document. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CompiledConstraint, compileConstraint } from "../../../../src/runtime/identity/compile.js";
import { IdentityTracker, maxSelectedNodes } from "../../../../src/runtime/identity/tracker.js";
import { type Path, passes } from "../../../../src/runtime/identity/xpath.js";
import { internName, type Name } from "../../../../src/xml/names.js";

/** An element: its attribute "k" and its text, both of them keys, or undefined. */
interface Node {
  readonly name: Name;
  readonly k?: string | undefined;
  readonly text?: string | undefined;
  readonly children?: readonly Node[];
}

const attributeName = internName("", "k");
const named = (local: string): Name => internName("", local);

function constrain(category: "key" | "unique" | "keyref", selector: string, field: string, names: { name?: string; refer?: string } = {}) {
  return compileConstraint({ name: names.name ?? "c", category, ...(names.refer && { refer: names.refer }), selector, fields: [field] });
}

type Constraints = ReadonlyMap<Name, readonly CompiledConstraint[]>;

/** Reads the tree, without recursion. */
function track(root: Node, constraints: Constraints, most?: number): { readonly ids: readonly string[]; readonly work: number } {
  const ids: string[] = [];
  const report = (id: string): void => void ids.push(id);
  const tracker = new IdentityTracker(
    report,
    () => undefined,
    () => {},
    most,
  );
  let offset = 0;
  const stack: { readonly node: Node; next: number }[] = [];
  const open = (node: Node): void => {
    stack.push({ node, next: 0 });
    tracker.startElement(node.name, constraints.get(node.name) ?? [], false, offset++);
    const { k } = node;
    if (k !== undefined) tracker.attribute(attributeName, () => k);
  };
  open(root);
  for (let top = stack[0]; top !== undefined; top = stack[stack.length - 1]) {
    const child = top.node.children?.[top.next++];
    if (child !== undefined) {
      open(child);
      continue;
    }
    if (tracker.wantsValue) tracker.value(top.node.text);
    tracker.endElement();
    stack.pop();
  }
  return { ids, work: tracker.work };
}

/** The definition, word by word: XSD 1.0 Part 1 §3.11.4, §3.11.5. Node tables are made for each element anew. */
class Definition {
  valid = true;
  readonly #constraints: Constraints;

  constructor(root: Node, constraints: Constraints) {
    this.#constraints = constraints;
    this.tables(root);
  }

  tables(element: Node): Map<string, Map<string, Node>> {
    const children = (element.children ?? []).map((child) => this.tables(child));
    const tables = new Map<string, Map<string, Node>>();
    for (const name of new Set(children.flatMap((table) => [...table.keys()])))
      tables.set(name, union(children.map((table) => table.get(name))));
    const own = this.#constraints.get(element.name) ?? [];
    for (const constraint of own.filter(({ category }) => category !== "keyref")) {
      const table = tables.get(constraint.name) ?? new Map<string, Node>();
      const seen = new Set<string>();
      for (const [node, value] of this.keys(element, constraint)) {
        if (seen.has(value)) this.valid = false;
        seen.add(value);
        table.set(value, node);
      }
      tables.set(constraint.name, table);
    }
    for (const constraint of own.filter(({ category }) => category === "keyref")) {
      for (const [, value] of this.keys(element, constraint)) if (!tables.get(constraint.refer ?? "")?.has(value)) this.valid = false;
    }
    return tables;
  }

  keys(element: Node, { selector, elementFields, attributeFields, category }: CompiledConstraint): readonly (readonly [Node, string])[] {
    const field = [...elementFields, ...attributeFields];
    const targets = new Set(selector.flatMap((path) => select(element, path)));
    return [...targets].flatMap((target) => {
      const found = field.flatMap(({ path }) => values(target, path));
      if (new Set(found.map(([node]) => node)).size > 1) this.valid = false;
      const value = found[0]?.[1];
      if (value === undefined && category === "key") this.valid = false;
      return value === undefined ? [] : [[target, value] as const];
    });
  }
}

function union(tables: readonly (ReadonlyMap<string, Node> | undefined)[]): Map<string, Node> {
  const all = new Map<string, Node>();
  const conflicts = new Set<string>();
  for (const table of tables) {
    for (const [value, node] of table ?? []) {
      if (all.has(value) && all.get(value) !== node) conflicts.add(value);
      all.set(value, node);
    }
  }
  for (const value of conflicts) all.delete(value);
  return all;
}

function select(context: Node, { descendant, steps }: Path): readonly Node[] {
  const roots = descendant ? selfAndDescendants(context) : [context];
  return steps.reduce<readonly Node[]>(
    (nodes, step) => nodes.flatMap(({ children }) => (children ?? []).filter(({ name }) => passes(step, name))),
    roots,
  );
}

function values(context: Node, path: Path): readonly (readonly [Node, string | undefined])[] {
  const nodes = select(context, path);
  if (path.attribute === undefined) return nodes.map((node) => [node, node.text]);
  return nodes.flatMap((node) => (node.k === undefined ? [] : [[node, node.k]]));
}

function selfAndDescendants(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(selfAndDescendants)];
}

const names = ["a", "b", "c"] as const;
const selectors = [".//a", ".//b", "a", "b", ".//a/b", "a|.//b", ".//a|b", ".", ".//.", ".//*", "b/a", "*/*", ".//a|a|b/b", "a/b|.//c"];
const constraintsOf = (selectors: readonly string[], fields: readonly string[]) =>
  fc.array(
    fc.record({
      scope: fc.constantFrom(...names),
      category: fc.constantFrom("unique" as const, "unique" as const, "key" as const, "keyref" as const),
      selector: fc.constantFrom(...selectors),
      field: fc.constantFrom(...fields),
      refer: fc.nat(5),
    }),
    { minLength: 1, maxLength: 5 },
  );
const { tree } = fc.letrec<{ tree: Node }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom(...names.map(named)),
    k: fc.option(fc.nat(40).map(String), { nil: undefined, freq: 8 }),
    text: fc.nat(12).map(String),
    children: fc.oneof({ maxDepth: 6 }, fc.constant([]), { weight: 3, arbitrary: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
  }),
}));

function toConstraints(
  choices: readonly { scope: string; category: "key" | "unique" | "keyref"; selector: string; field: string; refer: number }[],
) {
  const keys = choices.flatMap(({ category }, index) => (category === "keyref" ? [] : [`n${index}`]));
  const constraints = new Map<Name, CompiledConstraint[]>(names.map((name) => [named(name), []]));
  for (const [index, { scope, category, selector, field, refer }] of choices.entries()) {
    const key = keys[refer % keys.length];
    if (category === "keyref" && key === undefined) continue;
    const name = `n${index}`;
    constraints
      .get(named(scope))
      ?.push(constrain(category, selector, field, category === "keyref" && key !== undefined ? { name, refer: key } : { name }));
  }
  return constraints;
}

test.each([
  ["of all kinds", constraintsOf(selectors, ["@k", "@k", "@k", ".", "b", ".//c", "a|c"])],
  ["that mix both kinds of paths", constraintsOf([".//a|b", "a|.//b", "a", ".//c|a/b"], ["@k"])],
])("verdicts on constraints %s are those of the definition", (_, choice) => {
  let valid = 0;
  const property = fc.property(choice, tree, (choices, root) => {
    const constraints = toConstraints(choices);
    const want = new Definition(root, constraints).valid;
    if (want) valid++;
    expect(track(root, constraints).ids.length === 0).toBe(want);
  });
  const numRuns = 2500;
  fc.assert(property, { numRuns, seed: 29 });
  expect(valid).toBeGreaterThan(numRuns / 5);
  expect(valid).toBeLessThan((numRuns / 5) * 4);
});

describe("a key that an inner scope holds for an outer one", () => {
  const constraints = new Map([
    [named("a"), [constrain("unique", ".//c|b", "@k", { name: "n" }), constrain("keyref", "r", "@k", { name: "ref", refer: "n" })]],
  ]);
  const node = (local: string, k: string | undefined, ...children: readonly Node[]): Node => ({ name: named(local), k, children });

  test("stays, when another inner scope has another node of that value", () => {
    const first = node("a", undefined, node("c", "1"));
    const second = node("a", undefined, node("b", "1"));
    expect(track(node("a", undefined, node("x", undefined, first, second), node("r", "1")), constraints).ids).toEqual([]);
  });

  test("two inner scopes with a value each: the outer one has none", () => {
    const scope = node("a", undefined, node("b", "1"), node("r", "1"));
    expect(track(node("a", undefined, scope), constraints).ids).toEqual([]);
    expect(track(node("a", undefined, scope, scope), constraints).ids).toEqual([]);
    expect(track(node("a", undefined, scope, scope, node("r", "1")), constraints).ids).toEqual(["cvc-identity-constraint.4.3"]);
  });

  test("a reference of an inner scope is one of the outer scope too", () => {
    const deep = new Map([
      [named("a"), [constrain("unique", "b", "@k", { name: "n" }), constrain("keyref", ".//r", "@k", { name: "ref", refer: "n" })]],
    ]);
    const scope = node("a", undefined, node("b", "1"), node("r", "1"));
    expect(track(node("a", undefined, scope), deep).ids).toEqual([]);
    expect(track(node("a", undefined, scope, scope), deep).ids).toEqual(["cvc-identity-constraint.4.3"]);
  });
});

test("a field that finds two nil elements has found two", () => {
  const constraints = new Map([[named("r"), [constrain("unique", "a", "v")]]]);
  const nil: Node = { name: named("v") };
  const root = (...children: readonly Node[]): Node => ({ name: named("r"), children: [{ name: named("a"), children }] });
  expect(track(root(nil), constraints).ids).toEqual([]);
  expect(track(root(nil, nil), constraints).ids).toEqual(["cvc-identity-constraint.3"]);
});

describe("work", () => {
  /** A chain of elements that nest, with leaves in the innermost one. */
  function chain(depth: number, leaves: number, leaf: (index: number) => Node): Node {
    let node: Node = { name: named("a"), k: "leaves", children: Array.from({ length: leaves }, (_, index) => leaf(index)) };
    for (let level = 1; level < depth; level++) node = { name: named("a"), k: `level${level}`, children: [node] };
    return node;
  }
  const leafOf = (local: string) => (index: number) => ({ name: named(local), k: String(index), text: String(index) });
  const on = (...constraints: readonly CompiledConstraint[]): Constraints => new Map([[named("a"), constraints]]);

  const cases: Record<string, { constraints: Constraints; leaf: (index: number) => Node }> = {
    "a key of all descendants": { constraints: on(constrain("key", ".//a", "@k")), leaf: leafOf("a") },
    "a unique text": { constraints: on(constrain("unique", ".//b", ".")), leaf: leafOf("b") },
    "paths of both kinds": { constraints: on(constrain("unique", ".//b|a/b|c", "@k")), leaf: leafOf("b") },
    "keys and references to them": {
      constraints: on(constrain("key", ".//b", "@k", { name: "n" }), constrain("keyref", ".//b", "@k", { name: "ref", refer: "n" })),
      leaf: leafOf("b"),
    },
    "keys of children, references of descendants": {
      constraints: on(constrain("key", "a", "@k", { name: "n" }), constrain("keyref", ".//a", "@k", { name: "ref", refer: "n" })),
      leaf: leafOf("b"),
    },
    "fields of descendants": { constraints: on(constrain("unique", ".//*", ".//nowhere")), leaf: leafOf("b") },
    "wildcards everywhere": { constraints: on(constrain("unique", ".//*", "@*")), leaf: leafOf("b") },
  };

  test.each(Object.entries(cases))("%s: is the same for 10 and for 400 elements around 5,000", (_, { constraints, leaf }) => {
    const flat = track(chain(10, 5_000, leaf), constraints);
    const deep = track(chain(400, 5_000, leaf), constraints);
    expect(deep.ids.filter((id) => !id.endsWith("4.3"))).toEqual([]);
    expect(deep.work).toBeLessThan(1.1 * flat.work + 15 * 400);
    expect(deep.work).toBeLessThan(20 * 5_400);
  });

  test.each(Object.entries(cases))("%s: grows with the document", (_, { constraints, leaf }) => {
    const small = track(chain(100, 1_000, leaf), constraints).work;
    expect(track(chain(400, 4_000, leaf), constraints).work).toBeLessThan(5 * small);
  });

  test("300 constraints on 200 elements that nest: each element once for each constraint", () => {
    const constraints = on(...Array.from({ length: 300 }, (_, index) => constrain("key", ".//*", "@k", { name: `n${index}` })));
    const { ids, work } = track(chain(200, 100, leafOf("b")), constraints);
    expect(ids).toEqual([]);
    expect(work).toBeLessThan(8 * 300 * 300);
  });

  test("300 keys and keyrefs on 200 elements that nest", () => {
    const constraints = on(
      ...Array.from({ length: 150 }, (_, index) => [
        constrain("key", ".//*", "@k", { name: `n${index}` }),
        constrain("keyref", ".//*", "@k", { name: `r${index}`, refer: `n${index}` }),
      ]).flat(),
    );
    const { ids, work } = track(chain(200, 100, leafOf("b")), constraints);
    expect(ids).toEqual([]);
    expect(work).toBeLessThan(20 * 300 * 300);
  });
});

describe("the limit on what is selected", () => {
  const constraints = new Map([[named("r"), [constrain("key", "a", "@k", { name: "n" }), constrain("keyref", "a", "@k", { refer: "n" })]]]);
  const root = (count: number): Node => ({
    name: named("r"),
    children: Array.from({ length: count }, (_, index) => ({ name: named("a"), k: String(index) })),
  });

  test("is an issue of its own, and ends the checks", () => {
    expect(track(root(10), constraints, 20).ids).toEqual([]);
    expect(track(root(11), constraints, 20).ids).toEqual(["limit-identity"]);
    expect(track({ name: named("x"), children: [root(11), root(11)] }, constraints, 20).ids).toEqual(["limit-identity"]);
  });

  test("is far above real documents", () => expect(maxSelectedNodes).toBeGreaterThanOrEqual(5_000_000));
});
