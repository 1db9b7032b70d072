/**
 * Text of comma-separated values -> records with the place of each field. RFC 4180, with any of three delimiters and any line end.
 */

/** A field, and where it begins; lines and columns count from 1. */
export interface CsvField {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A record, or what is wrong with it. */
export type CsvRecord =
  | { readonly fields: readonly CsvField[] }
  | { readonly wrong: string; readonly line: number; readonly column: number };

/** The delimiter of a file: what occurs most often in its first line. */
export function findDelimiter(text: string): string {
  const [first = ""] = text.split(/\r?\n|\r/, 1);
  const counts = [";", ",", "\t"].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

/** Reads records; empty lines are none. After a quote that is never closed there is nothing more to read. */
export function* readCsv(text: string, delimiter: string): Generator<CsvRecord, void> {
  const reader = new CsvReader(text.startsWith("\ufeff") ? text.slice(1) : text, delimiter);
  for (let record = reader.next(); record !== undefined; record = reader.next()) {
    const isEmpty = "fields" in record && record.fields.length === 1 && record.fields[0]?.text === "";
    if (!isEmpty) yield record;
  }
}

class CsvReader {
  readonly #text: string;
  readonly #delimiter: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
  }

  next(): CsvRecord | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const fields: CsvField[] = [];
    for (;;) {
      const place = { line: this.#line, column: this.#at - this.#lineStart + 1 };
      const text = this.#text[this.#at] === '"' ? this.#readQuoted() : this.#readPlain();
      if (text === undefined) {
        this.#at = this.#text.length;
        return { wrong: "the quote is never closed", ...place };
      }
      fields.push({ text, ...place });
      const after = this.#text[this.#at];
      if (after === this.#delimiter) this.#at++;
      else if (this.#isLineEnd(after)) {
        this.#endLine();
        return { fields };
      } else {
        const column = this.#at - this.#lineStart + 1;
        this.#skipLine();
        return { wrong: "text follows the closing quote", line: place.line, column };
      }
    }
  }

  #readPlain(): string {
    const start = this.#at;
    while (this.#text[this.#at] !== this.#delimiter && !this.#isLineEnd(this.#text[this.#at])) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  /** A quote in it is written twice. Undefined: it has no end. */
  #readQuoted(): string | undefined {
    const parts: string[] = [];
    this.#at++;
    for (;;) {
      const end = this.#text.indexOf('"', this.#at);
      if (end < 0) return undefined;
      parts.push(this.#text.slice(this.#at, end));
      this.#countLines(end);
      this.#at = end + 1;
      if (this.#text[this.#at] !== '"') return parts.join("");
      parts.push('"');
      this.#at++;
    }
  }

  #countLines(end: number): void {
    for (let found = this.#text.indexOf("\n", this.#at); found >= 0 && found < end; found = this.#text.indexOf("\n", found + 1)) {
      this.#line++;
      this.#lineStart = found + 1;
    }
  }

  #isLineEnd(character: string | undefined): boolean {
    return character === undefined || character === "\n" || character === "\r";
  }

  #skipLine(): void {
    while (!this.#isLineEnd(this.#text[this.#at])) this.#at++;
    this.#endLine();
  }

  #endLine(): void {
    if (this.#text[this.#at] === "\r") this.#at++;
    if (this.#text[this.#at] === "\n") this.#at++;
    this.#line++;
    this.#lineStart = this.#at;
  }
}
