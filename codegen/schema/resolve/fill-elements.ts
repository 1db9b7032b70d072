/**
 * What follows from references between elements, groups and identity constraints: inherited types, substitution groups, keys.
 * XSD 1.0 Part 1 §3.3.2, §3.3.6, §3.8.6, §3.11.2
 */

import type { Report } from "../../diagnostics.js";
import type { ElementDeclaration, IdentityConstraint, ModelGroup, ModelGroupDefinition } from "../components.js";
import { contractLimits } from "../limits.js";
import { dependencyOrder } from "./dependency-order.js";
import type { Globals } from "./globals.js";
import { referencedGroups } from "./limit-contents.js";
import type { OpenElement, OpenIdentityConstraint } from "./link-elements.js";
import type { Shell } from "./shells.js";

/** An element without a type has that of its substitution group's head. Circular ones: XSD 1.0 Part 1 §3.3.6 (e-props-correct.6) */
export function fillElementTypes(elements: readonly OpenElement[], report: Report): void {
  const members = elements.filter(({ shell }) => shell.substitutionGroup !== undefined);
  const byShell = new Map<ElementDeclaration, OpenElement>(members.map((element) => [element.shell, element]));
  const headOf = ({ shell }: OpenElement): readonly OpenElement[] => {
    const head = shell.substitutionGroup && byShell.get(shell.substitutionGroup);
    return head === undefined ? [] : [head];
  };
  const circular: OpenElement[] = [];
  const ordered = dependencyOrder(members, headOf, (from, to) => {
    circular.push(from);
    const message = `the element "${to.shell.name.clark}" is in its own substitution group`;
    report({
      id: "e-props-correct.6",
      severity: "error",
      message,
      at: from.source.at,
      related: [{ message: "the element", at: to.source.at }],
    });
  });
  for (const { shell } of circular) shell.substitutionGroup = undefined;
  for (const { shell, source } of ordered) {
    if (source.type === undefined && shell.substitutionGroup !== undefined) shell.type = shell.substitutionGroup.type;
  }
  limitMemberships(ordered, report);
}

/** Cuts the rows of heads where they come to too many members. `members` come after their heads. */
function limitMemberships(members: readonly OpenElement[], report: Report): void {
  const depths = new Map<ElementDeclaration, number>();
  let total = 0;
  for (const { shell, source } of members) {
    if (shell.substitutionGroup === undefined) continue;
    const depth = (depths.get(shell.substitutionGroup) ?? 0) + 1;
    depths.set(shell, depth);
    total += depth;
    if (total <= contractLimits.substitutionMembers) continue;
    const message = `with "${shell.name.clark}", substitution groups have more than ${contractLimits.substitutionMembers} members in all, which is not supported`;
    report({ id: "limit-substitution-groups", severity: "error", message, at: source.at, related: [] });
    for (const member of members) member.shell.substitutionGroup = undefined;
    return;
  }
}

/** Takes circular references out of groups. XSD 1.0 Part 1 §3.8.6 (mg-props-correct.2) */
export function cutCircularGroups(definitions: readonly ModelGroupDefinition[], report: Report): void {
  const cuts: { readonly from: ModelGroup; readonly to: ModelGroup }[] = [];
  dependencyOrder(definitions, referencedGroups, (from, to) => {
    cuts.push({ from: from.modelGroup, to: to.modelGroup });
    const message = `the group "${to.name.clark}" contains itself`;
    report({ id: "mg-props-correct.2", severity: "error", message, at: from.at, related: [{ message: "the group", at: to.at }] });
  });
  for (const { from, to } of cuts) removeTerm(from, to);
}

function removeTerm(group: ModelGroup, unwanted: ModelGroup): void {
  // The group is still a shell that only resolve has seen.
  const shell = group as Shell<ModelGroup>;
  shell.particles = group.particles.filter(({ term }) => term !== unwanted);
  for (const { term } of shell.particles) {
    if (term.kind === "modelGroup" && term.definition === undefined) removeTerm(term, unwanted);
  }
}

/** Keys by name, and each keyref's key. XSD 1.0 Part 1 §3.11.2, §3.15.6 (sch-props-correct.2) */
export function fillIdentityConstraints(
  constraints: readonly OpenIdentityConstraint[],
  globals: Globals,
): ReadonlyMap<string, IdentityConstraint> {
  const byName = new Map<string, IdentityConstraint>();
  for (const { shell } of constraints) {
    const first = byName.get(shell.name.clark);
    if (first === undefined) byName.set(shell.name.clark, shell);
    else {
      const message = `the identity constraint "${shell.name.clark}" is defined twice`;
      globals.report({
        id: "sch-props-correct.2",
        severity: "error",
        message,
        at: shell.at,
        related: [{ message: "first here", at: first.at }],
      });
    }
  }
  for (const { shell, source } of constraints) {
    if (source.refer === undefined) continue;
    globals.registry.checkVisible("key", source.refer);
    const key = byName.get(source.refer.name.clark);
    if (key === undefined || key.category === "keyref") {
      globals.error("src-resolve", `there is no key or unique "${source.refer.name.clark}"`, source.refer.at);
    } else shell.referencedKey = key;
  }
  return byName;
}
