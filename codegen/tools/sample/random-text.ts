/**
 * Regular expressions -> random texts, by walking the tree.
 */
import type { Expression } from "../../../src/datatypes/pattern/expression.js";
import { charactersOf } from "../../language/characters.js";
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

/** Longer texts are useless as samples. */
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
