/**
 * Generated writers and the general encoder, calling each other: the encoder has the content of an element written by the writer of its
 * type, and the writer has everything that it does not know written by the encoder.
 *
 * Nothing is reported here: a value that is not valid is refused, and the general encoder writes the document again and says why.
 */
import type { Writer } from "../../xml/write/writer.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import { hasNotes, leafTypesOf } from "../round-trip-notes.js";
import type { TypeWriter } from "../type-writer.js";
import { bindPrefixes, flushOutput, output, outputOwner, outputPosition, returnOutput, takeOutput } from "./output.js";
import { refuseValue } from "./write-values.js";

/** Writes an element of a declaration by the general encoder, within so many levels. */
export type WriteElement = (declaration: Declaration, value: unknown, depth: number) => void;

let writeElement: WriteElement | undefined;
let depth = 0;
let maxDepth = 0;

/** Runs the general encoder with generated writers; false: another document has the output, or the writers refused. */
export function withTypeWriters(writer: Writer, write: () => void, element: WriteElement): boolean {
  if (!takeOutput(writer)) return false;
  writeElement = element;
  const mark = writer.mark();
  let done = false;
  try {
    write();
    done = true;
  } catch {
    // The general encoder meets the same value, and throws the same if it was not a refusal.
    writer.rewind(mark);
  } finally {
    writeElement = undefined;
    returnOutput();
  }
  return done;
}

/** The writer of a type, if it does everything that there is to write; details of the start tag are the encoder's. */
function writerFor({ writer }: CompiledType, value: Readonly<Record<string, unknown>>): TypeWriter | undefined {
  if (writer === undefined || value.$type !== undefined || !isPlain(value) || leafTypesOf(value) !== undefined) return undefined;
  // Writers test properties whose types they know; any object has them or not.
  return writer.takes?.(value as never) === false ? undefined : writer;
}

/** Writes attributes and content of the writer's open element, and leaves its end tag to the writer. False: it is for the encoder. */
export function writeContent(
  writer: Writer | undefined,
  type: CompiledType,
  value: Readonly<Record<string, unknown>>,
  levels: number,
): boolean {
  const typeWriter = writer === undefined ? undefined : writerFor(type, value);
  if (writer === undefined || typeWriter === undefined) return false;
  const outer = { depth, maxDepth };
  depth = -1;
  maxDepth = levels;
  bindPrefixes(writer);
  writer.leaveTagOpen(false);
  output[0] = 0x3e;
  // Generated code for this very type.
  const end = typeWriter.write(1, value as never, type as never);
  flushOutput(end < 0 ? -end - 1 : end);
  writer.leaveTagOpen(end < 0);
  ({ depth, maxDepth } = outer);
  return true;
}

/** Has a child written by the general encoder. */
export function writeChild(at: number, value: unknown, type: never, index: number): number {
  const { declarations }: CompiledType = type;
  const declaration = declarations[index];
  if (declaration === undefined || writeElement === undefined || value === undefined) refuseValue();
  flushOutput(at);
  writeElement(declaration, value, maxDepth - depth - 1);
  bindPrefixes(outputOwner());
  return 0;
}

/** Begins the content of an element. */
export function enterElement(): void {
  if (++depth >= maxDepth) refuseValue();
}

export function leaveElement(): void {
  depth--;
}

/** Tests for an object that was not decoded from a start tag with details of its own. */
export function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && isPlain(value) && !hasNotes(value);
}

/** Properties of a prototype would be counted wrongly. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Refuses a value with other properties than the `count` that were written. */
export function checkCount(value: Readonly<Record<string, unknown>>, count: number): void {
  let keys = 0;
  for (const _ in value) keys++;
  if (keys !== count && countDefined(value) !== count) refuseValue();
}

function countDefined(value: Readonly<Record<string, unknown>>): number {
  return Object.keys(value).filter((key) => value[key] !== undefined).length;
}

/** Refuses anything but an array of so many items. */
export function checkItems(value: unknown, least: number, most: number): void {
  if (!Array.isArray(value) || value.length < least || value.length > most) refuseValue();
}

/** Ends content that may be empty. */
export function endContent(at: number, start: number): number {
  return outputPosition(at) === start ? -at : at;
}
