/**
 * Components -> declarations: which module and name each gets.
 *
 * Names of the schema win over names that we make: types first, then elements and attributes, then unions, at last anonymous types, which are
 * declared when they are first met.
 */
import { xsiAttributes } from "../../schema/built-in-components.js";
import type {
  AttributeDeclaration,
  ComplexTypeDefinition,
  Component,
  ElementDeclaration,
  Schema,
  TypeDefinition,
} from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import { Substitution } from "../../schema/substitution.js";
import type { Declaration } from "../plan.js";
import { moduleFileNames } from "./module-names.js";
import { type Modules, type OpenDeclaration, rank } from "./modules.js";
import { byName, compareText } from "./order.js";
import { pathOf } from "./paths.js";

/** The union of the elements that may stand for a head. */
export interface Head {
  readonly union: OpenDeclaration;
  /** By name; abstract ones are left out. */
  readonly elements: readonly ElementDeclaration[];
}

/** The union of a type and those derived from it. */
export interface Hierarchy {
  readonly union: OpenDeclaration;
  /** The interface that maps names to types. */
  readonly map: OpenDeclaration;
  /** The derived types that xsi:type may name, by name. */
  readonly derived: readonly ComplexTypeDefinition[];
}

/** The declarations of a schema's components. */
export interface Declarations {
  readonly modules: Modules;
  readonly types: TypeDeclarations;
  readonly elements: ReadonlyMap<ElementDeclaration, OpenDeclaration>;
  readonly attributes: ReadonlyMap<AttributeDeclaration, OpenDeclaration>;
  readonly heads: ReadonlyMap<ElementDeclaration, Head>;
  readonly hierarchies: ReadonlyMap<ComplexTypeDefinition, Hierarchy>;
}

/** Declares everything that has a name. `messageTypes`: Clark names of types that messages use without an element. */
export function declareComponents(schema: Schema, messageTypes: ReadonlySet<string>, modules: Modules): Declarations {
  // The attributes of xsi: are everywhere; the runtime knows them.
  const globalAttributes = [...schema.attributes.values()].filter(({ name }) => !xsiAttributes.has(name.clark)).sort(modules.byPlace);
  const globalElements = [...schema.elements.values()].sort(modules.byPlace);
  const globalTypes = [...schema.ownTypes.values()].sort(modules.byPlace);
  const namespaces = new Set([...globalElements, ...globalAttributes].map(({ name }) => name.namespace));
  for (const { targetNamespace } of globalTypes) namespaces.add(targetNamespace);
  const { rules } = modules;
  const usualFile = (namespace: string) => [namespace, moduleFileNames(namespace)[0]] as const;
  for (const namespace of rules.ownFirst("files", [...namespaces].sort(compareText), usualFile)) modules.of(namespace);

  const usualType = (type: TypeDefinition) => [pathOf(type), rules.typeName(type.name?.local ?? "")] as const;
  const types = new TypeDeclarations(modules, rules.ownFirst("types", globalTypes, usualType));
  for (const element of globalElements) {
    if (element.type.context === element && !isBuiltInType(element.type)) types.of(element.type);
  }
  const elements = new Map(globalElements.map((element) => [element, declareGlobal(element, "Element", modules)]));
  const attributes = new Map(globalAttributes.map((attribute) => [attribute, declareGlobal(attribute, "Attribute", modules)]));
  const substitution = new Substitution(schema);
  const heads = new Map<ElementDeclaration, Head>();
  for (const element of globalElements) {
    const head = declareHead(element, substitution, modules);
    if (head !== undefined) heads.set(element, head);
  }
  // Only types that are used get a union: unions for all types of a long chain would be quadratic.
  const used = new Set<TypeDefinition>(schema.elementDeclarations.map(({ type }) => type));
  const hierarchies = new Map<ComplexTypeDefinition, Hierarchy>();
  for (const type of globalTypes) {
    if (type.kind === "simpleType" || !(used.has(type) || messageTypes.has(type.name?.clark ?? ""))) continue;
    const hierarchy = declareHierarchy(type, types.of(type).exportName, substitution, modules);
    if (hierarchy !== undefined) hierarchies.set(type, hierarchy);
  }
  return { modules, types, elements, attributes, heads, hierarchies };
}

function declareGlobal(component: ElementDeclaration | AttributeDeclaration, suffix: string, modules: Modules): OpenDeclaration {
  const { kind, name, at } = component;
  return modules.declare(modules.of(name.namespace), `${kind} ${name.clark}`, at, rank[kind], modules.rules.typeName(name.local) + suffix);
}

/** Undefined for an ordinary element: a head whose only substitute is itself, or one that nothing can stand for. */
function declareHead(element: ElementDeclaration, substitution: Substitution, modules: Modules): Head | undefined {
  const elements = [...substitution.concreteElementsFor(element)].sort(byName);
  if (elements.every((substitute) => substitute === element)) return undefined;
  const { name, at } = element;
  const wanted = `Any${modules.rules.typeName(name.local)}Element`;
  return { union: modules.declare(modules.of(name.namespace), `head ${name.clark}`, at, rank.head, wanted), elements };
}

/** Undefined for a type that nothing derives from. */
function declareHierarchy(type: ComplexTypeDefinition, name: string, substitution: Substitution, modules: Modules): Hierarchy | undefined {
  const derived = substitution.typesFor(type).filter((found) => found.kind === "complexType");
  if (derived.length === 0) return undefined;
  const module = modules.of(type.targetNamespace);
  const map = modules.declare(module, `types ${pathOf(type)}`, type.at, rank.hierarchyMap, `${name}Types`);
  const union = modules.declare(module, `any ${pathOf(type)}`, type.at, rank.hierarchy, `Any${name}`);
  return { map, union, derived: derived.sort(byName) };
}

/** The declarations of types that are not built in. */
export class TypeDeclarations {
  readonly #modules: Modules;
  readonly #declarations = new Map<TypeDefinition, OpenDeclaration>();
  readonly #types = new Map<Declaration, TypeDefinition>();

  constructor(modules: Modules, globalTypes: readonly TypeDefinition[]) {
    this.#modules = modules;
    for (const type of globalTypes) this.#declare(type, modules.rules.typeName(type.name?.local ?? ""));
  }

  /** The declaration of a type; an anonymous one is declared when it is first met. */
  of(type: TypeDefinition): OpenDeclaration {
    return this.#declarations.get(type) ?? this.#declare(type, this.#wantedName(type));
  }

  /** The type that a declaration stands for. */
  typeOf(declaration: Declaration): TypeDefinition | undefined {
    return this.#types.get(declaration);
  }

  /** All types with their declarations, those included that are declared during the iteration. */
  all(): Iterable<readonly [TypeDefinition, OpenDeclaration]> {
    return this.#declarations;
  }

  #declare(type: TypeDefinition, wanted: string): OpenDeclaration {
    const declaration = this.#modules.declare(this.#modules.of(type.targetNamespace), `type ${pathOf(type)}`, type.at, rank.type, wanted);
    this.#declarations.set(type, declaration);
    this.#types.set(declaration, type);
    return declaration;
  }

  #wantedName({ name, context }: TypeDefinition): string {
    // A type that is not among the global ones although it has a name: the former definition of a redefined one.
    if (name !== undefined) return `${this.#modules.rules.typeName(name.local)}Redefined`;
    return this.#partName(context) + roleSuffix(context);
  }

  /** The beginning of the names of what stands in a component. */
  #partName(component: Component | undefined): string {
    if (component === undefined) return "Anonymous";
    switch (component.kind) {
      case "modelGroup":
        return "Anonymous";
      case "simpleType":
      case "complexType":
        return this.of(component).exportName;
      case "element":
      case "attribute": {
        const own = this.#modules.rules.typeName(component.name.local);
        return component.scope === "global" || component.context === undefined ? own : this.#partName(component.context) + own;
      }
      default:
        return this.#modules.rules.typeName(component.name.local);
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
