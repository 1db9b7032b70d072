/**
 * What a policy demands and cannot be given.
 */

/** A policy that cannot be kept. It names the assertion of the first alternative that is in the way. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  /** Its Clark name; its local name alone if it is missing from the policy or something is missing for it. */
  readonly assertion: string;

  constructor(assertion: string, reason: string) {
    super(`${assertion.slice(assertion.indexOf("}") + 1)}: ${reason}`);
    this.assertion = assertion;
  }
}
