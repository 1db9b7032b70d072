/**
 * rpc messages -> wrapper elements: what stands in the body is an element named for the operation, with one unqualified child a part.
 */
import type { Part } from "../../wsdl/components.js";
import { propertyIdentifier, typeIdentifier } from "../names/identifiers.js";
import type { Declaration, Literal, Member, MessagePlan, Module, Reference, Shape } from "../plan.js";

export interface TypedPart {
  readonly part: Part;
  readonly use: { readonly codec: Reference; readonly shape: Shape };
}

/** Makes a type and an element for each wrapper, in the service's module; the same wrapper twice is one. */
export class RpcWrappers {
  readonly #module: Module;
  readonly #declarations: Declaration[];
  readonly #giveName: (wanted: string) => string;
  readonly #made = new Map<string, MessagePlan>();
  readonly #elements = new Map<string, Declaration>();

  constructor(module: Module, declarations: Declaration[], giveName: (wanted: string) => string) {
    this.#module = module;
    this.#declarations = declarations;
    this.#giveName = giveName;
  }

  /** The wrapper element with that Clark name. */
  wrap(clark: string, wantedName: string, parts: readonly TypedPart[]): MessagePlan {
    const key = `${clark} ${parts.map(({ part }) => `${part.name}=${part.type?.clark ?? part.element?.clark}`).join(" ")}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const type = this.#typeDeclaration(clark, wantedName, parts);
    const shape: Shape = { kind: "declared", declaration: type };
    const element = this.#elementDeclaration(clark, `${type.exportName}Element`, { codec: type, shape });
    this.#declarations.push(type, element);
    const message: MessagePlan = { shape, codec: element };
    this.#made.set(key, message);
    return message;
  }

  /** The element without namespace that is named for a part with a type; for an element that no schema declares, one of its name. */
  elementOf({ part, use }: TypedPart): { codec: Declaration; shape: Shape } {
    const key = part.element?.clark ?? `part ${part.name}=${part.type?.clark}`;
    const known = this.#elements.get(key);
    if (known !== undefined) return { codec: known, shape: use.shape };
    const element = this.#elementDeclaration(
      part.element?.clark ?? part.name,
      part.element === undefined ? `${typeIdentifier(part.name)}PartElement` : `${typeIdentifier(part.element.local)}Element`,
      use,
    );
    this.#declarations.push(element);
    this.#elements.set(key, element);
    return { codec: element, shape: use.shape };
  }

  #elementDeclaration(clark: string, wantedName: string, use: TypedPart["use"]): Declaration {
    const { shape, codec } = use;
    return {
      kind: "declaration",
      module: this.#module,
      exportName: this.#giveName(wantedName),
      documentation: { text: undefined, at: undefined, remark: undefined },
      type: undefined,
      table: {
        annotation: { kind: "runtime", name: "ElementCodec", arguments: [shape] },
        call: { kind: "call", function: "element", typeArguments: [shape], arguments: [clark, { kind: "lazy", value: codec }] },
        comment: undefined,
      },
    };
  }

  #typeDeclaration(clark: string, wantedName: string, parts: readonly TypedPart[]): Declaration {
    const exportName = this.#giveName(wantedName);
    const members = parts.map(
      ({ part, use }): Member => ({
        name: propertyIdentifier(part.name),
        optional: false,
        shape: use.shape,
        documentation: undefined,
        defaultValue: undefined,
      }),
    );
    const rows = parts.map(({ part, use }): readonly [string, Literal] => [
      propertyIdentifier(part.name),
      [`{}${part.name}`, { kind: "lazy", value: use.codec }],
    ]);
    const declaration: Declaration = {
      kind: "declaration",
      module: this.#module,
      exportName,
      documentation: { text: undefined, at: parts[0]?.part.at, remark: "The parts of an rpc message." },
      type: { form: "interface", extends: undefined, members },
      table: {
        annotation: { kind: "runtime", name: "ComplexType", arguments: [] },
        call: { kind: "call", function: "complexType", typeArguments: [], arguments: [clark, { kind: "object", entries: rows }] },
        comment: undefined,
      },
    };
    return withSelfType(declaration);
  }
}

/** A table's annotation names its own type: `ComplexType<Add>`. */
function withSelfType(declaration: Declaration): Declaration {
  const own: { table: Declaration["table"] } & Declaration = { ...declaration };
  const shape: Shape = { kind: "declared", declaration: own };
  const table = declaration.table;
  if (table !== undefined) {
    own.table = {
      ...table,
      annotation: { kind: "runtime", name: "ComplexType", arguments: [shape] },
      call: { ...table.call, typeArguments: [shape] },
    };
  }
  return own;
}
