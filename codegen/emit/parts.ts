/**
 * Modules of thousands of declarations, in several files.
 *
 * TypeScript's flow analysis walks back over all constants of a file for each name that a constant's value mentions, so the cost of one file grows
 * with the square of its length. A large module is a file that exports its parts, which no other file imports. Checking the rows of tables is
 * most of what is left, and finds nothing in a user's build, so parts are not checked; the tests of the generator check them.
 */
import type { Declaration, Module } from "../lower/plan.js";

/** As many as a file may have that is still read by people. */
const mostDeclarations = 500;

/** Some declarations of a module, which have a file of their own. */
export interface Part {
  readonly fileName: string;
  readonly declarations: readonly Declaration[];
}

/** The parts of a module; one, which is the module's own file, where it is not large. */
export function partsOf({ fileName, declarations }: Module): readonly Part[] {
  const count = Math.ceil(declarations.length / mostDeclarations);
  if (count <= 1) return [{ fileName, declarations }];
  return Array.from({ length: count }, (_, index) => ({
    // No name of a module has a dot.
    fileName: `${fileName}.part${index + 1}`,
    declarations: declarations.slice(index * mostDeclarations, (index + 1) * mostDeclarations),
  }));
}
