/**
 * Diagnostics -> text with code frames.
 *
 * schemas/order.xsd:121:9 error cos-nonambig: "Note" matches two particles of (Line+, Note?, Note*)
 *   120 |   <xs:element name="Note" minOccurs="0"/>
 * > 121 |   <xs:element name="Note" minOccurs="0" maxOccurs="unbounded"/>
 *       |   ^
 *   first here  schemas/order.xsd:120:9
 */
import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import { isHarmless, type Span } from "../../../codegen/diagnostics.js";
import type { ReportedFinding } from "./findings.js";
import { localPath, placeOf } from "./place.js";
import { printFormatted, visible } from "./print.js";

/** Prints to stderr, with a summary at the end. */
export function printDiagnostics(diagnostics: readonly ReportedFinding[]): void {
  const printer = new DiagnosticPrinter(process.stderr);
  for (const diagnostic of diagnostics) printer.print(diagnostic);
  printer.summarize(diagnostics);
}

/** Prints to a stream, in colours if it is a terminal that wants them. */
export class DiagnosticPrinter {
  readonly #stream: NodeJS.WriteStream;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  print(diagnostic: ReportedFinding): void {
    const { at, severity, id, message } = diagnostic;
    const place = at === undefined ? "" : `${this.#style("bold", visible(placeOf(at)))} `;
    this.#write(`${place}${this.#style(severityColours[severity], severity)} ${visible(`${id}: ${message}`)}`);
    if (at !== undefined) for (const line of this.#frame(at)) this.#write(visible(line));
    for (const related of diagnostic.related) this.#write(visible(`  ${related.message}  ${placeOf(related.at)}`));
  }

  /** "2 errors, 1 warning", or nothing; and how many of the errors are warnings for a lenient reader. */
  summarize(diagnostics: readonly ReportedFinding[]): void {
    const counted = (wanted: ReportedFinding["severity"]): number => diagnostics.filter(({ severity }) => severity === wanted).length;
    const counts = [count(counted("error"), "error"), count(counted("warning"), "warning"), count(counted("info"), "note")].filter(
      (text) => text !== "",
    );
    if (counts.length > 0) this.#write(counts.join(", "));
    const harmless = diagnostics.filter(isHarmless).length;
    if (harmless > 0) this.#write(lenientAdvice(harmless, counted("error")));
  }

  #frame(at: Span): readonly string[] {
    const lines = this.#linesOf(at.uri);
    const line = lines[at.line - 1];
    if (line === undefined) return [];
    const width = String(at.line).length;
    const shown = clip(line, at.column);
    const before = lines[at.line - 2];
    return [
      ...(before === undefined ? [] : [`  ${String(at.line - 1).padStart(width)} | ${clip(before, 1).text}`]),
      `> ${at.line} | ${shown.text}`,
      `  ${" ".repeat(width)} | ${" ".repeat(shown.column - 1)}^`,
    ];
  }

  #linesOf(uri: string): readonly string[] {
    const known = this.#lines.get(uri);
    if (known !== undefined) return known;
    const lines = readLines(uri);
    this.#lines.set(uri, lines);
    return lines;
  }

  #write(line: string): void {
    printFormatted(this.#stream, `${line}\n`);
  }

  #style(format: "bold" | "red" | "yellow" | "blue", text: string): string {
    return styleText(format, text, { stream: this.#stream });
  }
}

function lenientAdvice(harmless: number, errors: number): string {
  const which = harmless < errors ? `${harmless} of the errors` : errors === 1 ? "the error" : `all ${errors} errors`;
  const [verb, noun] = harmless === 1 ? ["is", "a warning"] : ["are", "warnings"];
  return `${which} ${verb} harmless: with --lenient (in a configuration, lenient: true) ${verb === "is" ? "it is" : "they are"} ${noun}`;
}

const severityColours = { error: "red", warning: "yellow", info: "blue" } as const;

/** The code frame is best effort: a document that cannot be read as UTF-8 text has none. */
function readLines(uri: string): readonly string[] {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(localPath(uri))).split(/\r\n?|\n/);
  } catch {
    return [];
  }
}

const frameWidth = 120;

/** Real schemas have lines of a megabyte: shows what stands around the column. */
function clip(line: string, column: number): { text: string; column: number } {
  if (line.length <= frameWidth) return { text: line, column };
  const start = Math.max(0, column - 1 - frameWidth / 2);
  return { text: line.slice(start, start + frameWidth), column: column - start };
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}
