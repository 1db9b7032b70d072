/**
 * A place in the text of a regular expression, moved on by the parser.
 */

/** Thrown within the parser; `compilePattern` returns it as data. */
export class PatternError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export class SourceCursor {
  readonly source: string;
  at = 0;
  /** The first thing that the specification has no meaning for, and that could be read all the same. */
  deviation: PatternError | undefined;

  constructor(source: string) {
    this.source = source;
  }

  /** The code unit at some distance, "" at the end. */
  peek(distance = 0): string {
    return this.source[this.at + distance] ?? "";
  }

  /** Takes one character (a whole surrogate pair), "" at the end. */
  take(): string {
    const code = this.source.codePointAt(this.at);
    if (code === undefined) return "";
    const character = String.fromCodePoint(code);
    this.at += character.length;
    return character;
  }

  /** Takes a text if it stands here. */
  skip(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}
