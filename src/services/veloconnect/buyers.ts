/**
 * Who may call: buyers with hashed passwords.
 */
import type { Identifier } from "./messages.js";
import { Refused, ResponseCode } from "./response-code.js";

/** A buyer as the file of buyers has it. */
export interface Buyer {
  readonly buyersId: string;
  /** identificationSchemeID of the BuyersID; absent: the BuyersID has none. */
  readonly schemeId?: string;
  /** Made by `soapwright serve --hash-password`: `scrypt$N$r$p$salt$hash`. */
  readonly passwordHash: string;
}

/** Compares a password with a hash, in a time that does not depend on either. */
export type VerifyPassword = (password: string, hash: string) => Promise<boolean>;

/** The buyers of a server. */
export class Buyers {
  #buyers: ReadonlyMap<string, Buyer>;
  readonly #verify: VerifyPassword;
  readonly #decoy: string | undefined;

  /**
   * `decoy`: a hash that no password has. With it nobody learns which buyers there are: an unknown BuyersID is refused like a wrong password, 411, and
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

  /** The buyer's key for the store. Refused with 410 or 411. */
  async authenticate(id: Identifier, password: string): Promise<string> {
    const owner = ownerOf(id);
    const buyer = this.#buyers.get(owner);
    if (this.#decoy !== undefined) {
      if ((await this.#verify(password, buyer?.passwordHash ?? this.#decoy)) && buyer !== undefined) return owner;
      throw new Refused(ResponseCode.authenticationFailed, "the BuyersID is not known or the password is wrong");
    }
    if (buyer === undefined) throw new Refused(ResponseCode.buyerUnknown, "the BuyersID is not known");
    if (!(await this.#verify(password, buyer.passwordHash))) throw new Refused(ResponseCode.authenticationFailed, "the password is wrong");
    return owner;
  }
}

/** Two identifiers are equal when content and identificationSchemeID agree. */
function ownerOf(id: Identifier): string {
  return JSON.stringify([id.$value, id.identificationSchemeID ?? null]);
}

function byKey(buyers: readonly Buyer[]): ReadonlyMap<string, Buyer> {
  return new Map(buyers.map((buyer) => [keyOf(buyer), buyer]));
}

function keyOf({ buyersId, schemeId }: Buyer): string {
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
    if (!isBuyer(entry)) throw new Error(`${place} needs the texts "buyersId" and "passwordHash"`);
    const unknown = Object.keys(entry).find((name) => !buyerMembers.has(name));
    if (unknown !== undefined) throw new Error(`${place} has "${unknown}", which a buyer has not`);
    if (keys.has(keyOf(entry))) throw new Error(`${place} has the BuyersID "${entry.buyersId}", which another one has`);
    keys.add(keyOf(entry));
    return entry;
  });
}

const buyerMembers: ReadonlySet<string> = new Set(["buyersId", "schemeId", "passwordHash"] satisfies (keyof Buyer)[]);

function isBuyer(entry: unknown): entry is Buyer {
  if (typeof entry !== "object" || entry === null || !("buyersId" in entry) || !("passwordHash" in entry)) return false;
  const schemeIsText = !("schemeId" in entry) || typeof entry.schemeId === "string";
  return typeof entry.buyersId === "string" && typeof entry.passwordHash === "string" && schemeIsText;
}
