/**
 * The policies of a binding -> what a handler is made with to ask for them.
 */
import type { Hooks } from "../../service/call-operation.js";
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import type { Call } from "../../service/port-type.js";
import { type AssertedIdentity, type AssertionGate, type AssertionPolicy, requireAssertion } from "../require-assertion.js";
import { type EndorsementGate, requireEndorsement } from "../require-endorsement.js";
import type { Signer } from "../require-signature.js";
import type { CertificateTrust } from "../signature/trust.js";
import { requireUsernameToken, type UsernameTokenPolicy } from "../username-server.js";
import type { PolicedBinding } from "./alternatives.js";
import { clockOf, type PolicyMeans, secureExchange } from "./secure-exchange.js";

export interface ServerMeans extends PolicyMeans, Pick<UsernameTokenPolicy, "passwordOf" | "verifyPassword"> {
  /** Who may issue assertions of SAML, and for whom they must be. */
  readonly assertions?: AssertionPolicy;
  /** Whose second signatures are accepted, where the policy asks for one; whose first ones are, when left out. */
  readonly endorsers?: CertificateTrust;
}

/** What a handler needs, and who called. */
export interface ServerSecurity {
  /** Goes into the options of a handler: `createHandler({ services, ...security.options })`. */
  readonly options: {
    readonly filters: readonly EnvelopeFilter[];
    readonly understands: readonly string[];
    readonly before: NonNullable<Hooks["before"]>;
  };
  /** The user of a call; undefined if the policy asks for none. */
  readonly userOf: (call: Pick<Call, "headerBlocks">) => string | undefined;
  /** Who signed the message of a call; undefined if the policy asks for no signature. */
  readonly signerOf: (call: Pick<Call, "request">) => Signer | undefined;
  /** Who signed the signature of that message, or its Timestamp under TLS; undefined if the policy asks for no endorsing certificate. */
  readonly endorserOf: (call: Pick<Call, "request">) => Signer | undefined;
  /** Who the assertion of a call is about; undefined if the policy asks for none. */
  readonly identityOf: (call: Pick<Call, "request">) => AssertedIdentity | undefined;
}

/**
 * Makes what a handler needs to keep the first alternative of the binding's policies that it can keep: what comes must be as that alternative says. The
 * listener sees to TLS. Throws a PolicyError that names the assertion that is in the way, and a TypeError for a binding without policies about security.
 */
export function serverSecurity(binding: PolicedBinding, means: ServerMeans): ServerSecurity {
  const { passwordOf, verifyPassword, assertions, partner } = means;
  const endorsers = means.endorsers ?? means.trust ?? (partner === undefined ? undefined : { certificates: [partner] });
  let asserted: AssertionGate | undefined;
  let endorsements: EndorsementGate | undefined;
  const { demands, filters, signatures } = secureExchange(binding, "server", means, {
    passwords: passwordOf !== undefined || verifyPassword !== undefined,
    assertionFilter:
      assertions &&
      (({ version, isEndorsing, isSigned }, { https, input }) => {
        const holder: Partial<AssertionPolicy> = https ? { holderOfKey: { require: input.sign, unsigned: "keep" } } : { endorsing: true };
        asserted = requireAssertion({
          ...clockOf(means),
          ...assertions,
          ...(version && { version }),
          ...(isEndorsing && holder),
          signed: isSigned,
        });
        return asserted.filter;
      }),
    endorsing:
      endorsers &&
      (({ reference, isSigned, protectTokens }) => {
        if (reference === "assertion") return undefined;
        endorsements = requireEndorsement({
          trust: endorsers,
          signedToken: isSigned && reference === "token",
          protectToken: protectTokens && reference === "token",
          allowOld: means.allowOld ?? false,
          ...clockOf(means),
        });
        return { token: {}, signature: endorsements.filter };
      }),
  });
  const gate =
    demands.username === undefined
      ? undefined
      : requireUsernameToken({
          ...(passwordOf && { passwordOf }),
          ...(verifyPassword && { verifyPassword }),
          requireTimestamp: demands.timestamp,
          ...clockOf(means),
        });
  return {
    options: { filters, understands: gate?.understands ?? [], before: gate?.before ?? (() => undefined) },
    userOf: (call) => gate?.userOf(call),
    signerOf: (call) => signatures?.signerOf(call),
    endorserOf: (call) =>
      demands.endorsement === undefined ? (demands.https ? signatures?.signerOf(call) : undefined) : endorsements?.endorserOf(call),
    identityOf: (call) => asserted?.identityOf(call),
  };
}
