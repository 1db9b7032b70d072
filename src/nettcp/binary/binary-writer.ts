/**
 * Writer for binary XML: the calls of src/xml's writer in, octets out, so that everything that writes text writes this too. MC-NBFX §2.2
 *
 * Records come out as the writer of .NET makes them: the shortest forms, strings of dictionaries by id, declarations after the attributes,
 * the end of an element within the text before it.
 */

import { XmlWriteError } from "../../xml/errors.js";
import { findInternedName, type NamespaceDeclaration, xmlNamespace } from "../../xml/names.js";
import { bindPrefix, prefixOf, qnamePrefixOf } from "../../xml/write/choose-prefix.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import { type Prefixes, WrittenBindings } from "../../xml/write/written-bindings.js";
import { checkWrittenName, type NameToWrite } from "../../xml/write/written-names.js";
import { OctetBuffer } from "./octet-buffer.js";
import { RecordType, TextType } from "./record-type.js";
import { endAfterText, type StringOrId, writeAttributeName, writeElement, writeXmlns } from "./records.js";
import { staticIds } from "./static-dictionary.js";
import { parseUuid } from "./text-format.js";
import { type TextValue, writeTextRecord } from "./text-value.js";
import { stringText } from "./typed-text.js";

/** Which strings have ids. */
export interface SharedStrings {
  /** The id that a string has already. */
  find(text: string): number | undefined;
  /** The id of a string, which gets one if there is room. */
  share(text: string): number | undefined;
}

const staticStrings: SharedStrings = {
  find: (text) => staticIds.get(text),
  share: (text) => staticIds.get(text),
};

export interface BinaryWriterOptions {
  /** Preferred prefix by namespace; "" makes it the default namespace of elements. */
  readonly prefixes?: Prefixes;
  /** The strings of the session; absent: the static dictionary alone. */
  readonly dictionary?: SharedStrings;
}

/** Interned names that were written: at most as many as the program has. */
const schemaNames = new WeakSet<NameToWrite>();

function isSchemaName(name: NameToWrite): boolean {
  const interned = findInternedName(name.namespace, name.local);
  if (interned === name) schemaNames.add(name);
  return interned !== undefined;
}

const none: readonly NamespaceDeclaration[] = [];
const noText = -1;
const uuidUrn = "urn:uuid:";

export class BinaryWriter implements TokenWriter {
  readonly #buffer = new OctetBuffer();
  readonly #bindings: WrittenBindings;
  readonly #strings: SharedStrings;
  /** Bindings before each open element. */
  readonly #open: number[] = [];
  #isTagOpen = false;
  #hasRoot = false;
  /** Where the type of the text record stands that was just written. */
  #textAt = noText;
  readonly #attributes = new Set<string>();
  /** Namespaces of names of schemas: only these get ids of the session, since what users write must not use them up. */
  readonly #schemaNamespaces = new Set<string>();

  constructor(options: BinaryWriterOptions = {}) {
    this.#bindings = new WrittenBindings(options.prefixes ?? {});
    this.#strings = options.dictionary ?? staticStrings;
  }

  startElement(name: NameToWrite, declarations: readonly NamespaceDeclaration[] = none): void {
    this.#beforeContent();
    if (this.#open.length === 0) {
      if (this.#hasRoot) throw new Error("internal: a document has one root element");
      this.#hasRoot = true;
    }
    const bindings = this.#bindings;
    this.#open.push(bindings.startElement());
    checkWrittenName(name.local);
    for (const { prefix, namespace } of declarations) bindPrefix(bindings, prefix, namespace);
    const prefix = prefixOf(bindings, name, true);
    bindings.use(prefix);
    writeElement(this.#buffer, prefix, this.#nameOrId(name));
    this.#isTagOpen = true;
    if (this.#attributes.size > 0) this.#attributes.clear();
  }

  #nameOrId(name: NameToWrite): StringOrId {
    const { namespace, local } = name;
    const isOfSchema = schemaNames.has(name) || isSchemaName(name);
    if (!isOfSchema) return this.#strings.find(local) ?? local;
    this.#schemaNamespaces.add(namespace);
    return this.#strings.share(local) ?? local;
  }

  /** Ends the start tag: its declarations come last. */
  #beforeContent(): void {
    this.#textAt = noText;
    if (!this.#isTagOpen) return;
    this.#isTagOpen = false;
    for (const { prefix, namespace } of this.#bindings.takeUnwritten()) {
      const id = this.#schemaNamespaces.has(namespace) ? this.#strings.share(namespace) : this.#strings.find(namespace);
      writeXmlns(this.#buffer, prefix === "" ? undefined : prefix, id ?? namespace);
    }
  }

  attribute(name: NameToWrite, value: string): void {
    this.#needOpenTag("an attribute");
    checkWrittenName(name.local);
    if (name.namespace === "" && name.local === "xmlns") throw new XmlWriteError('an attribute must not be called "xmlns"');
    const clark = name.namespace === "" ? name.local : `{${name.namespace}}${name.local}`;
    if (this.#attributes.has(clark)) throw new XmlWriteError(`the attribute "${clark}" stands twice`);
    this.#attributes.add(clark);
    const prefix = prefixOf(this.#bindings, name, false);
    this.#bindings.use(prefix);
    writeAttributeName(this.#buffer, prefix, this.#nameOrId(name));
    this.#string(value);
  }

  /** Writes the text record of a string; gives where its type stands. */
  #string(text: string): number {
    const buffer = this.#buffer;
    const at = buffer.length;
    // Most texts are short; those of one character may have a record of their own.
    if (text.length > 1 && buffer.shortAscii(TextType.chars8, text)) return at;
    return writeTextRecord(buffer, stringText(text));
  }

  declareNamespace(prefix: string, namespace: string): void {
    this.#needOpenTag("a namespace declaration");
    bindPrefix(this.#bindings, prefix, namespace);
  }

  #needOpenTag(what: string): void {
    if (!this.#isTagOpen) throw new Error(`internal: ${what} belongs directly behind the start of an element`);
  }

  text(text: string): void {
    if (text === "") return;
    this.#beforeText();
    this.#textAt = this.#string(text);
  }

  #beforeText(): void {
    if (this.#open.length === 0) throw new Error("internal: text belongs inside an element");
    this.#beforeContent();
  }

  /** Writes character data given as a typed value. */
  value(value: TextValue): void {
    this.#beforeText();
    const at = writeTextRecord(this.#buffer, value);
    // A list has no form that ends the element too.
    this.#textAt = value.type === "list" ? noText : at;
  }

  /** Writes character data that many messages have, such as an action: by its id, if the dictionaries have room. */
  sharedText(text: string): void {
    const id = this.#strings.share(text);
    if (id === undefined) this.text(text);
    else this.value({ type: "dictionary", id });
  }

  /** Writes the identifier of a message: a "urn:uuid:" as .NET writes it takes a record of 17 octets. */
  uniqueId(id: string): void {
    // The text of a UUID that is read back is in lower case: others stay as they are written.
    const uuid = id.startsWith(uuidUrn) && id === id.toLowerCase() ? parseUuid(id.slice(uuidUrn.length)) : undefined;
    if (uuid === undefined) this.text(id);
    else this.value({ type: "uniqueId", value: uuid });
  }

  /** A binary document is not indented. */
  keepSpace(): void {}

  leaf(name: NameToWrite, text: string): void {
    this.startElement(name);
    this.text(text);
    this.endElement();
  }

  endElement(): void {
    const mark = this.#open.pop();
    if (mark === undefined) throw new Error("internal: no element is open");
    const textAt = this.#textAt;
    if (textAt === noText) {
      this.#beforeContent();
      this.#buffer.octet(RecordType.endElement);
    } else {
      endAfterText(this.#buffer, textAt);
      this.#textAt = noText;
    }
    this.#bindings.endElement(mark);
  }

  qnamePrefix(namespace: string): string {
    return qnamePrefixOf(this.#bindings, namespace, this.#isTagOpen);
  }

  prefer(prefixes: Prefixes): void {
    this.#bindings.prefer(prefixes);
  }

  lookupNamespace(prefix: string): string | undefined {
    return prefix === "xml" ? xmlNamespace : this.#bindings.namespaceOf(prefix);
  }

  finish(): Uint8Array {
    if (this.#open.length > 0 || !this.#hasRoot) throw new Error("internal: the document is not finished");
    return this.#buffer.finish();
  }
}
