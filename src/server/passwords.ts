/**
 * Passwords as scrypt hashes: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. RFC 7914
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 16 MiB and about 40 ms for each attempt: the least that OWASP recommends. */
const defaultCost: Cost = { N: 2 ** 14, r: 8, p: 5 };
const hashLength = 32;

/** Hashes a password with a new salt. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, hashLength, defaultCost);
  return ["scrypt", defaultCost.N, defaultCost.r, defaultCost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Tests if a text is a hash as `hashPassword` makes it, and not, for instance, a password. */
export function isPasswordHash(text: string): boolean {
  return readHash(text) !== undefined;
}

/** A hash without a password. Checking it costs as much as checking a real one, so the time does not reveal whether a buyer exists. */
export function decoyHash(): string {
  const { N, r, p } = defaultCost;
  return ["scrypt", N, r, p, randomBytes(16).toString("base64url"), randomBytes(hashLength).toString("base64url")].join("$");
}

/** Compares in constant time, in libuv's pool of threads, however many run there already. Returns false for a text that is not a hash. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const read = readHash(hash);
  if (read === undefined) return false;
  return timingSafeEqual(await derive(password, read.salt, read.hash.length, read.cost), read.hash);
}

/** Returns undefined for a text that is not a hash. */
function readHash(text: string): { readonly cost: Cost; readonly salt: Buffer; readonly hash: Buffer } | undefined {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(text);
  if (match === null) return undefined;
  const [, n, r, p, salt = "", hash = ""] = match;
  const cost: Cost = { N: Number(n), r: Number(r), p: Number(p) };
  const read = { cost, salt: Buffer.from(salt, "base64url"), hash: Buffer.from(hash, "base64url") };
  return isSane(cost) && read.hash.length > 0 ? read : undefined;
}

/** A hash from a file must not make the server take gigabytes. */
function isSane({ N, r, p }: Cost): boolean {
  return Number.isInteger(Math.log2(N)) && N >= 2 && N <= 2 ** 20 && r >= 1 && r <= 32 && p >= 1 && p <= 16;
}

function derive(password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> {
  const options = { ...cost, maxmem: 128 * cost.N * cost.r + 128 * cost.r * cost.p + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
