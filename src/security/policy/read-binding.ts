/**
 * The security binding of an alternative -> how messages are protected. WS-SecurityPolicy 1.3 §6, §7
 */
import type { PolicyAssertion } from "../../service/policy.js";
import type { Derivation, DerivedKeys } from "../symmetric/derive-keys.js";
import { insideOf } from "./alternatives.js";
import { policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";
import { readSuite, type Suite } from "./read-suite.js";
import {
  readHttpsToken,
  readProtectionToken,
  readToken,
  readX509Token,
  type TokenReferences,
  type TransportProof,
  unsupported,
} from "./read-tokens.js";

/** What protects messages: TLS, signatures by certificates, a shared key. */
export type BindingKind = "transport" | "asymmetric" | "symmetric" | "none";

/** Among the children of the Security header. */
export type TimestampPlace = "first" | "last";

/** How keys are shared. */
export interface SharedKeyDemands {
  readonly token: TokenReferences;
  readonly derivedKeys: DerivedKeys | undefined;
  readonly derivation: Derivation;
}

/** A binding. */
export interface Protection {
  readonly kind: BindingKind;
  readonly timestamp: boolean;
  readonly suite?: Suite | undefined;
  readonly initiator?: TokenReferences | undefined;
  readonly recipient?: TokenReferences | undefined;
  readonly sharedKey?: SharedKeyDemands | undefined;
  readonly protectTokens?: boolean;
  readonly encryptSignature?: boolean;
  readonly timestampPlace?: TimestampPlace | undefined;
}

/** Messages are signed, and encrypted as far as the policy says so. */
export function hasSignatures({ kind }: Protection): boolean {
  return kind === "asymmetric" || kind === "symmetric";
}

/** The security binding, of which there is one. §7 */
export function readProtection(common: readonly PolicyAssertion[], transport: readonly TransportProof[]): Protection {
  const bindings = common.filter(({ name }) => /^(Transport|Asymmetric|Symmetric)Binding$/.test(policyName(name) ?? ""));
  const [binding, another] = bindings;
  if (another !== undefined) throw new PolicyError(another.name, "there are several bindings");
  if (binding === undefined) return { kind: "none", timestamp: false };
  const kind = bindingKinds.get(policyName(binding.name) ?? "") ?? unsupported(binding);
  return insideOf(binding, (assertions) => {
    let protection: Protection = { kind, timestamp: false };
    for (const assertion of assertions) protection = { ...protection, ...readProperty(assertion, kind, transport) };
    if (kind === "asymmetric" && (protection.initiator === undefined || protection.recipient === undefined)) {
      throw new PolicyError(binding.name, "it needs tokens of both sides");
    }
    if (kind === "symmetric" && protection.sharedKey === undefined) throw new PolicyError(binding.name, "it has no ProtectionToken");
    if (protection.timestampPlace !== undefined && !protection.timestamp) throw new PolicyError("Layout", "it needs IncludeTimestamp");
    return protection;
  });
}

const bindingKinds: ReadonlyMap<string, Exclude<BindingKind, "none">> = new Map([
  ["TransportBinding", "transport"],
  ["AsymmetricBinding", "asymmetric"],
  ["SymmetricBinding", "symmetric"],
]);

/** A property of a binding. §6 */
function readProperty(assertion: PolicyAssertion, kind: BindingKind, transport: readonly TransportProof[]): Partial<Protection> {
  switch (policyName(assertion.name)) {
    case "TransportToken":
      return readToken(assertion, "HttpsToken", (token) => {
        readHttpsToken(token, transport);
        return {};
      });
    case "ProtectionToken": {
      const { derivedKeys, derivation, ...token } = readToken(assertion, "X509Token", readProtectionToken);
      return { sharedKey: { token, derivedKeys, derivation } };
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
      return { timestampPlace: readLayout(assertion) };
    case "ProtectTokens":
      return kind === "transport" ? unsupported(assertion) : { protectTokens: true };
    case "EncryptSignature":
      return kind === "transport" ? unsupported(assertion) : { encryptSignature: true };
    case "OnlySignEntireHeadersAndBody":
    case "SignBeforeEncrypting":
      return {};
    default:
      return unsupported(assertion);
  }
}

/** Where the Timestamp stands; tokens stand before what uses them in all our messages. §6.7 */
function readLayout(assertion: PolicyAssertion): TimestampPlace | undefined {
  return insideOf(assertion, (assertions) => {
    const places = assertions.map((each) => {
      const local = policyName(each.name) ?? "";
      if (["Strict", "Lax"].includes(local)) return undefined;
      return local === "LaxTsFirst" ? "first" : local === "LaxTsLast" || local === "LaxTimestampLast" ? "last" : unsupported(each);
    });
    return places.find((place) => place !== undefined);
  });
}
