/**
 * Is an interface assignable to another one, property by property? No if that is unknown: the restriction then stands alone.
 */
import type { Declaration, Property, Shape } from "../plan.js";
import { sameShape } from "./shapes.js";
import { simpleShape } from "./simple-types.js";
import type { TypeUses } from "./type-uses.js";

/** Tests if members have the names of their base's and every one is kept or narrowed. */
export function narrows(members: readonly Property[], base: readonly Property[], uses: TypeUses): boolean {
  if (members.length !== base.length) return false;
  const byName = new Map(base.map((member) => [member.name, member]));
  return members.every((member) => {
    const inherited = byName.get(member.name);
    return inherited !== undefined && (inherited.optional || !member.optional) && isAssignable(member.shape, inherited.shape, uses);
  });
}

function isAssignable(from: Shape, to: Shape, uses: TypeUses): boolean {
  if (sameShape(from, to)) return true;
  if (from.kind === "declared") {
    const alias = aliasOf(from.declaration, uses);
    if (alias !== undefined) return isAssignable(alias, to, uses);
  }
  if (to.kind === "declared") {
    const alias = aliasOf(to.declaration, uses);
    if (alias !== undefined) return isAssignable(from, alias, uses);
  }
  if (from.kind === "union") return from.members.every((member) => isAssignable(member, to, uses));
  if (to.kind === "union") return to.members.some((member) => isAssignable(from, member, uses));
  if (from.kind === "array") return to.kind === "array" && isAssignable(from.item, to.item, uses);
  if (from.kind === "literal") return to.kind === "keyword" && typeof from.value === to.name;
  return from.kind === "declared" && to.kind === "declared" && extendsInterface(from.declaration, to.declaration, uses);
}

/** What the name of a simple type stands for. */
function aliasOf(declaration: Declaration, uses: TypeUses): Shape | undefined {
  const type = uses.declarations.types.typeOf(declaration);
  return type?.kind === "simpleType" ? simpleShape(type, uses) : undefined;
}

function extendsInterface(from: Declaration, to: Declaration, uses: TypeUses): boolean {
  const ancestor = uses.declarations.types.typeOf(to);
  let step = uses.declarations.types.typeOf(from);
  while (step?.kind === "complexType" && step.derivation === "extension" && step.contentType.kind !== "mixed") {
    if (step.baseType === step) return false;
    step = step.baseType;
    if (step === ancestor) return true;
  }
  return false;
}
