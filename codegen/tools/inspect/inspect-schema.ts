/**
 * Schema components -> JSON. XSD 1.0 Part 1 §3
 */
import type { Name } from "../../../src/xml/names.js";
import type { Span } from "../../diagnostics.js";
import type {
  Annotation,
  AttributeDeclaration,
  AttributeGroupDefinition,
  AttributeUse,
  ComplexTypeDefinition,
  ElementDeclaration,
  Facet,
  IdentityConstraint,
  ModelGroup,
  NotationDeclaration,
  Particle,
  Schema,
  SimpleTypeDefinition,
  TypeDefinition,
  ValueConstraint,
  Wildcard,
} from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { effectiveConstraint } from "../../schema/queries.js";
import { Substitution } from "../../schema/substitution.js";
import type {
  InspectedAttribute,
  InspectedAttributeGroup,
  InspectedAttributeUse,
  InspectedComplexType,
  InspectedComponent,
  InspectedContent,
  InspectedElement,
  InspectedFacet,
  InspectedIdentityConstraint,
  InspectedModel,
  InspectedNotation,
  InspectedSimpleType,
  InspectedType,
  InspectedValueConstraint,
  InspectedWildcard,
  Occurrence,
  TypeReference,
} from "./model.js";

/** "file:line:column" */
export function placeOf({ uri, line, column }: Span): string {
  return `${uri}:${line}:${column}`;
}

/** Turns components into JSON. */
export class SchemaInspector {
  readonly #substitution: Substitution;
  /** Groups whose particles are being listed. */
  readonly #open = new Set<ModelGroup>();

  constructor(schema: Schema) {
    this.#substitution = new Substitution(schema);
  }

  element(element: ElementDeclaration): InspectedElement {
    const { name, type, nillable, abstract, substitutionGroup, valueConstraint } = element;
    const [, ...members] = this.#substitution.elementsFor(element);
    const substitutes = members.map((member) => member.name.clark);
    return {
      kind: "element",
      name: name.clark,
      type: this.typeReference(type),
      ...constraintOf(valueConstraint),
      ...(nillable && { nillable }),
      ...(abstract && { abstract }),
      ...(substitutionGroup && { substitutionGroup: substitutionGroup.name.clark }),
      ...(substitutes.length > 0 && { substitutes: [...substitutes].sort() }),
      ...setOf("block", element.disallowedSubstitutions),
      ...setOf("final", element.substitutionGroupExclusions),
      ...listOf("identityConstraints", element.identityConstraints.map(identityConstraint)),
      ...componentOf(element),
    };
  }

  typeReference(type: TypeDefinition): TypeReference {
    return type.name === undefined ? this.type(type) : type.name.clark;
  }

  type(type: TypeDefinition): InspectedType {
    return type.kind === "simpleType" ? this.#simpleType(type) : this.#complexType(type);
  }

  #simpleType(type: SimpleTypeDefinition): InspectedSimpleType {
    const { variety, baseType, itemType, memberTypes } = type;
    return {
      kind: "simpleType",
      ...nameOf(type.name),
      variety,
      base: this.typeReference(baseType),
      ...(itemType && { item: this.typeReference(itemType) }),
      ...listOf(
        "members",
        memberTypes.map((member) => this.typeReference(member)),
      ),
      ...listOf("facets", type.facets.map(facet)),
      ...setOf("final", type.final),
      ...componentOf(type),
    };
  }

  #complexType(type: ComplexTypeDefinition): InspectedComplexType {
    const { abstract, attributeWildcard, baseType, derivation } = type;
    return {
      kind: "complexType",
      ...nameOf(type.name),
      base: this.typeReference(baseType),
      derivation,
      ...(abstract && { abstract }),
      ...setOf("block", type.prohibitedSubstitutions),
      ...setOf("final", type.final),
      ...listOf(
        "attributes",
        type.attributeUses.map((use) => this.#attributeUse(use)),
      ),
      ...(attributeWildcard && { anyAttribute: wildcard(attributeWildcard) }),
      content: this.#content(type),
      ...componentOf(type),
    };
  }

  #content({ contentType }: ComplexTypeDefinition): InspectedContent {
    switch (contentType.kind) {
      case "empty":
        return { kind: "empty" };
      case "simple":
        return { kind: "simple", type: this.typeReference(contentType.type) };
      case "elementOnly":
      case "mixed":
        return { kind: contentType.kind, model: this.model(contentType.particle) };
    }
  }

  model({ term, minOccurs, maxOccurs }: Particle): InspectedModel {
    const occurrence: Occurrence = { minOccurs, maxOccurs: maxOccurs === Number.POSITIVE_INFINITY ? "unbounded" : maxOccurs };
    switch (term.kind) {
      case "element":
        return term.scope === "global"
          ? { kind: "element", ref: term.name.clark, ...occurrence }
          : { kind: "element", ...occurrence, local: this.element(term) };
      case "wildcard":
        return { kind: "any", ...wildcard(term), ...occurrence };
      case "modelGroup":
        return {
          kind: term.compositor,
          ...(term.definition && { group: term.definition.name.clark }),
          ...occurrence,
          particles: this.#particles(term),
        };
    }
  }

  /** Empty for a group inside itself (by an anonymous type that refers to it). */
  #particles(group: ModelGroup): readonly InspectedModel[] {
    if (this.#open.has(group)) return [];
    this.#open.add(group);
    const particles = group.particles.map((particle) => this.model(particle));
    this.#open.delete(group);
    return particles;
  }

  attribute(attribute: AttributeDeclaration): InspectedAttribute {
    const { name, type, valueConstraint } = attribute;
    return {
      kind: "attribute",
      name: name.clark,
      type: this.typeReference(type),
      ...constraintOf(valueConstraint),
      ...componentOf(attribute),
    };
  }

  #attributeUse(use: AttributeUse): InspectedAttributeUse {
    const { declaration, required } = use;
    const documentation = documentationOf(declaration.annotation);
    return {
      name: declaration.name.clark,
      type: this.typeReference(declaration.type),
      ...(required && { required }),
      ...constraintOf(effectiveConstraint(use)),
      ...(documentation !== undefined && { documentation }),
    };
  }

  attributeGroup(group: AttributeGroupDefinition): InspectedAttributeGroup {
    const { attributeUses, attributeWildcard } = group;
    return {
      ...listOf(
        "attributes",
        attributeUses.map((use) => this.#attributeUse(use)),
      ),
      ...(attributeWildcard && { anyAttribute: wildcard(attributeWildcard) }),
      ...componentOf(group),
    };
  }
}

export function inspectNotation(notation: NotationDeclaration): InspectedNotation {
  const { publicId, systemId } = notation;
  return { ...(publicId !== undefined && { publicId }), ...(systemId !== undefined && { systemId }), ...componentOf(notation) };
}

function componentOf({ annotation, at }: { readonly annotation: Annotation | undefined; readonly at: Span }): InspectedComponent {
  const documentation = documentationOf(annotation);
  return { ...(documentation !== undefined && { documentation }), at: placeOf(at) };
}

function nameOf(name: Name | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name: name.clark };
}

function constraintOf(constraint: ValueConstraint | undefined): InspectedValueConstraint {
  if (constraint === undefined) return {};
  return constraint.kind === "default" ? { default: constraint.lexical } : { fixed: constraint.lexical };
}

function facet({ kind, value, fixed, annotation }: Facet): InspectedFacet {
  const documentation = documentationOf(annotation);
  return { kind, value, ...(fixed === true && { fixed }), ...(documentation !== undefined && { documentation }) };
}

function identityConstraint({ name, category, selector, fields, referencedKey }: IdentityConstraint): InspectedIdentityConstraint {
  return { name: name.clark, category, selector, fields, ...(referencedKey && { refer: referencedKey.name.clark }) };
}

function wildcard({ namespaceConstraint: constraint, processContents }: Wildcard): InspectedWildcard {
  const namespaces =
    constraint.kind === "any" ? "##any" : constraint.kind === "not" ? `##other ${constraint.namespace}`.trim() : constraint.namespaces;
  return { namespaces, processContents };
}

function setOf<Key extends string>(key: Key, values: ReadonlySet<string>): Partial<Record<Key, readonly string[]>> {
  return listOf(key, [...values].sort());
}

/** Nothing for an empty list. */
function listOf<Key extends string, Item>(key: Key, items: readonly Item[]): Partial<Record<Key, readonly Item[]>> {
  // An object with one key of the type's keys is a part of it.
  return items.length === 0 ? {} : ({ [key]: items } as Partial<Record<Key, readonly Item[]>>);
}
