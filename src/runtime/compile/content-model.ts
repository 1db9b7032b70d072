/**
 * Layout -> content model that matches element names. XSD 1.0 Part 1 §3.8
 */

import type { Name } from "../../xml/names.js";
import { type ContentModel, compileContent } from "../automaton/compile.js";
import { contentOf, type Layout, type Particle } from "./particle.js";

/** Compiles the content model of a layout. `ambiguous`: the first particle that fits takes the element. */
export function modelOf(layout: Layout, ambiguous: boolean): ContentModel<Particle> {
  const test = (particle: Particle) => {
    const { wildcard } = particle;
    if (wildcard !== undefined) return { kind: "wildcard", accepts: (name: Name) => wildcard.admits(name.namespace) } as const;
    return { kind: "element", names: particle.members.map((member) => member.declaration.name) } as const;
  };
  return compileContent(contentOf(layout), { test, ambiguous });
}
