/**
 * Is an interface assignable to another one, property by property? Says no where it cannot tell: the restriction then stands alone.
 */
import type { Declarations } from "../names/declarations.js";
import type { Declaration, Member, Shape } from "../plan.js";
import { sameShape } from "./shapes.js";
import { simpleShape } from "./simple-types.js";

/** Tests if members have the names of their base's and every one is kept or narrowed. */
export function narrows(members: readonly Member[], base: readonly Member[], declarations: Declarations): boolean {
  if (members.length !== base.length) return false;
  const byName = new Map(base.map((member) => [member.name, member]));
  return members.every((member) => {
    const inherited = byName.get(member.name);
    return inherited !== undefined && (inherited.optional || !member.optional) && isAssignable(member.shape, inherited.shape, declarations);
  });
}

function isAssignable(from: Shape, to: Shape, declarations: Declarations): boolean {
  if (sameShape(from, to)) return true;
  if (from.kind === "declared") {
    const alias = aliasOf(from.declaration, declarations);
    if (alias !== undefined) return isAssignable(alias, to, declarations);
  }
  if (to.kind === "declared") {
    const alias = aliasOf(to.declaration, declarations);
    if (alias !== undefined) return isAssignable(from, alias, declarations);
  }
  if (from.kind === "union") return from.members.every((member) => isAssignable(member, to, declarations));
  if (to.kind === "union") return to.members.some((member) => isAssignable(from, member, declarations));
  if (from.kind === "array") return to.kind === "array" && isAssignable(from.item, to.item, declarations);
  if (from.kind === "literal") return to.kind === "keyword" && typeof from.value === to.name;
  return from.kind === "declared" && to.kind === "declared" && extendsInterface(from.declaration, to.declaration, declarations);
}

/** What the name of a simple type stands for. */
function aliasOf(declaration: Declaration, declarations: Declarations): Shape | undefined {
  const type = declarations.typeOf(declaration);
  return type?.kind === "simpleType" ? simpleShape(type, declarations) : undefined;
}

function extendsInterface(from: Declaration, to: Declaration, declarations: Declarations): boolean {
  const ancestor = declarations.typeOf(to);
  let step = declarations.typeOf(from);
  while (step?.kind === "complexType" && step.derivation === "extension" && step.contentType.kind !== "mixed") {
    if (step.baseType === step) return false;
    step = step.baseType;
    if (step === ancestor) return true;
  }
  return false;
}
