/**
 * Creates simple types by restriction, list and union, and tests derivation. XSD 1.0 Part 2 §2.5.2, Part 1 §3.14.6
 */
import { anySimpleType } from "./built-in-registry.js";
import type { Datatype, FacetDefinition } from "./datatype.js";
import { ListType } from "./list-type.js";
import type { SimpleType } from "./simple-type.js";
import { UnionType } from "./union-type.js";

/** A restriction of `base` by facets. Patterns of one call are alternatives; those of several steps must all match. */
export function restrict(base: Datatype, name: string | undefined, facets: readonly FacetDefinition[]): Datatype {
  if (!isSimpleType(base)) throw new Error("internal: a restriction needs a simple type");
  return base.derive(name, facets);
}

/** Tests for a type that facets can restrict; another copy of the package may have made it. */
function isSimpleType(type: Datatype): type is SimpleType {
  return "derive" in type;
}

/** A list of items of an atomic or union type. */
export function listOf(item: Datatype, name: string | undefined): Datatype {
  return new ListType(name, anySimpleType, item, []);
}

/** A union. Members are tried in order, depth first. */
export function unionOf(members: readonly Datatype[], name: string | undefined): Datatype {
  return new UnionType(name, anySimpleType, members, []);
}

/**
 * Tests if `type` may stand where `ancestor` is declared. XSD 1.0 Part 1 §3.14.6 (cos-st-derived-ok)
 *
 * `restrictionBlocked` tests if restriction from a base type is ruled out, by the blocked set or by the {final} of the base.
 */
export function isDerivedFrom(type: Datatype, ancestor: Datatype, restrictionBlocked: (base: Datatype) => boolean = () => false): boolean {
  if (type === ancestor) return true;
  if (type.plain !== undefined || ancestor.plain !== undefined) {
    return isDerivedFrom(type.plain ?? type, ancestor.plain ?? ancestor, restrictionBlocked);
  }
  const { base } = type;
  if (base === undefined || restrictionBlocked(base)) return false;
  if (base === ancestor || isDerivedFrom(base, ancestor, restrictionBlocked)) return true;
  if (ancestor === anySimpleType && (type.variety === "list" || type.variety === "union")) return true;
  return ancestor.variety === "union" && memberTypes(ancestor).some((member) => isDerivedFrom(type, member, restrictionBlocked));
}

/** {member type definitions}: nested unions are replaced by their members. XSD 1.0 Part 1 §3.14.2 */
function memberTypes(union: Datatype): readonly Datatype[] {
  return union.members.flatMap((member) => (member.variety === "union" ? memberTypes(member) : [member]));
}
