/**
 * AlgorithmSuite -> the algorithms that we have for it. WS-SecurityPolicy 1.3 §6.1, §7.1
 */
import type { PolicyAssertion } from "../../service/policy.js";
import type { ContentAlgorithm } from "../encryption/content-algorithms.js";
import type { Hash } from "../signature/algorithms.js";
import { insideOf } from "./alternatives.js";
import { policyName } from "./names.js";
import { PolicyError } from "./policy-error.js";

/** Algorithms of one suite. */
export interface Suite {
  /** Its Clark name. */
  readonly name: string;
  /** Of digests and signatures. With RSA-SHA1, which the suites for SHA-256 have kept, nobody signs any more. */
  readonly hash: Hash;
  /** Undefined: content cannot be encrypted so. */
  readonly content: ContentAlgorithm | undefined;
}

/** Reads a suite. Throws a PolicyError. */
export function readSuite(assertion: PolicyAssertion): Suite {
  return insideOf(assertion, (assertions) => {
    const [first, another] = assertions;
    if (first === undefined) throw new PolicyError(assertion.name, "it names no suite");
    if (another !== undefined) throw new PolicyError(another.name, "not supported beside a suite");
    const [, bits, gcm, sha, rsa15] = /^(?:Basic(128|192|256)|TripleDes)(GCM)?(Sha\d+)?(Rsa15)?$/.exec(policyName(first.name) ?? "") ?? [];
    const hash = sha === undefined ? (gcm === undefined ? "SHA-1" : "SHA-256") : hashes.get(sha);
    if (hash === undefined || (bits === undefined && gcm !== undefined)) throw new PolicyError(first.name, "the suite is not supported");
    const isKnown = (bits === "128" || bits === "256") && rsa15 === undefined;
    return { name: first.name, hash, content: isKnown ? `AES-${bits}-${gcm === undefined ? "CBC" : "GCM"}` : undefined };
  });
}

const hashes: ReadonlyMap<string, Hash> = new Map([
  ["Sha256", "SHA-256"],
  ["Sha384", "SHA-384"],
  ["Sha512", "SHA-512"],
]);
