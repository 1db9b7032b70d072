/**
 * Nonces of tokens that were accepted: none is accepted twice. UsernameToken Profile 1.1 §3.1
 */

/** Remembers nonces while their tokens are not too old to be accepted anyway. */
export class NonceMemory {
  /** The end of the time for which it is remembered, by user and nonce; in the order in which they came. */
  readonly #ends = new Map<string, number>();
  readonly #most: number;

  /** At most `most` nonces are remembered; while there are so many, nobody is let in. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Remembers a nonce until `end`, in milliseconds. False if it is known, or if there is no room. */
  take(username: string, nonce: string, now: number, end: number): boolean {
    this.#forget(now);
    const key = JSON.stringify([username, nonce]);
    if (this.#ends.has(key) || this.#ends.size >= this.#most) return false;
    this.#ends.set(key, end);
    return true;
  }

  #forget(now: number): void {
    for (const [key, end] of this.#ends) {
      if (end >= now) return;
      this.#ends.delete(key);
    }
  }
}
