/**
 * Components -> declarations: which module and name each gets. Their contents are filled in afterwards, so that they may refer to each other.
 *
 * Schema names win over names that we make: types first, then elements and attributes, then unions, at last anonymous types as they are met.
 */
import type { Span } from "../../diagnostics.js";
import { xsiAttributes } from "../../schema/built-in-components.js";
import type {
  AttributeDeclaration,
  ComplexTypeDefinition,
  Component,
  ElementDeclaration,
  Schema,
  SimpleTypeDefinition,
  TypeDefinition,
} from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import { Substitution } from "../../schema/substitution.js";
import type { Declaration, Documentation, Module, TableDeclaration, TypeDeclaration } from "../plan.js";
import type { Mappings } from "../types/mapping.js";
import { typeIdentifier } from "./identifiers.js";
import { moduleFileNames, moduleIdentifier, reservedFileNames } from "./module-names.js";
import { NameGiver, type NameScope } from "./names.js";
import { byName, byPlace, compareText } from "./order.js";

/** A declaration that is being made. */
export interface OpenDeclaration extends Declaration {
  readonly module: OpenModule;
  type: TypeDeclaration | undefined;
  table: TableDeclaration | undefined;
  documentation: Documentation;
  /** Where it is printed: by place of the component, then by rank. */
  readonly at: Span;
  readonly rank: number;
}

export interface OpenModule extends Module {
  readonly declarations: OpenDeclaration[];
  readonly scope: NameScope;
}

/** The union of the elements that may stand for a head. */
export interface Head {
  readonly union: OpenDeclaration;
  /** By name; abstract ones are left out. */
  readonly elements: readonly ElementDeclaration[];
}

/** The union of a type and those derived from it. */
export interface Hierarchy {
  /** The derived types that xsi:type may name, by name. */
  readonly derived: readonly ComplexTypeDefinition[];
  readonly union: OpenDeclaration;
  /** The interface that maps names to types. */
  readonly map: OpenDeclaration;
}

/** What still has to be filled in. */
export type Task =
  | { readonly kind: "simpleType"; readonly type: SimpleTypeDefinition; readonly declaration: OpenDeclaration }
  | { readonly kind: "complexType"; readonly type: ComplexTypeDefinition; readonly declaration: OpenDeclaration };

/** Printed order of declarations that belong to one component. */
export const rank = { type: 0, table: 1, hierarchyMap: 2, hierarchy: 3, element: 4, head: 5, attribute: 6, group: 7, set: 8 } as const;

export class Declarations {
  readonly schema: Schema;
  readonly #substitution: Substitution;
  readonly mappings: Mappings;
  readonly names: NameGiver;
  readonly modules = new Map<string, OpenModule>();
  readonly elements = new Map<ElementDeclaration, OpenDeclaration>();
  readonly attributes = new Map<AttributeDeclaration, OpenDeclaration>();
  readonly heads = new Map<ElementDeclaration, Head>();
  readonly hierarchies = new Map<ComplexTypeDefinition, Hierarchy>();
  readonly elementSets = new Map<OpenModule, OpenDeclaration>();
  readonly attributeSets = new Map<OpenModule, OpenDeclaration>();
  readonly tasks: Task[] = [];
  readonly #types = new Map<TypeDefinition, OpenDeclaration>();
  readonly #fileNames: NameScope;
  readonly #moduleNames: NameScope;
  readonly #componentTypes = new Map<Declaration, TypeDefinition>();

  /** `messageTypes`: Clark names of types that are used by messages and not by elements. */
  constructor(schema: Schema, earlierNames: ReadonlyMap<string, string>, messageTypes: ReadonlySet<string>, mappings: Mappings) {
    this.schema = schema;
    this.mappings = mappings;
    this.#substitution = new Substitution(schema);
    this.names = new NameGiver(earlierNames);
    this.#fileNames = this.names.scope("module ", ...reservedFileNames);
    this.#moduleNames = this.names.scope("import ", "documents", "schema", "service");
    this.#openModules();
    this.#declareGlobals(messageTypes);
  }

  /** The declaration of a type that is not built in; an anonymous one is declared when it is first met. */
  type(type: TypeDefinition): OpenDeclaration {
    return this.#types.get(type) ?? this.#declareType(type, ...this.#wantedNames(type));
  }

  /** The type that a declaration stands for. */
  typeOf(declaration: Declaration): TypeDefinition | undefined {
    return this.#componentTypes.get(declaration);
  }

  /** A new declaration of a module. */
  declare(module: OpenModule, key: string, at: Span, ranked: number, ...wanted: readonly [string, ...string[]]): OpenDeclaration {
    const exportName = this.names.give(module.scope, `{${module.targetNamespace}} ${key}`, ...wanted);
    const documentation = { text: undefined, at: undefined, remark: undefined };
    const declaration: OpenDeclaration = {
      kind: "declaration",
      module,
      exportName,
      documentation,
      type: undefined,
      table: undefined,
      at,
      rank: ranked,
    };
    module.declarations.push(declaration);
    return declaration;
  }

  module(targetNamespace: string): OpenModule {
    return this.modules.get(targetNamespace) ?? this.#openModule(targetNamespace);
  }

  /** The path of an anonymous component for messages: `{urn:shop}Order/Line`, `{urn:shop}Order/@version`. */
  path(component: Component | undefined): string {
    if (component === undefined) return "";
    switch (component.kind) {
      case "modelGroup":
        return "";
      case "element":
      case "attribute": {
        const step = component.kind === "attribute" ? `@${component.name.local}` : component.name.local;
        if (component.scope === "global") return component.kind === "attribute" ? `${component.name.clark}/@` : component.name.clark;
        return `${this.path(component.context)}/${step}`;
      }
      case "simpleType":
      case "complexType": {
        if (component.name !== undefined) return component.name.clark;
        const parent = component.context;
        const path = this.path(parent);
        const context = parent?.kind;
        return context === "simpleType" || context === "complexType" ? `${path}/()` : path;
      }
      default:
        return component.name.clark;
    }
  }

  #openModules(): void {
    const { elements, types, attributes } = this.schema;
    const namespaces = new Set<string>();
    for (const component of [...elements.values(), ...attributes.values()]) {
      if (!xsiAttributes.has(component.name.clark)) namespaces.add(component.name.namespace);
    }
    for (const type of types.values()) if (!isBuiltInType(type)) namespaces.add(type.targetNamespace);
    for (const namespace of [...namespaces].sort(compareText)) this.#openModule(namespace);
  }

  #openModule(targetNamespace: string): OpenModule {
    const fileName = this.names.give(this.#fileNames, `module ${targetNamespace}`, ...moduleFileNames(targetNamespace));
    const scope = this.names.scope(`{${targetNamespace}} `);
    const exportName = this.names.give(this.#moduleNames, `import ${targetNamespace}`, moduleIdentifier(fileName));
    const module: OpenModule = { fileName, exportName, targetNamespace, declarations: [], scope };
    this.modules.set(targetNamespace, module);
    return module;
  }

  #declareGlobals(messageTypes: ReadonlySet<string>): void {
    const types = [...this.schema.types.values()].filter((type) => !isBuiltInType(type)).sort(byPlace);
    const elements = [...this.schema.elements.values()].sort(byPlace);
    for (const type of types) this.#declareType(type, typeIdentifier(type.name?.local ?? ""));
    for (const element of elements) {
      if (element.type.context === element && !isBuiltInType(element.type)) this.type(element.type);
    }
    for (const element of elements) this.#declareElement(element);
    // The attributes of xsi: are everywhere; the runtime knows them.
    const attributes = [...this.schema.attributes.values()].filter(({ name }) => !xsiAttributes.has(name.clark));
    for (const attribute of attributes.sort(byPlace)) this.#declareAttribute(attribute);
    for (const element of elements) this.#declareHead(element);
    // Where a type is not used, nothing is written about what may stand for it: unions of long chains would be quadratic.
    const used = new Set<TypeDefinition>(this.schema.elementDeclarations.map((element) => element.type));
    for (const type of types) {
      if (type.kind === "complexType" && (used.has(type) || messageTypes.has(type.name?.clark ?? ""))) this.#declareHierarchy(type);
    }
  }

  #declareType(type: TypeDefinition, ...wanted: readonly [string, ...string[]]): OpenDeclaration {
    const declaration = this.declare(this.module(type.targetNamespace), `type ${this.path(type)}`, type.at, rank.type, ...wanted);
    this.#types.set(type, declaration);
    this.#componentTypes.set(declaration, type);
    this.tasks.push(type.kind === "simpleType" ? { kind: "simpleType", type, declaration } : { kind: "complexType", type, declaration });
    return declaration;
  }

  #declareElement(element: ElementDeclaration): void {
    const { name, at } = element;
    const wanted = `${typeIdentifier(name.local)}Element`;
    this.elements.set(element, this.declare(this.module(name.namespace), `element ${name.clark}`, at, rank.element, wanted));
  }

  #declareAttribute(attribute: AttributeDeclaration): void {
    const { name, at } = attribute;
    const wanted = `${typeIdentifier(name.local)}Attribute`;
    this.attributes.set(attribute, this.declare(this.module(name.namespace), `attribute ${name.clark}`, at, rank.attribute, wanted));
  }

  /** A head whose only substitute is itself, and one that nothing can stand for, are ordinary elements. */
  #declareHead(element: ElementDeclaration): void {
    const elements = [...this.#substitution.concreteElementsFor(element)].sort(byName);
    if (elements.every((substitute) => substitute === element)) return;
    const { name, at } = element;
    const wanted = `Any${typeIdentifier(name.local)}Element`;
    const union = this.declare(this.module(name.namespace), `head ${name.clark}`, at, rank.head, wanted);
    this.heads.set(element, { union, elements });
  }

  #declareHierarchy(type: ComplexTypeDefinition): void {
    const derived = this.#substitution.typesFor(type).filter((found) => found.kind === "complexType");
    if (derived.length === 0) return;
    const module = this.module(type.targetNamespace);
    const name = typeIdentifier(type.name?.local ?? "");
    const map = this.declare(module, `types ${this.path(type)}`, type.at, rank.hierarchyMap, `${name}Types`);
    const union = this.declare(module, `any ${this.path(type)}`, type.at, rank.hierarchy, `Any${name}`);
    this.hierarchies.set(type, { map, union, derived: derived.sort(byName) });
  }

  #wantedNames(type: TypeDefinition): readonly [string, ...string[]] {
    if (type.name !== undefined) {
      // A type that is not among the global ones although it has a name: the former definition of a redefined one.
      return [`${typeIdentifier(type.name.local)}Redefined`];
    }
    return [this.#partName(type.context) + roleSuffix(type.context)];
  }

  /** The beginning of the names of what stands in a component. */
  #partName(component: Component | undefined): string {
    if (component === undefined) return "Anonymous";
    switch (component.kind) {
      case "modelGroup":
        return "Anonymous";
      case "simpleType":
      case "complexType":
        return this.type(component).exportName;
      case "element":
      case "attribute": {
        const own = typeIdentifier(component.name.local);
        return component.scope === "global" || component.context === undefined ? own : this.#partName(component.context) + own;
      }
      default:
        return typeIdentifier(component.name.local);
    }
  }
}

/** What an anonymous type is to the component that it stands in. */
function roleSuffix(context: Component | undefined): string {
  if (context?.kind === "complexType") return "Value";
  if (context?.kind !== "simpleType") return "";
  if (context.derivation === "list") return "Item";
  return context.derivation === "union" ? "Member" : "Base";
}
