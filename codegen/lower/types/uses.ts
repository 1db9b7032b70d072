/**
 * What a type or element is where it is used: the TypeScript shape of its value and the codec in the row.
 */

import type { Datatype } from "../../../src/datatypes/datatype.js";
import type { ElementDeclaration, SimpleTypeDefinition, TypeDefinition, ValueConstraint } from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import type { Declarations } from "../names/declarations.js";
import type { Declaration, Reference, Shape } from "../plan.js";
import { arrayOf, declared, keyword, runtimeConstant, runtimeType, string } from "./shapes.js";

/** A shape and the codec that reads and writes it. */
export interface Use {
  readonly shape: Shape;
  readonly codec: Reference;
}

/** A type as it is declared, without what xsi:type may put in its place. */
export function typeUse(type: TypeDefinition, declarations: Declarations): Use {
  if (!isBuiltInType(type)) {
    const declaration = declarations.type(type);
    return { shape: declared(declaration), codec: declaration };
  }
  const local = type.name?.local ?? "anySimpleType";
  const name = `xs${local.slice(0, 1).toUpperCase()}${local.slice(1)}`;
  if (type.kind === "complexType") return { shape: runtimeType("XmlContent"), codec: runtimeConstant(name) };
  const suffix = declarations.mappings.conversionOf(type)?.suffix ?? "";
  return { shape: shapeOfKind(declarations.mappings.datatypeOf(type)), codec: runtimeConstant(name + suffix) };
}

/** The shape of a simple type by its kind alone. */
export function shapeOfKind({ kind }: Datatype): Shape {
  switch (kind) {
    case "bytes":
      return keyword("Uint8Array");
    case "date":
      return keyword("Date");
    case "list":
      return arrayOf(string);
    case "union":
      return string;
    default:
      return keyword(kind);
  }
}

/** A type, or the union of those that xsi:type may name. */
export function declaredTypeUse(type: TypeDefinition, declarations: Declarations): Use {
  const hierarchy = type.kind === "complexType" ? declarations.hierarchies.get(type) : undefined;
  return hierarchy === undefined ? typeUse(type, declarations) : { shape: declared(hierarchy.union), codec: hierarchy.union };
}

/** The value of an element: its type, or the union of those that xsi:type may name; without null. */
export function elementTypeUse(element: ElementDeclaration, declarations: Declarations): Use {
  const { type, disallowedSubstitutions: block } = element;
  const isFixedType = block.has("extension") && block.has("restriction");
  const use = isFixedType ? typeUse(type, declarations) : declaredTypeUse(type, declarations);
  const fixed = type.kind === "simpleType" ? fixedShape(type, element.valueConstraint, declarations) : undefined;
  return fixed === undefined ? use : { shape: fixed, codec: use.codec };
}

/** The literal that a fixed value allows: of strings, booleans and numbers; other values have several forms on the wire. */
export function fixedShape(
  type: SimpleTypeDefinition,
  constraint: ValueConstraint | undefined,
  declarations: Declarations,
): Shape | undefined {
  if (constraint?.kind !== "fixed") return undefined;
  const datatype = declarations.mappings.datatypeOf(type);
  if (datatype.kind === "string" && !hasOneForm(type)) return undefined;
  if (datatype.kind !== "string" && datatype.kind !== "boolean" && datatype.kind !== "number") return undefined;
  return literalShape(datatype.decode(constraint.lexical, constraint.namespaces));
}

/** Tests if equal values of a type that decodes to strings are equal strings. */
export function hasOneForm(type: SimpleTypeDefinition): boolean {
  const { primitive } = type.datatype;
  return primitive === "string" || primitive === "anyURI" || primitive === "QName" || primitive === "NOTATION";
}

/** A literal type, where a value can be written as one. */
export function literalShape(value: unknown): Shape | undefined {
  switch (typeof value) {
    case "string":
    case "bigint":
    case "boolean":
      return { kind: "literal", value };
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? { kind: "literal", value } : undefined;
    default:
      // A fault, bytes or a list.
      return undefined;
  }
}

/** Tests if an element reference means a whole substitution group. */
export function headOf(element: ElementDeclaration, declarations: Declarations): Declaration | undefined {
  return element.scope === "global" ? declarations.heads.get(element)?.union : undefined;
}
