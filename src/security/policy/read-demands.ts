/**
 * One alternative of a binding's policies -> what is demanded of its messages, as far as it can be given. WS-SecurityPolicy 1.3
 */
import type { PolicyAssertion } from "../../service/policy.js";
import type { MessagePart } from "../signature/verified-envelope.js";
import { type Alternative, insideOf } from "./alternatives.js";
import { checkEndorsingMeans, checkMeans, checkSharedMeans, type Means } from "./check-means.js";
import type { Demands, EndorsementDemands, MessageDemands } from "./demands.js";
import { httpAuthenticationName, isForeignSecurity, policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";
import { hasSignatures, type Protection, readProtection } from "./read-binding.js";
import { readContents, readParts, readRequiredParts } from "./read-parts.js";
import { onlyToken, readSupportingTokens, type SupportingToken } from "./read-supporting-tokens.js";
import { readHttpAuthentication, unsupported } from "./read-tokens.js";

/** Reads an alternative. Throws a PolicyError for what cannot be given. */
export function readDemands({ common, input, output }: Alternative, means: Means, side: "client" | "server"): Demands {
  const protection = readProtection(common, means.transport);
  const tokens = readTokens([...common, ...input], protection, means);
  const { username, saml, endorsing } = tokens;
  for (const assertion of common)
    if (httpAuthenticationName(assertion.name) !== undefined) readHttpAuthentication(assertion, means.transport);
  checkMessageSubjects(input, output);
  const messages = { input: readMessage([...common, ...input]), output: readMessage([...common, ...output]) };
  const confirmation = common.some(asksForConfirmation);
  const demands: Demands = {
    https: protection.kind === "transport",
    sharedKey: protection.sharedKey,
    timestamp: protection.timestamp || endorsing !== undefined || saml?.isEndorsing === true,
    confirmation,
    username: username?.content.password,
    endorsement: hasSignatures(protection) ? endorsementOf(tokens) : undefined,
    protectTokens: protection.protectTokens ?? false,
    timestampPlace: protection.timestampPlace,
    saml: saml && {
      version: saml.content.version,
      isEndorsing: saml.isEndorsing,
      isSigned: saml.isSigned && hasSignatures(protection),
    },
    suite: protection.suite,
    initiator: protection.initiator ?? endorsing?.content.references,
    recipient: protection.recipient,
    input: inputOf(messages.input, protection, tokens),
    output: outputOf(messages.output, protection, confirmation),
    others: [...common, ...input, ...output]
      .map(({ name }) => name)
      .filter((name) => policyName(name) === undefined && httpAuthenticationName(name) === undefined),
  };
  const hasParts = Object.values(messages).some(({ sign, encrypt }) => sign.length + encrypt.length > 0);
  if (protection.kind === "none" && hasParts) throw new PolicyError("SignedParts", "there is no binding that signs or encrypts");
  checkAll(demands, protection, means, side);
  return demands;
}

/** The second signature, over the message's own one. */
function endorsementOf({ endorsing, saml }: SupportingTokens): EndorsementDemands | undefined {
  if (endorsing !== undefined) return { reference: endorsing.content.references.toServer, isSigned: endorsing.isSigned };
  return saml?.isEndorsing === true ? { reference: "assertion", isSigned: false } : undefined;
}

function checkAll(demands: Demands, { kind }: Protection, means: Means, side: "client" | "server"): void {
  const [sent, received] = side === "client" ? [demands.input, demands.output] : [demands.output, demands.input];
  if (demands.endorsement !== undefined) checkEndorsingMeans(side, demands, means);
  if (kind === "symmetric") checkSharedMeans(side, demands, means);
  else checkMeans(sent, received, demands, means);
}

/** The tokens beside those of the binding. */
interface SupportingTokens {
  readonly username: TokenOfKind<"username"> | undefined;
  readonly saml: TokenOfKind<"saml"> | undefined;
  /** The certificate of a second signature. */
  readonly endorsing: TokenOfKind<"x509"> | undefined;
}

type TokenOfKind<Kind extends SupportingToken["content"]["kind"]> = NonNullable<ReturnType<typeof onlyToken<Kind>>>;

function readTokens(common: readonly PolicyAssertion[], { kind, protectTokens }: Protection, means: Means): SupportingTokens {
  const tokens = common.flatMap((assertion) => readSupportingTokens(assertion, kind));
  const username = onlyToken(tokens, "username", "one UsernameToken is sent");
  const saml = onlyToken(tokens, "saml", "one assertion is sent");
  const endorsing = onlyToken(tokens, "x509", "a message has one endorsing signature");
  if (username !== undefined && !means.passwords) throw new PolicyError(username.name, "there are no names and passwords for it");
  if (saml !== undefined && !means.assertions)
    throw new PolicyError(saml.name, "there is no assertion for it, and nobody who may issue one");
  if (saml?.isEndorsing === true && endorsing !== undefined) throw new PolicyError(saml.name, "a message has one endorsing signature");
  if (saml?.isEndorsing === true && protectTokens === true)
    throw new PolicyError("ProtectTokens", "a signature by the key of an assertion is not over the assertion, which its issuer has signed");
  return { username, saml, endorsing };
}

function unprotected({ required }: MessageDemands): MessageDemands {
  return { sign: [], encrypt: [], required };
}

/** Bindings are of all messages, and answers carry no tokens beside those of the binding. §7, §8 */
function checkMessageSubjects(input: readonly PolicyAssertion[], output: readonly PolicyAssertion[]): void {
  for (const each of [...input, ...output])
    if (/Binding$/.test(policyName(each.name) ?? "")) throw new PolicyError(each.name, "a binding is not for single messages");
  const token = output.find(({ name }) => /SupportingTokens$/.test(policyName(name) ?? ""));
  if (token !== undefined) throw new PolicyError(token.name, "not supported in answers");
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
    else if (local === "ContentEncryptedElements") for (const part of readContents(assertion)) encrypt.add(part);
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

function inputOf(message: MessageDemands, protection: Protection, { username, saml, endorsing }: SupportingTokens): MessageDemands {
  if (!hasSignatures(protection)) {
    const endorsed = endorsing ?? (saml?.isEndorsing === true ? saml : undefined);
    return { ...unprotected(message), sign: endorsed === undefined ? [] : ["timestamp", ...endorsed.parts] };
  }
  const { sign, encrypt, required } = withBinding(message, protection);
  const isTokenEncrypted = endorsing?.isEncrypted === true && endorsing.content.references.toServer === "token";
  return {
    required,
    sign: username?.isSigned === true ? distinct([...sign, "usernameToken"]) : sign,
    encrypt: withSignature(
      distinct([
        ...encrypt,
        ...(username?.isEncrypted === true ? usernameToken : []),
        ...(isTokenEncrypted ? endorsingToken : []),
        ...(saml?.isEncrypted === true ? assertion : []),
      ]),
      protection,
    ),
  };
}

const usernameToken: readonly MessagePart[] = ["usernameToken"];
const endorsingToken: readonly MessagePart[] = ["endorsingToken"];
const assertion: readonly MessagePart[] = ["assertion"];

/** What is confirmed is signed as the rest is, and encrypted as the signature is. §6.4, §9.2 */
function outputOf(message: MessageDemands, protection: Protection, confirmation: boolean): MessageDemands {
  if (!hasSignatures(protection)) return unprotected(message);
  const { sign, encrypt, required } = withBinding(message, protection);
  const protectedParts = withSignature(encrypt, protection);
  const isHidden = confirmation && protectedParts.includes("signature");
  return {
    required,
    sign: confirmation ? [...sign, "signatureConfirmation"] : sign,
    encrypt: isHidden ? [...protectedParts, "signatureConfirmation"] : protectedParts,
  };
}

/** A signature is encrypted where anything else is. §6.4 */
function withSignature(encrypt: readonly MessagePart[], { encryptSignature = false }: Protection): readonly MessagePart[] {
  return encryptSignature && encrypt.length > 0 ? [...encrypt, "signature"] : encrypt;
}

function distinct(parts: readonly MessagePart[]): readonly MessagePart[] {
  return [...new Set(parts)];
}

/** A Timestamp is signed wherever there are signatures. §6.2 */
function withBinding(message: MessageDemands, { timestamp }: Protection): MessageDemands {
  return timestamp ? { ...message, sign: distinct(["timestamp", ...message.sign]) } : message;
}
