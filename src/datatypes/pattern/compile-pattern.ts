/**
 * Patterns with everything that XML Schema knows. The names and places of Unicode's blocks are half of what patterns take in a bundle.
 */
import { findBlock } from "./blocks.js";
import { compileWith } from "./compile.js";
import type { PatternEngine } from "./engine.js";
import type { Expression } from "./expression.js";
import { parseCursor } from "./parse.js";
import type { Pattern, PatternSyntaxError } from "./pattern.js";
import { SourceCursor } from "./source-cursor.js";

/** Compiles a regular expression of XML Schema. Test the result with `"matches" in result`. */
export function compilePattern(source: string): Pattern | PatternSyntaxError {
  return compileWith(source, findBlock);
}

/** Parses a regular expression; throws `PatternError`. */
export function parseExpression(source: string): Expression {
  return parseCursor(new SourceCursor(source, findBlock));
}

/** The engine of all patterns. */
export const blockPatterns: PatternEngine = { compile: compilePattern };
