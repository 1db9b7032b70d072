/**
 * The parser's position in the text of a regular expression.
 */
import type { CharacterRanges } from "../../xml/character-ranges.js";

/** A syntax error. Thrown within the parser; `compilePattern` returns it as data. */
export class PatternError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** The block of Unicode with a name. */
export type FindBlock = (name: string) => CharacterRanges | undefined;

/** A position that moves forward. */
export class SourceCursor {
  readonly source: string;
  readonly findBlock: FindBlock;
  at = 0;
  /** The first construct that the specification does not define but that could be read anyway. */
  deviation: PatternError | undefined = undefined;

  constructor(source: string, findBlock: FindBlock) {
    this.source = source;
    this.findBlock = findBlock;
  }

  /** The code unit at a distance from the cursor; "" beyond the end. */
  peek(distance = 0): string {
    return this.source[this.at + distance] ?? "";
  }

  /** Takes one character (a whole surrogate pair); "" at the end. */
  take(): string {
    const code = this.source.codePointAt(this.at);
    if (code === undefined) return "";
    const character = String.fromCodePoint(code);
    this.at += character.length;
    return character;
  }

  /** Takes a text if it comes next. */
  skip(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}
