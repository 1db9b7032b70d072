/**
 * Fields -> members of interfaces and object types.
 */
import type { Annotation, ElementDeclaration, Wildcard } from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { effectiveConstraint } from "../../schema/queries.js";
import type { Alternative, AttributeField, ContentFields, Field, GroupField, ItemsField, TypeFields } from "../content/fields.js";
import type { FieldsOfTypes } from "../content/type-fields.js";
import { noDocumentation, withFacts } from "../documented.js";
import type { OpenDeclaration } from "../names/modules.js";
import type { Documentation, Property, Shape } from "../plan.js";
import { factsOf } from "./facts.js";
import { arrayOf, declared, nothing, objectShape, runtimeType, string, unionOf } from "./shapes.js";
import type { TypeUses } from "./type-uses.js";

/** Makes the members of types and groups. */
export class MemberMaker {
  readonly #uses: TypeUses;
  readonly #fieldsOf: FieldsOfTypes;
  readonly #group: (field: GroupField) => OpenDeclaration;

  constructor(uses: TypeUses, fieldsOf: FieldsOfTypes, group: (field: GroupField) => OpenDeclaration) {
    this.#uses = uses;
    this.#fieldsOf = fieldsOf;
    this.#group = group;
  }

  /** The parts of an object type: what every value has, and one part for each choice. */
  contentParts(fields: ContentFields): { readonly members: readonly Property[]; readonly choices: readonly Shape[] } {
    const { members, choices } = fields.alternatives;
    return { members: this.#alternative(members), choices: choices.map((alternatives) => this.#choice(alternatives)) };
  }

  attribute({ property, use }: AttributeField): Property {
    const { declaration, required } = use;
    const constraint = effectiveConstraint(use);
    return {
      name: property,
      optional: !required,
      shape: this.#uses.fixedShape(declaration.type, constraint) ?? this.#uses.type(declaration.type).shape,
      documentation: commentOf([use.annotation, declaration.annotation], () => factsOf(declaration.type, constraint)),
      defaultValue: constraint?.kind === "default" ? constraint.lexical : undefined,
    };
  }

  attributeMembers({ attributes, wildcard }: TypeFields): readonly Property[] {
    const members = attributes.map((field) => this.attribute(field));
    return wildcard === undefined ? members : [...members, member("$attributes", true, runtimeType("XmlAttributes"))];
  }

  /** The value of an element, null included where it is nillable. */
  elementShape(element: ElementDeclaration): Shape {
    const { shape } = this.#uses.element(element);
    return element.nillable ? unionOf([shape, this.#nil(element)]) : shape;
  }

  /** A nil element keeps its attributes, so it is null only where there cannot be any. */
  #nil({ type }: ElementDeclaration): Shape {
    if (type.kind === "simpleType" || (type.attributeUses.length === 0 && type.attributeWildcard === undefined)) return nothing;
    const { shape } = this.#uses.type(type);
    // xs:anyType: what it is without nil, with the attributes that there are.
    if (shape.kind === "runtime") return runtimeType("Nil", shape);
    const members = this.#fieldsOf.allAttributes(type).map((field) => this.attribute(field));
    if (type.attributeWildcard !== undefined) members.push(member("$attributes", true, runtimeType("XmlAttributes")));
    return runtimeType("Nil", objectShape(members));
  }

  #choice(alternatives: readonly Alternative[]): Shape {
    const shapes = alternatives.map((alternative) => objectShape(this.#alternative(alternative)));
    const [only, none] = alternatives;
    const [shape] = shapes;
    if (shape !== undefined && only !== undefined && alternatives.length === 2 && none?.size === 0) return runtimeType("Maybe", shape);
    return runtimeType("OneOf", { kind: "tuple", items: shapes });
  }

  #alternative(alternative: Alternative): readonly Property[] {
    return [...alternative].map(([field, optional]) => this.#field(field, optional));
  }

  #field(field: Field, optional: boolean): Property {
    switch (field.kind) {
      case "items":
        return member(field.property, optional, arrayOf(this.#itemShape(field)));
      case "group":
        return member(field.property, optional, arrayOf(declared(this.#group(field))));
      default: {
        const { term, named } = field;
        const shape = this.#termShape(term);
        const constraint = term.kind === "element" ? term.valueConstraint : undefined;
        const facts = () => (term.kind === "element" ? factsOf(term.type, constraint, term.annotation) : undefined);
        const documentation = commentOf([field.annotation, term.annotation], facts);
        const defaultValue = constraint?.kind === "default" ? constraint.lexical : undefined;
        return { name: field.property, optional, shape: named.array ? arrayOf(shape) : shape, documentation, defaultValue };
      }
    }
  }

  #itemShape(field: ItemsField): Shape {
    const members = field.terms.map(({ key, term }) => ({
      ...member(key, false, this.#memberShape(term)),
      documentation: commentOfTerm(term),
    }));
    const item = runtimeType("Item", objectShape(members));
    if (!field.mixed) return item;
    return members.length === 0 ? string : unionOf([string, item]);
  }

  #termShape(term: ElementDeclaration | Wildcard): Shape {
    if (term.kind === "wildcard") return runtimeType("XmlElement");
    const head = this.#uses.headOf(term);
    return head === undefined ? this.elementShape(term) : declared(head);
  }

  /** Substitution groups have a member of their own for each element. */
  #memberShape(term: ElementDeclaration | Wildcard): Shape {
    return term.kind === "wildcard" ? runtimeType("XmlElement") : this.elementShape(term);
  }
}

function member(name: string, optional: boolean, shape: Shape): Property {
  return { name, optional, shape, documentation: undefined, defaultValue: undefined };
}

function commentOfTerm(term: ElementDeclaration | Wildcard): Property["documentation"] {
  return term.kind === "wildcard"
    ? undefined
    : commentOf([term.annotation], () => factsOf(term.type, term.valueConstraint, term.annotation));
}

/** What a reference says, or else what the declaration says. */
function commentOf(annotations: readonly (Annotation | undefined)[], facts: () => string | undefined): Documentation {
  const text = annotations.map(documentationOf).find((found) => found !== undefined);
  return withFacts({ ...noDocumentation, text }, facts);
}
