/**
 * Documents and elements in them -> their canonical forms.
 */
import { xmlNamespace } from "../names.js";
import { Reader, Token } from "../read/reader.js";
import type { ReaderOptions } from "../read/reader-options.js";
import { type CanonicalForm, Canonicalizer, type InheritedAttributes, type OutsideLine } from "./canonicalizer.js";

/** The canonical form of a document. Throws an XmlError if it is not well-formed. Canonical XML 1.0 §2.1 */
export function canonicalizeDocument(document: Uint8Array | string, form: CanonicalForm, options: ReaderOptions = {}): Uint8Array {
  const reader = new Reader(document, { ...options, reportsMarkup: true });
  const canonicalizer = new Canonicalizer(form);
  let line: OutsideLine = "before root";
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    if (token === Token.startElement) line = "inside";
    writeToken(canonicalizer, reader, token, line);
    if (token === Token.endElement && canonicalizer.depth === 0) line = "after root";
  }
  return canonicalizer.finish();
}

/** An element by the offset of its start tag, and the form that it is wanted in. */
export interface ElementToCanonicalize {
  readonly offset: number;
  readonly form: CanonicalForm;
  /** The offset of an element in it that is left out with all that it holds. */
  readonly without?: number;
}

/**
 * The canonical forms of elements with all that they hold, in the order in which they are asked for; the document is read once. Throws an XmlError if it
 * is not well-formed, a RangeError if no element begins at an offset.
 */
export function canonicalizeElements(
  document: Uint8Array,
  elements: readonly ElementToCanonicalize[],
  options: ReaderOptions = {},
): readonly Uint8Array[] {
  const reader = new Reader(document, { ...options, reportsMarkup: true });
  const forms = elements.map((element) => new ElementForm(element));
  const inherited: Map<string, string>[] = [new Map()];
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    for (const form of forms) form.take(reader, token, inherited);
    if (token === Token.startElement) inherited.push(inheritableAt(reader, inherited));
    else if (token === Token.endElement) inherited.pop();
  }
  return forms.map((form) => form.finish());
}

/** The attributes that the content of the element that starts here inherits. */
function inheritableAt(reader: Reader, inherited: readonly Map<string, string>[]): Map<string, string> {
  const outer = inherited.at(-1) ?? new Map<string, string>();
  let own = outer;
  for (let index = 0; index < reader.attributeCount; index++) {
    const { namespace, local } = reader.attributeName(index);
    if (namespace !== xmlNamespace) continue;
    if (own === outer) own = new Map(outer);
    own.set(local, reader.attributeValue(index));
  }
  return own;
}

class ElementForm {
  readonly #element: ElementToCanonicalize;
  #canonicalizer: Canonicalizer | undefined;
  /** The depth of the element that is left out, while the reader is in it. */
  #leftOut: number | undefined;
  #form: Uint8Array | undefined;

  constructor(element: ElementToCanonicalize) {
    this.#element = element;
  }

  take(reader: Reader, token: Token, inherited: readonly InheritedAttributes[]): void {
    if (this.#form !== undefined) return;
    const canonicalizer = this.#canonicalizer;
    if (canonicalizer === undefined) {
      if (token === Token.startElement && reader.offset === this.#element.offset) this.#begin(reader, inherited.at(-1));
      return;
    }
    if (this.#isLeftOut(reader, token)) return;
    writeToken(canonicalizer, reader, token, "inside");
    if (canonicalizer.depth === 0) this.#form = canonicalizer.finish();
  }

  #begin(reader: Reader, inherited: InheritedAttributes | undefined): void {
    const { form } = this.#element;
    this.#canonicalizer = new Canonicalizer(form);
    this.#canonicalizer.startElement(reader, form.exclusive ? undefined : inherited);
  }

  #isLeftOut(reader: Reader, token: Token): boolean {
    if (this.#leftOut === undefined) {
      if (token !== Token.startElement || reader.offset !== this.#element.without) return false;
      this.#leftOut = reader.depth;
    } else if (token === Token.endElement && reader.depth === this.#leftOut) this.#leftOut = undefined;
    return true;
  }

  finish(): Uint8Array {
    if (this.#form === undefined) throw new RangeError(`internal: no element begins at ${this.#element.offset}`);
    return this.#form;
  }
}

function writeToken(canonicalizer: Canonicalizer, reader: Reader, token: Token, line: OutsideLine): void {
  if (token === Token.startElement) canonicalizer.startElement(reader);
  else if (token === Token.endElement) canonicalizer.endElement();
  else if (token === Token.text) canonicalizer.text(reader.text);
  else if (token === Token.comment) canonicalizer.comment(reader.text, line);
  else if (token === Token.instruction) canonicalizer.instruction(reader.target, reader.text, line);
}
