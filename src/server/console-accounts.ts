/**
 * Who may log in to the console: accounts of a file, which is read again when it has changed. Their passwords are checked within the limits of buyers'.
 */
import type { Account, Accounts, LoginAttempt, Role } from "../console/index.js";
import { NotCheckedError, type VerifyPassword } from "../services/veloconnect/index.js";
import type { Log } from "./log.js";
import { decoyHash, isPasswordHash } from "./passwords.js";
import { watchFile } from "./watched-file.js";

/** An account as the file has it. */
interface StoredAccount {
  readonly name: string;
  readonly role: Role;
  /** Made by `soapwright serve --hash-password`; absent: a proxy authenticates this one, and a password never is right. */
  readonly passwordHash?: string;
}

/** Accounts that are looked after until they are closed. */
export interface ServedAccounts extends Accounts {
  readonly close: () => void;
}

/** Characters of a name or a password. */
const longest = 255;

/** Reads the accounts. Throws a ConfigurationError for a file that is wrong. Later on, such a file is logged, and the accounts stay as they were. */
export async function openAccounts(file: string, verify: VerifyPassword, log: Log): Promise<ServedAccounts> {
  const watched = await watchFile(file, parseAccounts, {
    onRead: (accounts) => log.info({ count: accounts.size }, "the accounts of the console were read again"),
    onError: (error) =>
      log.error({ err: error }, "the file of the console's accounts has changed and cannot be used; they stay as they were"),
  });
  const decoy = decoyHash();
  const find = (name: string): Account | undefined => {
    const stored = watched.current().get(name);
    return stored && { name, role: stored.role, version: stored.passwordHash ?? "" };
  };
  const logIn = async ({ name, password, address, signal }: LoginAttempt): Promise<Account | "wrong" | "busy"> => {
    if (name.length > longest || password.length > longest) return "wrong";
    const stored = watched.current().get(name);
    try {
      // Names of buyers' keys are JSON, so no buyer is called so. An unknown account costs what a known one does.
      const isRight = await verify(password, stored?.passwordHash ?? decoy, { buyer: `console ${name}`, address, signal });
      const account = isRight ? find(name) : undefined;
      log.info({ audit: "login", result: account === undefined ? "refused" : "accepted", operator: name, address }, "login at the console");
      return account ?? "wrong";
    } catch (error) {
      if (error instanceof NotCheckedError) return "busy";
      throw error;
    }
  };
  return { find, logIn, close: watched.close };
}

/** Reads the file: a JSON list. Throws an Error that says which entry is wrong. */
export function parseAccounts(json: string): ReadonlyMap<string, StoredAccount> {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw new Error("the file of accounts is not a list");
  const accounts = new Map<string, StoredAccount>();
  for (const [index, entry] of list.entries()) {
    const place = `entry ${index + 1} of the file of accounts`;
    if (!isAccount(entry))
      throw new Error(`${place} needs the text "name", and "role": "viewer" or "operator"; "passwordHash" is a text or left out`);
    const unknown = Object.keys(entry).find((name) => !["name", "role", "passwordHash"].includes(name));
    if (unknown !== undefined) throw new Error(`${place} has "${unknown}", which an account has not`);
    if (entry.passwordHash !== undefined && !isPasswordHash(entry.passwordHash))
      throw new Error(`the "passwordHash" of "${entry.name}" is not a hash: "soapwright serve --hash-password" makes one`);
    if (accounts.has(entry.name)) throw new Error(`${place} has the name "${entry.name}", which another one has`);
    accounts.set(entry.name, entry);
  }
  return accounts;
}

function isAccount(entry: unknown): entry is StoredAccount {
  if (typeof entry !== "object" || entry === null || !("name" in entry) || !("role" in entry)) return false;
  const hashIsText = !("passwordHash" in entry) || typeof entry.passwordHash === "string";
  const isRole = entry.role === "viewer" || entry.role === "operator";
  return typeof entry.name === "string" && /^[^\p{C},;]{1,255}$/u.test(entry.name) && isRole && hashIsText;
}
