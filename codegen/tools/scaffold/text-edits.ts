/**
 * Insertions into a text: everything else stays as it is, to the byte.
 */

/** Where something is inserted, as an index into the text. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Applies insertions; those at one place in their order. */
export function insertAll(text: string, insertions: readonly Insertion[]): string {
  const ordered = insertions
    .map((insertion, order) => ({ ...insertion, order }))
    .sort((left, right) => left.at - right.at || left.order - right.order);
  let result = "";
  let from = 0;
  for (const { at, text: inserted } of ordered) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}

/** The style of a file, as far as inserted code has to follow it. */
export interface TextStyle {
  readonly newline: "\n" | "\r\n";
  /** One step of indentation. */
  readonly indent: string;
  readonly quote: '"' | "'";
  readonly semicolon: ";" | "";
}

/** Reads the style of a text; an empty text has the style of generated code. */
export function readTextStyle(text: string): TextStyle {
  const firstImport = /^import\s[^;]*?from\s*(["'])[^"']*\1[ \t]*(;?)/m.exec(text);
  return {
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    indent: /^(\t|[ ]{2,8})\S/m.exec(text)?.[1] ?? "  ",
    quote: firstImport?.[1] === "'" ? "'" : '"',
    semicolon: firstImport !== null && firstImport[2] === "" ? "" : ";",
  };
}

/** The indentation of the line of an index. */
export function indentationAt(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, index))?.[0] ?? "";
}
