/**
 * How many failures each key may have in a minute: a bucket that leaks steadily. ITU-T I.371 Annex A (GCRA)
 */

const minute = 60_000;

export class FailureBudget {
  readonly #interval: number;
  readonly #now: () => number;
  readonly #maxKeys: number;
  /** When the failures of a key will be forgotten; the key that failed last is the last one. */
  readonly #forgottenAt = new Map<string, number>();

  /** At most `maxKeys` keys are remembered; then the one that failed longest ago goes. */
  constructor(perMinute: number, now: () => number, maxKeys = 10_000) {
    this.#interval = minute / perMinute;
    this.#now = now;
    this.#maxKeys = maxKeys;
  }

  /** Tests if a key may fail once more. Without a key: yes. */
  has(key: string | undefined): boolean {
    return key === undefined || this.#backlogOf(key) + this.#interval <= minute;
  }

  /** Notes a failure. */
  spend(key: string | undefined): void {
    if (key === undefined) return;
    const forgottenAt = this.#now() + this.#backlogOf(key) + this.#interval;
    this.#forgottenAt.delete(key);
    this.#forgottenAt.set(key, forgottenAt);
    const [oldest] = this.#forgottenAt.keys();
    if (this.#forgottenAt.size > this.#maxKeys && oldest !== undefined) this.#forgottenAt.delete(oldest);
  }

  #backlogOf(key: string): number {
    return Math.max(0, (this.#forgottenAt.get(key) ?? 0) - this.#now());
  }
}
