/**
 * A filter that decrypts messages. It stands behind the filter that verifies in the list, so that it comes first on arrival.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { fromBase64 } from "./base64.js";
import { readPem } from "./certificates/pem.js";
import { decryptContent, decryptKey } from "./encryption/content-algorithms.js";
import { type EncryptedPlace, findEncrypted } from "./encryption/encrypted-data.js";
import { applyEdits, type Edit, elementEnd } from "./envelope/edit.js";
import { childElements, type LocatedElement, requiredAttribute, requiredChild, wholeText } from "./envelope/located-element.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { Name } from "./names.js";
import { SecurityError, SecurityFault, securityFault } from "./security-fault.js";
import { type MessagePart, partsNamed } from "./signature/verified-envelope.js";
import { onlyChild } from "./username-token.js";

export interface DecryptionOptions {
  /** The private key, of RSA: PKCS #8 in PEM. */
  readonly key: string;
  /** Parts that must have been encrypted; the body when left out. */
  readonly require?: readonly MessagePart[];
  /** Accepts AES in CBC mode, in which content can be changed unless it is signed too, and guessed by anyone who can send many messages. */
  readonly allowOld?: boolean;
}

/** Makes a filter: `createHandler({ services, filters: [signatures.filter, decryptMessages({ key })] })`. */
export function decryptMessages(options: DecryptionOptions): EnvelopeFilter {
  const decryption = new Decryption(options);
  return { receive: (envelope, exchange) => decryption.receive(envelope, exchange) };
}

/** Encrypted keys of a message, each of which costs an operation with the private key. */
const mostKeys = 4;
/** Parts that are encrypted by one key. */
const mostParts = 64;

class Decryption {
  readonly #options: DecryptionOptions;
  readonly #key: Uint8Array<ArrayBuffer>;

  constructor(options: DecryptionOptions) {
    this.#options = options;
    [this.#key = new Uint8Array()] = readPem(options.key, "PRIVATE KEY");
  }

  async receive(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    try {
      return await this.#decrypt(envelope);
    } catch (error) {
      throw exchange.side === "server" ? error : SecurityError.from(error);
    }
  }

  async #decrypt(envelope: Uint8Array): Promise<Uint8Array> {
    const outline = readOutline(envelope);
    const places = findEncrypted(envelope, outline.soap);
    const edits: Edit[] = [];
    const replaced = new Set<EncryptedPlace>();
    for (const encryptedKey of encryptedKeys(outline)) {
      const key = await this.#contentKey(encryptedKey);
      for (const id of dataReferences(encryptedKey)) {
        const place = placeOf(id, places, outline);
        if (replaced.has(place)) throw securityFault("InvalidSecurity", "a part is encrypted by two keys");
        replaced.add(place);
        edits.push({ ...without(envelope, place.replaced), text: await this.#content(place, key) });
      }
      edits.push({ ...without(envelope, encryptedKey), text: "" });
    }
    if (replaced.size === 0 || replaced.size < places.length)
      throw securityFault("InvalidSecurity", "the message is not encrypted as it should be");
    const decrypted = applyEdits(envelope, edits);
    this.#checkRequired(readOutline(decrypted), [...replaced], edits);
    return withoutEmptySecurity(decrypted);
  }

  #contentKey(encryptedKey: LocatedElement): Promise<Uint8Array<ArrayBuffer>> {
    return decrypting(() => decryptKey(requiredChild(encryptedKey, Name.encryptionMethod), this.#key, cipherOf(encryptedKey)));
  }

  async #content({ element }: EncryptedPlace, key: Uint8Array<ArrayBuffer>): Promise<string> {
    const { allowOld = false } = this.#options;
    const method = requiredChild(element, Name.encryptionMethod);
    return decrypting(async () => {
      const octets = await decryptContent(method, key, cipherOf(element), allowOld);
      return new TextDecoder("utf-8", { fatal: true }).decode(octets);
    });
  }

  /** A part was encrypted if it begins where decrypted content was put in. */
  #checkRequired(outline: Outline, places: readonly EncryptedPlace[], edits: readonly Edit[]): void {
    const offsets = new Set(places.filter(({ isBody }) => !isBody).map(({ replaced }) => shifted(replaced.offset, edits)));
    for (const part of this.#options.require ?? ["body"]) {
      const isEncrypted =
        part === "body" ? places.some(({ isBody }) => isBody) : partsNamed(part, outline).every(({ offset }) => offsets.has(offset));
      if (!isEncrypted) throw securityFault("InvalidSecurity", `the ${part} of the message is not encrypted`);
    }
  }
}

/** Whatever is wrong with keys and content, a sender learns nothing but that. */
async function decrypting<T>(decrypt: () => Promise<T>): Promise<T> {
  try {
    return await decrypt();
  } catch (error) {
    throw error instanceof SecurityFault ? error : securityFault("FailedCheck", "the message cannot be decrypted", error);
  }
}

function encryptedKeys({ security }: Outline): readonly LocatedElement[] {
  const keys = security === undefined ? [] : childElements(security).filter(({ name }) => name === Name.encryptedKey);
  if (keys.length > mostKeys) throw securityFault("InvalidSecurity", `a message has ${mostKeys} encrypted keys at most`);
  return keys;
}

function dataReferences(encryptedKey: LocatedElement): readonly string[] {
  const references = childElements(requiredChild(encryptedKey, Name.referenceList));
  if (references.length > mostParts) throw securityFault("InvalidSecurity", `a key is for ${mostParts} parts at most`);
  return references.map((reference) => requiredAttribute(reference, "URI").replace(/^#/, ""));
}

function placeOf(id: string, places: readonly EncryptedPlace[], { countOfId }: Outline): EncryptedPlace {
  const place = places.find(({ element }) => element.attributes.Id === id);
  if (place === undefined || countOfId(id) !== 1)
    throw securityFault("InvalidSecurity", "a key is for content that is not in the message, or is there twice");
  return place;
}

function cipherOf(element: LocatedElement): Uint8Array<ArrayBuffer> {
  return fromBase64(wholeText(requiredChild(requiredChild(element, Name.cipherData), Name.cipherValue)));
}

function without(envelope: Uint8Array, element: { readonly offset: number; readonly endOffset: number }): Omit<Edit, "text"> {
  return { offset: element.offset, without: elementEnd(envelope, element) - element.offset };
}

/** Where an offset is after changes before it. */
function shifted(offset: number, edits: readonly Edit[]): number {
  const before = edits.filter((edit) => edit.offset < offset);
  return before.reduce((sum, edit) => sum + new TextEncoder().encode(edit.text).length - (edit.without ?? 0), offset);
}

/** Takes away the certificates that told the key, and the Security header if nothing is left: what they were for is done. */
function withoutEmptySecurity(envelope: Uint8Array): Uint8Array {
  const { security, securityPart } = readOutline(envelope);
  if (security === undefined || securityPart === undefined || onlyChild(security, Name.signature) !== undefined) return envelope;
  const rest = childElements(security).filter(({ name }) => name !== Name.binarySecurityToken);
  if (rest.length === 0) return applyEdits(envelope, [{ ...without(envelope, securityPart), text: "" }]);
  const tokens = childElements(security).filter(({ name }) => name === Name.binarySecurityToken);
  return applyEdits(
    envelope,
    tokens.map((token) => ({ ...without(envelope, token), text: "" })),
  );
}
