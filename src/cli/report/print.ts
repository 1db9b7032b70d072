/**
 * Text for people and for programs -> the standard streams, without characters that could steer the terminal.
 *
 * Contracts, documents and servers of others may hold ESC or U+009B, which begin control sequences, and characters that reorder or hide text.
 */

import { printableJson, unprintable } from "../../json-text.js";

/** Shows each such character as U+FFFD, and a tab as a blank: one line stays one line, and columns stay where they are. */
export function visible(text: string): string {
  return text.replaceAll("\t", " ").replace(unprintable, "\uFFFD");
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** Prints a line. */
export function printLine(stream: NodeJS.WritableStream, line: string): void {
  stream.write(`${visible(line)}\n`);
}

/** Prints several lines. */
export function printLines(stream: NodeJS.WritableStream, lines: string): void {
  stream.write(`${visibleLines(lines)}\n`);
}

/** Sequences of our own: colours; on a terminal, going to the start of a line or up, and erasing. */
const ourSequences = /(\u001b\[[\d;]*m|\r\u001b\[K|\u001b\[\d*[AK])/;

/** Prints text with colours and line ends of its own, or draws on a terminal. Nothing else that steers a terminal gets through. */
export function printFormatted(stream: NodeJS.WritableStream, text: string): void {
  const parts = text.split(ourSequences);
  // Every second part is such a sequence.
  stream.write(parts.map((part, index) => (index % 2 === 1 ? part : visibleLines(part))).join(""));
}

/** Gives JSON in which those characters are escaped that JSON itself would allow. */
export function toJson(value: unknown, indentation?: number): string {
  return printableJson(JSON.stringify(value, undefined, indentation));
}

/** Prints a value on the standard output. */
export function printJson(value: unknown, indentation?: number): void {
  process.stdout.write(`${toJson(value, indentation)}\n`);
}
