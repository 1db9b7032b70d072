/**
 * Element nodes -> calls of a writer and, step by step, the tokens that a reader of what is written gives.
 *
 * So a decoder can validate nodes while they are written. Prefixes in their text mean what the writer has bound them to. Therefore an end tag
 * is written when the next token is asked for: until then the namespaces of the element are in scope.
 */
import { type Name, xsiNamespace } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { isRecord } from "../is-record.js";
import { xsiNames } from "../xsi-names.js";
import { newNamespaces } from "./new-namespaces.js";
import type { EncodeSession, ValueLocation } from "./session.js";

type Value = Readonly<Record<string, unknown>>;

interface OpenNode {
  readonly name: Name;
  readonly location: ValueLocation;
  readonly children: readonly unknown[];
  next: number;
}

const noEntities: ReadonlySet<string> = new Set();
const noPosition = { line: 0, column: 0 };

/** Writes one node. Reports what is not one. */
export class NodeTokens implements TokenReader {
  name: Name = xsiNames.nil;
  text = "";
  /** Tells elements apart, in document order. */
  offset = 0;
  /** The element that starts here has an attribute that has a meaning in any content: xsi:type, xsi:nil and the like. */
  hasInstanceAttributes = false;
  readonly unparsedEntities = noEntities;
  readonly #session: EncodeSession;
  readonly #maxDepth: number;
  readonly #open: OpenNode[] = [];
  #attributes: { readonly name: Name; readonly text: string }[] = [];
  /** The end tag of the innermost element is to be written. */
  #isEnding = false;

  constructor(session: EncodeSession, maxDepth: number) {
    this.#session = session;
    this.#maxDepth = maxDepth;
  }

  /** Starts a node. Returns false if the value is not a node, or is nested too deeply. */
  start(node: unknown, location: ValueLocation): boolean {
    const session = this.#session;
    if (!isRecord(node) || typeof node.name !== "string") {
      session.report("value-type", "an element { name, attributes, namespaces, children } is expected", location);
      return false;
    }
    if (this.#open.length >= this.#maxDepth) {
      session.endTooDeep(location);
      return false;
    }
    const name = session.nodeName(node.name);
    session.writer.startElement(name, newNamespaces(session, node.namespaces));
    this.startContent(name, node, false, location);
    return true;
  }

  /** Starts the content of an element whose start tag the writer has begun. A nil one has no children. */
  startContent(name: Name, content: Value, nil: boolean, location: ValueLocation): void {
    const session = this.#session;
    this.name = name;
    this.offset = session.nextPlace++;
    this.#attributes = [];
    this.hasInstanceAttributes = false;
    if (nil) this.#attribute(xsiNames.nil, "true");
    this.#writeAttributes(content.attributes, location);
    const children = this.#childrenOf(content.children, location);
    session.writer.keepSpace();
    this.#open.push({ name, location, children: nil ? [] : children, next: 0 });
  }

  #writeAttributes(attributes: unknown, location: ValueLocation): void {
    const session = this.#session;
    if (attributes === undefined) return;
    if (!isRecord(attributes)) {
      session.report("value-type", '"attributes" is not an object', location, { property: "attributes" });
      return;
    }
    for (const [clark, text] of Object.entries(attributes)) {
      if (typeof text === "string") this.#attribute(session.nodeName(clark), text);
      else session.report("value-type", `attribute "${clark}" is not a string`, location, { property: "attributes" });
    }
  }

  #attribute(name: Name, text: string): void {
    this.#session.writer.attribute(name, text);
    this.#attributes.push({ name, text });
    if (name.namespace === xsiNamespace) this.hasInstanceAttributes = true;
  }

  #childrenOf(children: unknown, location: ValueLocation): readonly unknown[] {
    if (children === undefined || Array.isArray(children)) return children ?? [];
    this.#session.report("value-type", '"children" is not an array', location, { property: "children" });
    return [];
  }

  /** Where the innermost open element is in the value. */
  get location(): ValueLocation | undefined {
    return this.#innermost()?.location;
  }

  get depth(): number {
    return this.#open.length;
  }

  next(): Token {
    this.#writeEndTag();
    this.hasInstanceAttributes = false;
    for (let open = this.#innermost(); open !== undefined; ) {
      if (this.#writeText(open)) return Token.text;
      const index = open.next++;
      if (index >= open.children.length) return this.#end(open);
      const child = open.children[index];
      const element = isRecord(child) && typeof child.name === "string" ? this.#session.nodeName(child.name).local : "";
      if (this.start(child, { parent: open.location, property: "children", index, element, siblings: undefined }))
        return Token.startElement;
    }
    return Token.endOfDocument;
  }

  #innermost(): OpenNode | undefined {
    return this.#open[this.#open.length - 1];
  }

  #writeEndTag(): void {
    if (!this.#isEnding) return;
    this.#isEnding = false;
    this.#open.pop();
    this.#session.writer.endElement();
  }

  #end({ name }: OpenNode): Token {
    this.#isEnding = true;
    this.name = name;
    return Token.endElement;
  }

  /** Writes the text up to the next element. Returns false if there is no text. */
  #writeText(open: OpenNode): boolean {
    let text = "";
    for (; open.next < open.children.length; open.next++) {
      const child = open.children[open.next];
      if (typeof child !== "string") break;
      this.#session.writer.text(child);
      text += child;
    }
    this.text = text;
    return text !== "";
  }

  get textIsWhitespace(): boolean {
    return !/[^ \t\r\n]/.test(this.text);
  }

  readLeaf(): string | undefined {
    return this.skipLeaf() ? this.text : undefined;
  }

  skipLeaf(): boolean {
    const open = this.#innermost();
    if (open === undefined) return false;
    this.hasInstanceAttributes = false;
    this.#writeText(open);
    if (open.next < open.children.length) return false;
    this.#end(open);
    return true;
  }

  skipElement(): void {
    const { depth } = this;
    while (this.next() !== Token.endElement || this.depth > depth);
  }

  get attributeCount(): number {
    return this.#attributes.length;
  }

  attributeName(index: number): Name {
    return this.#attributeAt(index).name;
  }

  attributeValue(index: number): string {
    return this.#attributeAt(index).text;
  }

  #attributeAt(index: number): { readonly name: Name; readonly text: string } {
    const attribute = this.#attributes[index];
    if (attribute === undefined) throw new Error(`internal: there is no attribute ${index}`);
    return attribute;
  }

  lookupNamespace(prefix: string): string | undefined {
    return this.#session.writer.lookupNamespace(prefix);
  }

  keepPlace(): number {
    return this.offset;
  }

  attributeOffset(): number {
    return this.offset;
  }

  /** Values have no lines. */
  position(): { line: number; column: number } {
    return noPosition;
  }

  // Prefixes of names and declarations are the writer's affair. Nothing that only validates asks for them.

  get prefix(): string {
    return "";
  }

  attributePrefix(): string {
    return "";
  }

  namespaceDeclarations(): readonly [] {
    return [];
  }

  namespacesInScope(): readonly [] {
    return [];
  }
}
