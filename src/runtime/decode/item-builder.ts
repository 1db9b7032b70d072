/**
 * Elements that are handed out one by one while the document around them is only validated.
 */
import type { Transition } from "../automaton/matcher.js";
import { refer, resolveType } from "../compile/compile-type.js";
import { type Declaration, FieldKind, type Member, Particle } from "../compile/compiled-type.js";
import type { Table } from "../table.js";
import type { OpenElement } from "./open-elements.js";

/** Why no more of several elements were read: there were enough, the input that has arrived ends, or something else follows. */
export const Ending = { stopped: 0, cutOff: 1, other: 2 } as const;
export type Ending = (typeof Ending)[keyof typeof Ending];

const place = { field: { property: "item", kind: FieldKind.value }, groups: [] } as const;

/** Builds the values of the outermost elements of one codec: of its declarations, or if it is that of a type, of all elements of the type. */
export class ItemBuilder {
  /** Where the value of an item goes. */
  readonly transition: Transition<Particle>;
  /** The number of elements around the open item; -1: none is open. */
  depth = -1;
  /** The items that have ended and were not taken yet. */
  ready: unknown[] = [];
  /** Where the last item that was opened begins, and how many there were. */
  start = 0;
  count = 0;
  #holder: Record<string, unknown> = { item: undefined };
  /** Reads the items that follow, as long as nothing else does. */
  #readOn: ((values: unknown[]) => Ending) | undefined;
  #ending: Ending = Ending.other;
  #isNode = false;
  #isStopped = false;
  readonly #members: ReadonlyMap<Declaration, Member>;
  readonly #type: unknown;

  constructor(table: Table) {
    const isElement = table.kind === "element" || table.kind === "head";
    const { members, substitutable } = isElement ? refer(table) : { members: [], substitutable: false };
    const named = members.map(({ itemName, declaration }) => ({ itemName: itemName ?? "", declaration, counter: -1 }));
    this.transition = { leaf: new Particle(place, { members: named, substitutable }), repeated: [], kept: 0 };
    this.#members = new Map(named.map((member) => [member.declaration, member]));
    this.#type = isElement ? undefined : resolveType(table).type;
  }

  /** Tests if an element of the declaration is an item. Elements inside of an item are parts of it. */
  begins(declaration: Declaration): boolean {
    return this.depth < 0 && !this.#isStopped && (this.#members.has(declaration) || declaration.type === this.#type);
  }

  /** Makes `parent` take the value of the item that begins. */
  open(parent: OpenElement, depth: number, declaration: Declaration, offset: number): Member | undefined {
    this.depth = depth;
    this.start = offset;
    this.count++;
    this.#isNode = parent.isNode;
    this.#holder = { item: undefined };
    parent.value = this.#holder;
    parent.isNode = false;
    return this.#members.get(declaration);
  }

  close(parent: OpenElement): void {
    parent.value = undefined;
    parent.isNode = this.#isNode;
    this.depth = -1;
    // What was read tolerantly may have no value.
    if (!this.#isStopped && this.#holder.item !== undefined) this.ready.push(this.#holder.item);
  }

  /** Reads the items that follow the last one by a function. */
  follow(readOn: (values: unknown[]) => Ending): void {
    this.#readOn = readOn;
    this.readOn();
  }

  /** The last item that was read may be followed by another one. */
  get areFollowed(): boolean {
    return this.#readOn !== undefined;
  }

  /** What follows has arrived. */
  get areHere(): boolean {
    return this.#readOn !== undefined && this.#ending === Ending.stopped;
  }

  /** Reads some of those that have arrived. */
  readOn(): void {
    if (this.#readOn === undefined) return;
    this.#ending = this.#readOn(this.ready);
    if (this.#ending === Ending.other) this.#readOn = undefined;
  }

  /** No item is wanted any more. */
  stop(): void {
    this.ready = [];
    this.#isStopped = true;
  }

  get isReady(): boolean {
    return this.ready.length > 0;
  }

  /** Hands out the items that have ended. */
  take(): readonly unknown[] {
    const { ready } = this;
    this.ready = [];
    return ready;
  }
}
