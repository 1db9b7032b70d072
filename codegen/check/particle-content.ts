/**
 * Particles of the component model -> content models of the automaton, and the names that an element particle stands for.
 */
import type { Content, GroupContent } from "../../src/runtime/automaton/content.js";
import type { Name } from "../../src/xml/names.js";
import type { ElementDeclaration, ModelGroup, Particle, Schema, Wildcard } from "../schema/components.js";
import { substitutableElements } from "../schema/queries.js";

/** A particle whose term is not a group. */
export interface LeafParticle extends Particle {
  readonly term: ElementDeclaration | Wildcard;
}

/** The particle as a content model. Children are made when they are asked for: chains of extensions nest deeper than a stack is high. */
export function contentOf(particle: Particle): Content<LeafParticle> {
  const { term, minOccurs, maxOccurs } = particle;
  return term.kind === "modelGroup"
    ? new ParticleGroup(term, minOccurs, maxOccurs)
    : { kind: "leaf", leaf: { ...particle, term }, min: minOccurs, max: maxOccurs };
}

class ParticleGroup implements GroupContent<LeafParticle> {
  readonly kind: "sequence" | "choice" | "all";
  readonly min: number;
  readonly max: number;
  readonly #group: ModelGroup;
  #made: readonly Content<LeafParticle>[] | undefined;

  constructor(group: ModelGroup, min: number, max: number) {
    this.#group = group;
    this.kind = group.compositor;
    this.min = min;
    this.max = max;
  }

  get children(): readonly Content<LeafParticle>[] {
    this.#made ??= this.#group.particles.map(contentOf);
    return this.#made;
  }
}

/** Which elements stand where a declaration is referred to: it and its substitution group, asked for often and found once. */
export class SubstitutionGroups {
  readonly #schema: Schema;
  readonly #known = new Map<ElementDeclaration, readonly ElementDeclaration[]>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** The declaration itself first. */
  elementsFor(declaration: ElementDeclaration): readonly ElementDeclaration[] {
    if (declaration.scope === "local" || !this.#schema.substitutionGroups.has(declaration.name.clark)) return [declaration];
    const known = this.#known.get(declaration);
    if (known !== undefined) return known;
    const elements = [declaration, ...substitutableElements(this.#schema, declaration)];
    this.#known.set(declaration, elements);
    return elements;
  }

  namesFor(declaration: ElementDeclaration): readonly Name[] {
    return this.elementsFor(declaration).map((element) => element.name);
  }
}
