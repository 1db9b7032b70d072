/**
 * Keys that both sides of an exchange have: one for each request, and what is derived from it. WS-SecureConversation 1.3 §7, SOAP Message Security 1.1 §7.3
 */
import { fromBase64, toBase64 } from "../base64.js";
import { childElements, type LocatedElement, requiredAttribute, requiredChild, wholeText } from "../envelope/located-element.js";
import type { Outline } from "../envelope/outline.js";
import { conversationNamespaces, derivedKeyNames, Name, TokenType } from "../names.js";
import { securityFault } from "../security-fault.js";
import { onlyChild } from "../username-token.js";

/** The key of one exchange. */
export interface SharedKey {
  readonly octets: Uint8Array<ArrayBuffer>;
  /** What answers name it by: the SHA-1 digest of the encrypted key, in base64. */
  readonly identifier: string;
}

/** Makes a shared key of a key and of what it was encrypted to. */
export async function sharedKey(octets: Uint8Array<ArrayBuffer>, cipher: Uint8Array): Promise<SharedKey> {
  return { octets, identifier: toBase64(new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array(cipher)))) };
}

/** The label of keys when nothing else is said, once for each side. */
const defaultLabel = "WS-SecureConversationWS-SecureConversation";

/** P_SHA-1 over label and nonce. RFC 2246 §5 */
export async function deriveKey(
  secret: Uint8Array<ArrayBuffer>,
  seed: Uint8Array,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const hmac = async (octets: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await crypto.subtle.sign("HMAC", key, octets));
  const derived = new Uint8Array(offset + length);
  let step: Uint8Array = seed;
  for (let at = 0; at < derived.length; ) {
    step = await hmac(new Uint8Array(step));
    const block = await hmac(joined(step, seed));
    derived.set(block.subarray(0, derived.length - at), at);
    at += block.length;
  }
  return derived.slice(offset);
}

/** The seed of a key. */
export function seedOf(nonce: Uint8Array, label = defaultLabel): Uint8Array<ArrayBuffer> {
  return joined(new TextEncoder().encode(label), nonce);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(first.length + second.length);
  octets.set(first);
  octets.set(second, first.length);
  return octets;
}

/** Octets that a message may ask for, so that it costs little. */
const longestKey = 64;
const farthestOffset = 1024;
/** Shorter keys are not accepted. */
const shortestKey = 16;

/** The keys that elements of a message refer to. */
export class MessageKeys {
  readonly #outline: Outline;
  readonly #shared: SharedKey;

  constructor(outline: Outline, shared: SharedKey) {
    this.#outline = outline;
    this.#shared = shared;
  }

  /** The key of encrypted content: the shared one if it names none. Throws a SoapFault. */
  async keyOf(encryptedData: LocatedElement): Promise<Uint8Array<ArrayBuffer>> {
    const keyInfo = onlyChild(encryptedData, Name.keyInfo);
    return keyInfo === undefined ? this.#shared.octets : this.keyIn(keyInfo);
  }

  /** The key that a KeyInfo means. Throws a SoapFault. */
  async keyIn(keyInfo: LocatedElement): Promise<Uint8Array<ArrayBuffer>> {
    const reference = requiredChild(keyInfo, Name.securityTokenReference);
    const token = this.#tokenOf(reference);
    const implied = impliedNonce(reference);
    if (implied === undefined) return token === undefined ? this.#shared.octets : this.#derive(token);
    if (token !== undefined) throw securityFault("InvalidSecurity", "a key is derived from a derived key");
    const { nonce, length } = implied;
    checkPlace(0, length);
    return deriveKey(this.#shared.octets, seedOf(fromBase64(nonce)), 0, length);
  }

  /** The DerivedKeyToken that a reference is to; undefined: the shared key itself. */
  #tokenOf(tokenReference: LocatedElement): LocatedElement | undefined {
    const [reference, ...others] = childElements(tokenReference);
    if (reference === undefined || others.length > 0) throw securityFault("InvalidSecurity", "a SecurityTokenReference has one child");
    if (reference.name === Name.keyIdentifier) {
      const isOurs = requiredAttribute(reference, "ValueType") === TokenType.encryptedKeyDigest;
      if (isOurs && wholeText(reference).trim() === this.#shared.identifier) return undefined;
    } else if (reference.name === Name.tokenReference) {
      const id = requiredAttribute(reference, "URI").replace(/^#/, "");
      const { security, countOfId } = this.#outline;
      const token = (security === undefined ? [] : childElements(security)).find(
        ({ attributes }) => attributes[Name.id] === id || attributes.Id === id,
      );
      // The EncryptedKey that this is the identifier of has given the shared key: there is but one.
      if (token?.name === Name.encryptedKey && countOfId(id) === 1) return undefined;
      if (token !== undefined && isDerivedKey(token) && countOfId(id) === 1) return token;
    }
    throw securityFault("SecurityTokenUnavailable", "a key is not the one that both sides have");
  }

  async #derive(token: LocatedElement): Promise<Uint8Array<ArrayBuffer>> {
    const namespace = token.name.slice(1, token.name.indexOf("}"));
    const child = (local: string): LocatedElement | undefined => onlyChild(token, `{${namespace}}${local}`);
    const { Algorithm: algorithm = `${namespace}/dk/p_sha1` } = token.attributes;
    if (algorithm !== `${namespace}/dk/p_sha1`) throw securityFault("UnsupportedAlgorithm", "keys are derived by P_SHA-1");
    if (this.#tokenOf(requiredChild(token, Name.securityTokenReference)) !== undefined)
      throw securityFault("InvalidSecurity", "a key is derived from a derived key");
    const numberOf = (element: LocatedElement | undefined, other: number): number => numberIn(element && wholeText(element), other);
    const length = numberOf(child("Length"), 32);
    const generation = child("Generation");
    const offset = generation === undefined ? numberOf(child("Offset"), 0) : numberOf(generation, 0) * length;
    checkPlace(offset, length);
    const nonce = fromBase64(wholeText(requiredChild(token, `{${namespace}}Nonce`)));
    const label = child("Label");
    return deriveKey(this.#shared.octets, seedOf(nonce, label && wholeText(label)), offset, length);
  }
}

/** The nonce and the length of a key that a reference itself derives; undefined: it derives none. WS-SecureConversation 1.3 §7.4 */
function impliedNonce({ attributes }: LocatedElement): { readonly nonce: string; readonly length: number } | undefined {
  const found = conversationNamespaces.filter((namespace) => attributes[`{${namespace}}Nonce`] !== undefined);
  const [namespace, another] = found;
  if (namespace === undefined) return undefined;
  if (another !== undefined) throw securityFault("InvalidSecurity", "a reference derives a key in two ways");
  return { nonce: attributes[`{${namespace}}Nonce`] ?? "", length: numberIn(attributes[`{${namespace}}Length`], 32) };
}

function checkPlace(offset: number, length: number): void {
  if (length < shortestKey || length > longestKey || offset > farthestOffset)
    throw securityFault("InvalidSecurity", "a derived key is too short, too long, or too far away");
}

/** Tests for a DerivedKeyToken. */
export function isDerivedKey({ name }: LocatedElement): boolean {
  return derivedKeyNames.includes(name);
}

function numberIn(written: string | undefined, other: number): number {
  const text = written?.trim() ?? String(other);
  if (!/^\d{1,6}$/.test(text)) throw securityFault("InvalidSecurity", "a length or offset of a derived key is no number");
  return Number(text);
}
