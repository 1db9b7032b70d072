/**
 * Sets of characters -> characters of them, readable ones first.
 */
import type { CharacterClass } from "../../src/datatypes/pattern/character-class.js";
import type { Expression } from "../../src/datatypes/pattern/expression.js";

const letters = "abcdefghijklmnopqrstuvwxyz";
/** Digits and letters, then punctuation, then some of other scripts and kinds. */
const preferred = codes(`0123456789${letters}${letters.toUpperCase()}-_.:/+@#,;=()[]{}*?!$%&'"\\|~^<>\` \t\n`);
const others = codes("àéñöüßÀÉÑÖÜαβγΑΒΓабвАБВאבכابתกขค中文字かなカナ한글ªºʰǅ²½٣Ⅷ‿–«»„“§€¥©°±×÷\u00a0\u2028\u0301\u093e\u20dd");

function codes(text: string): readonly number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** Texts are made of the same sets again and again. */
const known = new WeakMap<CharacterClass, readonly number[]>();

/** Some characters of a set, familiar ones where it has any; empty where it has no character that XML can hold. */
export function charactersOf(set: CharacterClass): readonly number[] {
  let found = known.get(set);
  if (found === undefined) {
    found = find(set);
    known.set(set, found);
  }
  return found;
}

function find(set: CharacterClass): readonly number[] {
  const alphanumeric = preferred.slice(0, 62).filter((code) => set.has(code));
  if (alphanumeric.length > 0) return alphanumeric;
  const visible = preferred.filter((code) => set.has(code));
  if (visible.length > 0) return visible;
  const elsewhere = others.filter((code) => set.has(code));
  if (elsewhere.length > 0) return elsewhere;
  for (let code = 0x20; code <= 0x10ffff; code++) if (isXmlCharacter(code) && set.has(code)) return [code];
  return [];
}

function isXmlCharacter(code: number): boolean {
  return code >= 0x20 && !(code >= 0xd800 && code <= 0xdfff) && (code & 0xfffe) !== 0xfffe;
}

/**
 * One character for each way in which the expressions' sets tell characters apart, a familiar one where there is any. `exact` looks at every
 * character of the Basic Multilingual Plane and at some beyond, for proofs; otherwise readable ones must do.
 */
export function representatives(expressions: readonly Expression[], exact: boolean): readonly number[] {
  const all = [...setsOf(expressions).values()];
  const byMembership = new Map<string, number>();
  const add = (code: number): void => {
    const membership = all.map((set) => (set.has(code) ? "1" : "0")).join("");
    if (!byMembership.has(membership)) byMembership.set(membership, code);
  };
  for (const code of [...preferred, ...others, ...all.flatMap(charactersOf)]) add(code);
  if (exact) {
    for (let code = 0x20; code <= 0xffff; code++) if (isXmlCharacter(code)) add(code);
    for (let code = 0x10000; code <= 0x10ffff; code += 0x80) if (isXmlCharacter(code)) add(code);
  }
  return [...byMembership.values()];
}

function setsOf(expressions: readonly Expression[]): ReadonlyMap<string, CharacterClass> {
  const sets = new Map<string, CharacterClass>();
  const pending = [...expressions];
  for (const expression of pending) {
    if (expression.kind === "set") sets.set(expression.set.key, expression.set);
    else if (expression.kind === "sequence") pending.push(...expression.parts);
    else if (expression.kind === "choice") pending.push(...expression.branches);
    else if (expression.kind === "repeat") pending.push(expression.body);
  }
  return sets;
}
