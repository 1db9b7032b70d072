/**
 * Checks passwords a few at a time, so that senders of wrong ones can hold neither the processor nor the end of the process.
 *
 * scrypt runs in libuv's pool of threads and cannot be stopped there, so a check waits here until it may run: the pool keeps threads for files, and
 * a process that ends waits for the running checks only. The queue is fair by address: each address's first check comes before any address's second.
 * A full queue drops the last check of the address with the most, for one of an address with fewer.
 */
import { NotCheckedError, type PasswordAttempt, type VerifyPassword } from "../services/veloconnect/index.js";
import { defaultWrongPasswordLimits, WrongPasswords } from "../wrong-passwords.js";

/** How many passwords are checked. A check that waits counts like one that runs. */
export interface PasswordLimits {
  /** Checks that run at once: fewer than the pool has threads. */
  readonly running: number;
  /** Checks of everybody together. */
  readonly total: number;
  /** Checks of one address. */
  readonly perAddress: number;
  /** Checks of one BuyersID. */
  readonly perBuyer: number;
  /** Wrong passwords of one address in a minute; after that one more each time the minute's share is over. */
  readonly wrongPerAddress: number;
  /** Wrong passwords of one BuyersID in a minute, from all addresses together. */
  readonly wrongPerBuyer: number;
}

/** A check takes a quarter of a second of one core: at 66 the last one waits for less than ten seconds on two cores. */
export const defaultPasswordLimits: PasswordLimits = {
  running: 2,
  total: 66,
  perAddress: 16,
  perBuyer: 16,
  wrongPerAddress: defaultWrongPasswordLimits.perAddress,
  wrongPerBuyer: defaultWrongPasswordLimits.perName,
};

interface Check {
  readonly attempt: PasswordAttempt;
  /** Checks with lower numbers start first. */
  readonly turn: number;
  isRunning: boolean;
  readonly start: () => void;
  readonly drop: (error: NotCheckedError) => void;
}

export class PasswordQueue {
  readonly #verify: VerifyPassword;
  readonly #limits: PasswordLimits;
  /** Running and waiting ones, in the order in which they came. */
  readonly #checks = new Set<Check>();
  readonly #wrong: WrongPasswords;
  /** The turn of the check that was started last. */
  #turn = 0;

  /** `now` gives milliseconds. */
  constructor(verify: VerifyPassword, limits: PasswordLimits, now: () => number = () => performance.now()) {
    this.#verify = verify;
    this.#limits = limits;
    this.#wrong = new WrongPasswords({ perAddress: limits.wrongPerAddress, perName: limits.wrongPerBuyer }, now);
  }

  /** Checks that have been asked for and not answered. */
  get size(): number {
    return this.#checks.size;
  }

  /** Waits for its turn and checks. Rejects with a NotCheckedError. */
  async verify(password: string, hash: string, attempt: PasswordAttempt): Promise<boolean> {
    const { buyer, address, signal } = attempt;
    if (signal?.aborted) throw new NotCheckedError("the caller has gone");
    if (!this.#wrong.mayTry({ name: buyer, address })) throw new NotCheckedError("too many passwords were wrong");
    const check = await this.#waitForTurn(attempt);
    try {
      const isRight = await this.#verify(password, hash, attempt);
      if (!isRight) this.#wrong.noteWrong({ name: buyer, address });
      return isRight;
    } finally {
      this.#remove(check);
    }
  }

  /** Ends what waits. What runs comes to its end. */
  close(): void {
    for (const check of this.#checks) if (!check.isRunning) check.drop(new NotCheckedError("the server ends"));
  }

  #waitForTurn(attempt: PasswordAttempt): Promise<Check> {
    const turn = this.#nextTurnOf(attempt);
    this.#makeRoom(attempt, turn);
    return new Promise((resolve, reject) => {
      const { signal } = attempt;
      const onGone = (): void => check.drop(new NotCheckedError("the caller has gone"));
      const check: Check = {
        attempt,
        turn,
        isRunning: false,
        start: () => {
          signal?.removeEventListener("abort", onGone);
          check.isRunning = true;
          resolve(check);
        },
        drop: (error) => {
          signal?.removeEventListener("abort", onGone);
          this.#remove(check);
          reject(error);
        },
      };
      signal?.addEventListener("abort", onGone, { once: true });
      this.#checks.add(check);
      this.#startNext();
    });
  }

  #nextTurnOf({ address }: PasswordAttempt): number {
    const own = [...this.#checks].filter(({ attempt }) => address !== undefined && attempt.address === address);
    return Math.max(this.#turn, ...own.map(({ turn }) => turn + 1));
  }

  /** Drops a check that would come after this one, where a limit is reached. Throws a NotCheckedError if no check can be dropped. */
  #makeRoom({ address, buyer }: PasswordAttempt, turn: number): void {
    const all = [...this.#checks];
    const { perAddress, perBuyer, total } = this.#limits;
    const scopes: readonly (readonly [readonly Check[], number])[] = [
      [all.filter(({ attempt }) => address !== undefined && attempt.address === address), perAddress],
      [all.filter(({ attempt }) => attempt.buyer === buyer), perBuyer],
      [all, total],
    ];
    for (const [checks, limit] of scopes) {
      if (checks.filter((each) => this.#checks.has(each)).length < limit) continue;
      const last = checks.filter(({ isRunning }) => !isRunning).reduce<Check | undefined>(laterOf, undefined);
      const error = new NotCheckedError("too many passwords are being checked");
      if (last === undefined || last.turn <= turn) throw error;
      last.drop(error);
    }
  }

  #remove(check: Check): void {
    if (this.#checks.delete(check)) this.#startNext();
  }

  #startNext(): void {
    const waiting = [...this.#checks].filter(({ isRunning }) => !isRunning);
    const next = waiting.reduce<Check | undefined>(
      (first, each) => (first === undefined || each.turn < first.turn ? each : first),
      undefined,
    );
    if (next === undefined || this.#checks.size - waiting.length >= this.#limits.running) return;
    this.#turn = next.turn;
    next.start();
  }
}

function laterOf(last: Check | undefined, each: Check): Check {
  return last === undefined || each.turn >= last.turn ? each : last;
}
