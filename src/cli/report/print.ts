/**
 * Text for people and for programs -> the standard streams, without characters that could steer the terminal.
 *
 * Contracts, documents and servers of others may hold ESC or U+009B, which begin control sequences, and characters that reorder or hide text.
 */

/** Control and format characters, and separators of lines and paragraphs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

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

/** Gives JSON in which those characters are escaped that JSON itself would allow. */
export function toJson(value: unknown, indentation?: number): string {
  return JSON.stringify(value, undefined, indentation).replace(unprintable, (found) => (found === "\n" ? found : escapeUnits(found)));
}

/** "\u009b" for U+009B; two escapes for a character beyond U+FFFF. */
function escapeUnits(character: string): string {
  return character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Prints a value on the standard output. */
export function printJson(value: unknown, indentation?: number): void {
  process.stdout.write(`${toJson(value, indentation)}\n`);
}
