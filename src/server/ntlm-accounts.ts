/**
 * The file of accounts for NTLM: who may log in, and with which password, as JSON.
 *
 *   { "accounts": [{ "name": "CONTOSO\\anna", "ntHash": "878d8014606cda29677a44efa1353fc7", "securityIds": ["S-1-5-21-1-1104"] }] }
 *
 * The security identifiers are optional: the user's own first, then those of groups. `soapwright serve --hash-nt` makes a hash.
 */
import type { NtlmAccount } from "../negotiate/ntlm/acceptor.js";
import { ntHash } from "../negotiate/ntlm/keys.js";
import { hexOf, octetsOfHex } from "../negotiate/octets.js";

type Json = Readonly<Record<string, unknown>>;

/** Finds the account of a user of a domain; the case of names does not count. */
export type FindAccount = (user: string, domain: string) => NtlmAccount | undefined;

/** Reads the file. Throws an Error that says what is wrong. */
export function parseAccounts(text: string): FindAccount {
  const file: unknown = JSON.parse(text);
  if (!isObject(file) || !Array.isArray(file.accounts)) throw new Error('there is no list "accounts"');
  const accounts = new Map<string, NtlmAccount>();
  for (const [index, entry] of file.accounts.entries()) {
    const account = readAccount(entry, `account ${index + 1}`);
    const key = account.peer.name.toLowerCase();
    if (accounts.has(key)) throw new Error(`"${account.peer.name}" comes twice`);
    accounts.set(key, account);
  }
  // Clients send a name like anna@contoso.example whole, with an empty domain.
  return (user, domain) => accounts.get((domain === "" ? user : `${domain}\\${user}`).toLowerCase());
}

/** The hash of a password as the file has it. */
export function describeNtHash(password: string): string {
  return hexOf(ntHash(password));
}

function readAccount(entry: unknown, at: string): NtlmAccount {
  if (!isObject(entry)) throw new Error(`${at} is not an object`);
  const unknown = Object.keys(entry).find((name) => !["name", "ntHash", "securityIds"].includes(name));
  if (unknown !== undefined) throw new Error(`${at}: unknown member "${unknown}"`);
  const { name, ntHash: digits, securityIds = [] } = entry;
  if (typeof name !== "string" || !/^([^\\@]+\\[^\\@]+|[^\\@]+@[^\\@]+)$/.test(name)) {
    throw new Error(`${at}: "name" is DOMAIN\\user or user@domain, not ${JSON.stringify(name)}`);
  }
  const hash = typeof digits === "string" ? octetsOfHex(digits) : undefined;
  if (hash?.length !== 16)
    throw new Error(`"${name}": "ntHash" is not a hash of 32 hexadecimal digits: "soapwright serve --hash-nt" makes one`);
  if (!isListOfSids(securityIds)) throw new Error(`"${name}": "securityIds" is not a list of security identifiers`);
  return { peer: { name, otherNames: [], securityIds }, ntHash: hash };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfSids(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && /^S-1-\d+(-\d+)+$/.test(each));
}
