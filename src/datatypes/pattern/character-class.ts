/**
 * Sets of characters: literals, ranges, escapes, subtraction. XSD 1.0 Part 2 Appendix F.1
 *
 * A set is a membership test and is never enumerated: the matcher tests each distinct character once. General categories are tested with the
 * platform's RegExp (\p{Lu}), which has the tables of the current Unicode version.
 */
import { type CharacterRanges, isInSet } from "../../xml/character-ranges.js";
import { nameRanges, nameStartRanges } from "../../xml/name-characters.js";
import type { FindBlock } from "./source-cursor.js";

/** A set of code points. Equal keys mean equal sets. */
export interface CharacterClass {
  readonly key: string;
  has(code: number): boolean;
}

/** The set of one code point. */
export function singleCharacter(code: number): CharacterClass {
  return { key: `=${String.fromCodePoint(code)}`, has: (other) => other === code };
}

/** The set of a range, both ends included. */
export function characterRange(first: number, last: number): CharacterClass {
  return { key: `#${first}-${last}`, has: (code) => code >= first && code <= last };
}

/** The union of several sets. */
export function unionOfClasses(classes: readonly CharacterClass[], key: string): CharacterClass {
  const [only] = classes;
  if (only !== undefined && classes.length === 1) return only;
  return { key, has: (code) => classes.some((part) => part.has(code)) };
}

/** All other code points. */
export function complementOfClass(positive: CharacterClass): CharacterClass {
  return { key: `^${positive.key}`, has: (code) => !positive.has(code) };
}

/** The code points of one set that are not in another. */
export function differenceOfClasses(from: CharacterClass, removed: CharacterClass, key: string): CharacterClass {
  return { key, has: (code) => from.has(code) && !removed.has(code) };
}

function ranges(key: string, pairs: CharacterRanges): CharacterClass {
  return { key, has: (code) => isInSet(pairs, code) };
}

/** The general categories without Cs, because surrogates are not characters. XSD 1.0 Part 2 Appendix F.1.1 */
const categories = new Set(
  "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn".split(" "),
);

const knownCategories = new Map<string, CharacterClass>();

function category(name: string): CharacterClass {
  let known = knownCategories.get(name);
  if (known === undefined) {
    const test = new RegExp(`^\\p{${name}}$`, "u");
    known = { key: `\\p{${name}}`, has: (code) => test.test(String.fromCodePoint(code)) };
    knownCategories.set(name, known);
  }
  return known;
}

/** The set of \p{name}: a general category, or a block if the name begins with "Is". `undefined`: there is no such property. */
export function propertyClass(name: string, findBlock: FindBlock): CharacterClass | undefined {
  if (categories.has(name)) return category(name);
  const block = name.startsWith("Is") ? findBlock(name.slice(2)) : undefined;
  return block === undefined ? undefined : ranges(`\\p{${name}}`, block);
}

/** ".": any character except line feed and carriage return. */
export const wildcard: CharacterClass = { key: "any", has: (code) => code !== 10 && code !== 13 };

function word(): CharacterClass {
  const excluded = [category("P"), category("Z"), category("C")];
  return { key: "\\w", has: (code) => !excluded.some((part) => part.has(code)) };
}

const multiCharacterEscapes: Readonly<Record<string, () => CharacterClass>> = {
  s: () => ranges("\\s", [9, 10, 13, 13, 32, 32]),
  i: () => ranges("\\i", nameStartRanges),
  c: () => ranges("\\c", nameRanges),
  d: () => category("Nd"),
  w: word,
};

/** The set of \s, \S, \i, ...; `undefined` for any other letter. XSD 1.0 Part 2 Appendix F.1.1 (MultiCharEsc) */
export function multiCharacterClass(letter: string): CharacterClass | undefined {
  const lower = letter.toLowerCase();
  const make = Object.hasOwn(multiCharacterEscapes, lower) ? multiCharacterEscapes[lower] : undefined;
  const positive = make?.();
  return positive === undefined || letter === lower ? positive : complementOfClass(positive);
}
