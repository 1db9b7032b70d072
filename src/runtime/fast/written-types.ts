/**
 * Which types have writers, and what writers need to know of a type: said once for those that are printed and those that all types of a large
 * contract share.
 */
import { xmlNamespace } from "../../xml/names.js";
import type { AttributeUse } from "../compile/attribute-use.js";
import { holdsNames } from "../compile/compile-simple.js";
import { type CompiledType, ContentKind, type Declaration, type Layout, type Particle } from "../compile/compiled-type.js";

/** A constant text that straight-line code compares or stores takes at most so many bytes. */
export const longestText = 256;

/** Tests if a type can have a writer. */
export function canBeWritten(type: CompiledType): boolean {
  const { content, attributes, attributeWildcard, datatype } = type;
  if (type.abstract || type.open || type.simple) return false;
  if (attributes.some((use) => use.referring || holdsNames(use.datatype) || (use.required && !isShort(use)))) return false;
  if (content === ContentKind.simple) return datatype !== undefined && !type.referring && !holdsNames(datatype);
  if (attributeWildcard !== undefined && attributes.some((use) => use.property === attributeWildcard.property)) return false;
  const rows: string[] = [];
  return (
    isStraight(type.layout, rows) && new Set(rows).size === rows.length && type.particles.every((particle) => particle.groups.length === 0)
  );
}

/** The name of the attribute is the same in every document. */
export function isShort({ name }: AttributeUse): boolean {
  return (name.namespace === "" || name.namespace === xmlNamespace) && name.local.length < longestText / 4;
}

/** The name of a short attribute as documents have it. */
export function shortName({ name }: AttributeUse): string {
  return name.namespace === "" ? name.local : `xml:${name.local}`;
}

/** Sequences and choices, which occur once, of elements. */
function isStraight(layout: Layout, properties: string[]): boolean {
  if (layout.kind !== "row")
    return layout.kind !== "all" && layout.max === 1 && layout.children.every((child) => isStraight(child, properties));
  const { row, content } = layout;
  properties.push(row.property);
  if (row.kind === "group") return false;
  if (row.kind === "particle") return isElements(row.particle);
  if (![...row.byItemName.values()].every(({ particle }) => isElements(particle))) return false;
  if (row.mixed && (content.min > 0 || content.max < Number.POSITIVE_INFINITY)) return false;
  // Any order of any members: what a choice that repeats allows.
  return content.kind === "choice" && content.children.every((child) => child.kind === "leaf" && child.min === 1 && child.max === 1);
}

function isElements({ wildcard, members }: Particle): boolean {
  return wildcard === undefined && members.length > 0;
}

/** Tests if elements of a declaration may be written by the writer of its type, if that has one. */
export function takesTypeWriter({ type, hierarchy, abstract, constraint, identity }: Declaration): boolean {
  if (abstract || constraint !== undefined || identity !== undefined) return false;
  return hierarchy === undefined || hierarchy.untagged === type;
}

/** The properties that a value must not have so that its writer takes it: attributes with prefixes of their own. */
export function refusedProperties({ attributes, attributeWildcard }: CompiledType): readonly string[] {
  const properties = attributes.filter((use) => !isShort(use)).map((use) => use.property);
  if (attributeWildcard !== undefined) properties.push(attributeWildcard.property);
  return properties;
}

/** The properties of which one is present where a branch was taken. */
export function propertiesOf(layout: Layout): readonly string[] {
  return layout.kind === "row" ? [layout.row.property] : layout.children.flatMap(propertiesOf);
}

/** Content of elements of which there is always one. */
export function isNeverEmpty({ content, layout }: CompiledType): boolean {
  return content === ContentKind.elementOnly && !mayBeEmpty(layout);
}

/** Tests if a layout allows no element. */
export function mayBeEmpty(layout: Layout): boolean {
  if (layout.min === 0) return true;
  if (layout.kind === "row") return layout.row.kind === "members" && layout.row.mixed;
  return layout.kind === "choice" ? layout.children.some(mayBeEmpty) : layout.children.every(mayBeEmpty);
}
