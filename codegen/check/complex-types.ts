/**
 * Rules for complex types by themselves, and for extension. XSD 1.0 Part 1 §3.4.6 (ct-props-correct, cos-ct-extends).
 */

import { anyType } from "../schema/built-in-components.js";
import type { ComplexTypeDefinition, ContentType } from "../schema/components.js";
import { setFaults } from "./attributes.js";
import { typeName } from "./breach.js";
import type { CheckContext } from "./context.js";

/**
 * A complex type has no two attributes of one name and not two IDs, and only extends simple types.
 * XSD 1.0 Part 1 §3.4.6 (ct-props-correct.2, .4, .5)
 */
export function checkComplexTypeProperties({ schema, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    const { baseType, derivation, attributeUses, at } = type;
    if (baseType.kind === "simpleType" && derivation === "restriction") {
      const message = `${typeName(baseType)} is simple, so a complex type can only extend it`;
      report({ id: "ct-props-correct.2", message, at, related: [{ message: "the base", at: baseType.at }] });
    }
    const inherited = baseType.kind === "complexType" && baseType.attributeUses.length === attributeUses.length;
    if (type.ownAttributeUses.length === 0 && inherited) continue;
    const rules = { owner: typeName(type), at, sameName: "ct-props-correct.4", twoIds: "ct-props-correct.5" };
    for (const breach of setFaults(attributeUses, rules)) report(breach);
  }
}

/**
 * An extension is of a type that allows it, and keeps the kind of its content. XSD 1.0 Part 1 §3.4.6 (cos-ct-extends)
 *
 * That it has its base's attributes and begins with its base's particle (clauses 1.2, 1.3 and 1.4.3.2.2.2) is so by the way it is made.
 */
export function checkExtensions({ schema, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    if (type.derivation !== "extension") continue;
    const { baseType, at } = type;
    const related = [{ message: "the base", at: baseType.at }];
    if (baseType.final.has("extension")) {
      const id = baseType.kind === "simpleType" ? "cos-ct-extends.2.2" : "cos-ct-extends.1.1";
      report({ id, message: `${typeName(baseType)} is final for extension`, at, related });
    }
    if (baseType.kind !== "complexType") continue;
    const fault = contentFault(type, baseType);
    if (fault !== undefined) report({ ...fault, at, related });
  }
}

function contentFault(
  { contentType: own }: ComplexTypeDefinition,
  base: ComplexTypeDefinition,
): { id: string; message: string } | undefined {
  const inherited = base.contentType;
  if (own === inherited || inherited.kind === "empty") return undefined;
  if (own.kind === "simple" && inherited.kind === "simple" && own.type === inherited.type) return undefined;
  const difference = `${describe(own)} content cannot extend the ${describe(inherited)} content of ${typeName(base)}`;
  if (own.kind === "simple" || own.kind === "empty" || inherited.kind === "simple")
    return { id: "cos-ct-extends.1.4", message: difference };
  return own.kind === inherited.kind ? undefined : { id: "cos-ct-extends.1.4.3.2.2.1", message: difference };
}

function describe({ kind }: ContentType): string {
  return kind === "elementOnly" ? "element-only" : kind;
}

/** Tests if a type explicitly restricts another type than the ur-type. */
export function isRestriction(type: ComplexTypeDefinition): boolean {
  return type.derivation === "restriction" && type.baseType !== anyType;
}
