/**
 * Documents that begin as earlier ones did: a sender writes the same XML declaration, envelope and start tag each time.
 *
 * What a reader finds out about the beginning of a document, up to the end of a start tag, depends on these bytes alone. They are kept, and where a
 * document begins with the same bytes, the generated reader of the element's type goes on from there: nothing is made but the value. If it gives
 * up, the document is read from its first byte in the general way, as if nothing had happened.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { blankBytes } from "../../xml/characters.js";
import { defaultLimits } from "../../xml/limits.js";
import type { NamespaceDeclaration } from "../../xml/names.js";
import { Reader } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { CompiledType } from "../compile/compiled-type.js";
import { loadDocument, cursor as sharedCursor, input as sharedInput, inputView as sharedView, unusual } from "../fast/input.js";
import { bindScope } from "../fast/name-prefixes.js";
import { forgetItems } from "../fast/read-items.js";
import type { DecodeOptions } from "../options.js";
import { rememberStartTag } from "../round-trip-notes.js";
import { allowsReaders, mostLevels, usesReaders } from "./whole-elements.js";

// As constants of this module, the engine knows them.
const cursor = sharedCursor;
const input = sharedInput;
const inputView = sharedView;

const longestHead = 1024;
/** Heads that are kept for one codec. */
const mostHeads = 8;
/** A head whose documents were read in vain so many times more often than not is tried with one document of so many. */
const mostFailures = 8;
const seldom = 64;
/** After so many heads that no document began with, only every sixteenth is learned. */
const mostUnused = 64;

/** The beginning of a document, up to the end of the start tag of an element without attributes. */
export class DocumentHead {
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  /** Of the last word, which is compared under a mask. */
  readonly #lastMask: number;
  /** Indices: of the tag's "<", after its name, and of its ">". */
  readonly #start: number;
  readonly #nameEnd: number;
  readonly #tagEnd: number;
  readonly #depth: number;
  readonly #prefix: string;
  readonly #declarations: readonly NamespaceDeclaration[];
  readonly #scope: readonly NamespaceDeclaration[];
  /** The end tags of the elements around it, innermost first. */
  readonly #endTags: readonly Uint8Array[];
  #failures = 0;
  #skipped = 0;

  /** The reader stands at the start tag. */
  constructor(reader: Reader) {
    const { window, depth } = reader;
    const bytes = window.bytes.slice(0, window.at);
    const padded = new DataView(new ArrayBuffer((bytes.length + 3) & ~3));
    for (const [index, byte] of bytes.entries()) padded.setUint8(index, byte);
    this.#bytes = bytes;
    this.#words = Int32Array.from({ length: padded.byteLength >> 2 }, (_, index) => padded.getInt32(index * 4, true));
    this.#lastMask = (bytes.length & 3) === 0 ? -1 : (1 << ((bytes.length & 3) * 8)) - 1;
    this.#start = window.tokenOffset;
    this.#nameEnd = window.tokenOffset + 1 + reader.rawNameAt(depth).length;
    this.#tagEnd = window.at - 1;
    this.#depth = depth;
    this.#prefix = reader.prefix;
    this.#declarations = reader.namespaceDeclarations();
    this.#scope = reader.namespacesInScope();
    this.#endTags = Array.from({ length: depth - 1 }, (_, index) =>
      new TextEncoder().encode(`</${reader.rawNameAt(depth - 1 - index).qualified}>`),
    );
  }

  /** Tests if the document in the input begins so. */
  isHere(): boolean {
    const words = this.#words;
    const last = words.length - 1;
    for (let index = 0; index < last; index++) if (inputView.getInt32(index * 4, true) !== words[index]) return false;
    return ((inputView.getInt32(last * 4, true) ^ (words[last] as number)) & this.#lastMask) === 0;
  }

  isSame(other: DocumentHead): boolean {
    return this.#bytes.length === other.#bytes.length && this.#bytes.every((byte, index) => byte === other.#bytes[index]);
  }

  /** Its documents are mostly not read in vain. */
  isWorthIt(): boolean {
    return this.#failures <= mostFailures || ++this.#skipped % seldom === 0;
  }

  /** Reads the rest of the document that was found, and returns the value of the element. Undefined: it is for the general decoder. */
  read(type: CompiledType): Record<string, unknown> | undefined {
    const { reader } = type;
    // Code that imports another copy of the package would read another document.
    if (reader?.by?.input !== input) return undefined;
    bindScope(this.#scope, this.#prefix);
    cursor.at = this.#start;
    // No head is long enough for more.
    cursor.markup = this.#bytes.length;
    cursor.levels = Math.min(mostLevels, limits.depth - this.#depth);
    cursor.busy = true;
    this.#failures = Math.min(this.#failures, mostFailures) + 1;
    try {
      // Generated code for this very type.
      const value = reader.read(type as never, this.#start, this.#nameEnd, this.#tagEnd);
      if (value === undefined || cursor.markup > limits.markup || !this.#endsDocument()) return undefined;
      this.#failures = Math.max(0, this.#failures - 2);
      if (this.#declarations.length > 0) rememberStartTag(value, this.#declarations, undefined);
      return value;
    } catch (error) {
      if (error !== unusual) throw error;
      return undefined;
    } finally {
      cursor.busy = false;
      forgetItems();
    }
  }

  /** After the element, there are only the end tags of those around it. */
  #endsDocument(): boolean {
    let { at } = cursor;
    for (const tag of this.#endTags) {
      at = pastBlanks(at);
      for (let index = 0; index < tag.length; index++) if (input[at + index] !== tag[index]) return false;
      at += tag.length;
    }
    return pastBlanks(at) === cursor.end;
  }
}

function pastBlanks(from: number): number {
  let at = from;
  while (blankBytes[input[at] as number] === 1) at++;
  return at;
}

/** A head, and what the general reader made of it. */
export interface KnownHead<Meaning> {
  readonly head: DocumentHead;
  readonly meaning: Meaning;
}

/** The limits of the document that was found. */
let limits = defaultLimits;

/** The heads of documents that one codec, schema or service has read. */
export class KnownHeads<Meaning> {
  readonly #known: KnownHead<Meaning>[] = [];
  #oldest = 0;
  #unused = 0;
  /** The last document began with a known head. */
  #isFound = false;

  /** Puts a document into the input if it begins with a known head, whose `read` comes next. */
  find(document: unknown, options: DecodeOptions): KnownHead<Meaning> | undefined {
    this.#isFound = false;
    if (this.#known.length === 0 || cursor.busy || !canBeUsed(options) || !loadDocument(document, limits.bytes)) return undefined;
    const found = this.#known.find(({ head }) => head.isHere());
    if (found !== undefined) {
      this.#isFound = true;
      this.#unused = 0;
      if (found.head.isWorthIt()) return found;
    }
    return undefined;
  }

  /** The head of a document whose reader stands at a start tag, if it should be learned. */
  headAt(reader: TokenReader): DocumentHead | undefined {
    if (this.#isFound || (this.#unused >= mostUnused && ++this.#unused % 16 !== 0)) return undefined;
    return canBeHead(reader) ? new DocumentHead(reader) : undefined;
  }

  /** Keeps the head of a document that is valid. */
  learn(head: DocumentHead, meaning: Meaning): void {
    if (this.#known.some((known) => known.head.isSame(head))) return;
    this.#unused++;
    this.#known[this.#oldest] = { head, meaning };
    this.#oldest = (this.#oldest + 1) % mostHeads;
  }
}

/** Tests if all that the reader has found out is in the bytes up to here. */
function canBeHead(reader: TokenReader): reader is Reader {
  if (!(reader instanceof Reader) || reader.hasDoctype || reader.attributeCount > 0 || reader.selfClosing) return false;
  const { window } = reader;
  if (window.base > 0 || window.at > longestHead || window.input.whole === undefined || window.input.encoding !== "UTF-8") return false;
  // For strings and with the charset of a media type it does not matter what encoding is declared; for another document with the same bytes it may.
  return !otherEncoding.test(window.string(0, window.at));
}

const otherEncoding = /^\uFEFF?<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])/i;

/** Tests if documents may be read by their heads with these options, and notes the limits that matter. */
function canBeUsed(options: DecodeOptions): boolean {
  const { charset } = options;
  if (!usesReaders(options) || (charset !== undefined && charset.toLowerCase() !== "utf-8")) return false;
  limits = options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
  return allowsReaders(limits);
}
