/**
 * A filter that signs what is sent, by the key of a certificate.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { canonicalizeElements } from "../xml/canonical/canonicalize.js";
import { toBase64 } from "./base64.js";
import { type Certificate, readCertificate } from "./certificates/certificate.js";
import { readPem } from "./certificates/pem.js";
import { addToSecurity, applyEdits, type Edit, nameEnd } from "./envelope/edit.js";
import { envelopeReading, type Outline, readOutline } from "./envelope/outline.js";
import { Algorithm, Name, securityNamespaces, signatureNamespace } from "./names.js";
import {
  digestUri,
  type Hash,
  importParameters,
  type SignatureAlgorithm,
  signatureAlgorithmFor,
  signingParameters,
} from "./signature/algorithms.js";
import { qnamePrefixes } from "./signature/qname-prefixes.js";
import { noteSignature } from "./signature/sent-signatures.js";
import type { CertificateSource } from "./signature/trust.js";
import { type MessagePart, partsNamed } from "./signature/verified-envelope.js";
import { type KeyReference, keyReference, tokenOf } from "./signature/write-key-reference.js";
import { timestampMarkup } from "./timestamp.js";
import { onlyChild } from "./username-token.js";

export interface SigningOptions {
  /** The private key: PKCS #8 in PEM, or a key of the platform that fits the certificate and the hash. */
  readonly key: string | CryptoKey;
  /** The certificate of the key. */
  readonly certificate: CertificateSource;
  /** Parts that are signed if they are there; body, timestamp, usernameToken and addressing when left out. */
  readonly sign?: readonly MessagePart[];
  /** How the message tells which key signed: with the certificate itself ("token", when left out), or with what the receiver knows it by. */
  readonly reference?: KeyReference;
  /** Of digests and signature; "SHA-256" when left out. "SHA-1" is for peers that have nothing else. */
  readonly hash?: Hash;
  /** Seconds for which a message is good: it gets a Timestamp if it has none. 300 when left out; 0: none. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Makes a filter: `createClient(binding, { url, filters: [signMessages({ key, certificate })] })`. A handler signs its answers and faults with it. */
export function signMessages(options: SigningOptions): EnvelopeFilter {
  const signer = new MessageSigner(options);
  return { send: (envelope, exchange) => signer.sign(envelope, exchange) };
}

const usualParts: readonly MessagePart[] = ["body", "timestamp", "usernameToken", "addressing"];

/** A part that is signed. */
interface PartToSign {
  readonly offset: number;
  readonly id: string;
}

class MessageSigner {
  readonly #options: SigningOptions;
  readonly #certificate: Certificate;
  readonly #algorithm: SignatureAlgorithm;
  #key: Promise<CryptoKey> | undefined;

  constructor(options: SigningOptions) {
    this.#options = options;
    const [der = new Uint8Array()] = readPem(options.certificate, "CERTIFICATE");
    this.#certificate = readCertificate(der);
    this.#algorithm = signatureAlgorithmFor(this.#certificate.keyKind, options.hash ?? "SHA-256");
  }

  async sign(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const withTokens = this.#addTokens(envelope);
    const { bytes, parts } = this.#identify(withTokens);
    const signedInfo = await this.#signedInfo(bytes, parts);
    const octets = await crypto.subtle.sign(
      signingParameters(this.#algorithm),
      await this.#signingKey(),
      new TextEncoder().encode(signedInfo),
    );
    const value = toBase64(new Uint8Array(octets));
    if (exchange.side === "client") noteSignature(exchange, value);
    const keyInfo = await keyReference(this.#certificate, this.#options.reference ?? "token", tokenId);
    const signature =
      `<ds:Signature xmlns:ds="${signatureNamespace}">${signedInfo}` +
      `<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature>`;
    return applyEdits(bytes, addToSecurity(bytes, readOutline(bytes), signature));
  }

  /** Adds the Timestamp and the certificate. */
  #addTokens(envelope: Uint8Array): Uint8Array {
    const { lifetime = 300, now = Date.now, reference = "token" } = this.#options;
    const outline = readOutline(envelope);
    const hasTimestamp = outline.security !== undefined && onlyChild(outline.security, Name.timestamp) !== undefined;
    const timestamp = hasTimestamp || lifetime === 0 ? "" : timestampMarkup(now(), lifetime);
    const token = reference === "token" ? tokenOf(this.#certificate, tokenId) : "";
    return applyEdits(envelope, addToSecurity(envelope, outline, timestamp + token));
  }

  /** Gives an identifier to each part that is signed. */
  #identify(envelope: Uint8Array): { readonly bytes: Uint8Array; readonly parts: readonly PartToSign[] } {
    const before = this.#parts(readOutline(envelope));
    const edits = before.flatMap(({ offset, id }): readonly Edit[] => {
      if (id !== undefined) return [];
      return [{ offset: nameEnd(envelope, offset), text: ` xmlns:wsuid="${securityNamespaces.wsu}" wsuid:Id="id-${crypto.randomUUID()}"` }];
    });
    const bytes = applyEdits(envelope, edits);
    const parts = this.#parts(readOutline(bytes)).map(({ offset, id = "" }) => ({ offset, id }));
    return { bytes, parts };
  }

  #parts(outline: Outline): readonly { readonly offset: number; readonly id: string | undefined }[] {
    const parts = new Map(
      (this.#options.sign ?? usualParts).flatMap((part) => partsNamed(part, outline)).map((part) => [part.offset, part]),
    );
    return [...parts.values()];
  }

  /** SignedInfo in its canonical form, in which it goes into the message. */
  async #signedInfo(envelope: Uint8Array, parts: readonly PartToSign[]): Promise<string> {
    const offsets = parts.map(({ offset }) => offset);
    const lists = qnamePrefixes(envelope, offsets);
    const elements = offsets.map((offset, index) => ({ offset, form: { exclusive: true, comments: false, prefixes: lists[index] ?? [] } }));
    const forms = canonicalizeElements(envelope, elements, envelopeReading);
    const references = await Promise.all(
      parts.map(({ id }, index) => this.#reference(id, lists[index] ?? [], new Uint8Array(forms[index] ?? new Uint8Array()))),
    );
    return (
      `<ds:SignedInfo xmlns:ds="${signatureNamespace}"><ds:CanonicalizationMethod Algorithm="${Algorithm.exclusive}"></ds:CanonicalizationMethod>` +
      `<ds:SignatureMethod Algorithm="${this.#algorithm.uri}"></ds:SignatureMethod>${references.join("")}</ds:SignedInfo>`
    );
  }

  async #reference(id: string, prefixes: readonly string[], octets: Uint8Array<ArrayBuffer>): Promise<string> {
    const { hash } = this.#algorithm;
    const list = prefixes.map((prefix) => (prefix === "" ? "#default" : prefix)).join(" ");
    const parameters =
      list === "" ? "" : `<ec:InclusiveNamespaces xmlns:ec="${Algorithm.exclusive}" PrefixList="${list}"></ec:InclusiveNamespaces>`;
    const digest = toBase64(new Uint8Array(await crypto.subtle.digest(hash, octets)));
    return (
      `<ds:Reference URI="#${escapeAttribute(id)}"><ds:Transforms><ds:Transform Algorithm="${Algorithm.exclusive}">${parameters}</ds:Transform></ds:Transforms>` +
      `<ds:DigestMethod Algorithm="${digestUri(hash)}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
    );
  }

  #signingKey(): Promise<CryptoKey> {
    this.#key ??= this.#importKey();
    return this.#key;
  }

  async #importKey(): Promise<CryptoKey> {
    const { key } = this.#options;
    if (typeof key !== "string") return key;
    const [octets = new Uint8Array()] = readPem(key, "PRIVATE KEY");
    return crypto.subtle.importKey("pkcs8", octets, importParameters(this.#algorithm, this.#certificate.keyKind), false, ["sign"]);
  }
}

/** One message has one token, so its identifier can be the same in all. */
const tokenId = "signing-certificate";

/** As canonical XML has it. */
function escapeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
