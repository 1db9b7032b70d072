/**
 * One alternative of a binding's policies -> what is demanded of its messages, as far as it can be given. WS-SecurityPolicy 1.3
 */
import type { PolicyAssertion } from "../../service/policy.js";
import type { MessagePart } from "../signature/verified-envelope.js";
import type { DerivedKeys } from "../symmetric/derive-keys.js";
import { type Alternative, insideOf } from "./alternatives.js";
import { httpAuthenticationName, isForeignSecurity, policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";
import { readParts, readRequiredParts } from "./read-parts.js";
import { readSuite, type Suite } from "./read-suite.js";
import {
  readHttpAuthentication,
  readHttpsToken,
  readProtectionToken,
  readSamlToken,
  readToken,
  readUsername,
  readX509Token,
  type TokenReferences,
  type TransportProof,
  unsupported,
} from "./read-tokens.js";

/** What there is to keep a policy with. */
export interface Means {
  /** Names and passwords. */
  readonly passwords: boolean;
  /** An assertion of SAML, or who may issue one. */
  readonly assertions: boolean;
  /** A key with its certificate. */
  readonly key: boolean;
  /** Certificates that are trusted. */
  readonly trust: boolean;
  /** The certificate of the other side. */
  readonly partner: boolean;
  readonly transport: readonly TransportProof[];
  readonly allowOld: boolean;
}

/** What is demanded of messages in one direction. */
export interface MessageDemands {
  readonly sign: readonly MessagePart[];
  readonly encrypt: readonly MessagePart[];
  /** Parts that have to be there. */
  readonly required: readonly MessagePart[];
}

/** How keys are shared. */
export interface SharedKeyDemands {
  readonly token: TokenReferences;
  readonly derivedKeys: DerivedKeys | undefined;
}

/** What a policy demands. */
export interface Demands {
  readonly https: boolean;
  /** Each request brings a key, which protects the answer too. */
  readonly sharedKey: SharedKeyDemands | undefined;
  readonly timestamp: boolean;
  /** Answers confirm the signatures of their requests. */
  readonly confirmation: boolean;
  /** How the UsernameToken carries its password; undefined if the policy asks for no UsernameToken. */
  readonly username: "text" | "digest" | undefined;
  /** The version of SAML of which an assertion is sent; undefined: none is. */
  readonly saml: "1.1" | "2.0" | undefined;
  readonly suite: Suite | undefined;
  /** The caller's certificate and that of the one who serves; undefined: not used. */
  readonly initiator: TokenReferences | undefined;
  readonly recipient: TokenReferences | undefined;
  readonly input: MessageDemands;
  readonly output: MessageDemands;
  /** Clark names of assertions that are not about security. */
  readonly others: readonly string[];
}

/** Reads an alternative. Throws a PolicyError for what cannot be given. */
export function readDemands({ common, input, output }: Alternative, means: Means, side: "client" | "server"): Demands {
  const protection = readProtection(common, means);
  const tokens = common.flatMap((assertion) => readSupportingTokens(assertion, protection.kind));
  const [username, second] = tokens.filter(({ password }) => password !== undefined);
  if (second !== undefined) throw new PolicyError(second.name, "one UsernameToken is sent");
  const [saml, secondSaml] = tokens.filter((token) => token.saml !== undefined);
  if (secondSaml !== undefined) throw new PolicyError(secondSaml.name, "one assertion is sent");
  if (saml !== undefined && !means.assertions)
    throw new PolicyError(saml.name, "there is no assertion for it, and nobody who may issue one");
  for (const assertion of common)
    if (httpAuthenticationName(assertion.name) !== undefined) readHttpAuthentication(assertion, means.transport);
  const endorsing = tokens.find(({ references }) => references !== undefined);
  if (username !== undefined && !means.passwords) throw new PolicyError(username.name, "there are no names and passwords for it");
  const messages = { input: readMessage([...common, ...input]), output: readMessage([...common, ...output]) };
  const confirmation = common.some(asksForConfirmation);
  const demands: Demands = {
    https: protection.kind === "transport",
    sharedKey: protection.sharedKey,
    timestamp: protection.timestamp || endorsing !== undefined,
    confirmation,
    username: username?.password,
    saml: saml?.saml,
    suite: protection.suite,
    initiator: protection.initiator ?? endorsing?.references,
    recipient: protection.recipient,
    input: inputOf(messages.input, protection, username, endorsing !== undefined),
    output: outputOf(messages.output, protection, confirmation),
    others: [...common, ...input, ...output]
      .map(({ name }) => name)
      .filter((name) => policyName(name) === undefined && httpAuthenticationName(name) === undefined),
  };
  const hasParts = Object.values(messages).some(({ sign, encrypt }) => sign.length + encrypt.length > 0);
  if (protection.kind === "none" && hasParts) throw new PolicyError("SignedParts", "there is no binding that signs or encrypts");
  const [sent, received] = side === "client" ? [demands.input, demands.output] : [demands.output, demands.input];
  if (protection.kind === "symmetric") checkSharedMeans(side, demands, means);
  else checkMeans(sent, received, demands.suite, means);
  return demands;
}

function unprotected({ required }: MessageDemands): MessageDemands {
  return { sign: [], encrypt: [], required };
}

interface Protection {
  readonly kind: "transport" | "asymmetric" | "symmetric" | "none";
  readonly timestamp: boolean;
  readonly suite?: Suite | undefined;
  readonly initiator?: TokenReferences | undefined;
  readonly recipient?: TokenReferences | undefined;
  readonly sharedKey?: SharedKeyDemands | undefined;
}

/** Messages are signed, and encrypted as far as the policy says so. */
function hasSignatures({ kind }: Protection): boolean {
  return kind === "asymmetric" || kind === "symmetric";
}

/** The security binding, of which there is one. §7 */
function readProtection(common: readonly PolicyAssertion[], means: Means): Protection {
  const bindings = common.filter(({ name }) => /^(Transport|Asymmetric|Symmetric)Binding$/.test(policyName(name) ?? ""));
  const [binding, another] = bindings;
  if (another !== undefined) throw new PolicyError(another.name, "there are several bindings");
  if (binding === undefined) return { kind: "none", timestamp: false };
  const kind = bindingKinds.get(policyName(binding.name) ?? "") ?? unsupported(binding);
  return insideOf(binding, (assertions) => {
    let protection: Protection = { kind, timestamp: false };
    for (const assertion of assertions) protection = { ...protection, ...readProperty(assertion, kind, means) };
    if (kind === "asymmetric" && (protection.initiator === undefined || protection.recipient === undefined)) {
      throw new PolicyError(binding.name, "it needs tokens of both sides");
    }
    if (kind === "symmetric" && protection.sharedKey === undefined) throw new PolicyError(binding.name, "it has no ProtectionToken");
    return protection;
  });
}

const bindingKinds: ReadonlyMap<string, Exclude<Protection["kind"], "none">> = new Map([
  ["TransportBinding", "transport"],
  ["AsymmetricBinding", "asymmetric"],
  ["SymmetricBinding", "symmetric"],
]);

/** A property of a binding. §6 */
function readProperty(assertion: PolicyAssertion, kind: Protection["kind"], means: Means): Partial<Protection> {
  switch (policyName(assertion.name)) {
    case "TransportToken":
      return readToken(assertion, "HttpsToken", (token) => {
        readHttpsToken(token, means.transport);
        return {};
      });
    case "ProtectionToken": {
      const { derivedKeys, ...token } = readToken(assertion, "X509Token", readProtectionToken);
      return { sharedKey: { token, derivedKeys } };
    }
    case "InitiatorToken":
    case "InitiatorSignatureToken":
      return { initiator: readToken(assertion, "X509Token", readX509Token) };
    case "RecipientToken":
    case "RecipientEncryptionToken":
      return { recipient: readToken(assertion, "X509Token", readX509Token) };
    case "InitiatorEncryptionToken":
    case "RecipientSignatureToken":
      return readToken(assertion, "X509Token", () => ({}));
    case "AlgorithmSuite":
      return { suite: readSuite(assertion) };
    case "IncludeTimestamp":
      return { timestamp: true };
    case "Layout":
      return readLayout(assertion, kind);
    case "OnlySignEntireHeadersAndBody":
    case "SignBeforeEncrypting":
      return {};
    default:
      return unsupported(assertion);
  }
}

/** Our headers begin with the Timestamp, unless a key for encryption stands before it, and tokens stand before what uses them. §6.7 */
function readLayout(assertion: PolicyAssertion, kind: Protection["kind"]): Partial<Protection> {
  return insideOf(assertion, (assertions) => {
    for (const each of assertions) {
      const local = policyName(each.name) ?? "";
      const isKept = ["Strict", "Lax"].includes(local) || (local === "LaxTsFirst" && kind === "transport");
      if (!isKept) unsupported(each);
    }
    return {};
  });
}

/** A token beside those of the binding. */
interface SupportingToken {
  readonly name: string;
  readonly password?: "text" | "digest";
  readonly saml?: "1.1" | "2.0";
  readonly references?: TokenReferences;
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
}

/** The tokens of one assertion about them. §8 */
function readSupportingTokens(assertion: PolicyAssertion, kind: Protection["kind"]): readonly SupportingToken[] {
  const local = policyName(assertion.name) ?? "";
  if (!local.endsWith("SupportingTokens")) return [];
  const [, signed, endorsing, encrypted] = /^(Signed)?(Endorsing)?(Encrypted)?SupportingTokens$/.exec(local) ?? unsupported(assertion);
  const isSigned = signed !== undefined;
  const isEncrypted = encrypted !== undefined;
  if (kind === "none" && (isSigned || isEncrypted)) throw new PolicyError(assertion.name, "there is no binding that signs or encrypts");
  return insideOf(assertion, (tokens) =>
    tokens.map((token): SupportingToken => {
      const { name } = token;
      if (policyName(name) === "UsernameToken" && endorsing === undefined)
        return { name, password: readUsername(token), isSigned, isEncrypted };
      // Our signatures are not over assertions, and we do not encrypt them: TLS does both.
      const isProtected = kind === "transport" || !(isSigned || isEncrypted);
      if (policyName(name) === "SamlToken" && endorsing === undefined && isProtected)
        return { name, saml: readSamlToken(token), isSigned, isEncrypted };
      // A second signature, over the first, is not written.
      if (policyName(name) === "X509Token" && endorsing !== undefined && kind === "transport") {
        return { name, references: readX509Token(token), isSigned, isEncrypted };
      }
      return unsupported(token);
    }),
  );
}

/** Capabilities, and what has been read elsewhere. */
const withoutDemands = /^(Transport|Asymmetric|Symmetric)Binding$|SupportingTokens$|^Trust1[03]$/;

/** What is said of single messages. §4 */
function readMessage(assertions: readonly PolicyAssertion[]): MessageDemands {
  const sign = new Set<MessagePart>();
  const encrypt = new Set<MessagePart>();
  const required = new Set<MessagePart>();
  for (const assertion of assertions) {
    const local = policyName(assertion.name) ?? "";
    if (local === "SignedParts" || local === "SignedElements") for (const part of readParts(assertion)) sign.add(part);
    else if (local === "EncryptedParts" || local === "EncryptedElements") for (const part of readParts(assertion)) encrypt.add(part);
    else if (local === "RequiredParts" || local === "RequiredElements") for (const part of readRequiredParts(assertion)) required.add(part);
    else if (local === "Wss10" || local === "Wss11") checkOptions(assertion);
    else if (isForeignSecurity(assertion.name) || (local !== "" && !withoutDemands.test(local))) unsupported(assertion);
  }
  return { sign: [...sign], encrypt: [...encrypt], required: [...required] };
}

/** What a receiver must be able to read. §9 */
function checkOptions(assertion: PolicyAssertion): void {
  insideOf(assertion, (options) => {
    for (const option of options) {
      if (!knownOptions.test(policyName(option.name) ?? "")) unsupported(option);
    }
  });
}

const knownOptions =
  /^(MustSupportRef(KeyIdentifier|IssuerSerial|ExternalURI|EmbeddedToken|Thumbprint|EncryptedKey)|RequireSignatureConfirmation)$/;

/** Wss11 with RequireSignatureConfirmation. §9.2 */
function asksForConfirmation(assertion: PolicyAssertion): boolean {
  if (policyName(assertion.name) !== "Wss11") return false;
  return insideOf(assertion, (options) => options.some(({ name }) => policyName(name) === "RequireSignatureConfirmation"));
}

function inputOf(
  message: MessageDemands,
  protection: Protection,
  username: SupportingToken | undefined,
  isEndorsed: boolean,
): MessageDemands {
  if (!hasSignatures(protection)) return { ...unprotected(message), sign: isEndorsed ? ["timestamp"] : [] };
  const { sign, encrypt, required } = withTimestamp(message, protection.timestamp);
  return {
    required,
    sign: username?.isSigned === true ? [...new Set<MessagePart>([...sign, "usernameToken"])] : sign,
    encrypt: username?.isEncrypted === true ? [...new Set<MessagePart>([...encrypt, "usernameToken"])] : encrypt,
  };
}

/** What is confirmed is signed as the rest is. §9.2 */
function outputOf(message: MessageDemands, protection: Protection, confirmation: boolean): MessageDemands {
  if (!hasSignatures(protection)) return unprotected(message);
  const demands = withTimestamp(message, protection.timestamp);
  return confirmation ? { ...demands, sign: [...demands.sign, "signatureConfirmation"] } : demands;
}

/** A Timestamp is signed wherever there are signatures. §6.2 */
function withTimestamp(message: MessageDemands, timestamp: boolean): MessageDemands {
  return timestamp ? { ...message, sign: [...new Set<MessagePart>(["timestamp", ...message.sign])] } : message;
}

/** Says what is missing for sharing keys. */
function checkSharedMeans(side: "client" | "server", { suite, input, output }: Demands, means: Means): void {
  const name = suite?.name ?? "AlgorithmSuite";
  if ([input, output].some(({ sign }) => sign.length === 0))
    throw new PolicyError("SignedParts", "a shared key signs something in each message");
  if (side === "client" && !means.partner) throw new PolicyError("X509Token", "the certificate of the other side is missing");
  if (side === "server" && !means.key) throw new PolicyError("X509Token", "there is no key with a certificate");
  if (suite?.hash === "SHA-1" && !means.allowOld) throw new PolicyError(name, "it has signatures with SHA-1, which `allowOld` accepts");
  checkContent(suite, name, means);
}

function checkContent(suite: Suite | undefined, name: string, { allowOld }: Means): void {
  if (suite?.content === undefined) throw new PolicyError(name, "content cannot be encrypted so");
  if (suite.content.endsWith("CBC") && !allowOld) throw new PolicyError(name, "it encrypts in CBC mode, which `allowOld` accepts");
}

/** Says what is missing for what one side sends and gets. */
function checkMeans(sent: MessageDemands, received: MessageDemands, suite: Suite | undefined, means: Means): void {
  const name = suite?.name ?? "AlgorithmSuite";
  if (sent.sign.length > 0 && !means.key) throw new PolicyError("X509Token", "there is no key with a certificate");
  if (received.sign.length > 0 && !means.trust) throw new PolicyError("X509Token", "nobody is trusted");
  if (sent.sign.length + received.sign.length > 0 && suite?.hash === "SHA-1" && !means.allowOld) {
    throw new PolicyError(name, "it has signatures with SHA-1, which `allowOld` accepts");
  }
  if (sent.encrypt.length > 0 && !means.partner) throw new PolicyError("EncryptedParts", "the certificate of the other side is missing");
  if (received.encrypt.length > 0 && !means.key) throw new PolicyError("EncryptedParts", "there is no key");
  if (sent.encrypt.length + received.encrypt.length > 0) checkContent(suite, name, means);
}
