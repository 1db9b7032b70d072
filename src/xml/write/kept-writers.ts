/**
 * Writers that write one document after another: making one costs as much as writing a short document.
 */
import { Writer, type WriterMark, type WriterOptions } from "./writer.js";

/** How a writer writes. */
interface Style {
  readonly prefixes: WriterOptions["prefixes"] | undefined;
  readonly declare: WriterOptions["declare"] | undefined;
  readonly declaration: WriterOptions["declaration"] | undefined;
  readonly indent: WriterOptions["indent"] | undefined;
}

/** A writer at the beginning of a document. */
export interface KeptWriter {
  readonly writer: Writer;
  readonly style: Style;
  readonly begin: WriterMark;
}

/** Programs write their documents in a few ways. */
const mostKept = 4;
/** Bytes of the longest document whose writer is kept. */
const longestKept = 64 * 1024;

const kept: KeptWriter[] = [];

/** Takes a writer for a document. Nobody else has it until it is given back; one that has thrown is not. */
export function takeWriter(options: WriterOptions): KeptWriter {
  const index = kept.findIndex((each) => isSameStyle(each.style, options));
  const [found] = index < 0 ? [] : kept.splice(index, 1);
  if (found !== undefined) return found;
  const writer = new Writer(options);
  const { prefixes, declare, declaration, indent } = options;
  return { writer, style: { prefixes, declare, declaration, indent }, begin: writer.mark() };
}

/** Returns the finished document, and gives the writer back. */
export function finishDocument(taken: KeptWriter): Uint8Array {
  if (taken.writer.length > longestKept) return taken.writer.finish();
  const bytes = taken.writer.copy();
  giveBack(taken);
  return bytes;
}

/** Gives a writer back whose document nobody needs. */
export function giveBack(taken: KeptWriter): void {
  const { writer, begin } = taken;
  if (writer.length > longestKept) return;
  writer.rewind(begin);
  kept.push(taken);
  if (kept.length > mostKept) kept.shift();
}

function isSameStyle(one: Style, other: WriterOptions): boolean {
  return (
    one.prefixes === other.prefixes && one.declare === other.declare && one.declaration === other.declaration && one.indent === other.indent
  );
}
