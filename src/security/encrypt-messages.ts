/**
 * A filter that encrypts what is sent, for the key of a certificate. It stands behind the filter that signs.
 */
import type { EnvelopeFilter } from "../service/envelope-filter.js";
import { toBase64 } from "./base64.js";
import { type Certificate, readCertificate } from "./certificates/certificate.js";
import { readPem } from "./certificates/pem.js";
import { type ContentAlgorithm, contentUris, encryptContent, encryptKey, keyUri } from "./encryption/content-algorithms.js";
import { addContent, addToSecurity, applyEdits, type Edit, elementEnd, tagEnd } from "./envelope/edit.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { encryptionNamespace, Name, securityNamespaces, signatureNamespace } from "./names.js";
import type { CertificateSource } from "./signature/trust.js";
import { type MessagePart, partsNamed } from "./signature/verified-envelope.js";
import { type KeyReference, keyReference, tokenOf } from "./signature/write-key-reference.js";

export interface EncryptionOptions {
  /** The certificate of the receiver, with a key of RSA. */
  readonly certificate: CertificateSource;
  /** Parts that are encrypted if they are there: the body's content, tokens, header blocks. Body and usernameToken when left out. */
  readonly encrypt?: readonly MessagePart[];
  /** "AES-256-GCM" when left out. */
  readonly algorithm?: ContentAlgorithm;
  /** How the receiver's certificate is named; "thumbprint" when left out. */
  readonly reference?: KeyReference;
}

/** Makes a filter: `createClient(binding, { url, filters: [signMessages(own), encryptMessages({ certificate })] })`. */
export function encryptMessages(options: EncryptionOptions): EnvelopeFilter {
  const [der = new Uint8Array()] = readPem(options.certificate, "CERTIFICATE");
  const certificate = readCertificate(der);
  if (certificate.keyKind.name !== "RSA") throw new TypeError("messages are encrypted for keys of RSA");
  return { send: (envelope) => encryptEnvelope(envelope, certificate, options) };
}

const usualParts: readonly MessagePart[] = ["body", "usernameToken"];
const tokenId = "encryption-certificate";

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

async function encryptEnvelope(envelope: Uint8Array, certificate: Certificate, options: EncryptionOptions): Promise<Uint8Array> {
  const { algorithm = "AES-256-GCM", reference = "thumbprint", encrypt = usualParts } = options;
  const outline = readOutline(envelope);
  const key = crypto.getRandomValues(new Uint8Array(algorithm.startsWith("AES-128") ? 16 : 32));
  const keyId = `EK-${crypto.randomUUID()}`;
  const parts = partsToEncrypt(envelope, outline, encrypt).map((part) => ({ part, id: `ED-${crypto.randomUUID()}` }));
  const edits = await Promise.all(
    parts.map(async ({ part, id }): Promise<Edit> => {
      const cipher = toBase64(await encryptContent(key, envelope.subarray(part.from, part.to), algorithm));
      const data = encryptedData(part.kind, contentUris[algorithm], { id, keyId, cipher });
      if (part.isEmptyBody) return addContent(envelope, outline.body, data);
      return { offset: part.from, without: part.to - part.from, text: part.isBlock ? encryptedHeader(data) : data };
    }),
  );
  const encryptedKey =
    `<xenc:EncryptedKey xmlns:xenc="${encryptionNamespace}" Id="${keyId}"><xenc:EncryptionMethod Algorithm="${keyUri}"/>` +
    `${await keyReference(certificate, reference, tokenId)}${cipherData(toBase64(await encryptKey(certificate.publicKey, key)))}` +
    `<xenc:ReferenceList>${parts.map(({ id }) => `<xenc:DataReference URI="#${id}"/>`).join("")}</xenc:ReferenceList></xenc:EncryptedKey>`;
  const token = reference === "token" ? tokenOf(certificate, tokenId) : "";
  return applyEdits(envelope, [...addKey(envelope, outline, token + encryptedKey), ...edits]);
}

/** The key comes before all that it is for, since receivers take one thing after the other. */
function addKey(envelope: Uint8Array, outline: Outline, markup: string): readonly Edit[] {
  const { securityPart } = outline;
  if (securityPart === undefined || securityPart.endOffset === securityPart.offset) return addToSecurity(envelope, outline, markup);
  return [{ offset: tagEnd(envelope, securityPart.offset), text: markup }];
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

function encryptedData(kind: string, algorithm: string, { id, keyId, cipher }: { id: string; keyId: string; cipher: string }): string {
  return (
    `<xenc:EncryptedData xmlns:xenc="${encryptionNamespace}" Id="${id}" Type="${encryptionNamespace}${kind}"><xenc:EncryptionMethod Algorithm="${algorithm}"/>` +
    `<ds:KeyInfo xmlns:ds="${signatureNamespace}"><wsse:SecurityTokenReference xmlns:wsse="${securityNamespaces.wsse}"><wsse:Reference URI="#${keyId}"/>` +
    `</wsse:SecurityTokenReference></ds:KeyInfo>${cipherData(cipher)}</xenc:EncryptedData>`
  );
}

function cipherData(cipher: string): string {
  return `<xenc:CipherData><xenc:CipherValue>${cipher}</xenc:CipherValue></xenc:CipherData>`;
}

/** SOAP Message Security 1.1 §9.3 */
function encryptedHeader(data: string): string {
  const end = Name.encryptedHeader.indexOf("}");
  return `<wsse11:EncryptedHeader xmlns:wsse11="${Name.encryptedHeader.slice(1, end)}">${data}</wsse11:EncryptedHeader>`;
}
