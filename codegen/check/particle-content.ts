/**
 * Particles of the component model -> content models of the automaton.
 */
import type { Content, GroupContent } from "../../src/runtime/automaton/content.js";
import type { ModelGroup, Particle } from "../schema/components.js";
import type { LeafParticle } from "../schema/queries.js";

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
