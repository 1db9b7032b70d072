/**
 * Generated writers and the general encoder, calling each other: the encoder has the content of an element written by the writer of its
 * type, and the writer has everything that it does not know written by the encoder.
 *
 * Nothing is reported here: a value that is not valid is refused, and the general encoder writes the document again and says why.
 */
import type { Writer } from "../../xml/write/writer.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import { leafTypesOf } from "../round-trip-notes.js";
import type { TypeWriter } from "../type-writer.js";
import { bindPrefixes, flushOutput, output, outputOwner, outputPosition, returnOutput, takeOutput } from "./output.js";
import { refuseValue } from "./write-values.js";

/** Writes an element of a declaration by the general encoder, within so many levels. */
export type WriteElement = (declaration: Declaration, value: unknown, depth: number) => void;

let writeElement: WriteElement | undefined;

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
  bindPrefixes(writer);
  writer.leaveTagOpen(false);
  output[0] = 0x3e;
  // Generated code for this very type.
  const end = typeWriter.write(1, value as never, type as never, levels);
  flushOutput(end < 0 ? -end - 1 : end);
  writer.leaveTagOpen(end < 0);
  return true;
}

/** Has a child written by the general encoder: `levels` counts the element that it is in. */
export function writeChild(at: number, value: unknown, declaration: never, levels: number): number {
  if (writeElement === undefined || value === undefined) refuseValue();
  flushOutput(at);
  writeElement(declaration, value, levels - 1);
  bindPrefixes(outputOwner());
  return 0;
}

/** Refuses an object with properties of a prototype: they would be counted wrongly. */
export function checkPrototype(value: object): void {
  if (!isPlain(value)) refuseValue();
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Refuses a value with other properties than those that were written: they are so many more than the enumerable ones. */
export function checkCount(value: Readonly<Record<string, unknown>>, more: number): void {
  let absent = 0;
  for (const key of Object.keys(value)) if (value[key] === undefined) absent++;
  if (more + absent !== 0) refuseValue();
}

/** Refuses anything but an array of so many items. */
export function checkItems(value: unknown, least: number, most: number): void {
  if (!Array.isArray(value) || value.length < least || value.length > most) refuseValue();
}

/** Ends content that may be empty. After a child of the general encoder, nothing may be in the window: -0 would be no small integer to the engine. */
export function endContent(at: number, start: number): number {
  return at > 0 && outputPosition(at) === start ? -at : at;
}
