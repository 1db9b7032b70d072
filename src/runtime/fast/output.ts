/**
 * The output of generated writers: one window of bytes that all documents share, flushed to the writer of the document.
 *
 * Generated code stores constant names four bytes at a time, which is several times faster than copying them. Functions take the index
 * of the next byte in the window and return the new one. There is room for a name and a short text after `limit`, so only the
 * beginnings of tags and of values test for it. Writing is synchronous, and one document at a time has the window.
 */
import type { Writer } from "../../xml/write/writer.js";

const limit = 64 * 1024;
/** More than the longest name that generated code stores, and the longest text that is written into the window without a test, escaped. */
const room = 8 * 1024;

// The engine knows the value of a constant of its own module, but not of an exported or imported one.
const bytes: Uint8Array = /*@__PURE__*/ new Uint8Array(limit + room);
const view: DataView = /*@__PURE__*/ new DataView(bytes.buffer);
/** The window, as bytes and as words. */
export const output: Uint8Array = bytes;
export const outputView: DataView = view;

let owner: Writer | undefined;
let flushed = 0;

/** Gives the window to a document; false if another one has it: a getter of a value may encode, too. */
export function takeOutput(writer: Writer): boolean {
  if (owner !== undefined) return false;
  owner = writer;
  flushed = 0;
  return true;
}

/** Takes the window back, whatever happened. */
export function returnOutput(): void {
  owner = undefined;
  for (const prefix of bound) prefix.unbind();
  bound.length = 0;
  boundVersion = -1;
}

/** The writer of the document that is being written. */
export function outputOwner(): Writer {
  if (owner === undefined) throw new Error("internal: generated writers run within encode");
  return owner;
}

/** Hands the bytes before `at` to the writer. */
export function flushOutput(at: number): number {
  outputOwner().raw(bytes.subarray(0, at));
  flushed += at;
  return 0;
}

/** The index, after flushing if little room is left. */
export function withRoom(at: number): number {
  return at > limit ? flushOutput(at) : at;
}

/** The number of bytes written so far. */
export function outputPosition(at: number): number {
  return flushed + at;
}

/** The prefix of a namespace in the document that is being written. */
export class TagPrefix {
  readonly namespace: string;
  /** The length of `<prefix:`; 0 while the namespace has no prefix in scope. */
  length = 0;
  /** Tags that begin at higher indices take the slow way. -1: all do, because there is no prefix in scope, or it is longer than two words. */
  limit = -1;
  open0 = 0;
  open1 = 0;
  close0 = 0;
  close1 = 0;
  #prefix: string | undefined;
  #length = 0;

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  bind(prefix: string): void {
    if (prefix !== this.#prefix) this.#store(prefix);
    this.length = this.#length;
    this.limit = this.#length < 8 ? limit : -1;
  }

  unbind(): void {
    this.length = 0;
    this.limit = -1;
  }

  #store(prefix: string): void {
    const text = prefix === "" ? "" : `${prefix}:`;
    const bytes = new TextEncoder().encode(`</${text}\0\0\0\0\0\0\0\0`);
    const view = new DataView(bytes.buffer);
    this.#prefix = prefix;
    this.#length = bytes.length - 9;
    this.close0 = view.getInt32(0, true);
    this.close1 = view.getInt32(4, true);
    bytes[1] = 0x3c;
    this.open0 = view.getInt32(1, true);
    this.open1 = view.getInt32(5, true);
  }
}

const prefixes = /*@__PURE__*/ new Map<string, TagPrefix>();
const bound: TagPrefix[] = [];
let boundVersion = -1;

/** The prefix of a namespace; generated code has a constant for each namespace. */
export function tagPrefix(namespace: string): TagPrefix {
  let prefix = prefixes.get(namespace);
  if (prefix === undefined) {
    prefix = new TagPrefix(namespace);
    prefixes.set(namespace, prefix);
    // It may have a prefix in scope, which writers of the document at hand do not know yet.
    boundVersion = -1;
  }
  return prefix;
}

/** Binds the prefixes that are in scope at the writer's open element. */
export function bindPrefixes(writer: Writer): void {
  if (boundVersion === writer.bindingsVersion) return;
  boundVersion = writer.bindingsVersion;
  for (const prefix of bound) prefix.unbind();
  bound.length = 0;
  for (const namespace of writer.namespacesInScope()) {
    const text = writer.prefixInScope(namespace);
    const prefix = text === undefined ? undefined : prefixes.get(namespace);
    if (text === undefined || prefix === undefined) continue;
    prefix.bind(text);
    bound.push(prefix);
  }
}

/** Turns a start tag that was just written into an empty-element tag. */
export function emptyTag(at: number): number {
  bytes[at - 1] = 0x2f;
  bytes[at] = 0x3e;
  return at + 1;
}

/** Writes one byte. */
export function writeByte(at: number, byte: number): number {
  bytes[at] = byte;
  return at + 1;
}
