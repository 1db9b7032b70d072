/**
 * Names as they stand in a document: bytes -> prefix, local part and, through the bindings in scope, expanded name.
 *
 * A name is checked and made a string when it is met for the first time; later it is found by its bytes. Each entry remembers what
 * followed it last time, so in a regular document most names are found by one comparison. Entries remember the name that they last
 * resolved to, so a new string or object is made only where a binding changed.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { nameBytes } from "../characters.js";
import { isNCName } from "../name-characters.js";
import { findInternedName, internedNameCount, makeName, type Name, xmlNamespace, xmlnsNamespace } from "../names.js";
import type { Window } from "./window.js";

/** A namespace name with the names that were met in it. */
export class Namespace {
  readonly uri: string;
  /** The only name so far; a map is made for the second. */
  #only: Name | undefined;
  #names: Map<string, Name> | undefined;
  #internedCount = -1;

  constructor(uri: string) {
    this.uri = uri;
  }

  /** Finds the name; one that was interned meanwhile replaces one of our own. */
  name(local: string): Name {
    if (this.#internedCount !== internedNameCount()) {
      this.#internedCount = internedNameCount();
      this.#only = undefined;
      this.#names = undefined;
    }
    if (this.#only?.local === local) return this.#only;
    return this.#names?.get(local) ?? this.#add(local);
  }

  #add(local: string): Name {
    const name = findInternedName(this.uri, local) ?? makeName(this.uri, local);
    if (this.#only === undefined) this.#only = name;
    else {
      this.#names ??= new Map();
      this.#names.set(local, name);
    }
    return name;
  }
}

/** A prefix and what it is bound to at the place that is being read. */
export class Prefix {
  readonly text: string;
  namespace: Namespace | undefined;

  constructor(text: string, namespace: Namespace | undefined) {
    this.text = text;
    this.namespace = namespace;
  }
}

/** Where a name stands that is met for the first time; at least four more bytes may be read behind it. */
interface WrittenName {
  readonly view: DataView;
  readonly start: number;
  readonly length: number;
  readonly hash: number;
  readonly qualified: string;
}

/** A qualified name as written. */
export class RawName {
  /** Bytes in UTF-8. */
  readonly length: number;
  readonly hash: number;
  readonly qualified: string;
  readonly local: string;
  readonly prefix: Prefix;
  /** For an attribute: without a prefix it is in no namespace. */
  readonly attributePrefix: Prefix;
  /** The prefix that an attribute of this name declares: "xmlns" declares "", "xmlns:p" declares "p". */
  readonly declares: Prefix | undefined;
  /** The start tag in which an attribute of this name was seen last, so that a second one is noticed at once. */
  seenInTag = 0;
  /** The declaration that an attribute of this name made last. */
  declaredBytes: Uint8Array | undefined;
  declaredNamespace: Namespace | undefined;
  /** The start tag that followed this start tag last time, and the attribute that followed this element or attribute. */
  nextElement: RawName | undefined;
  nextAttribute: RawName | undefined;
  /** The bytes as little-endian words; the last, cut one is compared under a mask. */
  readonly #words: Int32Array;
  readonly #lastMask: number;
  #namespace: Namespace | undefined;
  #name: Name | undefined;
  #internedCount = -1;

  constructor(written: WrittenName, parts: { local: string; prefix: Prefix; attributePrefix: Prefix; declares: Prefix | undefined }) {
    const { view, start, length } = written;
    this.length = length;
    this.#words = new Int32Array((length >> 2) + 1);
    for (let index = 0; index < this.#words.length; index++) this.#words[index] = view.getInt32(start + index * 4, true);
    this.#lastMask = (1 << ((length & 3) * 8)) - 1;
    this.hash = written.hash;
    this.qualified = written.qualified;
    this.local = parts.local;
    this.prefix = parts.prefix;
    this.attributePrefix = parts.attributePrefix;
    this.declares = parts.declares;
  }

  /** Whether the bytes at `start` are this name. The zero bytes behind the window differ from any name, so nothing behind them is read. */
  isAt(window: Window, start: number): boolean {
    const words = this.#words;
    const { view } = window;
    const last = words.length - 1;
    let at = start;
    for (let index = 0; index < last; index++) {
      if (view.getInt32(at, true) !== words[index]) return false;
      at += 4;
    }
    if (((view.getInt32(at, true) ^ (words[last] as number)) & this.#lastMask) !== 0) return false;
    return nameBytes[window.bytes[start + this.length] as number] === 0;
  }

  /** The expanded name, given what the prefix is bound to. */
  resolve(namespace: Namespace): Name {
    if (this.#namespace === namespace && this.#internedCount === internedNameCount() && this.#name !== undefined) return this.#name;
    this.#namespace = namespace;
    this.#internedCount = internedNameCount();
    this.#name = namespace.name(this.local);
    return this.#name;
  }
}

/** Names beyond this number are not kept for the next document. */
const keptNames = 2048;
/** A chain longer than this means names made to collide: they go to a map whose hash nobody can know. */
const longestChain = 16;

let spareTable: NameTable | undefined;

/** Gives a table that may know names of earlier documents. It is the reader's alone until it is given back. */
export function takeNameTable(): NameTable {
  const table = spareTable ?? new NameTable();
  spareTable = undefined;
  return table;
}

/** Keeps a table for the next reader; all bindings must have ended. */
export function returnNameTable(table: NameTable): void {
  if (table.size <= keptNames) spareTable = table;
}

export class NameTable {
  readonly noNamespace = new Namespace("");
  /** The default namespace: the prefix of elements without one. */
  readonly defaultPrefix = new Prefix("", this.noNamespace);
  /** The prefix of attributes without one: never bound. */
  readonly noPrefix = new Prefix("", this.noNamespace);
  /** What stands before the first start tag. */
  readonly first: RawName;
  size = 0;
  /** Start tags read so far: what tells the attributes of one tag from those of another. */
  tagCount = 0;
  readonly #namespaces = new Map<string, Namespace>([["", this.noNamespace]]);
  readonly #prefixes = new Map<string, Prefix>([["", this.defaultPrefix]]);
  readonly #collided = new Map<string, RawName>();
  readonly #seed = Math.floor(Math.random() * 0x7fffffff);
  #slots: (RawName | undefined)[] = new Array(256).fill(undefined);
  #mask = 255;

  constructor() {
    this.prefix("xml").namespace = this.namespace(xmlNamespace);
    this.prefix("xmlns").namespace = this.namespace(xmlnsNamespace);
    this.first = this.#makeOfText("");
  }

  namespace(uri: string): Namespace {
    let namespace = this.#namespaces.get(uri);
    if (namespace === undefined) {
      namespace = new Namespace(uri);
      this.#namespaces.set(uri, namespace);
      this.size++;
    }
    return namespace;
  }

  prefix(text: string): Prefix {
    let prefix = this.#prefixes.get(text);
    if (prefix === undefined) {
      prefix = new Prefix(text, undefined);
      this.#prefixes.set(text, prefix);
    }
    return prefix;
  }

  findPrefix(text: string): Prefix | undefined {
    return this.#prefixes.get(text);
  }

  /** Reads the qualified name at `start`; undefined: more input is needed to see its end. */
  read(window: Window, start: number): RawName | undefined {
    const { bytes } = window;
    let hash = this.#seed;
    let end = start;
    while (nameBytes[bytes[end] as number] === 1) hash = Math.imul(hash ^ (bytes[end++] as number), 0x01000193);
    if (end - start > window.limits.nameLength) {
      window.fail("xml-limit-name-length", `a name is longer than ${window.limits.nameLength} bytes`, start);
    }
    if (end >= window.end && !window.complete) return undefined;
    hash ^= hash >>> 15;
    const length = end - start;
    for (let chain = 0; chain < longestChain; chain++) {
      const known = this.#slots[(hash + chain) & this.#mask];
      if (known === undefined) break;
      if (known.hash === hash && known.length === length && known.isAt(window, start)) return known;
    }
    return this.#readNew(window, start, end, hash);
  }

  /** Finds the entry of a name that stands in a document type declaration. */
  ofText(qualified: string): RawName {
    let known = this.#collided.get(qualified) ?? this.#slots.find((name) => name?.qualified === qualified);
    if (known === undefined) {
      known = this.#makeOfText(qualified);
      this.#collided.set(qualified, known);
    }
    return known;
  }

  #readNew(window: Window, start: number, end: number, hash: number): RawName {
    const qualified = window.string(start, end);
    const known = this.#collided.get(qualified);
    if (known !== undefined) return known;
    checkQualifiedName(window, qualified, start);
    const name = this.#make({ view: window.view, start, length: end - start, hash, qualified });
    this.#insert(name);
    if (this.size * 2 > this.#mask) this.#grow();
    return name;
  }

  /** Puts a name where `read` finds it: in its chain, or among the collided. */
  #insert(name: RawName): void {
    for (let chain = 0; chain < longestChain; chain++) {
      const slot = (name.hash + chain) & this.#mask;
      if (this.#slots[slot] !== undefined) continue;
      this.#slots[slot] = name;
      return;
    }
    this.#collided.set(name.qualified, name);
  }

  #makeOfText(qualified: string): RawName {
    const bytes = new TextEncoder().encode(`${qualified}\0\0\0\0`);
    return this.#make({ view: new DataView(bytes.buffer, bytes.byteOffset), start: 0, length: bytes.length - 4, hash: 0, qualified });
  }

  #make(written: WrittenName): RawName {
    const { qualified } = written;
    this.size++;
    const colon = qualified.indexOf(":");
    const prefix = this.prefix(qualified.slice(0, Math.max(0, colon)));
    const local = qualified.slice(colon + 1);
    let declares: Prefix | undefined;
    if (qualified === "xmlns") declares = this.defaultPrefix;
    else if (prefix.text === "xmlns") declares = this.prefix(local);
    return new RawName(written, { local, prefix, attributePrefix: colon < 0 ? this.noPrefix : prefix, declares });
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = old.length * 4 - 1;
    this.#slots = new Array(old.length * 4).fill(undefined);
    for (const name of old) if (name !== undefined) this.#insert(name);
  }
}

/** Namespaces in XML 1.0 §4 (QName): at most one colon, with an NCName on either side. */
function checkQualifiedName(window: Window, qualified: string, index: number): void {
  const colon = qualified.indexOf(":");
  if (isNCName(qualified.slice(colon + 1)) && (colon < 0 || isNCName(qualified.slice(0, colon)))) return;
  if (qualified === "") window.fail("xml-not-well-formed", "a name is missing", index);
  const isName = isNCName(qualified.replaceAll(":", "_"));
  window.fail(isName ? "xml-namespace" : "xml-not-well-formed", `"${qualified.slice(0, 100)}" is not a qualified name`, index);
}
