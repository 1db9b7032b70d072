/**
 * Gives names: each thing has a key, each key keeps its name, and no two things of one scope share one.
 *
 * A names file of an earlier run has the name of each key; these are kept, so that adding a schema renames nothing.
 */

import type { Renaming } from "../plan.js";
import { numbered, reservedWords } from "./identifiers.js";

/** One space of names, a module's exports for instance. */
export interface NameScope {
  readonly taken: Set<string>;
  /** Names that are ours, even if an earlier version gave them. */
  readonly reserved: ReadonlySet<string>;
  /** The last number of each name that several things want. */
  readonly numbers: Map<string, number>;
  /** What was given in this run, with the key of the thing. */
  readonly given: Map<string, string>;
}

export class NameGiver {
  readonly given = new Map<string, string>();
  readonly renamed: Renaming[] = [];
  readonly #earlier: ReadonlyMap<string, string>;
  /** The last number of each key that several things share. */
  readonly #numbersOfKeys = new Map<string, number>();

  constructor(earlier: ReadonlyMap<string, string>) {
    this.#earlier = earlier;
  }

  /** A scope in which the names of an earlier run are kept for their keys, which begin with `keyPrefix`, and some are taken by us. */
  scope(keyPrefix: string, reserved: ReadonlySet<string>): NameScope {
    const taken = new Set<string>();
    for (const [key, name] of this.#earlier) if (key.startsWith(keyPrefix)) taken.add(name);
    return { taken, reserved, numbers: new Map(), given: new Map() };
  }

  /** What an earlier run gave for a key, else what is wanted now. */
  keep(key: string, wanted: string | undefined): string | undefined {
    const value = this.#earlier.get(key) ?? wanted;
    if (value !== undefined) this.given.set(key, value);
    return value;
  }

  /** The first of the wanted names that is free, else the first one with a number. */
  give(scope: NameScope, keyOfThing: string, ...wanted: readonly [string, ...string[]]): string {
    const key = this.#unusedKey(keyOfThing);
    const earlier = this.#earlier.get(key);
    const isKept = earlier !== undefined && !scope.reserved.has(earlier) && !scope.given.has(earlier);
    const name = isKept ? earlier : firstFree(scope, wanted);
    scope.taken.add(name);
    scope.given.set(name, key);
    this.given.set(key, name);
    if (name !== wanted[0]) this.renamed.push({ key, wanted: wanted[0], given: name });
    return name;
  }

  /** Gives a name of the user's, which stands in no names file. Returns the key of what has that name already. */
  claim(scope: NameScope, key: string, name: string): string | undefined {
    const other = scope.given.get(name) ?? (scope.reserved.has(name) ? "the generated code" : undefined);
    scope.taken.add(name);
    if (other === undefined) scope.given.set(name, key);
    return other;
  }

  /** Two anonymous types of one path, in two branches for instance, have a key each. */
  #unusedKey(key: string): string {
    if (!this.given.has(key)) return key;
    let number = this.#numbersOfKeys.get(key) ?? 2;
    while (this.given.has(`${key} #${number}`)) number++;
    this.#numbersOfKeys.set(key, number);
    return `${key} #${number}`;
  }
}

function firstFree(scope: NameScope, wanted: readonly [string, ...string[]]): string {
  const isFree = (name: string) => !scope.taken.has(name) && !scope.reserved.has(name) && !reservedWords.has(name);
  const free = wanted.find(isFree);
  if (free !== undefined) return free;
  for (let number = scope.numbers.get(wanted[0]) ?? 2; ; number++) {
    const name = numbered(wanted[0], number);
    if (!isFree(name)) continue;
    scope.numbers.set(wanted[0], number);
    return name;
  }
}
