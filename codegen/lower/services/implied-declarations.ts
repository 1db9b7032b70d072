/**
 * Elements that messages imply -> declarations in the service's module: rpc wrappers with their types, and parts that have a type.
 */

import { printColumn } from "../../../src/runtime/table-language/column.js";
import { internName } from "../../../src/xml/names.js";
import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";
import type { MessageBody, PartElement, TypedPart } from "../../wsdl/operations.js";
import type { NameRules } from "../names/naming.js";
import type { Constant, Declaration, Module, Shape } from "../plan.js";
import { rootOptions } from "../types/element-options.js";
import { call, declared, lazy, nothing, object, requiredMember, runtimeType, unionOf } from "../types/shapes.js";
import { type PartProperty, partProperties } from "./parts.js";

/** The declarations of the schema's components. */
export interface PlannedTypes {
  /** Undefined for an element that no schema declares. */
  element(element: ElementDeclaration): { readonly codec: Declaration; readonly shape: Shape } | undefined;
  type(type: TypeDefinition): { readonly codec: Constant; readonly shape: Shape };
  /** The constant of the contract's prefixes. */
  readonly prefixes: Declaration | undefined;
  readonly rules: NameRules;
}

/** An element with the type that its values have in TypeScript. */
export interface ElementUse {
  readonly codec: Declaration;
  readonly shape: Shape;
}

/** Declares each implied element once, on first use. */
export class ImpliedDeclarations {
  readonly #types: PlannedTypes;
  readonly #module: Module;
  readonly #declarations: Declaration[];
  readonly #giveName: (wanted: string) => string;
  readonly #made = new Map<ElementDeclaration, ElementUse>();

  constructor(types: PlannedTypes, module: Module, declarations: Declaration[], giveName: (wanted: string) => string) {
    this.#types = types;
    this.#module = module;
    this.#declarations = declarations;
    this.#giveName = giveName;
  }

  get rules(): NameRules {
    return this.#types.rules;
  }

  /** The element of a part: the schema's, or one that is declared here. */
  ofPart({ part, element }: PartElement): ElementUse {
    const known = this.#types.element(element) ?? this.#made.get(element);
    if (known !== undefined) return known;
    const { rules } = this.#types;
    const name = part.element === undefined ? `${rules.typeName(part.name)}PartElement` : `${rules.typeName(part.element.local)}Element`;
    return this.#declare(element, name, this.#types.type(element.type));
  }

  /** The parts as properties of the message's value. */
  ofParts(parts: readonly TypedPart[]): readonly PartProperty[] {
    return partProperties(parts, (type) => this.#types.type(type), this.#types.rules);
  }

  /** The element around the parts of an rpc message, with its type. */
  wrapper({ element, parts, nillable }: Extract<MessageBody, { kind: "wrapper" }>): ElementUse {
    const known = this.#made.get(element);
    if (known !== undefined) return known;
    const properties = this.ofParts(parts);
    const members = properties.map(({ property, shape, type }) =>
      requiredMember(property, nillable ? unionOf([shape, nilOf(type)]) : shape),
    );
    const rows = properties.map(({ property, part, codec }) => {
      const column = printColumn({ kind: "element", name: internName("", part.name) }, element.name.namespace);
      return [property, [column, lazy(codec), ...(nillable ? ["nil"] : [])]] as const;
    });
    const own: { table: Declaration["table"] } & Declaration = {
      kind: "declaration",
      module: this.#module,
      exportName: this.#giveName(this.#types.rules.typeName(element.name.local)),
      documentation: { text: undefined, at: parts[0]?.part.at, remark: "The parts of an rpc message." },
      type: { form: "interface", extends: undefined, members },
      table: undefined,
    };
    // A table's annotation names its own type: `ComplexType<Add>`.
    const shape = declared(own);
    own.table = {
      annotation: runtimeType("ComplexType", shape),
      value: call("plainType", [shape], [element.name.clark, object(rows)]),
      comment: undefined,
    };
    this.#declarations.push(own);
    return this.#declare(element, `${own.exportName}Element`, { codec: own, shape });
  }

  #declare(element: ElementDeclaration, wantedName: string, { codec, shape }: ReturnType<PlannedTypes["type"]>): ElementUse {
    const options = rootOptions(this.#types.prefixes);
    const declaration: Declaration = {
      kind: "declaration",
      module: this.#module,
      exportName: this.#giveName(wantedName),
      documentation: { text: undefined, at: undefined, remark: undefined },
      type: undefined,
      table: {
        annotation: runtimeType("ElementCodec", shape),
        value: call("element", [shape], [element.name.clark, lazy(codec), ...(options === undefined ? [] : ["", options])]),
        comment: undefined,
      },
    };
    this.#declarations.push(declaration);
    const use = { codec: declaration, shape };
    this.#made.set(element, use);
    return use;
  }
}

/** A nil part: null where the type has no attributes that could stand beside it. */
function nilOf(type: TypeDefinition): Shape {
  const hasAttributes = type.kind === "complexType" && (type.attributeUses.length > 0 || type.attributeWildcard !== undefined);
  return hasAttributes ? runtimeType("Nil") : nothing;
}
