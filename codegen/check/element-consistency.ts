/**
 * Element Declarations Consistent: elements of one name in one content model have one type.
 * XSD 1.0 Part 1 §3.8.6 (cos-element-consistent).
 *
 * Members of substitution groups count where the head stands.
 */
import { leafOf } from "../../src/runtime/automaton/automaton.js";
import { buildTree } from "../../src/runtime/automaton/tree.js";
import type { Name } from "../../src/xml/names.js";
import type { Report } from "../diagnostics.js";
import type { ElementDeclaration, Schema } from "../schema/components.js";
import { reportFinding, typeName } from "./finding.js";
import { contentOf, type LeafParticle, SubstitutionGroups } from "./particle-content.js";
import { findSharedNames } from "./shared-names.js";

/** Checks every content model; one finding for each name, and not again in the types that extend the model. */
export function checkElementConsistency(schema: Schema, report: Report): void {
  const groups = new SubstitutionGroups(schema);
  const shared = findSharedNames(schema, groups);
  for (const type of schema.complexTypes) {
    const { contentType } = type;
    if (!shared.added.has(type) || !("particle" in contentType)) continue;
    const leaves = buildTree(contentOf(contentType.particle)).leaves.map(leafOf);
    for (const { name, first, second } of inconsistencies(leaves, groups)) {
      const message = `"${name.clark}" has two types in ${typeName(type)}`;
      const at = second.at;
      reportFinding(report, { id: "cos-element-consistent", message, at, related: [{ message: "first here", at: first.at }] });
    }
  }
}

interface Inconsistency {
  readonly name: Name;
  readonly first: LeafParticle;
  readonly second: LeafParticle;
}

function inconsistencies(leaves: readonly LeafParticle[], groups: SubstitutionGroups): readonly Inconsistency[] {
  const byName = new Map<Name, { readonly leaf: LeafParticle; readonly declaration: ElementDeclaration; told: boolean }>();
  const found: Inconsistency[] = [];
  for (const leaf of leaves) {
    if (leaf.term.kind === "wildcard") continue;
    for (const declaration of groups.elementsFor(leaf.term)) {
      const known = byName.get(declaration.name);
      if (known === undefined) byName.set(declaration.name, { leaf, declaration, told: false });
      else if (!known.told && known.declaration.type !== declaration.type) {
        found.push({ name: declaration.name, first: known.leaf, second: leaf });
        known.told = true;
      }
    }
  }
  return found;
}
