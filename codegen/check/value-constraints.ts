/**
 * Default and fixed values: are they values of the type, and are two of them the same?
 * XSD 1.0 Part 1 §3.2.6 (a-props-correct.2), §3.3.6 (cos-valid-default), §3.5.6 (au-props-correct).
 */
import { isFromBuiltin } from "../../src/datatypes/builtins.js";
import type { Datatype } from "../../src/datatypes/datatype.js";
import { isFault } from "../../src/datatypes/fault.js";
import { equalValues } from "../../src/datatypes/value.js";
import type { SimpleTypeDefinition, TypeDefinition, ValueConstraint } from "../schema/components.js";
import { isEmptiable } from "../schema/total-range.js";

/** What is wrong with a value. */
export interface ValueFault {
  readonly message: string;
  /** Only its canonical form is wrong, which no document needs to have. */
  readonly harmless: boolean;
}

/**
 * Why the value is not valid for the simple type, as written or in its canonical form; undefined if it is.
 *
 * "1" is not valid for a boolean with the pattern 0|1, since the canonical form of "1" is "true".
 */
export function simpleValueFault(constraint: ValueConstraint, { datatype }: SimpleTypeDefinition): ValueFault | undefined {
  const { lexical, namespaces } = constraint;
  const fault = datatype.check(lexical, namespaces);
  if (fault !== undefined) return { message: fault.message, harmless: false };
  const canonical = canonicalForm(datatype.validatingType(lexical, namespaces), lexical);
  const canonicalFault = canonical === undefined ? undefined : datatype.check(canonical, namespaces);
  if (canonicalFault === undefined) return undefined;
  return { message: `in its canonical form "${canonical}", ${canonicalFault.message}`, harmless: true };
}

/** The canonical form of a text, for types with patterns: only patterns distinguish forms of a value. XSD 1.0 Part 2 §3.2.2.2, §3.2.3.2, §3.2.4.2 */
function canonicalForm(datatype: Datatype | undefined, lexical: string): string | undefined {
  if (datatype?.variety !== "atomic" || datatype.facets.patterns.length === 0) return undefined;
  const text = datatype.normalize(lexical);
  switch (datatype.primitive) {
    case "boolean":
      return text === "1" ? "true" : text === "0" ? "false" : text;
    case "decimal":
      return canonicalDecimal(text, datatype.kind !== "string");
    case "float":
    case "double":
      return canonicalFloat(text);
    default:
      return undefined;
  }
}

function canonicalDecimal(text: string, isInteger: boolean): string {
  const [, sign = "", whole = "", fraction = ""] = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const digits = isInteger ? whole || "0" : `${whole || "0"}.${fraction || "0"}`;
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function canonicalFloat(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const [mantissa = "", exponent = ""] = number.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${exponent.replace("+", "")}`;
}

interface ElementFault {
  readonly id: string;
  readonly message: string;
}

/** Why an element of the type cannot have the value. XSD 1.0 Part 1 §3.3.6 (cos-valid-default) */
export function elementValueFault(constraint: ValueConstraint, type: TypeDefinition): (Partial<ValueFault> & ElementFault) | undefined {
  const simple = simpleContentOf(type);
  if (simple !== undefined) {
    const fault = simpleValueFault(constraint, simple);
    return fault === undefined ? undefined : { id: "e-props-correct.2", ...fault };
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
  return isFromBuiltin(type.datatype, "ID");
}
