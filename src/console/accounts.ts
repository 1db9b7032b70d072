/**
 * Who may log in to a console.
 */

/** What somebody may do: see what runs, or act on it as well. */
export type Role = "viewer" | "operator";

/** Somebody who may log in. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  /** Another text once the password is another one: sessions end then. */
  readonly version: string;
}

/** A name and a password that somebody has typed. */
export interface LoginAttempt {
  readonly name: string;
  readonly password: string;
  /** The network address; undefined: not known. */
  readonly address: string | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** The accounts of operators. */
export interface Accounts {
  /** Undefined: there is no account of the name. */
  find(name: string): Account | undefined;
  /** "wrong": no such account, or not its password. "busy": not checked, since too many are being checked or were wrong. */
  logIn(attempt: LoginAttempt): Promise<Account | "wrong" | "busy">;
}
