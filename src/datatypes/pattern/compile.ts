/**
 * Text of a regular expression -> pattern, or the position of the syntax error. XSD 1.0 Part 2 Appendix F
 *
 * Syntax is checked at once; the automaton is built when the pattern is first used.
 */
import { buildAutomaton } from "./automaton.js";
import { CountingMatcher } from "./counting-matcher.js";
import { DeterministicMatcher } from "./deterministic-matcher.js";
import type { Expression } from "./expression.js";
import { parseCursor } from "./parse.js";
import type { Pattern, PatternSyntaxError } from "./pattern.js";
import { type FindBlock, PatternError, SourceCursor } from "./source-cursor.js";

interface Matcher {
  matches(text: string): boolean;
}

class CompiledPattern implements Pattern {
  readonly source: string;
  readonly deviation: PatternSyntaxError | undefined;
  readonly #findBlock: FindBlock;
  #expression: Expression | undefined;
  #matcher: Matcher | undefined;

  constructor({ source, deviation, findBlock }: SourceCursor, expression: Expression) {
    this.#findBlock = findBlock;
    this.source = source;
    this.deviation = deviation;
    this.#expression = expression;
  }

  matches(text: string): boolean {
    this.#matcher ??= this.#build();
    return this.#matcher.matches(text);
  }

  #build(): Matcher {
    const automaton = buildAutomaton(this.#expression ?? parseCursor(new SourceCursor(this.source, this.#findBlock)));
    this.#expression = undefined;
    return automaton.counting ? new CountingMatcher(automaton) : new DeterministicMatcher(automaton);
  }
}

/** Compiles a regular expression of XML Schema with the blocks of Unicode that are found so. */
export function compileWith(source: string, findBlock: FindBlock): Pattern | PatternSyntaxError {
  try {
    const cursor = new SourceCursor(source, findBlock);
    const expression = parseCursor(cursor);
    return new CompiledPattern(cursor, expression);
  } catch (error) {
    if (error instanceof PatternError) return { message: error.message, at: error.at };
    throw error;
  }
}
