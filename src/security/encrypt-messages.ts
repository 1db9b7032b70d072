/**
 * A filter that encrypts what is sent, for the key of a certificate. It stands behind the filter that signs.
 */
import type { EnvelopeFilter } from "../service/envelope-filter.js";
import type { Certificate } from "./certificates/certificate.js";
import { type ContentAlgorithm, newContentKey } from "./encryption/content-algorithms.js";
import { encryptParts } from "./encryption/encrypt-parts.js";
import { receiverCertificate, writeEncryptedKey } from "./encryption/encrypted-key.js";
import { addFirstToSecurity, applyEdits } from "./envelope/edit.js";
import { readOutline } from "./envelope/outline.js";
import type { CertificateSource } from "./signature/trust.js";
import type { MessagePart } from "./signature/verified-envelope.js";
import { type KeyReference, tokenReference } from "./signature/write-key-reference.js";

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
  const certificate = receiverCertificate(options.certificate);
  return { send: (envelope) => encryptEnvelope(envelope, certificate, options) };
}

const usualParts: readonly MessagePart[] = ["body", "usernameToken"];

/** The key comes before all that it is for, since receivers take one thing after the other. */
async function encryptEnvelope(envelope: Uint8Array, certificate: Certificate, options: EncryptionOptions): Promise<Uint8Array> {
  const { algorithm = "AES-256-GCM", reference = "thumbprint", encrypt = usualParts } = options;
  const outline = readOutline(envelope);
  const key = newContentKey(algorithm);
  const id = `EK-${crypto.randomUUID()}`;
  const { edits, referenceList } = await encryptParts(envelope, outline, encrypt, { key, algorithm, keyInfo: tokenReference(id) });
  const { markup } = await writeEncryptedKey(certificate, { key, id, reference, referenceList });
  return applyEdits(envelope, [...addFirstToSecurity(envelope, outline, markup), ...edits]);
}
