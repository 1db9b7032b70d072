/**
 * Derived keys for what is sent: one for the signature and one for encryption. WS-SecureConversation 1.3 §7
 */
import { toBase64 } from "../base64.js";
import { conversationNamespaces, securityNamespaces } from "../names.js";
import { deriveKey, seedOf } from "./shared-key.js";

/** Which version of WS-SecureConversation derived keys are written in. */
export type DerivedKeys = "1.3" | "2005/02";

/** How a message tells what a key is derived from: by a DerivedKeyToken, or by attributes of the reference to that. WS-SecureConversation 1.3 §7.2, §7.4 */
export type Derivation = "explicit" | "implied";

/** A key that is used, and how the message names it. */
export interface UsedKey {
  readonly octets: Uint8Array<ArrayBuffer>;
  /** A SecurityTokenReference. */
  readonly reference: string;
  /** What tells the key, if it is not there already. */
  readonly markup: string;
}

const nonceLength = 16;

/** Derives a key of some octets from one that `reference` names. */
export async function derivedKey(
  secret: Uint8Array<ArrayBuffer>,
  reference: string,
  length: number,
  version: DerivedKeys,
  derivation: Derivation,
): Promise<UsedKey> {
  const namespace = conversationNamespaces[version === "1.3" ? 0 : 1];
  const { wsse, wsu } = securityNamespaces;
  const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
  const id = `DK-${crypto.randomUUID()}`;
  const octets = await deriveKey(secret, seedOf(nonce), 0, length);
  if (derivation === "implied") {
    const attributes = `xmlns:wsc="${namespace}" wsc:Nonce="${toBase64(nonce)}" wsc:Length="${length}"`;
    return { octets, reference: reference.replace("<wsse:SecurityTokenReference ", (tag) => `${tag}${attributes} `), markup: "" };
  }
  const markup =
    `<wsc:DerivedKeyToken xmlns:wsc="${namespace}" xmlns:wsu="${wsu}" wsu:Id="${id}" Algorithm="${namespace}/dk/p_sha1">${reference}` +
    `<wsc:Offset>0</wsc:Offset><wsc:Length>${length}</wsc:Length><wsc:Nonce>${toBase64(nonce)}</wsc:Nonce></wsc:DerivedKeyToken>`;
  const own = `<wsse:SecurityTokenReference xmlns:wsse="${wsse}"><wsse:Reference URI="#${id}" ValueType="${namespace}/dk"/></wsse:SecurityTokenReference>`;
  return { octets, reference: own, markup };
}
