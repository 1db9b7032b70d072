/**
 * Identity constraint tables -> paths ready to match. XSD 1.0 Part 1 §3.11
 */
import type { Name, NamespaceLookup } from "../../xml/names.js";
import type { IdentityConstraintTable } from "../table.js";
import { type Path, type PathResult, parseField, parseSelector } from "./xpath.js";

/** An identity constraint with its paths read. */
export interface CompiledConstraint {
  /** Clark name. */
  readonly name: string;
  readonly category: "key" | "keyref" | "unique";
  readonly refer: string | undefined;
  readonly selector: readonly Path[];
  readonly fields: readonly (readonly Path[])[];
}

/** One way in which a constraint selects elements. */
export interface Selection {
  readonly constraint: CompiledConstraint;
  readonly path: Path;
}

/** The selections of a declaration, found by the last step, so that an element meets only those that may select it. */
export interface SelectionIndex {
  readonly byName: ReadonlyMap<Name, readonly Selection[]>;
  /** The last step is a wildcard. */
  readonly others: readonly Selection[];
  /** The path is ".": the element that has the constraint. */
  readonly own: readonly Selection[];
}

/** Reads the paths; a wrong one is a mistake of the generator, which has checked them. */
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

/** Sorts the selections of one declaration by their last step. */
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
