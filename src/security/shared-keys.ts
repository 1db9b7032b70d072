/**
 * Filters for messages protected by a key that both sides have: each request brings a new one, encrypted for the server, which signs and encrypts the request
 * and its answer. WS-SecurityPolicy 1.3 §7.4, SOAP Message Security 1.1 §7.3
 *
 * Such a key does not say who sent the request: anybody can encrypt one for a certificate. A UsernameToken in the message does, signed and encrypted with
 * the rest. The client knows who answers: only the server can decrypt the key.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import type { Certificate } from "./certificates/certificate.js";
import { readPem } from "./certificates/pem.js";
import { type ContentAlgorithm, keyLength, newContentKey } from "./encryption/content-algorithms.js";
import { checkEncrypted, cipherOf, decryptPlace, keyIn, mostParts, without } from "./encryption/decrypt-place.js";
import { encryptParts } from "./encryption/encrypt-parts.js";
import { findEncrypted } from "./encryption/encrypted-data.js";
import { receiverCertificate, writeEncryptedKey } from "./encryption/encrypted-key.js";
import { addFirstToSecurity, addToSecurity, applyEdits, type Edit, elementEnd } from "./envelope/edit.js";
import { childElements, type LocatedElement } from "./envelope/located-element.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { derivedKeyNames, Name } from "./names.js";
import { SecurityError, securityFault } from "./security-fault.js";
import type { Hash } from "./signature/algorithms.js";
import { checkKnownTokens, MessageCheck, type MessagePolicy } from "./signature/message-check.js";
import { noteSignature, signaturesOf } from "./signature/sent-signatures.js";
import { tokensToSign } from "./signature/tokens-to-sign.js";
import type { CertificateSource } from "./signature/trust.js";
import type { MessagePart } from "./signature/verified-envelope.js";
import { verifySignatureBy } from "./signature/verify.js";
import { encryptedKeyDigestReference, encryptedKeyReference, inKeyInfo, type KeyReference } from "./signature/write-key-reference.js";
import { addSignature, missingTimestamp, usuallySigned } from "./signature/write-signature.js";
import { type Derivation, type DerivedKeys, derivedKey, type UsedKey } from "./symmetric/derive-keys.js";
import { isSignedBySecret, secretAlgorithmNamed, secretAlgorithmUri, signBySecret } from "./symmetric/secret-signatures.js";
import { isDerivedKey, MessageKeys, type SharedKey, sharedKey } from "./symmetric/shared-key.js";

/** Options of both sides. What comes must be signed as `require` says, and no message is accepted twice. `lifetime` is that of what is sent, too; 0: without a Timestamp. */
export interface SharedKeyOptions extends MessagePolicy {
  /** Parts that are signed if they are there; body, timestamp, usernameToken and addressing when left out. */
  readonly sign?: readonly MessagePart[];
  /** Parts that are encrypted if they are there; body and usernameToken when left out. */
  readonly encrypt?: readonly MessagePart[];
  /** Parts of what comes that must have been encrypted; the body when left out. */
  readonly requireEncrypted?: readonly MessagePart[];
  /** "AES-256-GCM" when left out. */
  readonly algorithm?: ContentAlgorithm;
  /** Of digests and signature; "SHA-256" when left out. "SHA-1" is for peers that have nothing else. */
  readonly hash?: Hash;
  /** Signs and encrypts by keys that are derived from the shared one, as this version of WS-SecureConversation writes it. What comes may have either. */
  readonly derivedKeys?: DerivedKeys;
  /** How the message names derived keys: by elements of their own ("explicit", when left out), or by attributes of references ("implied"). What comes may have either. */
  readonly derivation?: Derivation;
}

export interface SharedKeyClientOptions extends SharedKeyOptions {
  /** The server's certificate, with a key of RSA. */
  readonly certificate: CertificateSource;
  /** How the certificate is named; "thumbprint" when left out. */
  readonly reference?: KeyReference;
}

export interface SharedKeyServerOptions extends SharedKeyOptions {
  /** The private key, of RSA: PKCS #8 in PEM. */
  readonly key: string;
}

/** Makes a client's filters: `createClient(binding, { url, filters: sendSharedKey({ certificate }) })`. */
export function sendSharedKey(options: SharedKeyClientOptions): readonly EnvelopeFilter[] {
  return new Protection(options, new NewKeys(options)).filters();
}

/** Makes a handler's filters: `createHandler({ services, filters: receiveSharedKey({ key }) })`. */
export function receiveSharedKey(options: SharedKeyServerOptions): readonly EnvelopeFilter[] {
  return new Protection(options, new ReceivedKeys(options.key)).filters();
}

/** The shared key as a message that is sent tells it. */
interface IntroducedKey {
  readonly shared: SharedKey;
  /** A SecurityTokenReference to it. */
  readonly reference: string;
  readonly markup: string;
  /** The identifiers of tokens that bring it. */
  readonly tokens: readonly string[];
}

/** Where the keys of exchanges come from. */
interface KeySource {
  /** What has come brings its key, so that a signature can be over the token which does. */
  readonly isBrought: boolean;
  /** The key for what is sent; undefined: the request had none that could be read, and so the answer is not protected. */
  send(exchange: EnvelopeExchange): Promise<IntroducedKey | undefined>;
  /** The key of what has come. Throws a SoapFault. */
  receive(outline: Outline, exchange: EnvelopeExchange): Promise<SharedKey>;
}

/** A client makes a key for each request. */
class NewKeys implements KeySource {
  readonly isBrought = false;
  readonly #certificate: Certificate;
  readonly #options: SharedKeyClientOptions;
  readonly #keys = new WeakMap<EnvelopeExchange, SharedKey>();

  constructor(options: SharedKeyClientOptions) {
    this.#certificate = receiverCertificate(options.certificate);
    this.#options = options;
  }

  async send(exchange: EnvelopeExchange): Promise<IntroducedKey> {
    const { algorithm = "AES-256-GCM", reference = "thumbprint" } = this.#options;
    const key = newContentKey(algorithm);
    const id = `EK-${crypto.randomUUID()}`;
    const { markup, cipher } = await writeEncryptedKey(this.#certificate, { key, id, reference });
    const shared = await sharedKey(key, cipher);
    this.#keys.set(exchange, shared);
    return { shared, reference: encryptedKeyReference(id), markup, tokens: [id] };
  }

  async receive(outline: Outline, exchange: EnvelopeExchange): Promise<SharedKey> {
    const shared = this.#keys.get(exchange);
    if (shared === undefined) throw new Error("internal: an answer without a request");
    if (encryptedKeys(outline).length > 0) throw securityFault("InvalidSecurity", "the answer brings a key of its own");
    return shared;
  }
}

/** A server gets the key with the request. */
class ReceivedKeys implements KeySource {
  readonly isBrought = true;
  readonly #key: Uint8Array<ArrayBuffer>;
  readonly #keys = new WeakMap<EnvelopeExchange, SharedKey>();

  constructor(key: string) {
    [this.#key = new Uint8Array()] = readPem(key, "PRIVATE KEY");
  }

  async send(exchange: EnvelopeExchange): Promise<IntroducedKey | undefined> {
    const shared = this.#keys.get(exchange);
    return shared && { shared, reference: encryptedKeyDigestReference(shared.identifier), markup: "", tokens: [] };
  }

  async receive(outline: Outline, exchange: EnvelopeExchange): Promise<SharedKey> {
    const [encryptedKey, ...others] = encryptedKeys(outline);
    if (encryptedKey === undefined || others.length > 0)
      throw securityFault("InvalidSecurity", "a message brings one key, encrypted for the receiver");
    const shared = await sharedKey(await keyIn(encryptedKey, this.#key), cipherOf(encryptedKey));
    if (shared.octets.length < shortestKey) throw securityFault("UnsupportedAlgorithm", "the key of the message is too short");
    this.#keys.set(exchange, shared);
    return shared;
  }
}

/** Octets of a shared key at least. */
const shortestKey = 16;

function encryptedKeys({ security }: Outline): readonly LocatedElement[] {
  return (security === undefined ? [] : childElements(security)).filter(({ name }) => name === Name.encryptedKey);
}

class Protection {
  readonly #options: SharedKeyOptions;
  readonly #source: KeySource;
  readonly #check: MessageCheck;
  /** The keys that messages are encrypted with, between the two filters. */
  readonly #sending = new WeakMap<EnvelopeExchange, UsedKey>();
  readonly #received = new WeakMap<EnvelopeExchange, SharedKey>();

  constructor(options: SharedKeyOptions, source: KeySource) {
    this.#options = options;
    this.#source = source;
    this.#check = new MessageCheck({ ...options, protectToken: options.protectToken === true && source.isBrought });
  }

  filters(): readonly EnvelopeFilter[] {
    const receiving =
      (receive: (envelope: Uint8Array, exchange: EnvelopeExchange) => Promise<Uint8Array>) =>
      (envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> =>
        receive(envelope, exchange).catch((error: unknown) => {
          throw exchange.side === "server" ? error : SecurityError.from(error);
        });
    return [
      {
        send: (envelope, exchange) => this.#sign(envelope, exchange),
        receive: receiving((envelope, exchange) => this.#verify(envelope, exchange)),
      },
      {
        send: (envelope, exchange) => this.#encrypt(envelope, exchange),
        receive: receiving((envelope, exchange) => this.#decrypt(envelope, exchange)),
      },
    ];
  }

  async #sign(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { sign = usuallySigned, hash = "SHA-256", lifetime = 300, protectToken = false, now = Date.now } = this.#options;
    const introduced = await this.#source.send(exchange);
    if (introduced === undefined) return envelope;
    const [signing, encrypting] = await this.#keysOf(introduced);
    const timed = addTo(envelope, addToSecurity, missingTimestamp(readOutline(envelope), now(), lifetime));
    const signed = await addSignature(addTo(timed, addFirstToSecurity, introduced.markup + signing.markup + encrypting.markup), {
      sign,
      tokens: [...tokensToSign(exchange, "send"), ...(protectToken ? introduced.tokens : [])],
      hash,
      method: secretAlgorithmUri(hash),
      keyInfo: inKeyInfo(signing.reference),
      signOctets: (octets) => signBySecret(signing.octets, hash, octets),
    });
    if (exchange.side === "client") noteSignature(exchange, signed.value);
    this.#sending.set(exchange, encrypting);
    return signed.envelope;
  }

  /** The keys for the signature and for encryption: the shared one for both, or one for each. */
  async #keysOf({ shared: { octets }, reference }: IntroducedKey): Promise<readonly [UsedKey, UsedKey]> {
    const { derivedKeys, derivation = "explicit", algorithm = "AES-256-GCM" } = this.#options;
    const same = { octets, reference, markup: "" };
    if (derivedKeys === undefined) return [same, same];
    const length = keyLength(algorithm);
    // WS-SecurityPolicy 1.3 §7.1: derived keys for signatures have 192 bits in suites of 256.
    const signing = await derivedKey(octets, reference, Math.min(length, 24), derivedKeys, derivation);
    return [signing, await derivedKey(octets, reference, length, derivedKeys, derivation)];
  }

  /** The list of what is encrypted stands behind the keys, and before all else: receivers take one thing after the other. */
  async #encrypt(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { encrypt = ["body", "usernameToken"], algorithm = "AES-256-GCM" } = this.#options;
    const used = this.#sending.get(exchange);
    if (used === undefined || encrypt.length === 0) return envelope;
    const outline = readOutline(envelope);
    const keyInfo = inKeyInfo(used.reference);
    const { edits, referenceList } = await encryptParts(envelope, outline, encrypt, { key: used.octets, algorithm, keyInfo });
    const children = outline.security === undefined ? [] : childElements(outline.security);
    const lastKey = children.findLast((child) => child.name === Name.encryptedKey || isDerivedKey(child));
    const list: readonly Edit[] =
      lastKey === undefined
        ? addFirstToSecurity(envelope, outline, referenceList)
        : [{ offset: elementEnd(envelope, lastKey), text: referenceList }];
    return applyEdits(envelope, [...list, ...edits]);
  }

  async #decrypt(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { requireEncrypted = ["body"], allowOld = false } = this.#options;
    const outline = readOutline(envelope);
    const shared = await this.#source.receive(outline, exchange);
    this.#received.set(exchange, shared);
    const keys = new MessageKeys(outline, shared);
    const places = findEncrypted(envelope, outline.soap);
    if (places.length > mostParts) throw securityFault("InvalidSecurity", `a key is for ${mostParts} parts at most`);
    const lists = (outline.security === undefined ? [] : childElements(outline.security)).filter(({ name }) => name === Name.referenceList);
    const edits: Edit[] = lists.map((list) => ({ ...without(envelope, list), text: "" }));
    for (const place of places) {
      const key = await keys.keyOf(place.element);
      edits.push({ ...without(envelope, place.replaced), text: await decryptPlace(place, key, allowOld) });
    }
    const decrypted = applyEdits(envelope, edits);
    checkEncrypted(requireEncrypted, readOutline(decrypted), places, edits);
    return decrypted;
  }

  async #verify(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { allowOld = false, now = Date.now } = this.#options;
    const time = now();
    const shared = this.#received.get(exchange);
    if (shared === undefined) throw new Error("internal: the filters of a shared key stand one behind the other");
    const outline = readOutline(envelope);
    checkKnownTokens(outline, exchange, [Name.encryptedKey, ...derivedKeyNames]);
    const keys = new MessageKeys(outline, shared);
    const signature = await verifySignatureBy(envelope, outline, {
      algorithmNamed: secretAlgorithmNamed,
      allowOld,
      signerOf: async ({ keyInfo, signedInfo, value, octets }) => {
        const isRight = await isSignedBySecret(await keys.keyIn(keyInfo), signedInfo.algorithm, value, octets);
        if (!isRight) throw securityFault("FailedCheck", "the signature is not that of the message");
      },
    });
    // Both sides sign by the same key: what a client has sent would be right as its answer, too.
    if (exchange.side === "client" && signaturesOf(exchange).includes(signature.value))
      throw securityFault("FailedCheck", "the answer is the request");
    const verified = this.#check.pass(envelope, outline, signature, time, exchange);
    if (exchange.side === "server") noteSignature(exchange, signature.value);
    return verified;
  }
}

function addTo(envelope: Uint8Array, add: typeof addToSecurity, markup: string): Uint8Array {
  return markup === "" ? envelope : applyEdits(envelope, add(envelope, readOutline(envelope), markup));
}
