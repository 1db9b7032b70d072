/**
 * Who may call: buyers with hashed passwords.
 */

import type { Call } from "../../service/port-type.js";
import { andThen, orElse } from "../../service/soon.js";
import { isSaneIdentifier, maxIdentifierLength, maxPasswordLength } from "./identifier-limits.js";
import type { Identifier } from "./messages.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";

/** A buyer as the file of buyers has it. */
export interface Buyer {
  readonly buyersId: string;
  /** identificationSchemeID of the BuyersID; absent: the BuyersID has none. */
  readonly schemeId?: string;
  /** Made by `soapwright serve --hash-password`: `scrypt$N$r$p$salt$hash`. */
  readonly passwordHash: string;
  /** Locked out: refused like an unknown one. */
  readonly disabled?: true;
}

/** Whose password is checked, and for whom. */
export interface PasswordAttempt {
  /** A key of the BuyersID, whether or not there is such a buyer. */
  readonly buyer: string;
  /** The caller's network address. Undefined: not known. */
  readonly address: string | undefined;
  /** Aborted when no caller waits for the result any more. Made on first use. */
  readonly signal: AbortSignal | undefined;
}

/** Compares a password with a hash, in a time that does not depend on either; at once where there is nothing to compute. May reject with a NotCheckedError. */
export type VerifyPassword = (password: string, hash: string, attempt: PasswordAttempt) => boolean | Promise<boolean>;

/** A password was not checked: the caller has gone, or too many are being checked. The message is for the caller. */
export class NotCheckedError extends Error {
  override readonly name = "NotCheckedError";
}

/** What is known of a caller before the login. */
export type Caller = Pick<Call, "request" | "signal">;

/** The buyers of a server. */
export class Buyers {
  #buyers: ReadonlyMap<string, Buyer>;
  readonly #verify: VerifyPassword;
  readonly #decoy: string | undefined;

  /**
   * `decoy`: a hash that no password has. With it callers cannot find out which buyers exist: an unknown BuyersID is refused like a wrong password, 411,
   * after as much work.
   */
  constructor(buyers: readonly Buyer[], verify: VerifyPassword, decoy?: string) {
    this.#buyers = byKey(buyers);
    this.#verify = verify;
    this.#decoy = decoy;
  }

  /** From now on these are the buyers. Transactions of those who are gone stay until their time is over. */
  replace(buyers: readonly Buyer[]): void {
    this.#buyers = byKey(buyers);
  }

  /** The buyer's key for the store. Refused with 405, 410, 411, and 500 for a password that was not checked. */
  async authenticate(id: Identifier, password: string, caller?: Caller): Promise<string> {
    return this.recognise(id, password, caller);
  }

  /** Does what `authenticate` does, at once where the password need not be computed. */
  recognise(id: Identifier, password: string, caller?: Caller): string | Promise<string> {
    if (!isSaneIdentifier(id)) throw new Refused(ResponseCode.notValid, texts.tooLong("BuyersID", maxIdentifierLength));
    if (password.length > maxPasswordLength) throw new Refused(ResponseCode.notValid, texts.tooLong("Password", maxPasswordLength));
    const owner = ownerOf(id);
    const buyer = this.#buyers.get(owner);
    // Everybody may know that BuyersIDs are not empty.
    if (buyer === undefined && (this.#decoy === undefined || id.$value === "")) {
      throw new Refused(ResponseCode.buyerUnknown, texts.buyerUnknown);
    }
    const hash = buyer?.passwordHash ?? this.#decoy ?? "";
    const verified = orElse(() => this.#verify(password, hash, new CallerAttempt(owner, caller)), refuseUnchecked);
    return andThen(verified, (isRight) => {
      if (isRight && buyer !== undefined) return owner;
      throw new Refused(ResponseCode.authenticationFailed, this.#decoy === undefined ? texts.wrongPassword : texts.wrongLogin);
    });
  }
}

class CallerAttempt implements PasswordAttempt {
  readonly buyer: string;
  readonly #caller: Caller | undefined;

  constructor(buyer: string, caller: Caller | undefined) {
    this.buyer = buyer;
    this.#caller = caller;
  }

  get address(): string | undefined {
    return this.#caller?.request?.peer;
  }

  get signal(): AbortSignal | undefined {
    return this.#caller?.signal;
  }
}

function refuseUnchecked(error: unknown): never {
  if (!(error instanceof NotCheckedError)) throw error;
  throw new Refused(ResponseCode.internalError, texts.notChecked(error.message), undefined, error);
}

/** Two identifiers are equal when content and identificationSchemeID agree. */
function ownerOf(id: Identifier): string {
  return JSON.stringify([id.$value, id.identificationSchemeID ?? null]);
}

function byKey(buyers: readonly Buyer[]): ReadonlyMap<string, Buyer> {
  return new Map(buyers.filter(({ disabled }) => !disabled).map((buyer) => [ownerOfBuyer(buyer), buyer]));
}

/** The owner of a buyer's instances: what `authenticate` gives. */
export function ownerOfBuyer({ buyersId, schemeId }: Pick<Buyer, "buyersId" | "schemeId">): string {
  return ownerOf({ $value: buyersId, ...schemeOf(schemeId) });
}

/** The BuyersID of a key that `authenticate` gave. */
export function buyerOf(owner: string): Identifier {
  // Only `ownerOf` makes keys.
  const [$value, scheme] = JSON.parse(owner) as [string, string | null];
  return { $value, ...schemeOf(scheme ?? undefined) };
}

function schemeOf(schemeId: string | undefined): { identificationSchemeID?: string } {
  return schemeId === undefined ? {} : { identificationSchemeID: schemeId };
}

/** Reads the file of buyers: a JSON list. Throws an Error that says which entry is wrong. */
export function parseBuyers(json: string): readonly Buyer[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw new Error("the file of buyers is not a list");
  const keys = new Set<string>();
  return list.map((entry: unknown, index) => {
    const place = `entry ${index + 1} of the file of buyers`;
    if (!isBuyer(entry)) throw new Error(`${place} needs the texts "buyersId" and "passwordHash"; "disabled" is true or left out`);
    const unknown = Object.keys(entry).find((name) => !buyerMembers.has(name));
    if (unknown !== undefined) throw new Error(`${place} has "${unknown}", which a buyer has not`);
    if (!isSaneIdentifier({ $value: entry.buyersId, ...schemeOf(entry.schemeId) }))
      throw new Error(`${place} has a BuyersID of more than ${maxIdentifierLength} characters`);
    if (keys.has(ownerOfBuyer(entry))) throw new Error(`${place} has the BuyersID "${entry.buyersId}", which another one has`);
    keys.add(ownerOfBuyer(entry));
    return entry;
  });
}

const buyerMembers: ReadonlySet<string> = new Set(["buyersId", "schemeId", "passwordHash", "disabled"] satisfies (keyof Buyer)[]);

function isBuyer(entry: unknown): entry is Buyer {
  if (typeof entry !== "object" || entry === null || !("buyersId" in entry) || !("passwordHash" in entry)) return false;
  const schemeIsText = !("schemeId" in entry) || typeof entry.schemeId === "string";
  const disabledIsTrue = !("disabled" in entry) || entry.disabled === true;
  return typeof entry.buyersId === "string" && typeof entry.passwordHash === "string" && schemeIsText && disabledIsTrue;
}
