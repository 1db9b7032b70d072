/**
 * Open elements: one element each, reused by depth, so that reading allocates nothing but values; and the path of the place that is read.
 */
import type { Name } from "../../xml/names.js";
import type { State } from "../automaton/automaton.js";
import type { ContentMatcher, Expectation } from "../automaton/matcher.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import type { Particle, Slot } from "../compile/particle.js";
import type { XmlElement } from "../shapes.js";
import type { NamespaceScope } from "./namespace-scope.js";

/** What a element expects between the tags. */
export const ElementMode = {
  /** The content model of its type. */
  typed: 0,
  /** Nothing: the element is nil. */
  nil: 1,
  /** Whatever comes is dropped: an element that may have text only had a child. */
  dropped: 2,
  /** Whatever comes is kept in a node and not looked at. */
  skipped: 3,
} as const;
export type ElementMode = (typeof ElementMode)[keyof typeof ElementMode];

/** A member of `$content` or of an element node's children. */
export type ContentItem = string | XmlElement | { readonly name: string; readonly value: unknown };

/** One open element. */
export class OpenElement {
  mode: ElementMode = ElementMode.typed;
  name: Name;
  type: CompiledType;
  declaration: Declaration | undefined = undefined;
  /** Where matching stands: a state, or a matcher where states are not enough. */
  state: State<Particle> | undefined = undefined;
  matcher: ContentMatcher<Particle> | undefined = undefined;
  /** The object of the value; undefined when only validating, and for nodes. */
  value: Record<string, unknown> | undefined = undefined;
  /** Text and children in order: mixed content, or a node's children. */
  content: ContentItem[] | undefined = undefined;
  isNode = false;
  /** The namespaces in scope, where values are built. */
  scope: NamespaceScope | undefined = undefined;
  /** Objects of the repeated groups that are open, outermost first. */
  readonly rounds: (Record<string, unknown> | undefined)[] = [];
  /** The array that the last child went into, since the next one mostly goes there too. */
  slot: Slot | undefined = undefined;
  array: unknown[] | undefined = undefined;
  /** How many children of each name that may repeat. */
  readonly counts: number[] = [];
  otherCounts: Map<Name, number> | undefined = undefined;
  /** Where the parent counts this element; -1: there is one; -2: in `otherCounts`. */
  counter = -1;
  /** A content error was told; what follows from it is not. */
  broken = false;
  hasTextError = false;
  hasContent = false;
  hasChildren = false;
  /** Offset of the start tag. */
  offset = 0;
  /** The type that xsi:type named. */
  namedType: string | undefined = undefined;
  /** Text of mixed content with a fixed value. */
  text = "";

  constructor(name: Name, type: CompiledType) {
    this.name = name;
    this.type = type;
  }

  /** Begins the content model. */
  begin(): void {
    const { type } = this;
    const { start } = type.model;
    this.state = start;
    this.matcher = start === undefined ? type.model.matcher() : undefined;
    for (let index = 0; index < type.counters; index++) this.counts[index] = 0;
  }

  isFinal(): boolean {
    return this.state !== undefined ? this.state.final : this.matcher?.isFinal() === true;
  }

  expected(): Expectation<Particle> {
    if (this.matcher !== undefined) return this.matcher.expected();
    const leaves = new Set(this.state?.edges().map((edge) => edge.to.leaf));
    return { leaves: [...leaves].filter((leaf) => leaf !== undefined), end: this.isFinal() };
  }

  /** Counts a child that no particle counts. */
  countOther(name: Name): void {
    this.otherCounts ??= new Map();
    this.otherCounts.set(name, (this.otherCounts.get(name) ?? 0) + 1);
  }

  /** The number of the child that is read, among those of its name; 0 where there is no other. */
  indexOf(name: Name, counter: number): number {
    if (counter >= 0) return this.counts[counter] ?? 0;
    const count = counter === -2 ? (this.otherCounts?.get(name) ?? 0) : 0;
    return count > 1 ? count : 0;
  }
}

/** The open elements. `elements[0]` stands for the document. */
export class OpenElements {
  readonly elements: OpenElement[] = [];
  depth = 0;
  top: OpenElement;
  readonly #anyName: Name;
  readonly #anyType: CompiledType;

  constructor(name: Name, type: CompiledType) {
    this.#anyName = name;
    this.#anyType = type;
    this.top = new OpenElement(name, type);
    this.elements[0] = this.top;
  }

  /** Opens an element. */
  push(mode: ElementMode, name: Name, type: CompiledType, counter: number): OpenElement {
    const depth = ++this.depth;
    let element = this.elements[depth];
    if (element === undefined) {
      element = new OpenElement(name, type);
      this.elements[depth] = element;
    }
    element.mode = mode;
    element.name = name;
    element.type = type;
    element.counter = counter;
    element.declaration = undefined;
    element.value = undefined;
    element.content = undefined;
    element.isNode = false;
    element.scope = undefined;
    element.slot = undefined;
    element.array = undefined;
    element.otherCounts = undefined;
    element.broken = false;
    element.hasContent = false;
    element.hasTextError = false;
    element.hasChildren = false;
    element.namedType = undefined;
    this.top = element;
    return element;
  }

  pop(): void {
    const { top } = this;
    top.value = undefined;
    top.content = undefined;
    top.array = undefined;
    top.matcher = undefined;
    top.scope = undefined;
    top.name = this.#anyName;
    top.type = this.#anyType;
    top.rounds.length = 0;
    top.text = "";
    // Frames of documents deeper than most are not kept.
    if (this.depth > 1024) this.elements.length = this.depth;
    this.depth--;
    this.top = this.elements[this.depth] ?? top;
  }

  /** `/Order/Line[2]/Quantity`; `leaf` is an element that is read without a element. */
  path(leaf?: Name, leafCounter = -1): string {
    let path = "";
    for (let depth = 1; depth <= this.depth; depth++) {
      const element = this.elements[depth];
      const parent = this.elements[depth - 1];
      if (element !== undefined && parent !== undefined) path += segment(element.name, parent.indexOf(element.name, element.counter));
    }
    return leaf === undefined ? path : path + segment(leaf, this.top.indexOf(leaf, leafCounter));
  }
}

function segment(name: Name, index: number): string {
  return index > 0 ? `/${name.local}[${index}]` : `/${name.local}`;
}
