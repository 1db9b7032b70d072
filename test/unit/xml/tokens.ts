/** Reads documents into lists of tokens, so that tests compare text with text. */
// What `doctype: true` stands for; other files of the suite load it too, but not always before these.
import "../../../src/xml/doctype/doctype-reader.js";
import { XmlError } from "../../../src/xml/errors.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import type { ReaderOptions } from "../../../src/xml/read/reader-options.js";

export type Input = ConstructorParameters<typeof Reader>[0];

/** The tokens of a document, one a string: `<{urn:x}a b="1">`, `"text"`, `</a>`. */
export function tokensOf(input: Input, options?: ReaderOptions): string[] {
  const reader = new Reader(input, options);
  const tokens: string[] = [];
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) tokens.push(describeToken(reader, token));
  return tokens;
}

export function describeToken(reader: Reader, token: Token): string {
  if (token === Token.text) return JSON.stringify(reader.text);
  if (token === Token.endElement) return `</${reader.name.clark}>`;
  const attributes = Array.from({ length: reader.attributeCount }, (_, index) => {
    return ` ${reader.attributeName(index).clark}=${JSON.stringify(reader.attributeValue(index))}`;
  });
  return `<${reader.name.clark}${attributes.join("")}>`;
}

/** The tokens, or the code of the refusal; anything thrown but an XmlError is passed on. */
export function outcomeOf(input: Input, options?: ReaderOptions): string[] | XmlError {
  try {
    return tokensOf(input, options);
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
}

/** Cuts bytes into chunks of one length. */
export function* chunksOf(bytes: Uint8Array, length: number): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** UTF-16 with or without a byte order mark. */
export function utf16(text: string, order: "LE" | "BE", mark = true): Uint8Array {
  const units = (mark ? `\ufeff${text}` : text).split("").map((unit) => unit.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (order === "LE" ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff])));
}

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
