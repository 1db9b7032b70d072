/**
 * Pull reader for binary XML: octets in, the tokens of src/xml out, so that everything that reads text reads this too. MC-NBFX, MC-NBFS, MC-NBFSE
 *
 * Comments are skipped and text records in a row are one text. Array records come as repeated elements, at the root too. Everything ill-formed is refused
 * with an XmlError. Quotas of single values apply when a value is read as one (`readLeaf`), as in WCF; reading token by token is bounded by
 * the message's size and by what it may expand to.
 */
import { formatBase64 } from "../../datatypes/binary.js";
import type { Name, NamespaceDeclaration } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { type Quotas, quotasOf } from "../quotas.js";
import { BinaryStartTag } from "./binary-start-tag.js";
import { type StringLookup, staticDictionary } from "./dictionaries.js";
import { DocumentStrings } from "./document-strings.js";
import { binaryPosition, OctetCursor } from "./octet-cursor.js";
import { isElementType, RecordType, TextType } from "./record-type.js";
import { readArrayHead, refuseType } from "./records.js";
import { ScopedBindings } from "./scoped-bindings.js";
import { formatTextValue } from "./text-format.js";
import { readTextValue, type TextValue } from "./text-value.js";

export interface BinaryReaderOptions {
  /** The strings of the session; absent: the static dictionary alone. */
  readonly dictionary?: StringLookup;
  readonly quotas?: Partial<Quotas>;
  /** Where the document begins, after the string table. */
  readonly start?: number;
}

/** What is to be done before the next record is read. */
const Pending = { nothing: 0, endElement: 1, leaveElement: 2 } as const;

/** The rest of an array record. */
interface ArrayRest {
  readonly valueType: number;
  /** Values that are not read yet. */
  count: number;
  /** Values that were read. */
  done: number;
  /** Characters that each further element adds. */
  readonly cost: number;
}

const nothingDeclared: ReadonlySet<string> = new Set();
const notBlank = /[^ \t\r\n]/;

export class BinaryReader implements TokenReader {
  /** The element that starts or ends here. */
  name: Name;
  depth = 0;
  offset = 0;
  /** The character data, after `Token.text` and after `readLeaf`. */
  text = "";
  readonly #cursor: OctetCursor;
  readonly #strings: DocumentStrings;
  readonly #bindings = new ScopedBindings();
  readonly #tag: BinaryStartTag;
  readonly #quotas: Quotas;
  #pending: number = Pending.nothing;
  #hasRoot = false;
  #isFinished = false;
  #array: ArrayRest | undefined;
  /** Open elements by depth: name, prefix, and how many bindings were in scope before. */
  readonly #openNames: Name[] = [];
  readonly #openPrefixes: string[] = [];
  readonly #openBindings: number[] = [];

  constructor(octets: Uint8Array, options: BinaryReaderOptions = {}) {
    this.#quotas = quotasOf(options.quotas);
    this.#cursor = new OctetCursor(octets, options.start ?? 0);
    this.#strings = new DocumentStrings(this.#cursor, options.dictionary ?? staticDictionary, this.#quotas);
    this.#tag = new BinaryStartTag(this.#cursor, this.#strings, this.#bindings, this.#quotas);
    this.name = this.#tag.name;
  }

  /** Goes on to the next token. */
  next(): Token {
    if (this.#pending === Pending.endElement) return this.#endElement();
    if (this.#pending === Pending.leaveElement && this.#leave()) return Token.startElement;
    if (this.#array !== undefined) return this.#arrayText(this.#array);
    if (this.depth === 0) return this.#nextOutside();
    return this.#nextInside();
  }

  #nextInside(): Token {
    const cursor = this.#cursor;
    this.#skipComments();
    this.offset = cursor.at;
    const type = cursor.octet();
    if (type >= RecordType.firstText) {
      this.text = this.#readText(type);
      if (this.text !== "") return Token.text;
      return this.next();
    }
    if (isElementType(type)) return this.#startElement(type);
    if (type === RecordType.endElement) return this.#endElement();
    if (type === RecordType.array) return this.#startArray();
    return refuseType(cursor, type);
  }

  #skipComments(): void {
    const cursor = this.#cursor;
    while (cursor.octets[cursor.at] === RecordType.comment) {
      cursor.at++;
      cursor.string();
    }
  }

  /** Before and after the root: comments and white space. */
  #nextOutside(): Token {
    const cursor = this.#cursor;
    for (;;) {
      this.#skipComments();
      this.offset = cursor.at;
      if (cursor.at === cursor.octets.length) {
        if (!this.#hasRoot) cursor.fail("xml-unexpected-end", "the document has no root element");
        if (!this.#isFinished) this.#bindings.release();
        this.#isFinished = true;
        return Token.endOfDocument;
      }
      const type = cursor.octet();
      if (type >= RecordType.firstText && (type & 1) === 0) {
        const text = formatTextValue(readTextValue(cursor, type), this.#strings.findText);
        if (notBlank.test(text)) cursor.fail("xml-not-well-formed", "text stands outside the root element", this.offset);
        continue;
      }
      if (type !== RecordType.array && !isElementType(type)) refuseType(cursor, type);
      if (this.#hasRoot) cursor.fail("xml-not-well-formed", "there is a second root element", this.offset);
      this.#hasRoot = true;
      return type === RecordType.array ? this.#startArray() : this.#startElement(type);
    }
  }

  #startElement(type: number): Token {
    const depth = this.depth + 1;
    if (depth > this.#quotas.depth) this.#cursor.fail("xml-limit-depth", `more than ${this.#quotas.depth} elements are open`, this.offset);
    this.#openBindings[depth] = this.#bindings.count;
    const tag = this.#tag;
    tag.read(type);
    this.depth = depth;
    this.#openNames[depth] = tag.name;
    this.#openPrefixes[depth] = tag.prefix;
    this.name = tag.name;
    return Token.startElement;
  }

  /** An array record: the element as it will be repeated, its end, and the values. */
  #startArray(): Token {
    const cursor = this.#cursor;
    const type = cursor.octet();
    if (!isElementType(type)) refuseType(cursor, type);
    const start = cursor.at;
    this.#startElement(type);
    const cost = cursor.at - start + this.#tag.valueCharacters();
    const end = cursor.octet();
    if (end !== RecordType.endElement) refuseType(cursor, end);
    const { valueType, count } = readArrayHead(cursor);
    this.#array = { valueType, count, done: 0, cost };
    return Token.startElement;
  }

  #arrayText(array: ArrayRest): Token {
    this.offset = this.#cursor.at;
    this.text = this.#arrayValue(array);
    this.#pending = Pending.endElement;
    return Token.text;
  }

  #arrayValue(array: ArrayRest): string {
    array.count--;
    array.done++;
    return formatTextValue(readTextValue(this.#cursor, array.valueType), this.#strings.findText);
  }

  #endElement(): Token {
    this.#pending = Pending.leaveElement;
    this.name = this.#openNames[this.depth] ?? this.name;
    return Token.endElement;
  }

  /** Leaves the element that has ended; true: an array goes on with its next element, on which the reader now stands. */
  #leave(): boolean {
    this.#pending = Pending.nothing;
    const array = this.#array;
    if (array !== undefined) {
      if (array.count > 0) {
        this.#strings.expand(array.cost);
        this.offset = this.#cursor.at;
        return true;
      }
      this.#array = undefined;
    }
    this.#bindings.undo(this.#openBindings[this.depth] ?? 0);
    this.depth--;
    return false;
  }

  /** Reads text records up to the next tag. Each is formatted by itself: the octets of two records make two texts in base64. */
  #readText(first: number): string {
    const cursor = this.#cursor;
    let text = "";
    let type = first;
    for (;;) {
      text += formatTextValue(this.#textValue(type), this.#strings.findText);
      if (this.#pending === Pending.endElement) return text;
      this.#skipComments();
      type = cursor.octets[cursor.at] ?? 0;
      if (type < RecordType.firstText) return text;
      cursor.at++;
    }
  }

  #textValue(type: number): TextValue {
    if ((type & 1) !== 0) {
      // A list has no form that ends the element too.
      if (type === TextType.startList + 1) refuseType(this.#cursor, type);
      this.#pending = Pending.endElement;
    }
    return readTextValue(this.#cursor, type & ~1);
  }

  get textIsWhitespace(): boolean {
    return !notBlank.test(this.text);
  }

  /**
   * Directly after `Token.startElement`: reads character data up to the end of the element, on which the reader then stands.
   * Undefined: a child element comes first; it is the next token, and `text` holds the text before it.
   */
  readLeaf(): string | undefined {
    if (this.#array !== undefined) return this.#arrayLeaf(this.#array);
    const type = this.#cursor.octets[this.#cursor.at] ?? 0;
    // Mostly the value is one record that ends the element too.
    const isOne = (type & 1) !== 0 && type > RecordType.firstText && (type < TextType.bytes8 || type > TextType.startList + 1);
    return isOne ? this.#oneRecord(type) : this.#readLeafSlowly();
  }

  skipLeaf(): boolean {
    return this.readLeaf() !== undefined;
  }

  #oneRecord(type: number): string {
    const cursor = this.#cursor;
    cursor.at++;
    const start = cursor.at;
    const text = formatTextValue(readTextValue(cursor, type - 1), this.#strings.findText);
    const limit = this.#quotas.stringContentLength;
    if (text.length > limit) cursor.fail("xml-limit-text-length", `a value has more than ${limit} characters`, start);
    this.text = text;
    this.offset = cursor.at - 1;
    this.#endElement();
    return text;
  }

  #readLeafSlowly(): string | undefined {
    const cursor = this.#cursor;
    const value = new LeafValue(this.#quotas);
    for (;;) {
      this.#skipComments();
      const type = cursor.octets[cursor.at] ?? 0;
      if (type < RecordType.firstText) break;
      const offset = cursor.at++;
      const added = this.#textValue(type);
      const fault = value.add(added, () => formatTextValue(added, this.#strings.findText));
      if (fault !== undefined) cursor.fail(fault.code, fault.message, offset);
      if (this.#pending === Pending.endElement) break;
    }
    this.text = value.finish();
    if (this.#pending !== Pending.endElement && this.#isBeforeChild()) return undefined;
    this.offset = cursor.at - 1;
    this.#endElement();
    return this.text;
  }

  /** After text: passes the end of the element, unless a child comes first. */
  #isBeforeChild(): boolean {
    const cursor = this.#cursor;
    const type = cursor.octet();
    if (type === RecordType.endElement) return false;
    if (type !== RecordType.array && !isElementType(type)) refuseType(cursor, type);
    cursor.at--;
    return true;
  }

  #arrayLeaf(array: ArrayRest): string {
    const limit = this.#quotas.arrayLength;
    if (array.done >= limit) this.#cursor.fail("xml-limit-array-length", `an array has more than ${limit} values`);
    this.text = this.#arrayValue(array);
    this.offset = this.#cursor.at - 1;
    this.#endElement();
    return this.text;
  }

  /** Directly after `Token.startElement`: reads on to the end of the element, checking all that it holds. */
  skipElement(): void {
    const { depth } = this;
    while (this.next() !== Token.endElement || this.depth > depth);
  }

  get prefix(): string {
    return this.#openPrefixes[this.depth] ?? "";
  }

  get attributeCount(): number {
    return this.#tag.count;
  }

  attributeName(index: number): Name {
    return this.#tag.attributeName(index);
  }

  attributePrefix(index: number): string {
    return this.#tag.attributePrefix(index);
  }

  attributeValue(index: number): string {
    return this.#tag.attributeValue(index);
  }

  attributeOffset(index: number): number {
    return this.#tag.attributeOffset(index);
  }

  namespaceDeclarations(): readonly NamespaceDeclaration[] {
    return this.#bindings.declaredSince(this.#openBindings[this.depth] ?? 0);
  }

  namespacesInScope(): readonly NamespaceDeclaration[] {
    return this.#bindings.declaredSince(0);
  }

  lookupNamespace(prefix: string): string | undefined {
    return this.#bindings.find(prefix)?.uri;
  }

  keepPlace(): number {
    return this.offset;
  }

  /** A binary document has no lines: the column is the octet, counted from 1. */
  position(offset = this.offset): { line: number; column: number } {
    return binaryPosition(offset);
  }

  /** There is no document type declaration. */
  get unparsedEntities(): ReadonlySet<string> {
    return nothingDeclared;
  }
}

/** The value of an element that holds text alone, put together from its records. */
class LeafValue {
  readonly #quotas: Quotas;
  #text = "";
  /** Octets of records in a row that hold nothing else: base64 is made of all of them together. */
  #octets: Uint8Array[] = [];
  #octetCount = 0;

  constructor(quotas: Quotas) {
    this.#quotas = quotas;
  }

  /** Adds a record's value; gives what is wrong when it gets too long. */
  add(
    value: TextValue,
    format: () => string,
  ): { readonly code: "xml-limit-array-length" | "xml-limit-text-length"; readonly message: string } | undefined {
    if (value.type === "bytes8" || value.type === "bytes16" || value.type === "bytes32") {
      this.#octets.push(value.value);
      this.#octetCount += value.value.length;
      const limit = this.#quotas.arrayLength;
      if (this.#octetCount <= limit) return undefined;
      return { code: "xml-limit-array-length", message: `a binary value has more than ${limit} octets` };
    }
    this.#endOctets();
    const text = format();
    this.#text = this.#text === "" ? text : this.#text + text;
    const limit = this.#quotas.stringContentLength;
    return this.#text.length <= limit ? undefined : { code: "xml-limit-text-length", message: `a value has more than ${limit} characters` };
  }

  #endOctets(): void {
    if (this.#octetCount === 0) return;
    const whole = new Uint8Array(this.#octetCount);
    let at = 0;
    for (const octets of this.#octets) {
      whole.set(octets, at);
      at += octets.length;
    }
    this.#text += formatBase64(whole);
    this.#octets = [];
    this.#octetCount = 0;
  }

  finish(): string {
    this.#endOctets();
    return this.#text;
  }
}
