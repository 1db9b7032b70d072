/**
 * Random numbers from a seed: the same seed gives the same numbers everywhere. (The generator is mulberry32.)
 */

/** A source of decisions. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
    // Neighbouring seeds differ from the first decision on.
    for (let warmUp = 0; warmUp < 4; warmUp++) this.#next();
  }

  /** From 0 to 1, which is not among them. */
  fraction(): number {
    return this.#next() / 2 ** 32;
  }

  /** A whole number from 0 to `limit`, which is not among them. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** True with a probability. Asks for no number where there is nothing to decide. */
  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  /** One of several; they must not be empty. */
  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new RangeError("there is nothing to pick from");
    return choices[this.below(choices.length)] as T; // the index is within the array
  }

  /** 32 hexadecimal digits. */
  id(): string {
    return [0, 0, 0, 0].map(() => this.#next().toString(16).padStart(8, "0")).join("");
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
