/**
 * Attribute uses and wildcards of attribute groups and complex types, once groups and bases are known.
 * XSD 1.0 Part 1 §3.4.2 ({attribute uses}, {attribute wildcard}), §3.6.2
 */

import type { Report, Span } from "../../diagnostics.js";
import type { AttributeUse, ComplexTypeDefinition, Wildcard } from "../components.js";
import { contractLimits } from "../limits.js";
import { intersectConstraints, uniteConstraints } from "../namespace-constraint.js";
import { dependencyOrder } from "./dependency-order.js";
import type { OpenAttributeGroup, OpenAttributes } from "./link-attributes.js";
import type { OpenComplexType } from "./link-elements.js";

/** Fills attribute groups, innermost first. Circular ones are reported: XSD 1.0 Part 1 §3.6.3 (src-attribute_group.3) */
export function fillAttributeGroups(groups: readonly OpenAttributeGroup[], report: Report): void {
  const byShell = new Map(groups.map((group) => [group.shell, group] as const));
  const groupsIn = (group: OpenAttributeGroup): readonly OpenAttributeGroup[] =>
    group.attributes.uses.flatMap((use) => (use.kind === "attributeGroup" ? (byShell.get(use) ?? []) : []));
  const ordered = dependencyOrder(groups, groupsIn, (from, to) => {
    const message = `the attribute group "${to.shell.name.clark}" refers to itself`;
    report({
      id: "src-attribute_group.3",
      severity: "error",
      message,
      at: from.source.at,
      related: [{ message: "the group", at: to.source.at }],
    });
  });
  const limit = new AttributeLimit(report);
  for (const { shell, source, attributes } of ordered) {
    const own = attributes.uses.flatMap((use) => (use.kind === "attributeUse" ? [use] : []));
    shell.attributeUses = limit.count(usesOf(attributes), own, source.at);
    shell.attributeWildcard = completeWildcard(source.attributes.wildcard, attributes, "src-attribute_group.2", source.at, report);
  }
}

/** Own uses and those of groups, in document order. A group that is named twice counts once. */
function usesOf(attributes: OpenAttributes): readonly AttributeUse[] {
  const uses = new Set<AttributeUse>();
  for (const use of attributes.uses) {
    if (use.kind === "attributeUse") uses.add(use);
    else for (const inner of use.attributeUses) uses.add(inner);
  }
  return [...uses];
}

/** The "complete wildcard": the local one and those of groups, intersected. XSD 1.0 Part 1 §3.4.2 */
function completeWildcard(
  local: Wildcard | undefined,
  attributes: OpenAttributes,
  rule: string,
  at: Span,
  report: Report,
): Wildcard | undefined {
  let complete = local;
  for (const use of attributes.uses) {
    if (use.kind === "attributeUse" || use.attributeWildcard === undefined) continue;
    if (complete === undefined) complete = use.attributeWildcard;
    else {
      const namespaceConstraint = intersectConstraints(complete.namespaceConstraint, use.attributeWildcard.namespaceConstraint);
      if (namespaceConstraint !== undefined) complete = { ...complete, namespaceConstraint };
      else {
        const related = [{ message: "the other wildcard", at: use.attributeWildcard.at }];
        report({ id: rule, severity: "error", message: "the wildcards of attributes have no common notation", at, related });
      }
    }
  }
  return complete;
}

/** In a chain of groups or types each has the attributes of all before it. */
const { attributeUses: mostUses } = contractLimits;

/** Counts the attribute uses of all groups, or of all types. */
export class AttributeLimit {
  readonly #report: Report;
  #total = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** All attributes of an owner; once there are too many in all, which is reported, its own ones. */
  count(all: readonly AttributeUse[], own: readonly AttributeUse[], at: Span): readonly AttributeUse[] {
    const isFirst = this.#total <= mostUses;
    this.#total += all.length;
    if (this.#total <= mostUses) return all;
    const message = `groups and types have more than ${mostUses} attributes in all, inherited ones included, which is not supported`;
    if (isFirst) this.#report({ id: "limit-attributes", severity: "error", message, at, related: [] });
    return own;
  }
}

/** Fills the attributes of a complex type whose base is filled. */
export function fillAttributes({ shell, source, attributes }: OpenComplexType, limit: AttributeLimit, report: Report): void {
  const own = usesOf(attributes);
  const base = shell.baseType.kind === "complexType" ? shell.baseType : undefined;
  const complete = completeWildcard(source.attributes.wildcard, attributes, "src-ct.4", source.at, report);
  shell.ownAttributeUses = own;
  shell.prohibitedAttributes = attributes.prohibited;
  const inherited = inheritedUses(shell, base, own);
  // A group that the base names too brings the same uses again.
  shell.attributeUses = own.length === 0 ? inherited : limit.count([...new Set([...inherited, ...own])], own, source.at);
  shell.attributeWildcard =
    shell.derivation === "extension" ? extendWildcard(base?.attributeWildcard, complete, source.at, report) : complete;
}

function inheritedUses(
  type: ComplexTypeDefinition,
  base: ComplexTypeDefinition | undefined,
  own: readonly AttributeUse[],
): readonly AttributeUse[] {
  if (base === undefined || base.attributeUses.length === 0) return [];
  if (type.derivation === "extension" || own.length + type.prohibitedAttributes.length === 0) return base.attributeUses;
  const restated = new Set([...own.map((use) => use.declaration.name), ...type.prohibitedAttributes]);
  return base.attributeUses.filter((use) => !restated.has(use.declaration.name));
}

/** XSD 1.0 Part 1 §3.4.2 and §3.4.3 (src-ct.5) */
function extendWildcard(base: Wildcard | undefined, complete: Wildcard | undefined, at: Span, report: Report): Wildcard | undefined {
  if (base === undefined || complete === undefined) return base ?? complete;
  const namespaceConstraint = uniteConstraints(complete.namespaceConstraint, base.namespaceConstraint);
  if (namespaceConstraint !== undefined) return { ...complete, namespaceConstraint };
  const related = [{ message: "the wildcard of the base", at: base.at }];
  report({
    id: "src-ct.5",
    severity: "error",
    message: "the attribute wildcards of the type and of its base have no common notation",
    at,
    related,
  });
  return complete;
}
