/**
 * The general decoder and generated readers: an element whose type has a reader is read by it at once, from the bytes of the window.
 *
 * A reader has no effect but the object that it makes. If it gives up, the element is opened as if nothing had happened, and its children
 * have their own chance: so what is unusual costs the elements around it, and not the document.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../../xml/byte.js";
import { blankBytes } from "../../xml/characters.js";
import type { Limits } from "../../xml/limits.js";
import { Reader } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { Window } from "../../xml/read/window.js";
import type { Transition } from "../automaton/matcher.js";
import { type CompiledType, ContentKind, type Declaration, FieldKind, type Member, type Particle } from "../compile/compiled-type.js";
import { isSameElement, loadInput, cursor as sharedCursor, input as sharedInput, unusual } from "../fast/input.js";
import { bindNames } from "../fast/name-prefixes.js";
import { forgetItems } from "../fast/read-items.js";
import type { DecodeOptions } from "../options.js";
import { rememberStartTag } from "../round-trip-notes.js";
import type { TypeReader } from "../type-writer.js";
import { Ending, type ItemBuilder } from "./item-builder.js";
import type { OpenElement } from "./open-elements.js";
import { putValue } from "./put-value.js";

// As constants of this module, the engine knows them.
const cursor = sharedCursor;
const input = sharedInput;

/** Readers recurse, so they have a bound of their own; deeper elements have readers that begin there. */
export const mostLevels = 64;
/** A type whose readers gave up so many times more than they did not is left to the general decoder. */
const mostFailures = 8;
/** Bytes that may be read in vain beyond those that the document has. */
const allowance = 128 * 1024;
/** With less than this before the end of the window it is moved on, so that most elements lie in it whole. */
const lowInput = 8 * 1024;
/** After so many bytes the decoder has its turn, which may be the end of its turn among others. */
const longestRun = 32 * 1024;

/** Items that are handed out at once: what is alive when the engine collects garbage makes it use more memory, for good. */
const mostItems = 64;

let lastId = 0;

/** Where the value of a child goes. */
interface Place {
  readonly transition: Transition<Particle>;
  readonly member: Member | undefined;
}

/** Reads elements of one document. */
export class WholeElements {
  readonly #reader: Reader;
  readonly #id = ++lastId;
  /** Bytes that were read in vain. */
  #wasted = 0;
  /** The last element declared no namespace that would have to be forgotten. */
  #mayContinue = false;
  readonly #failures = new Map<CompiledType, number>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Directly after a start tag: stores the value of the element in its parent, and those of the same kind that follow. False: nothing was read. */
  readInto(parent: OpenElement, { transition, member }: Place, declaration: Declaration, counter: number): boolean {
    let value = this.#read(declaration);
    if (value === undefined) return false;
    const { name, window } = this.#reader;
    const end = window.base + window.at + longestRun;
    for (let step = transition; ; ) {
      putValue(parent, step, member, value);
      const next = parent.type.content === ContentKind.elementOnly ? parent.state?.next(name) : undefined;
      if (next?.leaf !== transition.leaf) return true;
      // Any number of them in an array, which the first one has made; where no values are built, in one that is thrown away.
      const isInArray = parent.value === undefined || parent.field === transition.leaf.field;
      if (next.state === parent.state && isInArray && isPlain(transition.leaf)) {
        this.#readAll(declaration, parent, counter, end);
        return true;
      }
      if (window.base + window.at > end) return true;
      value = this.#readNext(declaration);
      if (value === undefined) return true;
      this.#reader.children.addBeside(this.#reader.depth, 1);
      parent.state = next.state;
      parent.countChild(counter);
      step = next;
    }
  }

  /** Reads those that follow in an array. */
  #readAll(declaration: Declaration, parent: OpenElement, counter: number, end: number): void {
    const array = parent.value === undefined ? [] : parent.array;
    const { window } = this.#reader;
    if (array === undefined) return;
    const before = array.length;
    while (window.base + window.at <= end && this.#readSiblings(declaration, array, end - window.base));
    for (let count = array.length - before; count > 0; count--) parent.countChild(counter);
  }

  /** After an item that was read: reads those of the same kind that follow. */
  follow(items: ItemBuilder, parent: OpenElement, leaf: Particle, declaration: Declaration, counter: number): void {
    const { type } = declaration;
    const next = parent.type.content === ContentKind.elementOnly ? parent.state?.next(this.#reader.name) : undefined;
    if (type.reader === undefined || next?.leaf !== leaf || next.state !== parent.state || items.transition.leaf.substitutable) return;
    const { window } = this.#reader;
    items.follow((values) => {
      const before = values.length;
      // Each one is counted anew.
      const ending = this.#readMany(type, values, before + mostItems, window.end);
      for (let count = values.length - before; count > 0; count--) parent.countChild(counter);
      return ending;
    });
  }

  #read(declaration: Declaration): Record<string, unknown> | undefined {
    const { type } = declaration;
    const reader = this.#reader;
    const { window } = reader;
    const declares = reader.namespaceDeclarations();
    this.#mayContinue = declares.length === 0;
    // The general decoder reads attributes beside declarations of namespaces.
    if (declares.length > 0 && (reader.attributeCount > 0 || reader.selfClosing)) return undefined;
    const start = window.tokenOffset - window.base;
    if (start < 0) return undefined;
    const at = declares.length > 0 ? window.at - 1 : start + 1 + reader.rawNameAt(reader.depth).length;
    const value = this.#attempt(type, start, at, -countedMarkup(reader, start));
    if (value !== undefined && declares.length > 0) rememberStartTag(value, declares, undefined);
    return value;
  }

  /** Directly after an element that was read: reads the next one, if it has the same name as written. */
  #readNext({ type }: Declaration): Record<string, unknown> | undefined {
    const reader = this.#reader;
    const { bytes, at } = reader.window;
    if (reader.children.leftBeside(reader.depth) === 0) return undefined;
    let start = at;
    while (blankBytes[bytes[start] as number] === 1) start++;
    if (!this.#mayContinue || bytes[start] !== Byte.lessThan || !reader.rawNameAt(reader.depth).isAt(reader.window, start + 1))
      return undefined;
    return this.#attempt(type, start, start + 1 + reader.rawNameAt(reader.depth).length, 0);
  }

  /** Reads those that follow, up to about `last` and as long as the window need not be moved. False: there are no more. */
  #readSiblings({ type }: Declaration, values: unknown[], last: number): boolean {
    const { window, children, depth } = this.#reader;
    const before = values.length;
    const stop = Math.min(last, this.#isLow(window.at) ? window.end : window.end - lowInput);
    const ending = this.#readMany(type, values, before + children.leftBeside(depth), stop);
    if (values.length === before) return false;
    children.addBeside(depth, values.length - before);
    this.#moveOn();
    return ending === Ending.stopped;
  }

  /** Reads those that follow, up to an index and a number of them. */
  #readMany(type: CompiledType, values: unknown[], most: number, stop: number): Ending {
    const reader = this.#reader;
    const { window } = reader;
    const rawName = reader.rawNameAt(reader.depth);
    const code = this.#prepare(type, window.at);
    if (code === undefined || !this.#mayContinue) return Ending.other;
    const before = values.length;
    const levels = Math.min(mostLevels, window.limits.depth - reader.depth);
    let start = window.at;
    // The name of the element before.
    let name = 0;
    let nameEnd = 0;
    let { at } = window;
    let endTag = at;
    let markup = 0;
    let failed = false;
    cursor.markup = 0;
    cursor.busy = true;
    try {
      while (at <= stop && values.length < most) {
        for (start = at; blankBytes[input[start] as number] === 1; ) start++;
        const isNext = name === 0 ? rawName.isAt(window, start + 1) : isSameElement(name, nameEnd, start + 1);
        if (input[start] !== Byte.lessThan || !isNext) break;
        name = start + 1;
        nameEnd = name + rawName.length;
        cursor.at = start;
        cursor.levels = levels;
        // Generated code for this very type.
        const value = code.read(type as never, start, nameEnd, nameEnd);
        if (cursor.markup > window.markupLeft) break;
        values.push(value);
        ({ at, endTag, markup } = cursor);
      }
    } catch (error) {
      if (error !== unusual) throw error;
      failed = true;
    } finally {
      cursor.busy = false;
      forgetItems();
    }
    this.#forgive(type, values.length - before);
    const isCutOff = !window.complete && window.input.whole === undefined && !hasTagEnd(window, failed ? cursor.at : start);
    if (isCutOff) this.#wasted += window.end - start;
    else if (failed) this.#fail(type, start);
    if (values.length > before) {
      window.countMarkup(markup);
      reader.endElementAt(endTag, at);
    }
    if (isCutOff) return Ending.cutOff;
    return !failed && (at > stop || values.length >= most) ? Ending.stopped : Ending.other;
  }

  /** Runs the reader of a type. */
  #attempt(type: CompiledType, start: number, at: number, counted: number): Record<string, unknown> | undefined {
    const reader = this.#reader;
    const { window } = reader;
    const code = this.#prepare(type, start);
    if (code === undefined) return undefined;
    cursor.at = start;
    cursor.markup = counted;
    cursor.levels = Math.min(mostLevels, window.limits.depth - reader.depth);
    cursor.busy = true;
    try {
      // Generated code for this very type.
      const value = code.read(type as never, start, start + 1 + reader.rawNameAt(reader.depth).length, at);
      if (cursor.markup > window.markupLeft) return undefined;
      window.countMarkup(cursor.markup);
      reader.endElementAt(cursor.endTag, cursor.at);
      this.#moveOn();
      this.#forgive(type, 1);
      return value;
    } catch (error) {
      if (error !== unusual) throw error;
      this.#fail(type, start);
      return undefined;
    } finally {
      cursor.busy = false;
      forgetItems();
    }
  }

  /** The reader of a type with the window in its input; undefined: it must not read. */
  #prepare(type: CompiledType, start: number): TypeReader | undefined {
    const { reader: code } = type;
    const { window } = this.#reader;
    // Code that imports another copy of the package would read another document.
    if (code?.by?.input !== input || cursor.busy || this.#wasted > window.base + start + allowance) return undefined;
    if (this.#failures.size > 0 && (this.#failures.get(type) ?? 0) > mostFailures) return undefined;
    if (!loadInput(window, start, this.#id)) return undefined;
    bindNames(this.#reader, this.#id);
    return code;
  }

  /** The window should be moved on. Chunks are asked for when they are needed, as without readers. */
  #isLow(at: number): boolean {
    const { window } = this.#reader;
    return window.end - at < lowInput && window.input.whole !== undefined;
  }

  #moveOn(): void {
    const { window } = this.#reader;
    if (this.#isLow(window.at)) window.refill();
  }

  #forgive(type: CompiledType, times: number): void {
    if (this.#failures.size === 0) return;
    const failures = this.#failures.get(type) ?? 0;
    if (failures > 0) this.#failures.set(type, Math.max(0, failures - times));
  }

  #fail(type: CompiledType, start: number): void {
    const { window } = this.#reader;
    this.#wasted += cursor.at - start;
    // Elements that are longer than half of a window are not worth another attempt.
    const isLarge = cursor.at >= window.end && cursor.at - start > window.end / 2;
    this.#failures.set(type, (this.#failures.get(type) ?? 0) + (isLarge ? mostFailures + 1 : 1));
  }
}

/** Tests if the end of a tag has arrived. */
function hasTagEnd({ bytes, end }: Window, from: number): boolean {
  return bytes.subarray(Math.min(from, end), end).includes(Byte.greaterThan);
}

/** Values go into an array as they are. */
function isPlain({ field, substitutable, groups }: Particle): boolean {
  return field.kind === FieldKind.array && !substitutable && groups.length === 0;
}

/** What the reader has counted for the start tag: the element, its attributes, and references in them. */
function countedMarkup({ attributeCount, window }: Reader, start: number): number {
  let count = 1 + attributeCount;
  if (attributeCount > 0) for (let at = start; at < window.at; at++) if (window.bytes[at] === Byte.ampersand) count++;
  return count;
}

/** Reads by generated readers, unless the caller wants something that they do not know. */
export function wholeElements(reader: TokenReader, options: DecodeOptions): WholeElements | undefined {
  if (!(reader instanceof Reader) || reader.hasDoctype || !usesReaders(options)) return undefined;
  return allowsReaders(reader.window.limits) ? new WholeElements(reader) : undefined;
}

/** Tests if the options ask for nothing that generated readers do not know. */
export function usesReaders({ hints, defaults, onDeviation }: DecodeOptions): boolean {
  return hints === undefined && onDeviation === undefined && defaults !== true;
}

/** Tests if limits are so high that readers need not count what they are about, as an element that they read is not longer than the window. */
export function allowsReaders({ textLength, nameLength, attributes, children }: Limits): boolean {
  return textLength >= 64 * 1024 && nameLength >= 512 && attributes >= 32 && children >= 16 * 1024;
}
