/**
 * Content models that references make too large: a group that refers twice to a group that refers twice to a group doubles at each step.
 *
 * They are reported and emptied before anything walks through them.
 */

import type { Report, Span } from "../../diagnostics.js";
import type { ModelGroup, ModelGroupDefinition, Particle } from "../components.js";
import { contractLimits } from "../limits.js";
import { dependencyOrder } from "./dependency-order.js";
import type { OpenComplexType } from "./link-elements.js";
import type { Shell } from "./shells.js";

const { contentParticles: largestContent, totalParticles: largestTotal, groupNesting: deepestNesting } = contractLimits;

interface Extent {
  readonly size: number;
  readonly depth: number;
}

const none: Extent = { size: 0, depth: 0 };

/** Empties groups and contents that are too large. Circular groups have been cut. */
export function limitContents(definitions: readonly ModelGroupDefinition[], types: readonly OpenComplexType[], report: Report): void {
  const known = new Map<ModelGroup, Extent>();
  for (const { modelGroup, name, at } of dependencyOrder(definitions, referencedGroups, () => {})) {
    const extent = extentOfGroup(modelGroup, known);
    // How deep it nests matters where a type uses it.
    if (extent.size <= largestContent) known.set(modelGroup, extent);
    else {
      refuse(`the group "${name.clark}"`, extent, at, report);
      empty(modelGroup);
      known.set(modelGroup, none);
    }
  }
  let total = 0;
  for (const { particle, shell } of types) {
    if (particle?.term.kind !== "modelGroup") continue;
    const extent = known.get(particle.term) ?? extentOfGroup(particle.term, known);
    total += extent.size;
    if (isWithinLimits(extent) && total <= largestTotal) continue;
    refuse(shell.name === undefined ? "an anonymous type" : `the type "${shell.name.clark}"`, extent, shell.at, report);
    empty(particle.term);
    known.set(particle.term, none);
    total -= extent.size;
  }
}

/** The groups that a definition refers to, at any depth of its own groups. */
export function referencedGroups(definition: ModelGroupDefinition): readonly ModelGroupDefinition[] {
  const found: ModelGroupDefinition[] = [];
  const nested: ModelGroup[] = [definition.modelGroup];
  for (const group of nested) {
    for (const { term } of group.particles) {
      if (term.kind !== "modelGroup") continue;
      if (term.definition === undefined) nested.push(term);
      else found.push(term.definition);
    }
  }
  return found;
}

/** Goes no deeper than a document nests: groups that are referred to are known. */
function extentOfGroup(group: ModelGroup, known: ReadonlyMap<ModelGroup, Extent>): Extent {
  let size = 1;
  let depth = 0;
  for (const particle of group.particles) {
    const part = extentOf(particle, known);
    size += part.size;
    depth = Math.max(depth, part.depth);
  }
  return { size, depth: depth + 1 };
}

function extentOf({ term }: Particle, known: ReadonlyMap<ModelGroup, Extent>): Extent {
  return term.kind === "modelGroup" ? (known.get(term) ?? extentOfGroup(term, known)) : { size: 1, depth: 0 };
}

function isWithinLimits({ size, depth }: Extent): boolean {
  return size <= largestContent && depth <= deepestNesting;
}

function refuse(owner: string, { size, depth }: Extent, at: Span, report: Report): void {
  const message =
    depth > deepestNesting
      ? `${owner} nests ${depth} groups, more than ${deepestNesting} are not supported`
      : `${owner} has ${size} particles where groups are put in place of references, more than ${largestContent} in one content model and ${largestTotal} in all are not supported`;
  report({ id: "limit-content", severity: "error", message, at, related: [] });
}

function empty(group: ModelGroup): void {
  // The group is still a shell that only resolve has seen.
  const shell = group as Shell<ModelGroup>;
  shell.particles = [];
}
