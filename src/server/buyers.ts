/**
 * Who may call a server: the buyers of a file, which is read again when it has changed, or the demonstration buyer.
 */
import { type Buyer, Buyers, parseBuyers, type VerifyPassword } from "../services/veloconnect/index.js";
import { ConfigurationError } from "./configuration.js";
import type { Log } from "./log.js";
import type { ServerOptions } from "./options.js";
import { PasswordQueue } from "./password-queue.js";
import { decoyHash, hashPassword, isPasswordHash, verifyPassword } from "./passwords.js";
import { rememberVerified } from "./verified-passwords.js";
import { type WatchedFile, watchFile } from "./watched-file.js";

/** The only buyer if there is no file of buyers. */
export const demonstrationBuyer = { buyersId: "demo", password: "bicycle" };

export interface ServedBuyers {
  readonly buyers: Buyers;
  /** The file of buyers; undefined for the demonstration buyer. */
  readonly file: WatchedFile<readonly Buyer[]> | undefined;
  /** Checks any password, within the limits of all. */
  readonly verify: VerifyPassword;
  /** Stops looking at the file, and ends checks of passwords that wait. */
  readonly close: () => void;
}

/** Reads the buyers. Throws a ConfigurationError for a file that is wrong. Later on, such a file is logged, and the buyers stay as they were. */
export async function openBuyers({ buyersFile, hideBuyers, passwordLimits, demo, host }: ServerOptions, log: Log): Promise<ServedBuyers> {
  if (buyersFile === undefined && !demo && !isLoopback(host)) {
    throw new ConfigurationError(
      `at ${host} others could order as the demonstration buyer, whose password everybody knows: name your buyers with --buyers, or allow it with --demo`,
    );
  }
  const decoy = hideBuyers ? decoyHash() : undefined;
  const queue = new PasswordQueue(verifyPassword, passwordLimits);
  const verify = rememberVerified((...check) => queue.verify(...check));
  const checkNow: VerifyPassword = (...check) => queue.verify(...check);
  if (buyersFile === undefined) {
    const { buyersId, password } = demonstrationBuyer;
    const buyers = new Buyers([{ buyersId, passwordHash: await hashPassword(password) }], verify, decoy);
    return { buyers, file: undefined, verify: checkNow, close: () => queue.close() };
  }
  const file = await watchFile(buyersFile, parseHashedBuyers, {
    onRead: (list) => {
      buyers.replace(list);
      log.info({ count: list.length }, "the buyers were read again");
    },
    onError: (error) => log.error({ err: error }, "the file of buyers has changed and cannot be used; the buyers stay as they were"),
  });
  const buyers = new Buyers(file.current(), verify, decoy);
  return {
    buyers,
    file,
    verify: checkNow,
    close: () => {
      file.close();
      queue.close();
    },
  };
}

/** Buyers whose passwords can be checked: with a text that is not a hash, a buyer would be refused for ever, and nobody would know why. */
function parseHashedBuyers(json: string): readonly Buyer[] {
  const buyers = parseBuyers(json);
  const wrong = buyers.find(({ passwordHash }) => !isPasswordHash(passwordHash));
  if (wrong === undefined) return buyers;
  throw new Error(`the "passwordHash" of "${wrong.buyersId}" is not a hash: "soapwright serve --hash-password" makes one`);
}

/** Tests if only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
