/**
 * How many elements the smallest valid content of a component has: what can be satisfied at all, and which branch ends soonest.
 *
 * <xs:element name="node"> that must hold a node never ends: its size is Infinity. Sizes are found by repetition, from Infinity downwards,
 * until none changes any more.
 */

import { anyType } from "../../schema/built-in-components.js";
import type {
  AttributeUse,
  ComplexTypeDefinition,
  ElementDeclaration,
  ModelGroup,
  Particle,
  Schema,
  SimpleTypeDefinition,
  TypeDefinition,
  Wildcard,
} from "../../schema/components.js";
import { allowsNamespace } from "../../schema/namespace-constraint.js";
import type { Substitution } from "../../schema/substitution.js";
import { roleWithin } from "./values.js";

const never = Number.POSITIVE_INFINITY;

/** Larger documents are useless as samples and might not fit into memory. */
const mostElements = 100_000;

/** Least sizes of the components of one schema. */
export class LeastSizes {
  readonly #schema: Schema;
  readonly #substitution: Substitution;
  /** Simple types of which no value could be made. */
  readonly #impossible = new Set<SimpleTypeDefinition>();
  readonly #types = new Map<ComplexTypeDefinition, number>();
  #heads = new Map<ElementDeclaration, number>();
  readonly #particles = new WeakMap<ModelGroup, readonly Particle[]>();

  constructor(schema: Schema, substitution: Substitution) {
    this.#schema = schema;
    this.#substitution = substitution;
    this.#settle();
  }

  /** Excludes a type without a value that can be made. True if it was not excluded before. */
  exclude(type: SimpleTypeDefinition): boolean {
    if (this.#impossible.has(type)) return false;
    this.#impossible.add(type);
    this.#types.clear();
    this.#settle();
    return true;
  }

  #settle(): void {
    for (let changed = true; changed; ) {
      changed = false;
      this.#heads = new Map();
      for (const type of this.#schema.complexTypes) {
        const size = this.#contentSize(type);
        if (size === this.#types.get(type)) continue;
        this.#types.set(type, size);
        changed ||= size !== never;
      }
    }
    this.#heads = new Map();
  }

  #contentSize(type: ComplexTypeDefinition): number {
    if (type.attributeUses.some((use) => use.required && !this.canHaveValue(use))) return never;
    switch (type.contentType.kind) {
      case "empty":
        return 0;
      case "simple":
        return this.ofType(type.contentType.type);
      case "elementOnly":
      case "mixed":
        return this.ofParticle(type.contentType.particle);
    }
  }

  canHaveValue({ declaration, valueConstraint }: AttributeUse): boolean {
    const fixed = valueConstraint ?? declaration.valueConstraint;
    return fixed?.kind === "fixed" || this.ofType(declaration.type) !== never;
  }

  /** Elements within content of the type itself, not of what may stand for it. */
  ofType(type: TypeDefinition): number {
    if (type.kind === "complexType") return type === anyType ? 0 : (this.#types.get(type) ?? never);
    return this.#impossible.has(type) || roleWithin(type.datatype) === "ENTITY" || type.datatype.facets.enumeration?.length === 0
      ? never
      : 0;
  }

  /** The element itself and what it must contain, as the declared type or another one; nothing else stands for it. */
  ofElement(declaration: ElementDeclaration): number {
    if (declaration.abstract) return never;
    if (declaration.nillable && declaration.valueConstraint?.kind !== "fixed")
      return 1 + (this.#isUsable(declaration.type) ? 0 : this.#ofTypes(declaration));
    return 1 + this.#ofTypes(declaration);
  }

  #isUsable(type: TypeDefinition): boolean {
    if (type.kind === "simpleType") return true;
    return !type.abstract && !type.attributeUses.some((use) => use.required && !this.canHaveValue(use));
  }

  #ofTypes(declaration: ElementDeclaration): number {
    const { type } = declaration;
    const own = type.kind === "complexType" && type.abstract ? never : this.ofType(type);
    if (own !== never) return own;
    return Math.min(...this.#substitution.typesFor(type, declaration.disallowedSubstitutions).map((other) => this.ofType(other)), never);
  }

  /** The least of the elements that may stand where the declaration is referred to. */
  ofReference(declaration: ElementDeclaration): number {
    const known = this.#heads.get(declaration);
    if (known !== undefined) return known;
    const size = Math.min(...this.#substitution.concreteElementsFor(declaration).map((element) => this.ofElement(element)), never);
    this.#heads.set(declaration, size);
    return size;
  }

  ofParticle({ minOccurs, term }: Particle): number {
    const size = minOccurs === 0 ? 0 : minOccurs * this.ofTerm(term);
    return size > mostElements ? never : size;
  }

  ofTerm(term: Particle["term"]): number {
    if (term.kind === "element") return this.ofReference(term);
    if (term.kind === "wildcard") return this.#ofWildcard(term);
    const sizes = this.particlesOf(term).map((particle) => this.ofParticle(particle));
    if (term.compositor === "choice") return Math.min(...sizes, never);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  #ofWildcard({ namespaceConstraint: constraint, processContents }: Wildcard): number {
    if (constraint.kind === "list" && constraint.namespaces.length === 0) return never;
    if (processContents !== "strict") return 1;
    return Math.min(...this.allowedElements(constraint).map((element) => this.ofElement(element)), never);
  }

  /** Global elements that a wildcard lets through. */
  allowedElements(constraint: Wildcard["namespaceConstraint"]): readonly ElementDeclaration[] {
    return [...this.#schema.elements.values()].filter(({ name, abstract }) => !abstract && allowsNamespace(constraint, name.namespace));
  }

  /** The particles of a group, those of sequences that stand in it once put in their place: chains of extensions nest deeply. */
  particlesOf(group: ModelGroup): readonly Particle[] {
    if (group.compositor !== "sequence") return group.particles;
    const known = this.#particles.get(group);
    if (known !== undefined) return known;
    const flat: Particle[] = [];
    const pending = [...group.particles].reverse();
    for (let particle = pending.pop(); particle !== undefined; particle = pending.pop()) {
      const { term, minOccurs, maxOccurs } = particle;
      const nested = term.kind === "modelGroup" && term.compositor === "sequence" && minOccurs === 1 && maxOccurs === 1;
      if (nested) pending.push(...[...term.particles].reverse());
      else flat.push(particle);
    }
    this.#particles.set(group, flat);
    return flat;
  }
}
