/**
 * Names as written in a document: bytes -> prefix, local part and, through the bindings in scope, expanded name.
 *
 * A name is checked and converted to a string when first met, and found by its bytes afterwards. Each entry remembers which entry followed it
 * last time, so in a regular document one comparison finds most names. Entries cache the name that they last resolved to, so strings and
 * objects are only created when a binding has changed.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { nameBytes } from "../characters.js";
import { isNCName } from "../name-characters.js";
import { findInternedName, internedNameCount, makeName, type Name, xmlNamespace, xmlnsNamespace } from "../names.js";
import type { Window } from "./window.js";

/** A namespace with the names met in it. */
export class Namespace {
  readonly uri: string;
  /** The only name so far. A second one creates the map. */
  #only: Name | undefined;
  #names: Map<string, Name> | undefined;
  #internedCount = -1;

  constructor(uri: string) {
    this.uri = uri;
  }

  /** Finds or creates a name. Names interned in the meantime replace the cached ones. */
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

/** A prefix and its current binding. */
export class Prefix {
  readonly text: string;
  namespace: Namespace | undefined;

  constructor(text: string, namespace: Namespace | undefined) {
    this.text = text;
    this.namespace = namespace;
  }
}

/** A name that is met for the first time. At least four more bytes can be read after it. */
interface WrittenName {
  readonly view: DataView;
  readonly start: number;
  readonly length: number;
  readonly hash: number;
  readonly qualified: string;
}

/** A qualified name as written. */
export class RawName {
  /** The length in UTF-8 bytes. */
  readonly length: number;
  readonly hash: number;
  readonly qualified: string;
  readonly local: string;
  readonly prefix: Prefix;
  /** The prefix as an attribute's: an attribute without one is in no namespace. */
  readonly attributePrefix: Prefix;
  /** The prefix that an attribute with this name declares: "xmlns" declares "", "xmlns:p" declares "p". */
  readonly declares: Prefix | undefined;
  /** The start tag in which an attribute with this name was last seen, to detect duplicates. */
  seenInTag = 0;
  /** The last declaration that an attribute with this name made. */
  declaredBytes: Uint8Array | undefined = undefined;
  declaredNamespace: Namespace | undefined = undefined;
  /** The start tag that followed this one last time, and the attribute that followed this element or attribute. */
  nextElement: RawName | undefined = undefined;
  nextAttribute: RawName | undefined = undefined;
  /** The bytes as little-endian words. The last one is incomplete and is compared under a mask. */
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

  /** Tests if this name is at `start`. The zero bytes after the window differ from any name, so nothing beyond them is read. */
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

  /** The expanded name for a binding of the prefix. */
  resolve(namespace: Namespace): Name {
    if (this.#namespace === namespace && this.#internedCount === internedNameCount() && this.#name !== undefined) return this.#name;
    this.#namespace = namespace;
    this.#internedCount = internedNameCount();
    this.#name = namespace.name(this.local);
    return this.#name;
  }
}

/** Larger tables are not kept for the next document. */
const keptNames = 2048;
/** A longer chain means that names were chosen to collide; further ones go into a Map, whose hash function is not predictable. */
const longestChain = 16;

let spareTable: NameTable | undefined;

/** Returns a table that can contain names of earlier documents. The reader owns it until it returns it. */
export function takeNameTable(): NameTable {
  const table = spareTable ?? new NameTable();
  spareTable = undefined;
  return table;
}

/** Keeps a table for the next reader. No element may be open. */
export function returnNameTable(table: NameTable): void {
  if (table.size <= keptNames) spareTable = table;
}

/** The names of one document, and of earlier ones. */
export class NameTable {
  readonly noNamespace = new Namespace("");
  /** The default namespace: the prefix of elements without one. */
  readonly defaultPrefix = new Prefix("", this.noNamespace);
  /** The prefix of attributes without one: never bound. */
  readonly noPrefix = new Prefix("", this.noNamespace);
  /** A stand-in for the start tag before the first. */
  readonly first: RawName;
  size = 0;
  /** The number of start tags read so far, which identifies the current one. */
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

  /** Reads the qualified name at `start`. Undefined: its end is not in the window. */
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

  /** Finds or creates the entry of a name from a document type declaration. */
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

  /** Stores a name where `read` finds it: in its chain, or among the collided names. */
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
