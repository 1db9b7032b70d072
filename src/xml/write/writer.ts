/**
 * Writer: calls in, UTF-8 bytes out. XML 1.0 and Namespaces in XML 1.0
 *
 * Namespaces are declared on the first element that needs them. Prefixes are the requested ones, the preferred ones, or generated.
 * Values that XML cannot represent throw an XmlWriteError. A wrong order of calls is a bug of the caller ("internal: ...").
 */

import { XmlWriteError } from "../errors.js";
import { type NamespaceDeclaration, xmlNamespace } from "../names.js";
import { ByteBuffer } from "./byte-buffer.js";
import { bindPrefix, prefixOf, qnamePrefixOf } from "./choose-prefix.js";
import { type BindingsMark, type Prefixes, WrittenBindings } from "./written-bindings.js";
import { attributeOf, knownTag, type NameToWrite, tagOf, type WrittenTag } from "./written-names.js";

export type { NameToWrite };

export interface WriterOptions {
  /** Preferred prefix by namespace; "" makes it the default namespace of elements. */
  readonly prefixes?: Prefixes;
  /** Namespaces that the root declares with their preferred prefixes, instead of each element that needs them. */
  readonly declare?: readonly string[];
  /** Writes an XML declaration with encoding UTF-8. */
  readonly declaration?: boolean;
  /** Indents elements with this text if their parent contains only elements; absent: no white space is added. */
  readonly indent?: string;
}

/** A state of a writer. */
export interface WriterMark {
  readonly length: number;
  readonly bindings: BindingsMark;
  readonly depth: number;
  readonly isTagOpen: boolean;
  readonly hasRoot: boolean;
  readonly holds: number;
}

const none: readonly NamespaceDeclaration[] = [];

/** The content of an open element so far. */
const Holds = { nothing: 0, elements: 1, text: 2 } as const;

/** Writes one document as text. */
export class Writer {
  /** Elements are indented. */
  readonly indents: boolean;
  readonly #buffer = new ByteBuffer();
  readonly #bindings: WrittenBindings;
  readonly #indent: string | undefined;
  /** Namespaces that the root declares. */
  readonly #declared: readonly string[];
  /** Open elements by depth: their tags, the bindings before them, and their content so far. */
  readonly #openTags: WrittenTag[] = [];
  readonly #openBindings: number[] = [];
  readonly #openHolds: number[] = [];
  #depth = 0;
  /** The start tag can still get attributes and declarations. */
  #isTagOpen = false;
  #hasRoot = false;
  /** The attributes of the open start tag, to refuse duplicates. */
  readonly #attributes = new Set<string>();

  constructor(options: WriterOptions = {}) {
    this.indents = options.indent !== undefined;
    this.#bindings = new WrittenBindings(options.prefixes ?? {});
    this.#indent = options.indent;
    this.#declared = options.declare ?? [];
    if (options.declaration === true) this.#buffer.plain('<?xml version="1.0" encoding="UTF-8"?>\n');
  }

  /**
   * Starts an element. `declarations` are written as given, even if they are not needed, because QName content can rely on them.
   * The prefix is the requested one, or else one in scope, the preferred one, or a new one.
   */
  startElement(name: NameToWrite, declarations: readonly NamespaceDeclaration[] = none): void {
    this.#beforeElement();
    const bindings = this.#bindings;
    const mark = bindings.startElement();
    if (this.#depth === 0) this.#declareOnRoot();
    for (const { prefix, namespace } of declarations) bindPrefix(bindings, prefix, namespace);
    const tag = this.#knownTag(name) ?? tagOf(name, prefixOf(bindings, name, true));
    this.#buffer.fixed(tag.open);
    this.#depth++;
    this.#openTags[this.#depth] = tag;
    this.#openBindings[this.#depth] = mark;
    this.#openHolds[this.#depth] = Holds.nothing;
    this.#isTagOpen = true;
    if (this.#attributes.size > 0) this.#attributes.clear();
    bindings.use(tag.prefix);
    this.#writeDeclarations();
  }

  #declareOnRoot(): void {
    for (const namespace of this.#declared) {
      const prefix = this.#bindings.preferred(namespace);
      if (prefix !== undefined) bindPrefix(this.#bindings, prefix, namespace);
    }
  }

  /** The cached tag of a name, if it would get the same prefix here: what other documents were written with must not matter. */
  #knownTag(name: NameToWrite): WrittenTag | undefined {
    const tag = knownTag(name);
    return tag !== undefined && this.#bindings.isPrefixOf(name.namespace, tag.prefix) ? tag : undefined;
  }

  #beforeElement(): void {
    const depth = this.#depth;
    if (depth === 0) {
      if (this.#hasRoot) throw new Error("internal: a document has one root element");
      this.#hasRoot = true;
      return;
    }
    this.#closeTag();
    if (this.#openHolds[depth] === Holds.text) return;
    this.#openHolds[depth] = Holds.elements;
    if (this.#indent !== undefined) this.#newLine(depth);
  }

  #newLine(depth: number): void {
    this.#buffer.byte(0x0a);
    for (let level = 0; level < depth; level++) this.#buffer.plain(this.#indent ?? "");
  }

  #closeTag(): void {
    if (!this.#isTagOpen) return;
    this.#buffer.byte(0x3e);
    this.#isTagOpen = false;
  }

  #writeDeclarations(): void {
    for (const { prefix, namespace } of this.#bindings.takeUnwritten()) {
      this.#buffer.plain(" xmlns");
      if (prefix !== "") {
        this.#buffer.byte(0x3a);
        this.#buffer.plain(prefix);
      }
      this.#buffer.plain('="');
      this.#buffer.attributeValue(namespace);
      this.#buffer.byte(0x22);
    }
  }

  /** Writes an attribute of the element just started. */
  attribute(name: NameToWrite, value: string): void {
    this.#needOpenTag("an attribute");
    if (name.namespace === "" && name.local === "xmlns") throw new XmlWriteError('an attribute must not be called "xmlns"');
    const clark = name.namespace === "" ? name.local : `{${name.namespace}}${name.local}`;
    if (this.#attributes.has(clark)) throw new XmlWriteError(`the attribute "${clark}" occurs twice`);
    this.#attributes.add(clark);
    const prefix = prefixOf(this.#bindings, name, false);
    const { open } = attributeOf(name, prefix);
    this.#bindings.use(prefix);
    this.#writeDeclarations();
    const buffer = this.#buffer;
    buffer.fixed(open);
    buffer.attributeValue(value);
    buffer.byte(0x22);
  }

  /** Declares a prefix on the element just started; "" is the default namespace. Refuses a prefix that the tag already uses for another namespace. */
  declareNamespace(prefix: string, namespace: string): void {
    this.#needOpenTag("a namespace declaration");
    bindPrefix(this.#bindings, prefix, namespace);
    this.#writeDeclarations();
  }

  #needOpenTag(what: string): void {
    if (!this.#isTagOpen) throw new Error(`internal: ${what} must directly follow the start of an element`);
  }

  /** Writes character data. */
  text(text: string): void {
    if (this.#depth === 0) throw new Error("internal: text belongs inside an element");
    if (text === "") return;
    this.#closeTag();
    this.#openHolds[this.#depth] = Holds.text;
    this.#buffer.text(text);
  }

  sharedText(text: string): void {
    this.text(text);
  }

  uniqueId(id: string): void {
    this.text(id);
  }

  /** Marks white space as significant in the element just started, so that its content is not indented. */
  keepSpace(): void {
    if (this.#depth > 0) this.#openHolds[this.#depth] = Holds.text;
  }

  /** Writes an element that contains only text. */
  leaf(name: NameToWrite, text: string): void {
    const tag = this.#knownTag(name);
    if (tag === undefined || text === "" || this.#depth === 0) {
      this.startElement(name);
      this.text(text);
      this.endElement();
      return;
    }
    this.#beforeElement();
    const buffer = this.#buffer;
    buffer.fixed(tag.open);
    buffer.byte(0x3e);
    buffer.text(text);
    buffer.fixed(tag.close);
  }

  endElement(): void {
    const depth = this.#depth;
    const tag = this.#openTags[depth];
    if (depth === 0 || tag === undefined) throw new Error("internal: no element is open");
    this.#depth = depth - 1;
    const buffer = this.#buffer;
    if (this.#isTagOpen) {
      buffer.byte(0x2f);
      buffer.byte(0x3e);
      this.#isTagOpen = false;
    } else {
      if (this.#indent !== undefined && this.#openHolds[depth] === Holds.elements) this.#newLine(depth - 1);
      buffer.fixed(tag.close);
    }
    this.#bindings.endElement(this.#openBindings[depth] ?? 0);
  }

  /**
   * Returns a prefix for a QName in the content or an attribute of the element just started, and declares it if necessary.
   * "" is for names in no namespace and names in the default namespace.
   */
  qnamePrefix(namespace: string): string {
    const prefix = qnamePrefixOf(this.#bindings, namespace, this.#isTagOpen);
    this.#writeDeclarations();
    return prefix;
  }

  prefer(prefixes: Prefixes): void {
    this.#bindings.prefer(prefixes);
  }

  /** The namespace that a prefix is bound to here. */
  lookupNamespace(prefix: string): string | undefined {
    return prefix === "xml" ? xmlNamespace : this.#bindings.namespaceOf(prefix);
  }

  /** Appends content of the open element: markup, by code that keeps to the bindings in scope. It says itself whether the start tag stays open. */
  raw(bytes: Uint8Array): void {
    this.#buffer.append(bytes);
  }

  /** Appends character data to what `raw` has written. */
  rawText(text: string): void {
    this.#buffer.text(text);
  }

  /** Appends to an attribute value that `raw` has begun. */
  rawAttributeValue(text: string): void {
    this.#buffer.attributeValue(text);
  }

  /** Says whether content that `raw` writes has ended the start tag. */
  leaveTagOpen(isOpen: boolean): void {
    this.#isTagOpen = isOpen;
  }

  /** Changes whenever a declaration comes into scope or goes out of it. */
  get bindingsVersion(): number {
    return this.#bindings.version;
  }

  /** The namespaces that may have a prefix here. */
  namespacesInScope(): Iterable<string> {
    return this.#bindings.namespaces();
  }

  /** The prefix that an element of a namespace gets here; undefined if one must be declared. */
  prefixInScope(namespace: string): string | undefined {
    if (namespace === "") return this.#bindings.namespaceOf("") === "" ? "" : undefined;
    return this.#bindings.find(namespace, undefined, true);
  }

  /** The state between two elements, for `rewind`. */
  mark(): WriterMark {
    return {
      length: this.#buffer.length,
      bindings: this.#bindings.mark(),
      depth: this.#depth,
      isTagOpen: this.#isTagOpen,
      hasRoot: this.#hasRoot,
      holds: this.#openHolds[this.#depth] ?? Holds.nothing,
    };
  }

  /** Takes back everything that was written since. */
  rewind(mark: WriterMark): void {
    this.#buffer.length = mark.length;
    this.#bindings.rewind(mark.bindings);
    this.#depth = mark.depth;
    this.#isTagOpen = mark.isTagOpen;
    this.#hasRoot = mark.hasRoot;
    this.#openHolds[mark.depth] = mark.holds;
  }

  /** Returns the finished document. The writer cannot be used again. */
  finish(): Uint8Array {
    this.#needEnd();
    return this.#buffer.finish();
  }

  /** Returns a copy of the finished document. The writer can be rewound and used again. */
  copy(): Uint8Array {
    this.#needEnd();
    return this.#buffer.copy();
  }

  #needEnd(): void {
    if (this.#depth > 0 || !this.#hasRoot) throw new Error("internal: the document is not finished");
  }

  /** Bytes of the document so far. */
  get length(): number {
    return this.#buffer.length;
  }

  /**
   * Returns a copy of the document as it is when the root, the only open element, ends. The copy may share its buffer with others; the writer can be rewound
   * and used again.
   */
  copyEnded(): Uint8Array {
    this.#endRoot();
    return this.#buffer.copyShared();
  }

  /** Ends the document like `copyEnded`, and rewinds. The document stays in the memory that it was written to; the writer goes on in other memory. */
  lendEnded(mark: WriterMark): Uint8Array {
    this.#endRoot();
    const ended = this.#buffer.lend(mark.length);
    this.rewind(mark);
    return ended;
  }

  #endRoot(): void {
    const root = this.#openTags[1];
    if (this.#depth !== 1 || root === undefined || this.#isTagOpen || this.indents)
      throw new Error("internal: only a root that holds something can be ended");
    this.#buffer.fixed(root.close);
  }
}
