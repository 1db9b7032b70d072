/**
 * Who may call a server: the file of buyers, which is read again when it has changed, or the demonstration's buyer.
 */
import { stat } from "node:fs/promises";
import { type Buyer, Buyers, parseBuyers } from "../services/veloconnect/index.js";
import { readConfiguration } from "./configuration.js";
import type { Log } from "./log.js";
import type { ServeOptions } from "./options.js";
import { decoyHash, hashPassword, isPasswordHash, verifyPassword } from "./passwords.js";
import { rememberVerified } from "./verified-passwords.js";

/** Who may call when there is no file of buyers. */
export const demonstrationBuyer = { buyersId: "demo", password: "bicycle" };

/** Milliseconds between two looks at the file. */
const lookInterval = 2_000;

export interface ServedBuyers {
  readonly buyers: Buyers;
  /** Looks at the file no more. */
  readonly close: () => void;
}

/** Reads the buyers. Throws a ConfigurationError for a file that is wrong; later on such a file is complained of, and what was read before stays. */
export async function openBuyers({ buyersFile, hideBuyers }: ServeOptions, log: Log): Promise<ServedBuyers> {
  const decoy = hideBuyers ? decoyHash() : undefined;
  const verify = rememberVerified(verifyPassword);
  if (buyersFile === undefined) {
    const { buyersId, password } = demonstrationBuyer;
    return { buyers: new Buyers([{ buyersId, passwordHash: await hashPassword(password) }], verify, decoy), close: () => undefined };
  }
  let seen = await versionOf(buyersFile);
  const buyers = new Buyers(await readConfiguration(buyersFile, parseHashedBuyers), verify, decoy);
  const look = async (): Promise<void> => {
    const now = await versionOf(buyersFile);
    if (now === seen) return;
    seen = now;
    try {
      const list = await readConfiguration(buyersFile, parseHashedBuyers);
      buyers.replace(list);
      log.info({ count: list.length }, "the buyers were read again");
    } catch (error) {
      log.error({ err: error }, "the file of buyers has changed and cannot be used; the buyers stay as they were");
    }
  };
  const timer = setInterval(() => void look(), lookInterval).unref();
  return { buyers, close: () => clearInterval(timer) };
}

/** What differs once a file was changed; one that is not there is a version too. */
async function versionOf(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  return `${mtimeMs} ${size} ${ino}`;
}

/** Buyers whose passwords can be checked: a hash that is none would refuse its buyer for ever, and nobody would know why. */
function parseHashedBuyers(json: string): readonly Buyer[] {
  const buyers = parseBuyers(json);
  const wrong = buyers.find(({ passwordHash }) => !isPasswordHash(passwordHash));
  if (wrong === undefined) return buyers;
  throw new Error(`the "passwordHash" of "${wrong.buyersId}" is none: "soapwright serve --hash-password" makes one`);
}
