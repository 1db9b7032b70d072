/**
 * Namespaces of generated code -> the prefixes that a document has for them, as words that are compared with the bytes of tags.
 */
import type { NamespaceDeclaration } from "../../xml/names.js";
import type { Reader } from "../../xml/read/reader.js";

const nothing: readonly [number, number, number, number] = [-1, -1, -1, -1];

/** `<prefix:` for a namespace in the document that is being read. */
export class NamePrefix {
  readonly namespace: string;
  length = 1;
  word0 = -1;
  word1 = -1;
  mask0 = -1;
  mask1 = -1;
  /** The prefix that it was bound to last. */
  #prefix: string | undefined;
  #length = 1;
  #words = nothing;

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** Without a prefix no tag matches: U+FFFF is not a character. */
  unbind(): void {
    this.length = 1;
    this.word0 = this.word1 = this.mask0 = this.mask1 = -1;
  }

  /** Longer prefixes than two words are for the general decoder. */
  bind(prefix: string): void {
    if (prefix !== this.#prefix) this.#encode(prefix);
    this.length = this.#length;
    [this.word0, this.word1, this.mask0, this.mask1] = this.#words;
  }

  #encode(prefix: string): void {
    const encoded = encoder.encode(prefix === "" ? "<" : `<${prefix}:`);
    this.#prefix = prefix;
    this.#length = 1;
    this.#words = nothing;
    if (encoded.length > 8) return;
    const padded = new DataView(new ArrayBuffer(16));
    for (const [index, byte] of encoded.entries()) {
      padded.setUint8(index, byte);
      padded.setUint8(8 + index, 0xff);
    }
    this.#length = encoded.length;
    this.#words = [padded.getInt32(0, true), padded.getInt32(4, true), padded.getInt32(8, true), padded.getInt32(12, true)];
  }
}

const encoder = /*@__PURE__*/ new TextEncoder();
const prefixes = /*@__PURE__*/ new Map<string, NamePrefix>();

/** The declarations for which prefixes are bound. */
let boundScope: readonly NamespaceDeclaration[] | undefined;

/** The prefix of a namespace; generated code has a constant for each namespace. */
export function namePrefix(namespace: string): NamePrefix {
  let prefix = prefixes.get(namespace);
  if (prefix === undefined) {
    prefix = new NamePrefix(namespace);
    prefixes.set(namespace, prefix);
    // It may have a prefix in scope, which readers of the document at hand do not know yet.
    boundScope = undefined;
    boundReader = 0;
  }
  return prefix;
}

const bound: NamePrefix[] = [];
let boundReader = 0;
let boundVersion = -1;
let boundPrefix = "";

/** Binds the prefixes in scope where a reader stands. */
export function bindNames(reader: Reader, id: number): void {
  const { prefix, bindingsVersion: version } = reader;
  if (boundReader === id && boundVersion === version && boundPrefix === prefix) return;
  bindScope(reader.namespacesInScope(), prefix);
  boundReader = id;
  boundVersion = version;
}

/** Binds the prefixes of declarations. Where a namespace has two, that of the element comes first. */
export function bindScope(scope: readonly NamespaceDeclaration[], prefix: string): void {
  boundReader = 0;
  const isSamePrefix = boundPrefix === prefix;
  boundPrefix = prefix;
  // As in the document before, mostly.
  if (isSamePrefix && boundScope !== undefined && isSameScope(scope, boundScope)) return;
  boundScope = scope;
  const inScope = new Map<string, string>([["", ""]]);
  for (const { prefix: declared, namespace } of scope) inScope.set(declared, namespace);
  for (const known of bound) known.unbind();
  bound.length = 0;
  for (const [declared, namespace] of inScope) bind(declared, namespace);
  bind(prefix, inScope.get(prefix) ?? "");
}

function isSameScope(one: readonly NamespaceDeclaration[], other: readonly NamespaceDeclaration[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (const [index, { prefix, namespace }] of one.entries()) {
    const declared = other[index];
    if (declared?.prefix !== prefix || declared.namespace !== namespace) return false;
  }
  return true;
}

function bind(prefix: string, namespace: string): void {
  const known = prefixes.get(namespace);
  if (known === undefined || (namespace === "" && prefix !== "")) return;
  known.bind(prefix);
  bound.push(known);
}
