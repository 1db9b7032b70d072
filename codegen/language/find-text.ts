/**
 * Regular expressions -> the shortest text in several of them at a time, found by search.
 */
import { type Expression, isNullable } from "../../src/datatypes/pattern/expression.js";
import { representatives } from "./characters.js";
import { Derivatives } from "./derivatives.js";

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

/** The shortest text; "none" if no text matches; "unknown" if the search was given up. */
export type FoundText = { readonly text: string } | "none" | "unknown";

/** A text, and what is left of the expressions after it. */
interface Reached {
  readonly text: string;
  readonly length: number;
  readonly matching: readonly Expression[];
  /** Undefined where one cannot match any more. */
  readonly others: readonly (Expression | undefined)[];
}

/** More texts are not looked at. */
const mostReached = 20_000;

/** Searches breadth first through what is left of all expressions at a time. `accepts` has the last word. */
export function findText(conditions: TextConditions, accepts: (text: string) => boolean): FoundText {
  const { matching, notMatchingAll = [], minLength = 0, maxLength = Number.POSITIVE_INFINITY } = conditions;
  const derivatives = new Derivatives();
  const alphabet = representatives([...matching, ...notMatchingAll], notMatchingAll.length > 0);
  const queue: Reached[] = [{ text: "", length: 0, matching, others: notMatchingAll }];
  const seen = new Set<string>();
  for (const reached of queue) {
    if (reached.length >= minLength && isFound(reached) && accepts(reached.text)) return { text: reached.text };
    if (reached.length >= maxLength) continue;
    for (const code of alphabet) {
      const next = after(reached, code, derivatives);
      if (next === undefined) continue;
      // Beyond the least length only what is left matters.
      const key = `${Math.min(next.length, minLength)} ${[...next.matching, ...next.others].map((rest) => (rest ? derivatives.keyOf(rest) : "-")).join(" ")}`;
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
    if (queue.length > mostReached) return "unknown";
  }
  return "none";
}

function isFound({ matching, others }: Reached): boolean {
  if (!matching.every(isNullable)) return false;
  return others.length === 0 || others.some((other) => other === undefined || !isNullable(other));
}

function after(reached: Reached, code: number, derivatives: Derivatives): Reached | undefined {
  const matching: Expression[] = [];
  for (const expression of reached.matching) {
    const rest = derivatives.after(expression, code);
    if (rest === undefined) return undefined;
    matching.push(rest);
  }
  return {
    text: reached.text + String.fromCodePoint(code),
    length: reached.length + 1,
    matching,
    others: reached.others.map((other) => other && derivatives.after(other, code)),
  };
}
