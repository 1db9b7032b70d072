/**
 * Escapes and character class expressions: text -> character class. XSD 1.0 Part 2 Appendix F.1
 */
import {
  type CharacterClass,
  characterRange,
  complementOfClass,
  differenceOfClasses,
  multiCharacterClass,
  propertyClass,
  singleCharacter,
  unionOfClasses,
} from "./character-class.js";
import { PatternError, type SourceCursor } from "./source-cursor.js";

/** Nested subtractions are parsed recursively. */
const deepestSubtraction = 500;

/** An escape: its set, and its code point if it is a single character. */
interface Escape {
  readonly set: CharacterClass;
  readonly code: number | undefined;
}

const controlEscapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 };
const singleEscapes = new Set("\\|.?*+(){}-[]^".split(""));

/** Reads an escape after its backslash. Escaped punctuation that needs no escape is read as itself and recorded as a deviation. */
export function readEscape(cursor: SourceCursor): Escape {
  const letter = cursor.take();
  if (letter === "") throw new PatternError('nothing follows "\\"', cursor.at);
  const control = Object.hasOwn(controlEscapes, letter) ? controlEscapes[letter] : undefined;
  const code = control ?? (singleEscapes.has(letter) ? letter.charCodeAt(0) : undefined);
  if (code !== undefined) return { set: singleCharacter(code), code };
  if (letter === "p" || letter === "P") return { set: readProperty(cursor, letter), code: undefined };
  const set = multiCharacterClass(letter);
  if (set === undefined) {
    const mistake = new PatternError(`"\\${letter}" is not an escape`, cursor.at - letter.length);
    if (!/^[ -/:-@[-`{-~]$/.test(letter)) throw mistake;
    cursor.deviation ??= mistake;
    return { set: singleCharacter(letter.charCodeAt(0)), code: letter.charCodeAt(0) };
  }
  return { set, code: undefined };
}

function readProperty(cursor: SourceCursor, letter: string): CharacterClass {
  const start = cursor.at;
  const end = cursor.source.indexOf("}", start);
  if (cursor.peek() !== "{" || end < 0) throw new PatternError(`"\\${letter}" needs a property in braces`, start);
  const name = cursor.source.slice(start + 1, end);
  const set = propertyClass(name, cursor.findBlock);
  if (set === undefined) throw new PatternError(`"${name}" is neither a general category nor a block`, start + 1);
  cursor.at = end + 1;
  return letter === "p" ? set : complementOfClass(set);
}

/** Reads a character class after its opening bracket. */
export function readCharacterClass(cursor: SourceCursor, depth = 0): CharacterClass {
  if (depth > deepestSubtraction) throw new PatternError("character classes are subtracted too deeply", cursor.at);
  const start = cursor.at;
  const negative = cursor.skip("^");
  const parts: CharacterClass[] = [];
  let removed: CharacterClass | undefined;
  while (!cursor.skip("]")) {
    if (removed !== undefined) throw new PatternError('"]" must follow a subtracted class', cursor.at);
    if (parts.length > 0 && cursor.skip("-[")) removed = readCharacterClass(cursor, depth + 1);
    else parts.push(readMember(cursor, parts.length === 0));
  }
  if (parts.length === 0) throw new PatternError("a character class must not be empty", start);
  const key = `[${cursor.source.slice(start, cursor.at)}`;
  const positive = unionOfClasses(parts, negative ? `[${key}` : key);
  const set = negative ? complementOfClass(positive) : positive;
  return removed === undefined ? set : differenceOfClasses(set, removed, key);
}

/** Reads a character, a range or an escape for several characters. */
function readMember(cursor: SourceCursor, first: boolean): CharacterClass {
  const start = cursor.at;
  const low = readMemberCharacter(cursor, first);
  if (typeof low !== "number") return low;
  if (cursor.peek() !== "-" || cursor.peek(1) === "]" || cursor.peek(1) === "[") return singleCharacter(low);
  if (cursor.source[start] === "-") throw new PatternError('a range must not begin with "-"', start);
  cursor.at++;
  const high = readRangeEnd(cursor);
  if (high < low) throw new PatternError("a range must not end before it begins", start);
  return characterRange(low, high);
}

/** A hyphen is a literal only as the first or last character of the class; in [a-z--[b]] it is the last before the subtraction. */
function readMemberCharacter(cursor: SourceCursor, first: boolean): CharacterClass | number {
  const start = cursor.at;
  const character = cursor.take();
  if (character === "") throw new PatternError('a character class lacks its "]"', start);
  if (character === "[") throw new PatternError('"[" must be escaped in a character class', start);
  if (character === "-" && !first && cursor.peek() !== "]" && !(cursor.peek() === "-" && cursor.peek(1) === "[")) {
    throw new PatternError('"-" must be escaped, or the first or last character of its class', start);
  }
  if (character !== "\\") return character.codePointAt(0) ?? 0;
  const { set, code } = readEscape(cursor);
  return code ?? set;
}

function readRangeEnd(cursor: SourceCursor): number {
  const start = cursor.at;
  const character = cursor.take();
  if (character === "" || character === "-") throw new PatternError("a range lacks its end", start);
  if (character !== "\\") return character.codePointAt(0) ?? 0;
  const { code } = readEscape(cursor);
  if (code === undefined) throw new PatternError("a range must end with one character", start);
  return code;
}
