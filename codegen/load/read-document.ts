/**
 * Bytes of one document -> tree of elements with places, or a finding. XML 1.0 with an internal subset; nothing external is fetched.
 */
import { documentTypes } from "../../src/xml/doctype/doctype-reader.js";
import { XmlError } from "../../src/xml/errors.js";
import type { NamespaceLookup } from "../../src/xml/names.js";
import { Reader, Token } from "../../src/xml/read/reader.js";
import type { Report, Span } from "../diagnostics.js";
import { explainXmlError } from "./explain-xml-error.js";
import type { SourceAttribute, SourceDocument, SourceElement } from "./source-element.js";

/** Gives the document, or undefined after a report: the text is not well-formed, or breaks a limit. */
export function readDocument(bytes: Uint8Array, uri: string, report: Report): SourceDocument | undefined {
  const outcome = readFrom(bytes, uri);
  if (!(outcome instanceof XmlError)) return outcome;
  const { code: id, message, line, column, offset } = outcome;
  const more = explainXmlError(id, [bytes]);
  const related = more?.open === undefined ? [] : [{ message: "begins here", at: { uri, ...more.open } }];
  report({ id, severity: "error", message: message + (more?.text ?? ""), at: { uri, line, column, offset }, related });
  return undefined;
}

function readFrom(input: Uint8Array, uri: string): SourceDocument | XmlError {
  try {
    const reader = new Reader(input, { doctype: documentTypes, uri });
    const places = new Places(uri, reader);
    while (reader.next() !== Token.startElement);
    const root = readTree(reader, places);
    while (reader.next() !== Token.endOfDocument);
    return { uri, root };
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
}

interface OpenElement extends SourceElement {
  readonly children: SourceElement[];
  content: (SourceElement | string)[];
}

/** The reader stands on a start tag; afterwards it stands on the matching end tag. */
function readTree(reader: Reader, places: Places): SourceElement {
  const open: OpenElement[] = [startElement(reader, places, rootScope)];
  for (;;) {
    const current = open[open.length - 1];
    if (current === undefined) throw new Error("internal: no open element");
    switch (reader.next()) {
      case Token.startElement: {
        if (isForAnotherVersion(reader)) {
          reader.skipElement();
          break;
        }
        const child = startElement(reader, places, current.namespaces);
        current.children.push(child);
        if (current.content !== current.children) current.content.push(child);
        open.push(child);
        break;
      }
      case Token.text:
        addText(current, reader);
        break;
      case Token.endElement:
        open.pop();
        if (open.length === 0) return current;
        break;
      default:
        throw new Error("internal: the document ended inside an element");
    }
  }
}

const versioningNamespace = "http://www.w3.org/2007/XMLSchema-versioning";

/**
 * Tests for an element that an XSD 1.0 processor is asked to leave out. XSD 1.1 Part 1 §4.2.2
 *
 * Deviation: XSD 1.0 does not know these attributes, but authors of documents for both versions count on them.
 */
function isForAnotherVersion(reader: Reader): boolean {
  for (let index = 0; index < reader.attributeCount; index++) {
    const { namespace, local } = reader.attributeName(index);
    if (namespace !== versioningNamespace) continue;
    const version = Number(reader.attributeValue(index));
    if ((local === "minVersion" && version > 1) || (local === "maxVersion" && version <= 1)) return true;
  }
  return false;
}

/** `content` is `children` itself until the first text that matters. */
function addText(element: OpenElement, reader: Reader): void {
  if (element.content === element.children) {
    if (reader.textIsWhitespace) return;
    element.content = [...element.children];
  }
  element.content.push(reader.text);
}

function startElement(reader: Reader, places: Places, parent: NamespaceLookup): OpenElement {
  const declarations = reader.namespaceDeclarations();
  const children: SourceElement[] = [];
  return {
    namespace: reader.name.namespace,
    local: reader.name.local,
    prefix: reader.prefix,
    attributes: readAttributes(reader, places),
    children,
    content: children,
    namespaces: declarations.length === 0 ? parent : new NamespaceScope(parent, declarations),
    declarations: declarations.length === 0 ? noDeclarations : declarations.slice(),
    at: places.at(reader.offset),
  };
}

function readAttributes(reader: Reader, places: Places): readonly SourceAttribute[] {
  const count = reader.attributeCount;
  if (count === 0) return noAttributes;
  // Allocated at its final length: an array that grows by one reserves room for seventeen.
  const attributes = new Array<SourceAttribute>(count);
  for (let index = 0; index < count; index++) attributes[index] = new ReadAttribute(reader, index, places);
  return attributes;
}

/** Computes its place on demand, which is seldom needed. */
class ReadAttribute implements SourceAttribute {
  readonly namespace: string;
  readonly local: string;
  readonly prefix: string;
  readonly value: string;
  readonly #places: Places;
  readonly #offset: number;

  constructor(reader: Reader, index: number, places: Places) {
    const { namespace, local } = reader.attributeName(index);
    this.namespace = namespace;
    this.local = local;
    this.prefix = reader.attributePrefix(index);
    this.value = reader.attributeValue(index);
    this.#places = places;
    this.#offset = reader.attributeOffset(index);
  }

  get at(): Span {
    return this.#places.at(this.#offset);
  }
}

const noAttributes: readonly SourceAttribute[] = [];
const noDeclarations: readonly { readonly prefix: string; readonly namespace: string }[] = [];

const rootScope: NamespaceLookup = {
  lookupNamespace: (prefix) => (prefix === "xml" ? "http://www.w3.org/XML/1998/namespace" : prefix === "" ? "" : undefined),
};

class NamespaceScope implements NamespaceLookup {
  readonly #parent: NamespaceLookup;
  readonly #bindings: ReadonlyMap<string, string>;

  constructor(parent: NamespaceLookup, declarations: readonly { readonly prefix: string; readonly namespace: string }[]) {
    this.#parent = parent;
    this.#bindings = new Map(declarations.map(({ prefix, namespace }) => [prefix, namespace]));
  }

  lookupNamespace(prefix: string): string | undefined {
    return this.#bindings.get(prefix) ?? this.#parent.lookupNamespace(prefix);
  }
}

/** Makes spans that compute line and column on demand: nearly all of them are never shown. */
class Places {
  readonly uri: string;
  readonly reader: Reader;

  constructor(uri: string, reader: Reader) {
    this.uri = uri;
    this.reader = reader;
  }

  at(offset: number): Span {
    return new LazySpan(this, offset);
  }
}

class LazySpan implements Span {
  readonly #places: Places;
  readonly offset: number;

  constructor(places: Places, offset: number) {
    this.#places = places;
    this.offset = offset;
  }

  get uri(): string {
    return this.#places.uri;
  }

  get line(): number {
    return this.#places.reader.position(this.offset).line;
  }

  get column(): number {
    return this.#places.reader.position(this.offset).column;
  }

  /** JSON ignores getters of a prototype. */
  toJSON(): Span {
    return { uri: this.uri, line: this.line, column: this.column, offset: this.offset };
  }
}
