/**
 * What compiles patterns. Tables that have some refer to it, so that programs without them are bundled without it.
 */
import { compileWith } from "./compile.js";
import type { Pattern, PatternSyntaxError } from "./pattern.js";

/** Compiles regular expressions of XML Schema. Test the result with `"matches" in result`. */
export interface PatternEngine {
  readonly compile: (source: string) => Pattern | PatternSyntaxError;
}

/** The engine of patterns that name no block of Unicode. */
export const patterns: PatternEngine = {
  compile: (source) =>
    compileWith(source, () => {
      throw new Error("internal: a table has a pattern with a block of Unicode, and nothing that knows blocks");
    }),
};
