/**
 * What is fuzzed: a function of octets, and what must hold for all of them.
 */
import { documentTypes } from "../../src/xml/doctype/doctype-reader.js";
import { XmlError } from "../../src/xml/errors.js";
import { Reader, Token } from "../../src/xml/read/reader.js";

export interface FuzzTarget {
  /** Texts that mean something to the code, for mutation. */
  readonly dictionary: readonly (string | Uint8Array)[];
  /** What one input may cost, in calls and blocks of code: `fixed` and so much for each of its octets. */
  readonly work: { readonly fixed: number; readonly perOctet: number };
  /** Throws where something does not hold. */
  check(input: Uint8Array): void;
}

/** Something that must hold does not. */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** Compares two results by their JSON. */
export function expectEqual(what: string, left: unknown, right: unknown): void {
  const [first, second] = [left, right].map((each) => JSON.stringify(each, sayMore) ?? "undefined") as [string, string];
  if (first === second) return;
  const at = [...first].findIndex((character, index) => character !== second[index]);
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 120);
  throw new Violation(`${what}:\n  ${around(first)}\n  ${around(second)}`);
}

/** JSON drops these. */
function sayMore(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Map) return [...value];
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return value;
}

/** Cuts an input into chunks of one length. */
export function* chunksOf(input: Uint8Array, length: number): Iterable<Uint8Array> {
  for (let start = 0; start < input.length; start += length) yield input.subarray(start, start + length);
}

/** The name of a document's root, where the input has one. */
export function rootOf(input: Uint8Array): string | undefined {
  try {
    const reader = new Reader(input, { doctype: documentTypes });
    while (reader.next() !== Token.startElement);
    return reader.name.clark;
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}
