/**
 * Regular expressions -> texts in them: random ones by walking the tree, and texts in several languages at a time by search.
 */
import { type Expression, isNullable } from "../../../src/datatypes/pattern/expression.js";
import { charactersOf, representatives } from "./characters.js";
import { derivative, keyOfExpression } from "./pattern-derivative.js";
import type { Random } from "./random.js";

/** A random text of the expression; undefined where a set in it has no character. Repetitions go up to `spread` beyond their minimum. */
export function randomText(expression: Expression, random: Random, spread: number): string | undefined {
  switch (expression.kind) {
    case "empty":
      return "";
    case "set": {
      const characters = charactersOf(expression.set);
      return characters.length === 0 ? undefined : String.fromCodePoint(random.pick(characters));
    }
    case "choice":
      return randomText(random.pick(expression.branches), random, spread);
    case "sequence":
      return joined(expression.parts, random, spread);
    case "repeat": {
      const most = Math.min(expression.max, expression.min + spread);
      const count = expression.min + random.below(most - expression.min + 1);
      return joined(
        Array.from({ length: Math.min(count, mostRounds) }, () => expression.body),
        random,
        spread,
      );
    }
  }
}

/** Longer texts are of no use to anybody. */
const mostRounds = 10_000;
const mostCharacters = 1_000_000;

function joined(parts: readonly Expression[], random: Random, spread: number): string | undefined {
  let text = "";
  for (const part of parts) {
    const next = randomText(part, random, spread);
    if (next === undefined || text.length + next.length > mostCharacters) return undefined;
    text += next;
  }
  return text;
}

/** What a text must and must not be. */
export interface TextConditions {
  /** It matches all of them. */
  readonly matching: readonly Expression[];
  /** It does not match all of these; empty: no condition. */
  readonly notMatchingAll?: readonly Expression[];
  /** In characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** The shortest text; "none": there is none; "unknown": the search was given up. */
export type FoundText = { readonly text: string } | "none" | "unknown";

interface Place {
  readonly text: string;
  readonly length: number;
  readonly matching: readonly Expression[];
  /** undefined: this one cannot match any more. */
  readonly others: readonly (Expression | undefined)[];
}

/** More places are not looked at. */
const mostPlaces = 20_000;

/** Searches breadth first through what is left of all expressions at a time. `accepts` has the last word. */
export function findText(conditions: TextConditions, accepts: (text: string) => boolean): FoundText {
  const { matching, notMatchingAll = [], minLength = 0, maxLength = Number.POSITIVE_INFINITY } = conditions;
  const alphabet = representatives([...matching, ...notMatchingAll], notMatchingAll.length > 0);
  const queue: Place[] = [{ text: "", length: 0, matching, others: notMatchingAll }];
  const seen = new Set<string>();
  for (const place of queue) {
    if (place.length >= minLength && isFound(place) && accepts(place.text)) return { text: place.text };
    if (place.length >= maxLength) continue;
    for (const code of alphabet) {
      const next = after(place, code);
      if (next === undefined) continue;
      // Beyond the least length only what is left matters.
      const key = `${Math.min(next.length, minLength)} ${[...next.matching, ...next.others].map((rest) => (rest ? keyOfExpression(rest) : "-")).join(" ")}`;
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
    if (queue.length > mostPlaces) return "unknown";
  }
  return "none";
}

function isFound({ matching, others }: Place): boolean {
  if (!matching.every(isNullable)) return false;
  return others.length === 0 || others.some((other) => other === undefined || !isNullable(other));
}

function after(place: Place, code: number): Place | undefined {
  const matching: Expression[] = [];
  for (const expression of place.matching) {
    const rest = derivative(expression, code);
    if (rest === undefined) return undefined;
    matching.push(rest);
  }
  return {
    text: place.text + String.fromCodePoint(code),
    length: place.length + 1,
    matching,
    others: place.others.map((other) => other && derivative(other, code)),
  };
}
