/**
 * Elements that messages put on the wire and no schema declares.
 *
 * An rpc body has one element named after the operation, with an unqualified child for each part (WSDL 1.1 §3.5, WS-I Basic Profile 1.1
 * R2729, R2735); a part with a type that stands alone, as a header or a fault, is an element of its name. With these as components a message
 * is a document like any other.
 */
import { internName, type Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import { anyType } from "../schema/built-in-components.js";
import type { ComplexTypeDefinition, ElementDeclaration, Particle, Schema, TypeDefinition } from "../schema/components.js";
import type { Part, SoapMessage } from "./components.js";

/** Makes the implied elements of a contract, each once. */
export class ImpliedElements {
  readonly #schema: Schema;
  readonly #made = new Map<string, ElementDeclaration>();
  readonly #types: ComplexTypeDefinition[] = [];
  readonly #locals: ElementDeclaration[] = [];

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** The wrapper of an rpc message. Values of an encoded one may be nil. SOAP 1.1 §5.1, rule 9 */
  wrapper(local: string, { use, namespace, parts, at }: SoapMessage): ElementDeclaration {
    const name = internName(namespace, local);
    const nillable = use === "encoded";
    const key = `${name.clark} ${use} ${parts.map((part) => `${part.name}=${part.type?.clark ?? part.element?.clark}`).join(" ")}`;
    return this.#once(key, () => {
      const children = parts.map((part) => elementOf(internName("", part.name), this.typeOf(part), "local", part.at, nillable));
      const type = wrapperType(namespace, children.map(particleOf), at);
      this.#types.push(type);
      this.#locals.push(...children);
      return elementOf(name, type, "global", at);
    });
  }

  /** The element that a part names; for a part with a type, or with an element that no schema declares, one of its name. */
  ofPart(part: Part, namespace = ""): ElementDeclaration {
    const { element, type, name, at } = part;
    const declared = element && this.#schema.elements.get(element.clark);
    if (declared !== undefined) return declared;
    const key = element?.clark ?? `part ${namespace} ${name}=${type?.clark}`;
    return this.#once(key, () => elementOf(element ?? internName(namespace, name), this.typeOf(part), "global", at));
  }

  /** The type that a part names, or that of the element that it names; anyType where nothing has that name. */
  typeOf({ type, element }: Part): TypeDefinition {
    const named = type === undefined ? element && this.#schema.elements.get(element.clark)?.type : this.#schema.types.get(type.clark);
    return named ?? anyType;
  }

  /** The schema with the implied elements, of several with one name the first. */
  schema(): Schema {
    const schema = this.#schema;
    const elements = new Map(schema.elements);
    for (const element of this.#made.values()) if (!elements.has(element.name.clark)) elements.set(element.name.clark, element);
    return {
      ...schema,
      elements,
      complexTypes: [...schema.complexTypes, ...this.#types],
      elementDeclarations: [...schema.elementDeclarations, ...this.#made.values(), ...this.#locals],
    };
  }

  #once(key: string, make: () => ElementDeclaration): ElementDeclaration {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const element = make();
    this.#made.set(key, element);
    return element;
  }
}

function elementOf(name: Name, type: TypeDefinition, scope: "global" | "local", at: Span, nillable = false): ElementDeclaration {
  return {
    kind: "element",
    name,
    scope,
    context: undefined,
    type,
    valueConstraint: undefined,
    nillable,
    identityConstraints: [],
    substitutionGroup: undefined,
    substitutionGroupExclusions: new Set(),
    disallowedSubstitutions: new Set(),
    abstract: false,
    annotation: undefined,
    at,
  };
}

function particleOf(term: Particle["term"] & { readonly at: Span }): Particle {
  return { kind: "particle", minOccurs: 1, maxOccurs: 1, term, at: term.at };
}

function wrapperType(targetNamespace: string, particles: readonly Particle[], at: Span): ComplexTypeDefinition {
  const particle = particleOf({
    kind: "modelGroup",
    compositor: "sequence",
    particles,
    definition: undefined,
    annotation: undefined,
    at,
  });
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
