/**
 * The stack of open elements. Objects are reused by depth, so that reading allocates nothing but values.
 */

import type { Name } from "../../xml/names.js";
import type { ContentMatcher, ContentState, Expectation, Transition } from "../automaton/matcher.js";
import type { CompiledType, Declaration, Field, Particle } from "../compile/compiled-type.js";
import { type KeptPath, pathSegment } from "../kept-path.js";
import type { XmlElement } from "../shapes.js";
import type { NamespaceScope } from "./namespace-scope.js";

/** How the content of an open element is read. */
export const ElementMode = {
  /** By the content model of its type. */
  typed: 0,
  /** It must be empty: the element is nil. */
  nil: 1,
  /** It is dropped, because an element with simple content had a child. */
  dropped: 2,
  /** It is kept in a node without validation. */
  skipped: 3,
} as const;
export type ElementMode = (typeof ElementMode)[keyof typeof ElementMode];

/** An item of `$content`, or a child of an element node. */
export type ContentItem = string | XmlElement | { readonly name: string; readonly value: unknown };

/** An open element. */
export class OpenElement {
  mode: ElementMode = ElementMode.typed;
  name: Name;
  type: CompiledType;
  declaration: Declaration | undefined = undefined;
  /** The position in the content model: a state, or a matcher if states are not enough. */
  state: ContentState<Particle> | undefined = undefined;
  matcher: ContentMatcher<Particle> | undefined = undefined;
  /** The object that is built; undefined for nodes and while only validating. */
  value: Record<string, unknown> | undefined = undefined;
  /** Text and children in order: mixed content, or a node's children. */
  content: ContentItem[] | undefined = undefined;
  isNode = false;
  /** The namespaces in scope, if values are built. */
  scope: NamespaceScope | undefined = undefined;
  /** The objects of the open repeated groups (one per round), outermost first. */
  readonly rounds: (Record<string, unknown> | undefined)[] = [];
  /** The array that the last child was added to, since the next one mostly goes there too. */
  field: Field | undefined = undefined;
  array: unknown[] | undefined = undefined;
  /** The number of children so far for each name that can repeat. */
  readonly counts: number[] = [];
  otherCounts: Map<Name, { count: number }> | undefined = undefined;
  /** The index of this element's count in the parent; -1: it occurs once; -2: in `otherCounts`. */
  counter = -1;
  /** A content error was reported, so consequential ones are not. */
  broken = false;
  hasTextError = false;
  hasContent = false;
  hasChildren = false;
  /** The offset of the start tag. */
  offset = 0;
  /** The type named by xsi:type. */
  namedType: string | undefined = undefined;
  /** The text of mixed content with a fixed value. */
  text = "";
  /** Made when a path must outlive the element. */
  path: KeptPath | undefined = undefined;

  constructor(name: Name, type: CompiledType) {
    this.name = name;
    this.type = type;
  }

  /** Starts at the beginning of the content model. */
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
    return { leaves: this.state?.expected() ?? [], end: this.isFinal() };
  }

  /** Advances in the content model. xs:anyType accepts everything, so it needs no state. */
  step(name: Name): Transition<Particle> | undefined {
    const { state, type } = this;
    if (type.open) return type.openTransition;
    if (state === undefined) return this.matcher?.step(name);
    const transition = state.next(name);
    if (transition !== undefined) this.state = transition.state;
    return transition;
  }

  /** Appends text, joining it with preceding text, since comments split text. */
  appendText(text: string): void {
    const { content } = this;
    if (content === undefined) return;
    const last = content.length - 1;
    const before = content[last];
    if (typeof before === "string") content[last] = before + text;
    else content.push(text);
  }

  /** Counts a child of a particle; -1: it is not counted. */
  countChild(counter: number): number {
    if (counter >= 0) this.counts[counter] = (this.counts[counter] ?? 0) + 1;
    return counter;
  }

  /** Counts a child that no particle counts. */
  countOther(name: Name): void {
    this.otherCounts ??= new Map();
    const known = this.otherCounts.get(name);
    if (known === undefined) this.otherCounts.set(name, { count: 1 });
    else known.count++;
  }

  /** The number of the current child among those with its name; 0 if it is the only one. */
  indexOf(name: Name, counter: number): number {
    if (counter >= 0) return this.counts[counter] ?? 0;
    const count = counter === -2 ? (this.otherCounts?.get(name)?.count ?? 0) : 0;
    return count > 1 ? count : 0;
  }
}

/** The stack of open elements. `elements[0]` represents the document. */
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
    element.field = undefined;
    element.array = undefined;
    element.otherCounts = undefined;
    element.broken = false;
    element.hasContent = false;
    element.hasTextError = false;
    element.hasChildren = false;
    element.namedType = undefined;
    element.path = undefined;
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
    if (top.rounds.length > 0) top.rounds.length = 0;
    top.text = "";
    top.path = undefined;
    // Objects for unusual depths are not kept.
    if (this.depth > 1024) this.elements.length = this.depth;
    this.depth--;
    this.top = this.elements[this.depth] ?? top;
  }

  /** The path of the current position: `/Order/Line[2]/Quantity`. `leaf` is a child that is read without being opened. */
  path(leaf?: Name, leafCounter = -1): string {
    let path = "";
    for (let depth = 1; depth <= this.depth; depth++) {
      const element = this.elements[depth];
      const parent = this.elements[depth - 1];
      if (element !== undefined && parent !== undefined) path += pathSegment(element.name, parent.indexOf(element.name, element.counter));
    }
    return leaf === undefined ? path : path + pathSegment(leaf, this.top.indexOf(leaf, leafCounter));
  }

  /** The same path, for later. Each element is put into a chain once, so this costs no more than the elements themselves, however deep they are. */
  keepPath(leaf?: Name, leafCounter = -1): KeptPath {
    let depth = this.depth;
    while (depth > 0 && this.elements[depth]?.path === undefined) depth--;
    let kept = this.elements[depth]?.path;
    for (depth++; depth <= this.depth; depth++) {
      const element = this.elements[depth];
      const parent = this.elements[depth - 1];
      if (element === undefined || parent === undefined) break;
      kept = { parent: kept, name: element.name, index: parent.indexOf(element.name, element.counter) };
      element.path = kept;
    }
    return leaf === undefined ? kept : { parent: kept, name: leaf, index: this.top.indexOf(leaf, leafCounter) };
  }
}
