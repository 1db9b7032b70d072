/**
 * Text of a regular expression -> pattern, or the position of the syntax error. XSD 1.0 Part 2 Appendix F
 *
 * Syntax is checked at once; the automaton is built when the pattern is first used.
 */
import { buildAutomaton } from "./automaton.js";
import { CountingMatcher } from "./counting-matcher.js";
import { DeterministicMatcher } from "./deterministic-matcher.js";
import type { Expression } from "./expression.js";
import { parseExpression } from "./parse.js";
import type { Pattern, PatternSyntaxError } from "./pattern.js";
import { PatternError, SourceCursor } from "./source-cursor.js";

interface Matcher {
  matches(text: string): boolean;
}

class CompiledPattern implements Pattern {
  readonly source: string;
  readonly deviation: PatternSyntaxError | undefined;
  #expression: Expression | undefined;
  #matcher: Matcher | undefined;

  constructor({ source, deviation }: SourceCursor, expression: Expression) {
    this.source = source;
    this.deviation = deviation;
    this.#expression = expression;
  }

  matches(text: string): boolean {
    this.#matcher ??= this.#build();
    return this.#matcher.matches(text);
  }

  #build(): Matcher {
    const automaton = buildAutomaton(this.#expression ?? parseExpression(this.source));
    this.#expression = undefined;
    return automaton.counting ? new CountingMatcher(automaton) : new DeterministicMatcher(automaton);
  }
}

/** Compiles a regular expression of XML Schema. Test the result with `"matches" in result`. */
export function compilePattern(source: string): Pattern | PatternSyntaxError {
  try {
    const cursor = new SourceCursor(source);
    const expression = parseExpression(source, cursor);
    return new CompiledPattern(cursor, expression);
  } catch (error) {
    if (error instanceof PatternError) return { message: error.message, at: error.at };
    throw error;
  }
}
