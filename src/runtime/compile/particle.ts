/**
 * Particles: the leaves of content models with the properties that their values go to; and the layout, which tells the encoder their order.
 */
import type { Name } from "../../xml/names.js";
import type { ContentModel } from "../automaton/compile.js";
import type { Content, GroupContent } from "../automaton/content.js";
import type { Declaration } from "./compiled-type.js";
import type { Wildcard } from "./wildcard.js";

/** How a value joins the object of its parent. */
export const SlotKind = { value: 0, array: 1, items: 2, content: 3 } as const;
export type SlotKind = (typeof SlotKind)[keyof typeof SlotKind];

/** A property of the parent's object. */
export interface Slot {
  readonly property: string;
  readonly kind: SlotKind;
}

/** A repeated group: the property that has its rounds. */
export interface GroupSlot {
  readonly property: string;
  readonly create: new () => Record<string, unknown>;
  /** The groups of the content model that it stands for. */
  readonly contents: GroupContent<Particle>[];
}

/** A declaration in a particle: one, or as many as a substitution group has members. */
export interface Member {
  readonly declaration: Declaration;
  /** The `name` of items. */
  readonly itemName: string;
  /** The index of the parent's counter for elements of this name, which paths show; -1 if there is never more than one. */
  readonly counter: number;
}

/** A leaf of a content model. XSD 1.0 Part 1 §3.9 */
export class Particle {
  readonly slot: Slot;
  /** Repeated groups between the type's object and the one that has the slot, outermost first. */
  readonly groups: readonly GroupSlot[];
  /** The particle names a substitution group, whose values are items themselves. */
  readonly substitutable: boolean;
  readonly members: readonly Member[];
  readonly wildcard: Wildcard | undefined;
  readonly find: (clark: string) => Declaration | undefined;
  /** The `name` of items that a wildcard admits. */
  readonly wildcardKey: string;
  readonly #only: Member | undefined;
  readonly #onlyName: Name | undefined;
  readonly #byName: ReadonlyMap<Name, Member> | undefined;

  constructor(
    place: { readonly slot: Slot; readonly groups: readonly GroupSlot[] },
    term:
      | { readonly members: readonly Member[]; readonly substitutable: boolean }
      | { readonly wildcard: Wildcard; readonly find: (clark: string) => Declaration | undefined; readonly key: string },
  ) {
    this.slot = place.slot;
    this.groups = place.groups;
    const members = "members" in term ? term.members : [];
    this.members = members;
    this.substitutable = "members" in term && term.substitutable;
    this.wildcard = "wildcard" in term ? term.wildcard : undefined;
    this.wildcardKey = "key" in term ? term.key : "";
    this.find = "find" in term ? term.find : () => undefined;
    this.#only = members.length === 1 ? members[0] : undefined;
    this.#onlyName = this.#only?.declaration.name;
    this.#byName = members.length > 1 ? new Map(members.map((member) => [member.declaration.name, member])) : undefined;
  }

  /** The member with this element name. */
  member(name: Name): Member | undefined {
    return name === this.#onlyName ? this.#only : this.#byName?.get(name);
  }

  /** What may come here, for messages. */
  get label(): string {
    if (this.wildcard !== undefined) return `any element of ${this.wildcard.text}`;
    return this.members.map((member) => `"${member.declaration.name.clark}"`).join(", ");
  }
}

/** An element or wildcard row. */
export interface ParticleRow {
  readonly kind: "particle";
  readonly property: string;
  readonly particle: Particle;
  readonly array: boolean;
}

/** A repeated choice, or mixed content: its members by item name. */
export interface MembersRowPlan {
  readonly kind: "members";
  readonly property: string;
  readonly mixed: boolean;
  readonly slot: Slot;
  readonly byItemName: ReadonlyMap<string, { readonly particle: Particle; readonly member: Member | undefined }>;
}

/** A repeated group. */
export interface GroupRowPlan {
  readonly kind: "group";
  readonly property: string;
  readonly slot: GroupSlot;
  readonly rows: readonly CompiledRow[];
  readonly layout: Layout;
  /** What one round may hold. */
  readonly model: () => ContentModel<Particle>;
}

export type CompiledRow = ParticleRow | MembersRowPlan | GroupRowPlan;

/** The structure of the content over rows. */
export type Layout =
  | { readonly kind: "row"; readonly row: CompiledRow; readonly min: number; readonly max: number; readonly content: Content<Particle> }
  | {
      readonly kind: "sequence" | "choice" | "all";
      readonly children: readonly Layout[];
      readonly min: number;
      readonly max: number;
    };

/** The layout of no content. */
export const emptyLayout: Layout = { kind: "sequence", children: [], min: 1, max: 1 };

/** Gives the content model of a layout. */
export function contentOf(layout: Layout): Content<Particle> {
  if (layout.kind === "row") return layout.content;
  return { kind: layout.kind, children: layout.children.map(contentOf), min: layout.min, max: layout.max };
}
