/**
 * Demands -> the filters that both sides have, each for what it sends and what it gets.
 */
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import { confirmSignatures } from "../confirm-signatures.js";
import { decryptMessages } from "../decrypt-messages.js";
import { encryptMessages } from "../encrypt-messages.js";
import type { Endorsing } from "../endorse-messages.js";
import { placeTimestamp } from "../place-timestamp.js";
import { requireParts } from "../require-parts.js";
import { requireSignature, type SignatureGate } from "../require-signature.js";
import { receiveSharedKey, type SharedKeyOptions, sendSharedKey } from "../shared-keys.js";
import { signMessages } from "../sign-messages.js";
import type { CertificateSource, CertificateTrust } from "../signature/trust.js";
import { timestampMessages } from "../timestamp-messages.js";
import { alternativesOf, firstKept, type PolicedBinding } from "./alternatives.js";
import type { Means } from "./check-means.js";
import type { AssertionDemands, Demands, EndorsementDemands, MessageDemands } from "./demands.js";
import { readDemands } from "./read-demands.js";
import type { TransportProof } from "./read-tokens.js";

/** What both sides may have for keeping a policy. */
export interface PolicyMeans {
  /** The own private key, PKCS #8 in PEM, and its certificate. */
  readonly key?: string;
  readonly certificate?: CertificateSource;
  /** The other side's certificate: what is sent is encrypted for it, and it is trusted unless `trust` says who is. */
  readonly partner?: CertificateSource;
  /** Whose signatures are accepted. */
  readonly trust?: CertificateTrust;
  /** What the program's own transport proves beside the server's name: by client certificates or HTTP authentication of its own. */
  readonly transport?: readonly TransportProof[];
  /** Keeps policies that ask for SHA-1 in signatures and for encryption in CBC mode. */
  readonly allowOld?: boolean;
  /** The operation, by its property, where operations have different policies. */
  readonly operation?: string;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** What one side has for tokens of its own. */
export interface TokenMeans {
  readonly passwords: boolean;
  /** Sends or checks assertions of SAML; undefined: there is nothing for that. */
  readonly assertionFilter: ((saml: AssertionDemands, demands: Demands) => EnvelopeFilter) | undefined;
  /** Endorses messages, or asks for that; undefined: there is nothing for that. */
  readonly endorsing: ((demands: EndorsementDemands & Pick<Demands, "suite" | "protectTokens">) => Endorsing | undefined) | undefined;
}

/** What one side does. */
export interface SecuredExchange {
  readonly demands: Demands;
  readonly filters: readonly EnvelopeFilter[];
  readonly signatures: SignatureGate | undefined;
}

/** Reads the policies of a binding and makes filters of them. Throws a PolicyError. */
export function secureExchange(
  binding: PolicedBinding,
  side: "client" | "server",
  means: PolicyMeans,
  { passwords, assertionFilter, endorsing }: TokenMeans,
): SecuredExchange {
  const given: Means = {
    passwords,
    assertions: assertionFilter !== undefined,
    endorsing: endorsing !== undefined,
    key: means.key !== undefined && means.certificate !== undefined,
    trust: means.trust !== undefined || means.partner !== undefined,
    partner: means.partner !== undefined,
    transport: means.transport ?? [],
    allowOld: means.allowOld ?? false,
  };
  const demands = firstKept(alternativesOf(binding, means.operation), binding.name, (alternative) => readDemands(alternative, given, side));
  const [sent, received] = side === "client" ? [demands.input, demands.output] : [demands.output, demands.input];
  const isShared = demands.sharedKey !== undefined;
  const signatures =
    isShared || received.sign.length === 0 || signsByAssertion(demands) ? undefined : verifying(received, demands, side, means);
  const shared = sharingKeys(sent, received, demands, side, means);
  const endorsement = demands.endorsement && endorsing?.({ ...demands.endorsement, ...demands });
  const assertion = demands.saml && assertionFilter?.(demands.saml, demands);
  const assertionPlace = placeOfAssertion(demands, side);
  const hasRequired = demands.input.required.length + demands.output.required.length > 0;
  const filters = [
    demands.confirmation ? confirmSignatures() : undefined,
    assertionPlace === "first" ? assertion : undefined,
    endorsement?.token,
    signatures?.filter,
    isShared || sent.sign.length === 0 ? undefined : signing(sent, demands, side, means),
    shared[0],
    endorsement?.signature,
    assertionPlace === "signed" ? assertion : undefined,
    hasRequired ? requireParts({ input: demands.input.required, output: demands.output.required }) : undefined,
    shared[1],
    isShared || received.encrypt.length === 0
      ? undefined
      : decryptMessages({ key: means.key ?? "", require: received.encrypt, allowOld: given.allowOld }),
    isShared || sent.encrypt.length === 0 ? undefined : encrypting(sent, demands, side, means),
    // Before the Timestamp's in the list, so that this one is checked before the Security header is gone.
    assertionPlace === "last" ? assertion : undefined,
    demands.timestamp && demands.https ? timestampMessages({ ...clockOf(means) }) : undefined,
    demands.timestampPlace && placeTimestamp(demands.timestampPlace),
  ];
  return { demands, filters: filters.filter((filter) => filter !== undefined), signatures };
}

/**
 * Where the filter for assertions stands. Signatures name an assertion that is in the message already; what comes is decrypted before, and what the message's own
 * signature is over is verified behind it. Under TLS it stands at the end.
 */
function placeOfAssertion({ https, saml }: Demands, side: "client" | "server"): "first" | "signed" | "last" {
  if (side === "client") return !https || saml?.isEndorsing === true ? "first" : "last";
  return https ? "last" : "signed";
}

/** Tests if the holder of an assertion signs the Timestamp, under TLS. */
function signsByAssertion({ https, saml }: Demands): boolean {
  return https && saml?.isEndorsing === true;
}

/** The filters of a shared key: the one that signs and the one that encrypts. */
function sharingKeys(
  sent: MessageDemands,
  received: MessageDemands,
  { suite, sharedKey, timestamp, protectTokens }: Demands,
  side: "client" | "server",
  means: PolicyMeans,
): readonly EnvelopeFilter[] {
  if (sharedKey === undefined) return [];
  const { derivedKeys, derivation, token } = sharedKey;
  const options: SharedKeyOptions = {
    sign: sent.sign,
    encrypt: sent.encrypt,
    require: received.sign,
    protectToken: protectTokens,
    unsigned: received.sign.includes("body") ? "drop" : "keep",
    requireEncrypted: received.encrypt,
    algorithm: suite?.content ?? "AES-256-GCM",
    hash: suite?.hash ?? "SHA-256",
    lifetime: timestamp ? 300 : 0,
    allowOld: means.allowOld ?? false,
    ...(derivedKeys && { derivedKeys, derivation }),
    ...clockOf(means),
  };
  if (side === "server") return receiveSharedKey({ ...options, key: means.key ?? "" });
  return sendSharedKey({ ...options, certificate: means.partner ?? "", reference: token.toServer });
}

function verifying(
  { sign }: MessageDemands,
  { https, protectTokens, initiator, recipient }: Demands,
  side: "client" | "server",
  { trust, partner, allowOld, ...means }: PolicyMeans,
): SignatureGate {
  const reference = side === "client" ? recipient?.toClient : initiator?.toServer;
  return requireSignature({
    protectToken: protectTokens && reference === "token",
    trust: trust ?? { certificates: partner === undefined ? [] : [partner] },
    require: sign,
    // TLS protects what is not signed.
    unsigned: sign.includes("body") && !https ? "drop" : "keep",
    allowOld: allowOld ?? false,
    ...clockOf(means),
  });
}

function signing({ sign }: MessageDemands, demands: Demands, side: "client" | "server", means: PolicyMeans): EnvelopeFilter {
  const { suite, initiator, recipient, timestamp, protectTokens } = demands;
  const reference = side === "client" ? initiator?.toServer : recipient?.toClient;
  return signMessages({
    key: means.key ?? "",
    certificate: means.certificate ?? "",
    sign,
    reference: signsByAssertion(demands) ? "assertion" : (reference ?? "token"),
    protectToken: protectTokens,
    hash: suite?.hash ?? "SHA-256",
    lifetime: timestamp ? 300 : 0,
    ...clockOf(means),
  });
}

/** The certificate that content is encrypted for is named as the other side's token is. */
function encrypting(
  { encrypt }: MessageDemands,
  { suite, initiator, recipient }: Demands,
  side: "client" | "server",
  { partner }: PolicyMeans,
): EnvelopeFilter {
  const reference = side === "client" ? recipient?.toServer : initiator?.toClient;
  return encryptMessages({
    certificate: partner ?? "",
    encrypt,
    algorithm: suite?.content ?? "AES-256-GCM",
    reference: reference ?? "issuerSerial",
  });
}

/** The clock, if one is given. */
export function clockOf({ now }: Pick<PolicyMeans, "now">): { readonly now?: () => number } {
  return now === undefined ? {} : { now };
}
