/**
 * Default and fixed values: are they values of the type, and are two of them the same?
 * XSD 1.0 Part 1 §3.2.6 (a-props-correct.2), §3.3.6 (cos-valid-default), §3.5.6 (au-props-correct).
 */
import { isFault } from "../../src/datatypes/fault.js";
import { equalValues } from "../../src/datatypes/value.js";
import type { SimpleTypeDefinition, TypeDefinition, ValueConstraint } from "../schema/components.js";
import { isEmptiable } from "../schema/emptiable.js";

/** Why the value is none of the simple type; undefined: it is one. */
export function simpleValueFault(constraint: ValueConstraint, type: SimpleTypeDefinition): string | undefined {
  return type.datatype.check(constraint.lexical, constraint.namespaces)?.message;
}

/** Why an element of the type cannot have the value. XSD 1.0 Part 1 §3.3.6 (cos-valid-default) */
export function elementValueFault(
  constraint: ValueConstraint,
  type: TypeDefinition,
): { readonly id: string; readonly message: string } | undefined {
  const simple = simpleContentOf(type);
  if (simple !== undefined) {
    const message = simpleValueFault(constraint, simple);
    return message === undefined ? undefined : { id: "e-props-correct.2", message };
  }
  if (type.kind === "simpleType" || type.contentType.kind !== "mixed") {
    return { id: "cos-valid-default.2.1", message: `the type has no text, so there can be no ${constraint.kind} value` };
  }
  if (isEmptiable(type.contentType.particle)) return undefined;
  return { id: "cos-valid-default.2.2.2", message: `the content cannot be empty, so there can be no ${constraint.kind} value` };
}

/** The simple type of an element's text, if it has one. */
export function simpleContentOf(type: TypeDefinition): SimpleTypeDefinition | undefined {
  if (type.kind === "simpleType") return type;
  return type.contentType.kind === "simple" ? type.contentType.type : undefined;
}

/** Tests if two fixed values are the same value, by the types that read them. */
export function isSameValue(
  one: { readonly constraint: ValueConstraint; readonly type: TypeDefinition },
  other: { readonly constraint: ValueConstraint; readonly type: TypeDefinition },
): boolean {
  const left = simpleContentOf(one.type)?.datatype.valueOf(one.constraint.lexical, one.constraint.namespaces);
  const right = simpleContentOf(other.type)?.datatype.valueOf(other.constraint.lexical, other.constraint.namespaces);
  if (left === undefined || right === undefined || isFault(left) || isFault(right)) {
    return one.constraint.lexical === other.constraint.lexical;
  }
  return equalValues(left, right);
}

/** Tests if the type is ID, or derived from it. */
export function isIdType(type: SimpleTypeDefinition): boolean {
  for (let datatype = type.datatype.base === undefined ? undefined : type.datatype; datatype !== undefined; datatype = datatype.base) {
    if (datatype.name === "{http://www.w3.org/2001/XMLSchema}ID") return true;
  }
  return false;
}
