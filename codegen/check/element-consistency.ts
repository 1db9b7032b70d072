/**
 * Element Declarations Consistent: elements of one name in one content model have one type.
 * XSD 1.0 Part 1 §3.8.6 (cos-element-consistent).
 *
 * Members of substitution groups count where the head stands.
 */

import { leafOf } from "../../src/runtime/automaton/automaton.js";
import { buildTree } from "../../src/runtime/automaton/tree.js";
import type { Name } from "../../src/xml/names.js";
import type { ElementDeclaration } from "../schema/components.js";
import type { LeafParticle } from "../schema/queries.js";
import type { Substitution } from "../schema/substitution.js";
import { typeName } from "./breach.js";
import type { CheckContext } from "./context.js";
import { contentOf } from "./particle-content.js";

/** Checks every content model; one breach for each name, and not again in the types that extend the model. */
export function checkElementConsistency({ schema, substitution, sharedNames, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    const { contentType } = type;
    if (!sharedNames.added.has(type) || !("particle" in contentType)) continue;
    const leaves = buildTree(contentOf(contentType.particle)).leaves.map(leafOf);
    for (const { name, first, second } of inconsistencies(leaves, substitution)) {
      const message = `"${name.clark}" has two types in ${typeName(type)}`;
      const at = second.at;
      report({ id: "cos-element-consistent", message, at, related: [{ message: "first here", at: first.at }] });
    }
  }
}

interface Inconsistency {
  readonly name: Name;
  readonly first: LeafParticle;
  readonly second: LeafParticle;
}

function inconsistencies(leaves: readonly LeafParticle[], substitution: Substitution): readonly Inconsistency[] {
  const byName = new Map<Name, { readonly leaf: LeafParticle; readonly declaration: ElementDeclaration; reported: boolean }>();
  const found: Inconsistency[] = [];
  for (const leaf of leaves) {
    if (leaf.term.kind === "wildcard") continue;
    for (const declaration of substitution.elementsFor(leaf.term)) {
      const known = byName.get(declaration.name);
      if (known === undefined) byName.set(declaration.name, { leaf, declaration, reported: false });
      else if (!known.reported && known.declaration.type !== declaration.type) {
        found.push({ name: declaration.name, first: known.leaf, second: leaf });
        known.reported = true;
      }
    }
  }
  return found;
}
