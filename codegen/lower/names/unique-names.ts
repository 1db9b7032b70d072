/**
 * Names of one scope that no names file keeps: a name that is taken gets a number.
 */
import { numbered } from "./identifiers.js";

export class UniqueNames {
  readonly #taken = new Set<string>();

  /** The wanted name, with a number where it is taken. `suffixes`: endings of all names that are formed from it. */
  give(wanted: string, suffixes: readonly string[] = [""]): string {
    const isTaken = (name: string): boolean => suffixes.some((suffix) => this.#taken.has(name + suffix));
    let name = wanted;
    for (let number = 2; isTaken(name); number++) name = numbered(wanted, number);
    for (const suffix of suffixes) this.#taken.add(name + suffix);
    return name;
  }
}
