/**
 * rpc messages -> global element declarations: an element named for the operation, with one unqualified child a part.
 * WSDL 1.1 §3.5, WS-I Basic Profile 1.1 R2729, R2735
 *
 * With them a message of an rpc operation is a document like any other.
 */
import { internName, type Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import { anyType } from "../schema/built-in-components.js";
import type { ComplexTypeDefinition, ElementDeclaration, Particle, Schema, TypeDefinition } from "../schema/components.js";
import type { Part, SoapMessage } from "./components.js";

/** Collects the wrappers of a contract. */
export class RpcWrapperElements {
  readonly #schema: Schema;
  readonly #made = new Map<string, { readonly element: ElementDeclaration; readonly key: string }>();
  readonly #types: ComplexTypeDefinition[] = [];
  readonly #locals: ElementDeclaration[] = [];

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** The wrapper; undefined where the schema or another message uses its name for something else, or a part has no type. */
  wrap(local: string, { namespace, parts, at }: SoapMessage): ElementDeclaration | undefined {
    const name = internName(namespace, local);
    const key = parts.map((part) => `${part.name}=${part.type?.clark ?? part.element?.clark}`).join(" ");
    const known = this.#made.get(name.clark);
    if (known !== undefined) return known.key === key ? known.element : undefined;
    if (this.#schema.elements.has(name.clark)) return undefined;
    const types = parts.map((part) => this.typeOf(part));
    if (!types.every((type) => type !== undefined)) return undefined;
    const particles = parts.map((part, index) => particleOf(this.#local(part, types[index] ?? anyType)));
    const type = wrapperType(namespace, particles, at);
    const element = elementOf(name, type, "global", at);
    this.#types.push(type);
    this.#made.set(name.clark, { element, key });
    return element;
  }

  /** A part with a type that stands alone, as header or fault: an element without namespace. */
  elementOfPart(part: Part): ElementDeclaration | undefined {
    if (part.element !== undefined) return this.#schema.elements.get(part.element.clark);
    const type = this.typeOf(part);
    const key = `part ${part.type?.clark}`;
    const known = this.#made.get(part.name);
    if (known !== undefined) return known.key === key ? known.element : undefined;
    if (type === undefined || this.#schema.elements.has(part.name)) return undefined;
    const element = elementOf(internName("", part.name), type, "global", part.at);
    this.#made.set(part.name, { element, key });
    return element;
  }

  /** The type that a part names; of a part that names an element, that element's. */
  typeOf({ type, element }: Part): TypeDefinition | undefined {
    if (type !== undefined) return this.#schema.types.get(type.clark);
    return element && this.#schema.elements.get(element.clark)?.type;
  }

  /** The schema with all wrappers that were made. */
  schema(): Schema {
    const schema = this.#schema;
    const elements = [...this.#made].map(([clark, { element }]) => [clark, element] as const);
    return {
      ...schema,
      elements: new Map([...schema.elements, ...elements]),
      complexTypes: [...schema.complexTypes, ...this.#types],
      elementDeclarations: [...schema.elementDeclarations, ...elements.map(([, element]) => element), ...this.#locals],
    };
  }

  #local(part: Part, type: TypeDefinition): ElementDeclaration {
    const element = elementOf(internName("", part.name), type, "local", part.at);
    this.#locals.push(element);
    return element;
  }
}

function elementOf(name: Name, type: TypeDefinition, scope: "global" | "local", at: Span): ElementDeclaration {
  return {
    kind: "element",
    name,
    scope,
    context: undefined,
    type,
    valueConstraint: undefined,
    nillable: false,
    identityConstraints: [],
    substitutionGroup: undefined,
    substitutionGroupExclusions: new Set(),
    disallowedSubstitutions: new Set(),
    abstract: false,
    annotation: undefined,
    at,
  };
}

function particleOf(term: Particle["term"]): Particle {
  return { kind: "particle", minOccurs: 1, maxOccurs: 1, term, at: "at" in term ? term.at : { uri: "", line: 1, column: 1, offset: 0 } };
}

function wrapperType(targetNamespace: string, particles: readonly Particle[], at: Span): ComplexTypeDefinition {
  const group: Particle["term"] = {
    kind: "modelGroup",
    compositor: "sequence",
    particles,
    definition: undefined,
    annotation: undefined,
    at,
  };
  const particle = particleOf(group);
  return {
    kind: "complexType",
    name: undefined,
    targetNamespace,
    context: undefined,
    baseType: anyType,
    derivation: "restriction",
    explicitBase: false,
    abstract: false,
    final: new Set(),
    prohibitedSubstitutions: new Set(),
    attributeUses: [],
    attributeWildcard: undefined,
    contentType: particles.length === 0 ? { kind: "empty" } : { kind: "elementOnly", particle },
    ownParticle: particle,
    ownAttributeUses: [],
    prohibitedAttributes: [],
    annotation: undefined,
    at,
  };
}
