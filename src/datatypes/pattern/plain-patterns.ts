/**
 * The engine of patterns that JavaScript's RegExp takes for what XML Schema does, and that it matches in linear time: most patterns of contracts.
 * The generator says which those are (codegen/lower/types/plain-pattern.ts); any other pattern needs `patterns`.
 */
import type { PatternEngine } from "./engine.js";
import type { Pattern } from "./pattern.js";

class PlainPattern implements Pattern {
  readonly source: string;
  readonly deviation: undefined = undefined;
  readonly #expression: RegExp;

  constructor(source: string) {
    this.source = source;
    this.#expression = new RegExp(`^(?:${source})$`);
  }

  matches(text: string): boolean {
    return this.#expression.test(text);
  }
}

/** The engine of patterns that mean the same in JavaScript. */
export const plainPatterns: PatternEngine = { compile: (source) => new PlainPattern(source) };
