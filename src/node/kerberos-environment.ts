/**
 * Kerberos as this machine has it set up: the credential cache of the user, and where the key distribution centers are.
 *
 * Reads the cache that KRB5CCNAME names, or /tmp/krb5cc_ and the user's number; centers are those of [realms] in the file that KRB5_CONFIG names,
 * or /etc/krb5.conf. Other kinds of caches (of the kernel, of a daemon) and centers in the DNS are not supported.
 */
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { errorText } from "../error-text.js";
import { type CredentialCache, readCredentialCache } from "../negotiate/kerberos/credential-cache.js";
import type { AskCenter } from "../negotiate/kerberos/ticket-request.js";
import { NegotiateError } from "../negotiate/negotiate-error.js";

/** What an initiator of Kerberos needs from its machine. */
export interface KerberosEnvironment {
  readonly cache: CredentialCache;
  readonly askCenter: AskCenter;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const defaultPort = 88;
/** Milliseconds that a center has for its answer. */
const patience = 5000;
/** The octets of an answer, at most: a ticket of somebody in a thousand groups has some ten thousand. */
const longestAnswer = 1_048_576;

/** Reads what the environment names. Rejects with a NegotiateError for a cache that is missing or of another kind. */
export async function readKerberosEnvironment(environment: NodeJS.ProcessEnv = process.env): Promise<KerberosEnvironment> {
  const named = environment.KRB5CCNAME ?? `/tmp/krb5cc_${process.getuid?.() ?? ""}`;
  const file = named.replace(/^FILE:/, "");
  if (/^[A-Z]+:/.test(file)) throw new NegotiateError("negotiate-unsupported", `Kerberos: "${named}" is not a credential cache in a file`);
  const cache = await readCache(file);
  const text = await readFile(environment.KRB5_CONFIG ?? "/etc/krb5.conf", "utf8").catch(() => "");
  const centers = readCenters(text);
  return { cache, askCenter: (realm, message) => askOneOf(centers.get(realm) ?? [], realm, message) };
}

async function readCache(file: string): Promise<CredentialCache> {
  try {
    return readCredentialCache(await readFile(file));
  } catch (error) {
    throw new NegotiateError("negotiate-credentials", `Kerberos: "${file}" cannot be used as a credential cache: ${errorText(error)}`);
  }
}

/** The `kdc` lines of each realm: [realms], then `REALM = {`, then `kdc = host:port`. */
export function readCenters(text: string): ReadonlyMap<string, readonly Address[]> {
  const centers = new Map<string, Address[]>();
  let section = "";
  let realm: string | undefined;
  for (const line of text.split("\n").map((each) => each.replace(/^\s*[#;].*/, "").trim())) {
    section = /^\[(\w+)\]/.exec(line)?.[1] ?? section;
    if (line.startsWith("}")) realm = undefined;
    realm = /^(\S+)\s*=\s*\{/.exec(line)?.[1] ?? realm;
    const center = /^kdc\s*=\s*(\S+)/.exec(line)?.[1];
    if (section !== "realms" || realm === undefined || center === undefined) continue;
    centers.set(realm, [...(centers.get(realm) ?? []), addressOf(center)]);
  }
  return centers;
}

/** host, host:port, [address]:port */
function addressOf(text: string): Address {
  const [, bracketed, plain = text, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { host: bracketed ?? plain, port: port === undefined ? defaultPort : Number(port) };
}

async function askOneOf(addresses: readonly Address[], realm: string, message: Uint8Array): Promise<Uint8Array> {
  let problem = "none is configured";
  for (const address of addresses) {
    try {
      return await ask(address, message);
    } catch (error) {
      problem = errorText(error);
    }
  }
  throw new NegotiateError("negotiate-credentials", `Kerberos: no key distribution center of ${realm} can be asked: ${problem}`);
}

/** One message and one answer over TCP, each with its length in front. RFC 4120 §7.2.2 */
function ask({ host, port }: Address, message: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error("no answer in time")), patience);
    let received = Buffer.alloc(0);
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(timer);
      reject(new Error("the connection was closed"));
    });
    socket.on("data", (octets) => {
      received = Buffer.concat([received, octets]);
      const length = received.length < 4 ? undefined : received.readUInt32BE(0);
      if (length === undefined || (length <= longestAnswer && received.length < 4 + length)) return;
      if (length <= longestAnswer) resolve(received.subarray(4, 4 + length));
      socket.destroy(length > longestAnswer ? new Error("an answer that is too large") : undefined);
    });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    socket.write(Buffer.concat([length, message]));
  });
}
