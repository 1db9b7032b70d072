/**
 * Identity constraint tables -> compiled paths. XSD 1.0 Part 1 §3.11
 */
import type { Name, NamespaceLookup } from "../../xml/names.js";
import type { IdentityConstraintTable } from "../table.js";
import { type Path, type PathResult, parseField, parseSelector } from "./xpath.js";

/** An identity constraint with parsed paths. */
export interface CompiledConstraint {
  /** Clark name. */
  readonly name: string;
  readonly category: "key" | "keyref" | "unique";
  readonly refer: string | undefined;
  readonly selector: readonly Path[];
  readonly fields: readonly (readonly Path[])[];
}

/** One alternative of a constraint's selector. */
export interface Selection {
  readonly constraint: CompiledConstraint;
  readonly path: Path;
}

/** The selections of a declaration by their last step, so that each element is only tested against those that can select it. */
export interface SelectionIndex {
  readonly byName: ReadonlyMap<Name, readonly Selection[]>;
  /** The last step is a wildcard. */
  readonly others: readonly Selection[];
  /** The path is ".": the element that has the constraint. */
  readonly own: readonly Selection[];
}

/** Parses the paths. The generator has checked them, so an invalid one is an internal error. */
export function compileConstraint(table: IdentityConstraintTable): CompiledConstraint {
  const byPrefix = new Map(Object.entries(table.namespaces ?? {}));
  const namespaces: NamespaceLookup = { lookupNamespace: (prefix) => byPrefix.get(prefix) };
  return {
    name: table.name,
    category: table.category,
    refer: table.refer,
    selector: pathsOf(parseSelector(table.selector, namespaces)),
    fields: table.fields.map((field) => pathsOf(parseField(field, namespaces))),
  };
}

/** Indexes the selections of one declaration by their last step. */
export function indexSelections(constraints: readonly CompiledConstraint[]): SelectionIndex {
  const byName = new Map<Name, Selection[]>();
  const others: Selection[] = [];
  const own: Selection[] = [];
  for (const constraint of constraints) {
    for (const path of constraint.selector) {
      const selection = { constraint, path };
      const last = path.steps[path.steps.length - 1];
      if (last === undefined) own.push(selection);
      if (last === undefined ? path.descendant : last.kind !== "name") others.push(selection);
      if (last?.kind !== "name") continue;
      const known = byName.get(last.name);
      if (known === undefined) byName.set(last.name, [selection]);
      else known.push(selection);
    }
  }
  return { byName, others, own };
}

function pathsOf(result: PathResult): readonly Path[] {
  if ("error" in result) throw new Error(`internal: ${result.error}`);
  return result.paths;
}
