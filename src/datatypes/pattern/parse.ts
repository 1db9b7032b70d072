/**
 * Text of a regular expression -> tree. XSD 1.0 Part 2 Appendix F
 *
 * Groups are kept on an explicit stack, so that nesting cannot overflow the call stack.
 */
import { singleCharacter, wildcard } from "./character-class.js";
import { choiceOf, type Expression, repeatOf, sequenceOf } from "./expression.js";
import { readCharacterClass, readEscape } from "./parse-class.js";
import { PatternError, type SourceCursor } from "./source-cursor.js";

/** Later stages process trees recursively. */
const deepestNesting = 1_000;

/** An open group. */
interface Group {
  readonly start: number;
  readonly branches: Expression[];
  pieces: Expression[];
}

function openGroup(start: number): Group {
  return { start, branches: [], pieces: [] };
}

function closeGroup(group: Group): Expression {
  return choiceOf([...group.branches, sequenceOf(group.pieces)]);
}

/** Parses a whole expression; throws `PatternError`. */
export function parseCursor(cursor: SourceCursor): Expression {
  const { source } = cursor;
  const outer: Group[] = [];
  let group = openGroup(0);
  while (cursor.at < source.length) {
    const start = cursor.at;
    const character = cursor.take();
    if (character === "(") {
      outer.push(group);
      if (outer.length > deepestNesting) throw new PatternError("groups are nested too deeply", start);
      group = openGroup(start);
    } else if (character === "|") {
      group.branches.push(sequenceOf(group.pieces));
      group.pieces = [];
    } else if (character === ")") {
      const closed = closeGroup(group);
      const parent = outer.pop();
      if (parent === undefined) throw new PatternError('")" closes nothing', start);
      parent.pieces.push(readQuantifier(cursor, closed));
      group = parent;
    } else {
      group.pieces.push(readQuantifier(cursor, readAtom(cursor, character)));
    }
  }
  if (outer.length > 0) throw new PatternError('"(" is not closed', group.start);
  return closeGroup(group);
}

/** Reads an atom other than a group, after its first character. */
function readAtom(cursor: SourceCursor, character: string): Expression {
  const start = cursor.at - character.length;
  if (character === "[") return { kind: "set", set: readCharacterClass(cursor) };
  if (character === "\\") return { kind: "set", set: readEscape(cursor).set };
  if (character === ".") return { kind: "set", set: wildcard };
  if ("?*+{".includes(character)) throw new PatternError(`"${character}" repeats nothing`, start);
  if ("]}".includes(character)) throw new PatternError(`"${character}" must be escaped`, start);
  return { kind: "set", set: singleCharacter(character.codePointAt(0) ?? 0) };
}

function readQuantifier(cursor: SourceCursor, atom: Expression): Expression {
  if (cursor.skip("?")) return repeatOf(atom, 0, 1);
  if (cursor.skip("*")) return repeatOf(atom, 0, Number.POSITIVE_INFINITY);
  if (cursor.skip("+")) return repeatOf(atom, 1, Number.POSITIVE_INFINITY);
  const start = cursor.at;
  if (!cursor.skip("{")) return atom;
  const min = readQuantity(cursor);
  const open = cursor.skip(",");
  const max = !open ? min : cursor.peek() === "}" ? Number.POSITIVE_INFINITY : readQuantity(cursor);
  if (!cursor.skip("}")) throw new PatternError('a quantity lacks its "}"', start);
  if (max < min) throw new PatternError("a quantity must not end before it begins", start);
  return repeatOf(atom, min, max);
}

/** Reads any number of digits. Beyond 2^53 the value is inexact, but no text is long enough to notice. */
function readQuantity(cursor: SourceCursor): number {
  const start = cursor.at;
  while (cursor.peek() >= "0" && cursor.peek() <= "9") cursor.at++;
  if (cursor.at === start) throw new PatternError("a quantity needs digits", start);
  return Number(cursor.source.slice(start, cursor.at));
}
