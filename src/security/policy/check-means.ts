/**
 * What there is to keep a policy with, and what is missing for it.
 */

import type { Demands, MessageDemands } from "./demands.js";
import { PolicyError } from "./policy-error.js";
import type { Suite } from "./read-suite.js";
import type { TransportProof } from "./read-tokens.js";

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
  /** A key for a second signature, or whose second signatures are trusted. */
  readonly endorsing: boolean;
  /** The certificate of the other side. */
  readonly partner: boolean;
  readonly transport: readonly TransportProof[];
  readonly allowOld: boolean;
}

/** Says what is missing for a second signature. */
export function checkEndorsingMeans(side: "client" | "server", { input, suite, endorsement }: Demands, means: Means): void {
  if (input.sign.length === 0) throw new PolicyError("SignedParts", "nothing is signed, so that there is no signature to endorse");
  if (!means.endorsing && (side === "client" || endorsement?.reference !== "assertion"))
    throw new PolicyError(
      "X509Token",
      side === "client" ? "there is no key with a certificate to endorse with" : "nobody is trusted to endorse",
    );
  if (suite?.hash === "SHA-1" && !means.allowOld)
    throw new PolicyError(suite.name, "it has signatures with SHA-1, which `allowOld` accepts");
}

/** Says what is missing for sharing keys. */
export function checkSharedMeans(side: "client" | "server", { suite, input, output }: Demands, means: Means): void {
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
export function checkMeans(sent: MessageDemands, received: MessageDemands, { suite, https, saml }: Demands, means: Means): void {
  const name = suite?.name ?? "AlgorithmSuite";
  if (sent.sign.length > 0 && !means.key) throw new PolicyError("X509Token", "there is no key with a certificate");
  // The issuer of an assertion vouches for the key that signs under TLS.
  const isVouchedFor = https && saml?.isEndorsing === true;
  if (received.sign.length > 0 && !means.trust && !isVouchedFor) throw new PolicyError("X509Token", "nobody is trusted");
  if (sent.sign.length + received.sign.length > 0 && suite?.hash === "SHA-1" && !means.allowOld) {
    throw new PolicyError(name, "it has signatures with SHA-1, which `allowOld` accepts");
  }
  if (sent.encrypt.length > 0 && !means.partner) throw new PolicyError("EncryptedParts", "the certificate of the other side is missing");
  if (received.encrypt.length > 0 && !means.key) throw new PolicyError("EncryptedParts", "there is no key");
  if (sent.encrypt.length + received.encrypt.length > 0) checkContent(suite, name, means);
}
