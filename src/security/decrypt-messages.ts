/**
 * A filter that decrypts messages. It stands behind the filter that verifies in the list, so that it comes first on arrival.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { readPem } from "./certificates/pem.js";
import { checkEncrypted, decryptPlace, keyIn, mostParts, without } from "./encryption/decrypt-place.js";
import { type EncryptedPlace, findEncrypted } from "./encryption/encrypted-data.js";
import { applyEdits, type Edit } from "./envelope/edit.js";
import { childElements, type LocatedElement, requiredAttribute, requiredChild } from "./envelope/located-element.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { Name } from "./names.js";
import { SecurityError, securityFault } from "./security-fault.js";
import type { MessagePart } from "./signature/verified-envelope.js";

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
      const key = await keyIn(encryptedKey, this.#key);
      for (const id of dataReferences(encryptedKey)) {
        const place = placeOf(id, places, outline);
        if (replaced.has(place)) throw securityFault("InvalidSecurity", "a part is encrypted by two keys");
        replaced.add(place);
        edits.push({ ...without(envelope, place.replaced), text: await decryptPlace(place, key, this.#options.allowOld ?? false) });
      }
      edits.push({ ...without(envelope, encryptedKey), text: "" });
    }
    if (replaced.size === 0 || replaced.size < places.length)
      throw securityFault("InvalidSecurity", "the message is not encrypted as it should be");
    const decrypted = applyEdits(envelope, edits);
    checkEncrypted(this.#options.require ?? ["body"], readOutline(decrypted), [...replaced], edits);
    return withoutEmptySecurity(decrypted);
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

/** Takes away the certificates that told the key, and the Security header if nothing is left: what they were for is done. */
function withoutEmptySecurity(envelope: Uint8Array): Uint8Array {
  const { security, securityPart } = readOutline(envelope);
  if (security === undefined || securityPart === undefined) return envelope;
  if (childElements(security).some(({ name }) => name === Name.signature)) return envelope;
  const rest = childElements(security).filter(({ name }) => name !== Name.binarySecurityToken);
  if (rest.length === 0) return applyEdits(envelope, [{ ...without(envelope, securityPart), text: "" }]);
  const tokens = childElements(security).filter(({ name }) => name === Name.binarySecurityToken);
  return applyEdits(
    envelope,
    tokens.map((token) => ({ ...without(envelope, token), text: "" })),
  );
}
