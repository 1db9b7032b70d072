/**
 * What a type or element is where it is used: the TypeScript shape of its value and the codec in the row.
 */

import type { Datatype } from "../../../src/datatypes/datatype.js";
import type { ElementDeclaration, SimpleTypeDefinition, TypeDefinition, ValueConstraint } from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import type { Declarations } from "../names/declarations.js";
import type { OpenDeclaration } from "../names/modules.js";
import type { Constant, Declaration, Shape } from "../plan.js";
import type { Mappings } from "./mapping.js";
import { arrayOf, declared, keyword, runtimeConstant, runtimeType, string } from "./shapes.js";

/** A shape and the codec that reads and writes it. */
export interface Use {
  readonly shape: Shape;
  readonly codec: Constant;
}

/** Uses of the components of one schema. */
export class TypeUses {
  readonly declarations: Declarations;
  readonly mappings: Mappings;

  constructor(declarations: Declarations, mappings: Mappings) {
    this.declarations = declarations;
    this.mappings = mappings;
  }

  /** A type itself, without what xsi:type may put in its place. */
  type(type: TypeDefinition): Use {
    if (!isBuiltInType(type)) {
      const declaration = this.declarations.types.of(type);
      return { shape: declared(declaration), codec: declaration };
    }
    const local = type.name?.local ?? "anySimpleType";
    const name = `xs${local.slice(0, 1).toUpperCase()}${local.slice(1)}`;
    if (type.kind === "complexType") return { shape: runtimeType("XmlContent"), codec: runtimeConstant(name) };
    const converter = this.mappings.converterOf(type);
    if (converter !== undefined) {
      const codec = this.mappings.convertedBuiltIn(type.name?.clark ?? "", name, converter);
      return { shape: { kind: "converted", converter }, codec };
    }
    const suffix = this.mappings.conversionOf(type)?.suffix ?? "";
    return { shape: shapeOfKind(this.mappings.datatypeOf(type)), codec: runtimeConstant(name + suffix) };
  }

  /** A type, or the union of those that xsi:type may name. */
  declaredType(type: TypeDefinition): Use {
    const hierarchy = type.kind === "complexType" ? this.declarations.hierarchies.get(type) : undefined;
    return hierarchy === undefined ? this.type(type) : { shape: declared(hierarchy.union), codec: hierarchy.union };
  }

  /** The value of an element: its type, or the union of those that xsi:type may name; without null. */
  element({ type, disallowedSubstitutions: block, valueConstraint }: ElementDeclaration): Use {
    const isFixedType = block.has("extension") && block.has("restriction");
    const use = isFixedType ? this.type(type) : this.declaredType(type);
    const fixed = type.kind === "simpleType" ? this.fixedShape(type, valueConstraint) : undefined;
    return fixed === undefined ? use : { shape: fixed, codec: use.codec };
  }

  /** The declaration of a global element. */
  globalElement(element: ElementDeclaration): OpenDeclaration {
    const declaration = this.declarations.elements.get(element);
    if (declaration === undefined) throw new Error(`internal: the element "${element.name.clark}" was not declared`);
    return declaration;
  }

  /** The union that a reference to the head of a substitution group means. */
  headOf(element: ElementDeclaration): Declaration | undefined {
    return this.declarations.heads.get(element)?.union;
  }

  /** The literal that a fixed value allows: of strings, booleans and numbers; other values have several forms on the wire. */
  fixedShape(type: SimpleTypeDefinition, constraint: ValueConstraint | undefined): Shape | undefined {
    if (constraint?.kind !== "fixed" || this.mappings.converterOf(type) !== undefined) return undefined;
    const datatype = this.mappings.datatypeOf(type);
    if (datatype.kind === "string" && !hasOneForm(type)) return undefined;
    if (datatype.kind !== "string" && datatype.kind !== "boolean" && datatype.kind !== "number") return undefined;
    return literalShape(datatype.decode(constraint.lexical, constraint.namespaces));
  }
}

/** The shape of a simple type by its kind alone. */
export function shapeOfKind({ kind }: Datatype): Shape {
  switch (kind) {
    case "bytes":
      return keyword("Uint8Array");
    case "stream":
      return runtimeType("ByteStream");
    case "date":
      return keyword("Date");
    case "list":
      return arrayOf(string);
    case "union":
    case "converted":
      return string;
    default:
      return keyword(kind);
  }
}

/** Tests if equal values of a type that decodes to strings are equal strings. */
function hasOneForm(type: SimpleTypeDefinition): boolean {
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
