/**
 * Content model -> tree of what a diagram shows: elements, wildcards, and the groups around them. XSD 1.0 Part 1 §3.8, §3.9
 */

import { isBuiltIn } from "../../schema/built-in-components.js";
import type { ComplexTypeDefinition, ElementDeclaration, ModelGroup, Particle, TypeDefinition } from "../../schema/components.js";
import type { PageSubject } from "./addresses.js";
import { membersOf, occursText } from "./particles.js";

/** One box or symbol of a diagram. */
export interface DiagramNode {
  readonly kind: "root" | "element" | "any" | "more" | ModelGroup["compositor"];
  /** The name in the box; the name of a group, or "". */
  readonly label: string;
  /** The type below it, or "". */
  readonly note: string;
  /** Where a click on it leads. */
  readonly subject: PageSubject | undefined;
  /** "0..1", "1..∞", or "" for exactly once. */
  readonly occurs: string;
  readonly optional: boolean;
  readonly repeated: boolean;
  readonly children: readonly DiagramNode[];
}

/** A diagram with more boxes would be a picture of nothing: what goes beyond is counted. */
const mostNodes = 250;

/** The diagram of a type's content; undefined where there are no elements in it. */
export function diagramOf(name: string, type: ComplexTypeDefinition): DiagramNode | undefined {
  const { contentType } = type;
  if (contentType.kind !== "elementOnly" && contentType.kind !== "mixed") return undefined;
  const children = [new DiagramMaker().particle(contentType.particle)];
  return { ...plain("root", name), note: contentType.kind === "mixed" ? "mixed" : "", children };
}

function plain(kind: DiagramNode["kind"], label: string): DiagramNode {
  return { kind, label, note: "", subject: undefined, occurs: "", optional: false, repeated: false, children: [] };
}

class DiagramMaker {
  #made = 0;
  /** Groups in which the current particle stands: by an anonymous type a group may contain itself. */
  readonly #open = new Set<ModelGroup>();

  particle(particle: Particle): DiagramNode {
    this.#made++;
    const { term, minOccurs, maxOccurs } = particle;
    const bounds = { occurs: occursText(particle), optional: minOccurs === 0, repeated: maxOccurs > 1 };
    if (term.kind === "wildcard") return { ...plain("any", "any element"), ...bounds };
    if (term.kind === "element") return { ...this.#element(term), ...bounds };
    const node = { ...plain(term.compositor, term.definition?.name.local ?? ""), ...bounds };
    return this.#open.has(term) ? { ...node, note: "as above" } : { ...node, children: this.#inside(term) };
  }

  #inside(group: ModelGroup): readonly DiagramNode[] {
    this.#open.add(group);
    const members = membersOf(group);
    const children: DiagramNode[] = [];
    for (const member of members) {
      if (this.#made >= mostNodes) break;
      children.push(this.particle(member));
    }
    this.#open.delete(group);
    const missing = members.length - children.length;
    return missing === 0 ? children : [...children, plain("more", `${missing} more`)];
  }

  #element(element: ElementDeclaration): DiagramNode {
    const { name, type, scope } = element;
    const inPlace = scope === "local" && type.name === undefined && type.kind === "complexType" ? this.#contentOf(type) : [];
    return {
      ...plain("element", name.local),
      note: typeText(type),
      subject: scope === "global" ? element : type.name !== undefined && !isBuiltIn(type) ? type : undefined,
      children: inPlace,
    };
  }

  #contentOf({ contentType }: ComplexTypeDefinition): readonly DiagramNode[] {
    if (contentType.kind !== "elementOnly" && contentType.kind !== "mixed") return [];
    return this.#made >= mostNodes ? [plain("more", "more")] : [this.particle(contentType.particle)];
  }
}

function typeText(type: TypeDefinition): string {
  if (type.name === undefined) return "";
  return isBuiltIn(type) ? `xs:${type.name.local}` : type.name.local;
}
