/**
 * Parts of an envelope -> EncryptedData elements in their place. XML Encryption 1.1 §3.2, SOAP Message Security 1.1 §9
 */
import { toBase64 } from "../base64.js";
import { addContent, type Edit, elementEnd, tagEnd } from "../envelope/edit.js";
import type { Outline } from "../envelope/outline.js";
import { encryptionNamespace, Name } from "../names.js";
import { type MessagePart, partsNamed } from "../signature/verified-envelope.js";
import { type ContentAlgorithm, contentUris, encryptContent } from "./content-algorithms.js";

/** What parts are encrypted with. */
export interface EncryptionKey {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly algorithm: ContentAlgorithm;
  /** KeyInfo, which says what the key is. */
  readonly keyInfo: string;
}

/** Encrypts the parts that are there. Gives the changes, and a list of references to what is encrypted. */
export async function encryptParts(
  envelope: Uint8Array,
  outline: Outline,
  names: readonly MessagePart[],
  { key, algorithm, keyInfo }: EncryptionKey,
): Promise<{ readonly edits: readonly Edit[]; readonly referenceList: string }> {
  const parts = partsToEncrypt(envelope, outline, names).map((part) => ({ part, id: `ED-${crypto.randomUUID()}` }));
  const edits = await Promise.all(
    parts.map(async ({ part, id }): Promise<Edit> => {
      const cipher = toBase64(await encryptContent(key, envelope.subarray(part.from, part.to), algorithm));
      const data =
        `<xenc:EncryptedData xmlns:xenc="${encryptionNamespace}" Id="${id}" Type="${encryptionNamespace}${part.kind}">` +
        `<xenc:EncryptionMethod Algorithm="${contentUris[algorithm]}"/>${keyInfo}${cipherData(cipher)}</xenc:EncryptedData>`;
      if (part.isEmptyBody) return addContent(envelope, outline.body, data);
      return { offset: part.from, without: part.to - part.from, text: part.isBlock ? encryptedHeader(data) : data };
    }),
  );
  const references = parts.map(({ id }) => `<xenc:DataReference URI="#${id}"/>`).join("");
  return { edits, referenceList: `<xenc:ReferenceList xmlns:xenc="${encryptionNamespace}">${references}</xenc:ReferenceList>` };
}

/** A part, with the octets of it that are encrypted. */
interface PartToEncrypt {
  readonly from: number;
  readonly to: number;
  readonly kind: "Content" | "Element";
  /** It is a header block, which has to stay one. */
  readonly isBlock: boolean;
  /** It is a Body that is an empty-element tag. */
  readonly isEmptyBody: boolean;
}

function partsToEncrypt(envelope: Uint8Array, outline: Outline, names: readonly MessagePart[]): readonly PartToEncrypt[] {
  const parts = new Map<number, PartToEncrypt>();
  for (const part of names.flatMap((name) => partsNamed(name, outline))) {
    const isBody = part === outline.body;
    const isEmptyBody = isBody && part.endOffset === part.offset;
    const from = isBody ? tagEnd(envelope, part.offset) : part.offset;
    const to = isBody ? Math.max(from, part.endOffset) : elementEnd(envelope, part);
    const isBlock = outline.blocks.some(({ offset }) => offset === part.offset);
    parts.set(part.offset, { from, to, kind: isBody ? "Content" : "Element", isBlock, isEmptyBody });
  }
  return [...parts.values()];
}

/** Encrypted octets, in base64, as an element. */
export function cipherData(cipher: string): string {
  return `<xenc:CipherData><xenc:CipherValue>${cipher}</xenc:CipherValue></xenc:CipherData>`;
}

/** SOAP Message Security 1.1 §9.3 */
function encryptedHeader(data: string): string {
  const end = Name.encryptedHeader.indexOf("}");
  return `<wsse11:EncryptedHeader xmlns:wsse11="${Name.encryptedHeader.slice(1, end)}">${data}</wsse11:EncryptedHeader>`;
}
