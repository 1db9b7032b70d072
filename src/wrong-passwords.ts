/**
 * How many wrong passwords each address may send in a minute, and how many may come for each name: buckets that leak steadily. ITU-T I.371 Annex A (GCRA)
 *
 * Shared by all that check passwords. A name counts whether or not there is such an account, so being refused tells nobody that there is.
 */

/** Wrong passwords in a minute; after that one more each time the minute's share is over. */
export interface WrongPasswordLimits {
  /** Of one address. */
  readonly perAddress: number;
  /** For one name, from all addresses together. */
  readonly perName: number;
}

export const defaultWrongPasswordLimits: WrongPasswordLimits = { perAddress: 60, perName: 240 };

/** Whose password it is said to be, and where it comes from. Without an address, only the name counts. */
export interface Attempt {
  readonly name: string;
  readonly address: string | undefined;
}

const minute = 60_000;

/** Characters of a name that tell it from others: names come from strangers, and are kept. */
const longestName = 512;

/** Names and addresses that are remembered; then those that were noted longest ago go. */
const defaultRemembered = 10_000;

/** Counts wrong passwords. */
export class WrongPasswords {
  readonly #addresses: Budget;
  readonly #names: Budget;
  readonly #remembered: number;
  /** Attempts that were right. */
  readonly #right = new Set<string>();

  /** `now` gives milliseconds. */
  constructor({ perAddress, perName }: WrongPasswordLimits, now: () => number, remembered = defaultRemembered) {
    this.#addresses = new Budget(perAddress, now, remembered);
    this.#names = new Budget(perName, now, remembered);
    this.#remembered = remembered;
  }

  /** Tests if a password may be checked. A user who was let in before from the same address is not held up by others who try the name. */
  mayTry({ name, address }: Attempt): boolean {
    if (address !== undefined && !this.#addresses.has(address)) return false;
    return this.#names.has(shortened(name)) || this.#right.has(keyOf({ name, address }));
  }

  noteWrong({ name, address }: Attempt): void {
    if (address !== undefined) this.#addresses.spend(address);
    this.#names.spend(shortened(name));
  }

  noteRight(attempt: Attempt): void {
    if (attempt.address === undefined) return;
    const key = keyOf(attempt);
    this.#right.delete(key);
    this.#right.add(key);
    const [oldest] = this.#right;
    if (this.#right.size > this.#remembered && oldest !== undefined) this.#right.delete(oldest);
  }
}

function shortened(name: string): string {
  return name.slice(0, longestName);
}

function keyOf({ name, address }: Attempt): string {
  return `${address} ${shortened(name)}`;
}

/** How many failures each key may have in a minute. */
class Budget {
  readonly #interval: number;
  readonly #now: () => number;
  readonly #maxKeys: number;
  /** When the failures of a key will be forgotten; the key that failed last is the last one. */
  readonly #forgottenAt = new Map<string, number>();

  constructor(perMinute: number, now: () => number, maxKeys: number) {
    this.#interval = minute / perMinute;
    this.#now = now;
    this.#maxKeys = maxKeys;
  }

  has(key: string): boolean {
    return this.#backlogOf(key) + this.#interval <= minute;
  }

  spend(key: string): void {
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
