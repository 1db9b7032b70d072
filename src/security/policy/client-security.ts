/**
 * The policies of a binding -> what a client is made with to keep them.
 */
import type { ClientOptions } from "../../service/client-options.js";
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import { type AssertionOptions, sendAssertion } from "../assertion-client.js";
import { endorseMessages } from "../endorse-messages.js";
import { SecurityError } from "../security-fault.js";
import type { SigningKey } from "../signature/certificate-signer.js";
import { usernameToken } from "../username-client.js";
import type { PolicedBinding } from "./alternatives.js";
import { clockOf, type PolicyMeans, secureExchange } from "./secure-exchange.js";

export interface ClientMeans extends PolicyMeans {
  readonly username?: string;
  readonly password?: string;
  /** The key for a second signature, where the policy asks for one; the own key when left out. */
  readonly endorsing?: Omit<SigningKey, "hash">;
  /** An assertion of SAML, or what fetches one for each message. */
  readonly assertion?: AssertionOptions["assertion"];
}

/** What goes into the options of a client: `createClient(binding, { url, ...clientSecurity(binding, means) })`. */
export interface ClientSecurity {
  readonly filters: readonly EnvelopeFilter[];
  readonly headerBlocks: NonNullable<ClientOptions["headerBlocks"]>;
}

/**
 * Makes what a client needs to keep the first alternative of the binding's policies that it can keep. Throws a PolicyError, which names the
 * assertion in the way, if it can keep no alternative, and a TypeError for a binding without policies about security.
 */
export function clientSecurity(binding: PolicedBinding, means: ClientMeans): ClientSecurity {
  const { username, password, assertion, endorsing = ownKey(means) } = means;
  const { demands, filters } = secureExchange(binding, "client", means, {
    passwords: username !== undefined && password !== undefined,
    assertionFilter: assertion === undefined ? undefined : ({ isSigned }) => sendAssertion({ assertion, signed: isSigned, lifetime: 0 }),
    endorsing:
      endorsing &&
      (({ reference, isSigned, suite, protectTokens }) =>
        endorseMessages({
          ...endorsing,
          hash: suite?.hash ?? "SHA-256",
          reference,
          signedToken: isSigned,
          protectToken: protectTokens,
        })),
  });
  const token =
    demands.username === undefined
      ? undefined
      : usernameToken({
          username: username ?? "",
          password: password ?? "",
          passwordType: demands.username,
          lifetime: demands.timestamp ? 300 : 0,
          ...clockOf(means),
        });
  return { filters: demands.https ? [...filters, overTls] : filters, headerBlocks: token ?? (() => []) };
}

function ownKey({ key, certificate }: PolicyMeans): Omit<SigningKey, "hash"> | undefined {
  return key === undefined || certificate === undefined ? undefined : { key, certificate };
}

/** Sends nothing over a connection that the policy does not allow. */
const overTls: EnvelopeFilter = {
  send: (envelope, { url }) => {
    if (!/^https:/i.test(url)) throw new SecurityError("InvalidSecurity", `the policy asks for TLS, and "${url}" has none`);
    return envelope;
  },
};
