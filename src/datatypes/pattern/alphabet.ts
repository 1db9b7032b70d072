/**
 * Characters -> the equivalence classes of an expression, computed as characters are met.
 *
 * [a-z]|[0-9] has three: a letter, a digit, anything else. Each distinct character is tested against all sets once.
 */
import type { CharacterClass } from "./character-class.js";

/** The size of the cache for characters beyond ASCII; it is emptied when full. */
const mostRemembered = 4_096;

/** The characters of one expression. */
export class Alphabet {
  readonly #sets: readonly CharacterClass[];
  readonly #ascii = new Int32Array(128).fill(-1);
  readonly #others = new Map<number, number>();
  readonly #numbers = new Map<string, number>();
  /** For each class, one flag per set: 1 if its characters belong to the set. */
  readonly #members: Uint8Array[] = [];

  constructor(sets: readonly CharacterClass[]) {
    this.#sets = sets;
  }

  /** The class of a code point. */
  classOf(code: number): number {
    if (code >= 128) return this.#others.get(code) ?? this.#remember(code);
    const known = this.#ascii[code] ?? -1;
    if (known >= 0) return known;
    const found = this.#classify(code);
    this.#ascii[code] = found;
    return found;
  }

  #remember(code: number): number {
    if (this.#others.size >= mostRemembered) this.#others.clear();
    const found = this.#classify(code);
    this.#others.set(code, found);
    return found;
  }

  #classify(code: number): number {
    const members = Uint8Array.from(this.#sets, (set) => (set.has(code) ? 1 : 0));
    const key = members.join("");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#members.length);
    return this.#members.push(members) - 1;
  }

  /** The flags of a class by the number of the set. */
  membersOf(characterClass: number): Uint8Array {
    return this.#members[characterClass] ?? new Uint8Array(0);
  }
}
