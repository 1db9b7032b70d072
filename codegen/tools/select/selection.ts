/**
 * A contract -> the part of it that a program uses: named operations and elements, and everything that their documents may hold.
 *
 * What is reached: types and their bases, attributes, elements of content models, members of substitution groups, and types that xsi:type
 * may put in the place of an element's. Wildcards reach nothing: elements that only a wildcard lets in have to be named.
 */
import { didYouMean } from "../../../src/nearest-name.js";
import type { Name } from "../../../src/xml/names.js";
import type { Report, Span } from "../../diagnostics.js";
import type {
  AttributeDeclaration,
  ComplexTypeDefinition,
  ElementDeclaration,
  Schema,
  SimpleTypeDefinition,
  TypeDefinition,
} from "../../schema/components.js";
import { isBuiltInType, leavesOf } from "../../schema/queries.js";
import { Substitution } from "../../schema/substitution.js";
import type { Definitions, Part } from "../../wsdl/components.js";
import type { ContractOperation } from "../../wsdl/operations.js";

/** What a program uses. */
export interface Selection {
  /** "GetStatus", or "Transactions.GetStatus" with the port type. */
  readonly operations: readonly string[];
  /** Global elements: "{urn:shop}Order", or "Order" in any namespace. */
  readonly elements: readonly string[];
}

export interface SelectedContract {
  readonly schema: Schema;
  /** Undefined where no service is described or selected. */
  readonly services: SelectedServices | undefined;
}

export interface SelectedServices {
  readonly definitions: Definitions;
  readonly operations: readonly ContractOperation[];
}

/** Selects; a name that nothing has is reported with the place given. */
export function selectComponents(contract: SelectedContract, selection: Selection, at: Span, report: Report): SelectedContract {
  const { schema } = contract;
  const refuse = (message: string): void => report({ id: "selection-unknown", severity: "error", message, at, related: [] });
  const operations = contract.services?.operations ?? [];
  const elements = selection.elements.flatMap((wanted) => {
    const found = [...schema.elements.values()].filter(({ name }) => name.clark === wanted || name.local === wanted);
    if (found.length === 0) refuse(noSuch("global element", wanted, namesOf(schema.elements.values(), wanted)));
    return found;
  });
  for (const wanted of selection.operations) {
    if (operations.some((operation) => isCalled(operation, wanted))) continue;
    refuse(
      noSuch(
        "operation",
        wanted,
        operations.map(({ operation }) => operation.name),
      ),
    );
  }
  const services = contract.services && selectServices(contract.services, selection.operations);
  const closure = new Closure(schema);
  for (const element of elements) closure.element(element);
  for (const { element, type } of (services?.operations ?? []).flatMap(partsOf)) {
    const global = element && schema.elements.get(element.clark);
    if (global !== undefined) closure.element(global);
    const named = type && schema.types.get(type.clark);
    if (named !== undefined) closure.declaredType(named);
  }
  return { schema: closure.schema(), services };
}

function isCalled({ portType, operation }: ContractOperation, wanted: string): boolean {
  return operation.name === wanted || `${portType.name.local}.${operation.name}` === wanted;
}

/** The end names what is near, else some of what there is. */
function noSuch(kind: string, wanted: string, names: readonly string[]): string {
  return `there is no ${kind} "${wanted}"${didYouMean(wanted, names) || `; there are ${shortList(names)}`}`;
}

/** Names as the wanted one is written: with the namespace, or without. */
export function namesOf(components: Iterable<{ readonly name: Name | undefined }>, wanted: string): readonly string[] {
  return [...components].flatMap(({ name }) => (name === undefined ? [] : [wanted.startsWith("{") ? name.clark : name.local]));
}

function shortList(names: readonly string[]): string {
  if (names.length === 0) return "none";
  return names.length <= 8 ? names.join(", ") : `${names.slice(0, 8).join(", ")} and ${names.length - 8} more`;
}

/** The wanted operations, with the port types, bindings and ports that offer them; undefined where none is wanted. */
function selectServices({ definitions, operations: all }: SelectedServices, wanted: readonly string[]): SelectedServices | undefined {
  const operations = all.filter((operation) => wanted.some((name) => isCalled(operation, name)));
  if (operations.length === 0) return undefined;
  const portTypes = new Set(operations.map(({ portType }) => portType));
  const services = definitions.services.map((service) => ({
    ...service,
    ports: service.ports.filter(({ binding }) => portTypes.has(binding.portType)),
  }));
  return {
    operations,
    definitions: {
      portTypes: definitions.portTypes.filter((portType) => portTypes.has(portType)),
      bindings: definitions.bindings.filter(({ portType }) => portTypes.has(portType)),
      services: services.filter(({ ports }) => ports.length > 0),
    },
  };
}

/** Parts of the messages and headers of an operation. */
function partsOf({ operation, bindings }: ContractOperation): readonly Part[] {
  const { input, output, faults } = operation;
  const headers = bindings.flatMap((binding) => [...(binding.input?.headers ?? []), ...(binding.output?.headers ?? [])]);
  return [...[input, output, ...faults].flatMap((message) => message?.message.parts ?? []), ...headers.map(({ part }) => part)];
}

/** Components that are reached from others. */
class Closure {
  readonly #schema: Schema;
  readonly #substitution: Substitution;
  readonly #elements = new Set<ElementDeclaration>();
  readonly #types = new Set<TypeDefinition>();
  readonly #attributes = new Set<AttributeDeclaration>();
  /** Types of which everything derived is in. */
  readonly #declared = new Set<TypeDefinition>();
  readonly #pending: (() => void)[] = [];

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#substitution = new Substitution(schema);
  }

  element(element: ElementDeclaration): void {
    if (this.#elements.has(element)) return;
    this.#elements.add(element);
    this.#later(() => {
      this.declaredType(element.type);
      for (const member of this.#substitution.elementsFor(element)) this.element(member);
    });
  }

  /** The type of an element, in whose place xsi:type may put any that is derived from it. */
  declaredType(type: TypeDefinition): void {
    this.#type(type);
    if (type.kind !== "complexType" || this.#declared.has(type) || type.baseType === type) return;
    this.#declared.add(type);
    this.#later(() => {
      for (const derived of this.#substitution.derivedFrom(type)) if (derived.name !== undefined) this.declaredType(derived);
    });
  }

  /** The schema with nothing but what was reached. */
  schema(): Schema {
    for (let visit = this.#pending.pop(); visit !== undefined; visit = this.#pending.pop()) visit();
    const all = this.#schema;
    const isUsed = (type: TypeDefinition): boolean => this.#types.has(type) || isBuiltInType(type);
    return {
      ...all,
      types: filterMap(all.types, isUsed),
      ownTypes: filterMap(all.ownTypes, isUsed),
      elements: filterMap(all.elements, (element) => this.#elements.has(element)),
      attributes: filterMap(all.attributes, (attribute) => this.#attributes.has(attribute)),
      complexTypes: all.complexTypes.filter(isUsed),
      simpleTypes: all.simpleTypes.filter(isUsed),
      elementDeclarations: all.elementDeclarations.filter((element) => this.#elements.has(element)),
      attributeDeclarations: all.attributeDeclarations.filter((attribute) => this.#attributes.has(attribute)),
    };
  }

  /** Visits wait, since contracts nest deeper than a stack is high. */
  #later(visit: () => void): void {
    this.#pending.push(visit);
  }

  #type(type: TypeDefinition): void {
    if (this.#types.has(type)) return;
    this.#types.add(type);
    this.#later(() => (type.kind === "simpleType" ? this.#simpleType(type) : this.#complexType(type)));
  }

  #simpleType({ baseType, itemType, memberTypes }: SimpleTypeDefinition): void {
    for (const type of [baseType, itemType, ...memberTypes]) if (type !== undefined) this.#type(type);
  }

  #complexType({ baseType, attributeUses, contentType, ownParticle }: ComplexTypeDefinition): void {
    this.#type(baseType);
    for (const { declaration } of attributeUses) {
      this.#attributes.add(declaration);
      this.#type(declaration.type);
    }
    if (contentType.kind === "simple") this.#type(contentType.type);
    // What the base has in its content is reached through the base.
    const particle = ownParticle ?? ("particle" in contentType ? contentType.particle : undefined);
    if (particle !== undefined) for (const { term } of leavesOf(particle)) if (term.kind === "element") this.element(term);
  }
}

function filterMap<Value>(map: ReadonlyMap<string, Value>, isWanted: (value: Value) => boolean): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([, value]) => isWanted(value)));
}
