/**
 * Encrypted content of an envelope -> what was encrypted, and which parts that was.
 */
import { fromBase64 } from "../base64.js";
import { type Edit, elementEnd } from "../envelope/edit.js";
import { type LocatedElement, requiredChild, wholeText } from "../envelope/located-element.js";
import type { Outline } from "../envelope/outline.js";
import { Name } from "../names.js";
import { SecurityFault, securityFault } from "../security-fault.js";
import { type MessagePart, partsNamed } from "../signature/verified-envelope.js";
import { decryptContent, decryptKey } from "./content-algorithms.js";
import type { EncryptedPlace } from "./encrypted-data.js";

/** Parts that are encrypted by one key. */
export const mostParts = 64;

/** The key in an EncryptedKey. Throws a SoapFault. */
export function keyIn(encryptedKey: LocatedElement, privateKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return decrypting(() => decryptKey(requiredChild(encryptedKey, Name.encryptionMethod), privateKey, cipherOf(encryptedKey)));
}

/** The text that was encrypted. Throws a SoapFault. */
export async function decryptPlace({ element }: EncryptedPlace, key: Uint8Array<ArrayBuffer>, allowOld: boolean): Promise<string> {
  const method = requiredChild(element, Name.encryptionMethod);
  return decrypting(async () => {
    const octets = await decryptContent(method, key, cipherOf(element), allowOld);
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  });
}

/** Checks that parts were encrypted: they begin where decrypted content was put in. Throws a SoapFault. */
export function checkEncrypted(
  required: readonly MessagePart[],
  outline: Outline,
  places: readonly EncryptedPlace[],
  edits: readonly Edit[],
): void {
  const offsets = new Set(places.filter(({ isBody }) => !isBody).map(({ replaced }) => shifted(replaced.offset, edits)));
  for (const part of required) {
    const isEncrypted =
      part === "body" ? places.some(({ isBody }) => isBody) : partsNamed(part, outline).every(({ offset }) => offsets.has(offset));
    if (!isEncrypted) throw securityFault("InvalidSecurity", `the ${part} of the message is not encrypted`);
  }
}

/** The octets that an element has, as those of a change. */
export function without(envelope: Uint8Array, element: { readonly offset: number; readonly endOffset: number }): Omit<Edit, "text"> {
  return { offset: element.offset, without: elementEnd(envelope, element) - element.offset };
}

/** The octets in an element with CipherData. */
export function cipherOf(element: LocatedElement): Uint8Array<ArrayBuffer> {
  return fromBase64(wholeText(requiredChild(requiredChild(element, Name.cipherData), Name.cipherValue)));
}

/** Whatever is wrong with keys and content, a sender learns nothing but that. */
async function decrypting<T>(decrypt: () => Promise<T>): Promise<T> {
  try {
    return await decrypt();
  } catch (error) {
    throw error instanceof SecurityFault ? error : securityFault("FailedCheck", "the message cannot be decrypted", error);
  }
}

/** Where an offset is after changes before it. */
function shifted(offset: number, edits: readonly Edit[]): number {
  const before = edits.filter((edit) => edit.offset < offset);
  return before.reduce((sum, edit) => sum + new TextEncoder().encode(edit.text).length - (edit.without ?? 0), offset);
}
