/**
 * Tokens of one element, or of a whole document -> its canonical form. Canonical XML 1.0, Exclusive XML Canonicalization 1.0
 *
 * The canonical form of `<a  b='1' a="2"><c/></a>` is `<a a="2" b="1"><c></c></a>`. The exclusive form declares a namespace on the first element
 * that uses it, so that an element has the same form wherever it stands; the inclusive form declares all that are in scope.
 */
import { xmlNamespace } from "../names.js";
import type { Reader } from "../read/reader.js";
import { ByteBuffer } from "../write/byte-buffer.js";
import { compareCodePoints } from "./compare-code-points.js";

/** Which canonical form. */
export interface CanonicalForm {
  readonly exclusive: boolean;
  /** With comments. */
  readonly comments: boolean;
  /** Exclusive form: prefixes whose declarations are written as in the inclusive form; "" is the default namespace. */
  readonly prefixes?: readonly string[];
}

interface Attribute {
  readonly qualified: string;
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** Attributes with the prefix "xml" that the elements around an element have, by local name. */
export type InheritedAttributes = ReadonlyMap<string, string>;

/** Writes the canonical form of what a reader reports. */
export class Canonicalizer {
  readonly #form: CanonicalForm;
  readonly #buffer = new ByteBuffer();
  /** The names of open elements, as they are written. */
  readonly #open: string[] = [];
  /** The namespaces that prefixes have where the next element is written. */
  readonly #rendered = new Map<string, string>([["", ""]]);
  /** What the declarations of the open elements hid, by depth. */
  readonly #hidden: (readonly [prefix: string, namespace: string | undefined])[][] = [];

  constructor(form: CanonicalForm) {
    this.#form = form;
  }

  /** The number of open elements. */
  get depth(): number {
    return this.#open.length;
  }

  /** Writes the start tag at which the reader stands. `inherited` is for the first element of an inclusive form. */
  startElement(reader: Reader, inherited?: InheritedAttributes): void {
    const qualified = qualify(reader.prefix, reader.name.local);
    const buffer = this.#buffer;
    buffer.byte(0x3c);
    buffer.plain(qualified);
    this.#writeDeclarations(reader);
    for (const { qualified, value } of attributesOf(reader, inherited)) this.#writeAttribute(qualified, value);
    buffer.byte(0x3e);
    this.#open.push(qualified);
  }

  #writeDeclarations(reader: Reader): void {
    const hidden: (readonly [string, string | undefined])[] = [];
    for (const prefix of this.#candidates(reader)) {
      const namespace = reader.lookupNamespace(prefix);
      const before = this.#rendered.get(prefix);
      if (namespace === undefined || namespace === before || (prefix === "xml" && namespace === xmlNamespace)) continue;
      hidden.push([prefix, before]);
      this.#rendered.set(prefix, namespace);
      this.#writeAttribute(prefix === "" ? "xmlns" : `xmlns:${prefix}`, namespace);
    }
    this.#hidden.push(hidden);
  }

  /** The prefixes that could be declared here, in the order in which they are. */
  #candidates(reader: Reader): readonly string[] {
    const { exclusive, prefixes = [] } = this.#form;
    if (!exclusive) {
      const declared = this.depth === 0 ? reader.namespacesInScope() : reader.namespaceDeclarations();
      return inOrder(declared.map(({ prefix }) => prefix));
    }
    const used = [reader.prefix, ...prefixes];
    for (let index = 0; index < reader.attributeCount; index++) {
      const prefix = reader.attributePrefix(index);
      if (prefix !== "") used.push(prefix);
    }
    return inOrder(used);
  }

  #writeAttribute(qualified: string, value: string): void {
    const buffer = this.#buffer;
    buffer.byte(0x20);
    buffer.plain(qualified);
    buffer.plain('="');
    buffer.attributeValue(value);
    buffer.byte(0x22);
  }

  endElement(): void {
    this.#buffer.plain(`</${this.#open.pop()}>`);
    for (const [prefix, namespace] of (this.#hidden.pop() ?? []).toReversed()) {
      if (namespace === undefined) this.#rendered.delete(prefix);
      else this.#rendered.set(prefix, namespace);
    }
  }

  text(text: string): void {
    this.#buffer.text(text);
  }

  /** Writes a comment, if the form has them. `line`: what separates it from the root element. */
  comment(text: string, line: OutsideLine = "inside"): void {
    if (this.#form.comments) this.#writeMarkup(`<!--${text}-->`, line);
  }

  instruction(target: string, text: string, line: OutsideLine = "inside"): void {
    this.#writeMarkup(`<?${target}${text === "" ? "" : ` ${text}`}?>`, line);
  }

  #writeMarkup(markup: string, line: OutsideLine): void {
    if (line === "after root") this.#buffer.byte(0x0a);
    // Comments and processing instructions have no escapes, but a carriage return from a reference in an entity is written as one. Canonical XML 1.0 §2.3
    this.#buffer.plain(markup.replaceAll("\r", "&#xD;"));
    if (line === "before root") this.#buffer.byte(0x0a);
  }

  /** The canonical form. The canonicalizer cannot be used again. */
  finish(): Uint8Array {
    return this.#buffer.finish();
  }
}

/** Where a comment or processing instruction stands. */
export type OutsideLine = "before root" | "inside" | "after root";

function qualify(prefix: string, local: string): string {
  return prefix === "" ? local : `${prefix}:${local}`;
}

function inOrder(prefixes: readonly string[]): readonly string[] {
  return prefixes.length < 2 ? prefixes : [...new Set(prefixes)].sort(compareCodePoints);
}

/** Attributes by namespace, then by local name. */
function attributesOf(reader: Reader, inherited: InheritedAttributes | undefined): readonly Attribute[] {
  const attributes: Attribute[] = [];
  for (let index = 0; index < reader.attributeCount; index++) {
    const { namespace, local } = reader.attributeName(index);
    attributes.push({ qualified: qualify(reader.attributePrefix(index), local), namespace, local, value: reader.attributeValue(index) });
  }
  for (const [local, value] of inherited ?? []) {
    const isOwn = attributes.some((own) => own.namespace === xmlNamespace && own.local === local);
    if (!isOwn) attributes.push({ qualified: `xml:${local}`, namespace: xmlNamespace, local, value });
  }
  if (attributes.length < 2) return attributes;
  return attributes.sort((a, b) => compareCodePoints(a.namespace, b.namespace) || compareCodePoints(a.local, b.local));
}
