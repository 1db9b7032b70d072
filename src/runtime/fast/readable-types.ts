/**
 * Which types have readers, and what readers need to know of a type: said once for those that are printed and those that all types of a large
 * contract share.
 */
import type { AttributeUse } from "../compile/attribute-use.js";
import { holdsNames } from "../compile/compile-simple.js";
import { type CompiledType, ContentKind, type Declaration, type Layout, type Member } from "../compile/compiled-type.js";
import { canBeWritten, isShort, longestText, mayBeEmpty } from "./written-types.js";

/** Attributes are marked in one integer. */
const mostAttributes = 30;

/** Tests if a type has a reader, as long as the elements that it requires can be read. */
export function mayBeRead(type: CompiledType): boolean {
  const { content, layout, attributes } = type;
  if (!canBeWritten(type) || type.defaultsRefer || attributes.length > mostAttributes) return false;
  if (attributes.some((use) => use.required && !isPlainAttribute(use))) return false;
  return content !== ContentKind.mixed || mixedRow(layout) !== undefined;
}

/** The one list that mixed content is; undefined if it is something else. */
export function mixedRow(layout: Layout): (Layout & { kind: "row" }) | undefined {
  const [only, ...others] = layout.kind === "sequence" && layout.min === 1 ? layout.children : [layout];
  return only?.kind === "row" && only.row.kind === "members" && only.row.mixed && others.length === 0 ? only : undefined;
}

/** Tests if what a layout requires can be read. `readable`: the type of an element has a reader. */
export function isKnown(layout: Layout, readable: (type: CompiledType) => boolean): boolean {
  if (layout.min === 0) return true;
  if (layout.kind === "choice") return layout.children.length === 0 || layout.children.some((child) => isKnown(child, readable));
  if (layout.kind !== "row") return layout.children.every((child) => isKnown(child, readable));
  return layout.content.min === 0 || membersOf(layout).some(({ declaration }) => isReadable(declaration, readable));
}

/** Tests if readers know elements of a declaration. */
export function isReadable(declaration: Declaration, readable: (type: CompiledType) => boolean): boolean {
  const { name, leaf, leafHoldsNames, abstract, constraint, identity, type } = declaration.resolved();
  if (name.local.length >= longestText / 4) return false;
  if (leaf !== undefined) return !leafHoldsNames;
  return !abstract && constraint === undefined && identity === undefined && readable(type);
}

/** Tests if readers know an attribute. */
export function isPlainAttribute(use: AttributeUse): boolean {
  return isShort(use) && !use.referring && !holdsNames(use.datatype) && use.constraint?.fixed !== true;
}

/** The members of a row that no wildcard is. */
export function membersOf(layout: Layout & { kind: "row" }): readonly Member[] {
  const { row } = layout;
  if (row.kind === "particle") return row.particle.members;
  return row.kind === "members" ? [...row.byItemName.values()].flatMap(({ member }) => member ?? []) : [];
}

/** The members that can come first in a layout. */
export function firstMembers(layout: Layout): readonly Member[] {
  if (layout.kind === "row") return membersOf(layout);
  if (layout.kind !== "sequence") return layout.children.flatMap(firstMembers);
  const first: Member[] = [];
  for (const child of layout.children) {
    first.push(...firstMembers(child));
    if (!mayBeEmpty(child)) break;
  }
  return first;
}
