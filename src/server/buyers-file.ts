/**
 * Changes the file of buyers: adds a buyer, changes a password, locks one out. A server that uses the file reads it again within seconds.
 */
import { randomBytes } from "node:crypto";
import { chmod, open, readFile, rename, rm, stat } from "node:fs/promises";
import { adviceText, errorCode } from "../error-text.js";
import { type Buyer, parseBuyers } from "../services/veloconnect/index.js";
import { ConfigurationError } from "./configuration.js";
import { hashPassword } from "./passwords.js";

/** A buyer, by number and scheme. */
export type BuyerKey = Pick<Buyer, "buyersId" | "schemeId">;

/** Reads the file. Throws a ConfigurationError for one that is missing or wrong. */
export async function readBuyers(file: string): Promise<readonly Buyer[]> {
  try {
    return parseBuyers(await readFile(file, "utf8"));
  } catch (error) {
    throw new ConfigurationError(`"${file}" cannot be used: ${adviceText(error)}`);
  }
}

/** Adds a buyer; creates the file if it does not exist. Throws a ConfigurationError if the buyer exists. */
export async function addBuyer(file: string, { buyersId, schemeId }: BuyerKey, password: string): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    (error) => errorCode(error) !== "ENOENT",
  );
  const buyers = isThere ? await readBuyers(file) : [];
  const key = { buyersId, ...(schemeId !== undefined && { schemeId }) };
  if (buyers.some((each) => isSame(each, key))) throw new ConfigurationError(`${nameOf(key)} is in "${file}" already`);
  await writeBuyers(file, [...buyers, { ...key, passwordHash: await hashPassword(password) }]);
}

/** Gives a buyer another password. Throws a ConfigurationError for an unknown one. */
export async function changePassword(file: string, key: BuyerKey, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await changeBuyer(file, key, (buyer) => ({ ...buyer, passwordHash }));
}

/** Locks a buyer out, or lets one in again. Throws a ConfigurationError for an unknown one. */
export async function disableBuyer(file: string, key: BuyerKey, isDisabled: boolean): Promise<void> {
  await changeBuyer(file, key, ({ disabled, ...buyer }) => (isDisabled ? { ...buyer, disabled: true } : buyer));
}

async function changeBuyer(file: string, key: BuyerKey, change: (buyer: Buyer) => Buyer): Promise<void> {
  const buyers = await readBuyers(file);
  if (!buyers.some((each) => isSame(each, key))) throw new ConfigurationError(`${nameOf(key)} is not in "${file}"`);
  await writeBuyers(
    file,
    buyers.map((each) => (isSame(each, key) ? change(each) : each)),
  );
}

function isSame(one: BuyerKey, other: BuyerKey): boolean {
  return one.buyersId === other.buyersId && one.schemeId === other.schemeId;
}

function nameOf({ buyersId, schemeId }: BuyerKey): string {
  return `the buyer "${buyersId}"${schemeId === undefined ? "" : ` of the scheme "${schemeId}"`}`;
}

/** In one step, so that a server never reads half a file. A new file is its owner's alone; another one keeps its permissions. */
async function writeBuyers(file: string, buyers: readonly Buyer[]): Promise<void> {
  const text = `${JSON.stringify(buyers, undefined, 2)}\n`;
  const draft = `${file}.${randomBytes(6).toString("hex")}.draft`;
  try {
    parseBuyers(text);
    const mode = await stat(file).then(
      (found) => found.mode & 0o777,
      () => 0o600,
    );
    const handle = await open(draft, "wx", 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await chmod(draft, mode);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new ConfigurationError(`"${file}" cannot be written: ${adviceText(error)}`);
  }
}
