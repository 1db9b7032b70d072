/**
 * Identity constraint tables -> compiled paths. XSD 1.0 Part 1 §3.11
 */
import { internName, type Name, type NamespaceLookup } from "../../xml/names.js";
import type { IdentityConstraintTable } from "./constraint-table.js";
import { type Path, type PathResult, parseField, parseSelector } from "./xpath.js";

/** An identity constraint with parsed paths. */
export interface CompiledConstraint {
  /** Clark name. */
  readonly name: string;
  readonly category: "key" | "keyref" | "unique";
  readonly refer: string | undefined;
  readonly selector: readonly Path[];
  /** The selector has paths with ".//" and others. */
  readonly isMixed: boolean;
  readonly fieldCount: number;
  readonly elementFields: readonly FieldPath[];
  readonly attributeFields: readonly FieldPath[];
}

/** A path of a selector, with the position of its constraint in the declaration. */
export interface SelectorPath {
  readonly constraint: number;
  readonly path: Path;
}

/** A path of a field, with the field's position. */
export interface FieldPath {
  readonly field: number;
  readonly path: Path;
}

/** The constraints of one declaration, indexed. */
export interface ConstraintIndex {
  /** By the last step, so that each element is only tested against paths that can select it. */
  readonly selectors: ReadonlyMap<Name, readonly SelectorPath[]>;
  /** Paths that end in a wildcard, or are "." alone. */
  readonly otherSelectors: readonly SelectorPath[];
  /** Keys and unique constraints by name. */
  readonly keys: ReadonlyMap<string, number>;
  /** Names that its keyrefs refer to. */
  readonly referred: ReadonlySet<string>;
}

/** Gives the name of an element or attribute. */
export type InternName = (namespace: string, local: string) => Name;

/** Parses the paths. The generator has checked them, so an invalid one is an internal error. */
export function compileConstraint(table: IdentityConstraintTable, intern: InternName = internName): CompiledConstraint {
  const byPrefix = new Map(Object.entries(table.namespaces ?? {}));
  const namespaces: NamespaceLookup = { lookupNamespace: (prefix) => byPrefix.get(prefix) };
  const fields = table.fields.flatMap((text, field) => pathsOf(parseField(text, namespaces, intern)).map((path) => ({ field, path })));
  const selector = pathsOf(parseSelector(table.selector, namespaces, intern));
  return {
    name: table.name,
    category: table.category,
    refer: table.refer,
    selector,
    isMixed: new Set(selector.map(({ descendant }) => descendant)).size > 1,
    fieldCount: table.fields.length,
    elementFields: fields.filter(({ path }) => path.attribute === undefined),
    attributeFields: fields.filter(({ path }) => path.attribute !== undefined),
  };
}

const indexes = new WeakMap<readonly CompiledConstraint[], ConstraintIndex>();

/** Indexes the constraints of a declaration, once. */
export function indexConstraints(constraints: readonly CompiledConstraint[]): ConstraintIndex {
  const known = indexes.get(constraints);
  if (known !== undefined) return known;
  const selectors = new Map<Name, SelectorPath[]>();
  const otherSelectors: SelectorPath[] = [];
  for (const [constraint, { selector }] of constraints.entries()) {
    for (const path of selector) {
      const last = path.steps[path.steps.length - 1];
      if (last?.kind !== "name") otherSelectors.push({ constraint, path });
      else if (selectors.get(last.name)?.push({ constraint, path }) === undefined) selectors.set(last.name, [{ constraint, path }]);
    }
  }
  const keys = new Map(constraints.flatMap(({ name, category }, constraint) => (category === "keyref" ? [] : [[name, constraint]])));
  const index = { selectors, otherSelectors, keys, referred: new Set(constraints.flatMap(({ refer }) => refer ?? [])) };
  indexes.set(constraints, index);
  return index;
}

function pathsOf(result: PathResult): readonly Path[] {
  if ("error" in result) throw new Error(`internal: ${result.error}`);
  return result.paths;
}
