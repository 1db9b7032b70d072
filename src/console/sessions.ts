/**
 * Who is logged in: sessions in memory, with an end. A server that starts again has none, and everybody logs in again.
 */
import { randomBytes } from "node:crypto";
import type { Account, Accounts } from "./accounts.js";

/** Milliseconds that a session lasts without a request. A page that shows what runs asks all the time. */
const idleTime = 30 * 60_000;
/** Milliseconds that a session lasts at most. */
export const longestTime = 12 * 3_600_000;
/** Sessions at once; then the one that was used longest ago ends. */
const mostSessions = 1000;

interface Session {
  readonly account: Account;
  readonly endsAt: number;
  usedAt: number;
}

/** The sessions of one console. */
export class Sessions {
  readonly #accounts: Pick<Accounts, "find">;
  readonly #now: () => number;
  /** The one that was used last is the last one. */
  readonly #sessions = new Map<string, Session>();

  /** `now` gives milliseconds. */
  constructor(accounts: Pick<Accounts, "find">, now: () => number) {
    this.#accounts = accounts;
    this.#now = now;
  }

  /** Begins a session, and returns its id, which nobody can guess. */
  begin(account: Account): string {
    const id = randomBytes(32).toString("base64url");
    const now = this.#now();
    this.#sessions.set(id, { account, endsAt: now + longestTime, usedAt: now });
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
    return id;
  }

  /** The account of a session as it is now. Undefined: the session is over, or the account is gone or has another password. */
  use(id: string): Account | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    this.#sessions.delete(id);
    const now = this.#now();
    if (now >= session.endsAt || now - session.usedAt >= idleTime) return undefined;
    const account = this.#accounts.find(session.account.name);
    if (account?.version !== session.account.version) return undefined;
    session.usedAt = now;
    this.#sessions.set(id, session);
    return account;
  }

  end(id: string): void {
    this.#sessions.delete(id);
  }
}
