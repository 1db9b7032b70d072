/**
 * Authenticators that were accepted: each counts once. RFC 4120 §3.2.3
 *
 * An authenticator is remembered as long as its time would be accepted. It is kept in memory: what was sent to a server before it was
 * started again, within the clock's tolerance, is not known any more.
 */

/** Authenticators that are remembered. Only clients with a valid ticket get one in, so this is reached by no stranger. */
const mostRemembered = 100_000;

export class ReplayCache {
  readonly #until = new Map<string, number>();
  readonly #lifetime: number;

  /** `lifetime`: how long an authenticator can be accepted, in milliseconds. */
  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  /** Remembers an authenticator; false if it was here before, or if there is no room. */
  add(id: string, now: number): boolean {
    for (const [old, until] of this.#until) {
      if (until > now) break;
      this.#until.delete(old);
    }
    if (this.#until.has(id) || this.#until.size >= mostRemembered) return false;
    this.#until.set(id, now + this.#lifetime);
    return true;
  }
}
