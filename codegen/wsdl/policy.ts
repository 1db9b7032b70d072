/**
 * Policies as components: alternatives of assertions, in normal form. WS-Policy 1.2 §3, 1.5 §4
 */
import type { Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";

/** One of its alternatives must be kept; a policy without alternatives cannot be kept. */
export type Policy = readonly PolicyAlternative[];

/** Assertions that all must be kept; none: nothing is demanded. */
export type PolicyAlternative = readonly PolicyAssertion[];

/** An element of an assertion, or the assertion itself. */
export interface PolicyElement {
  readonly name: Name;
  /** By Clark name, without those of WS-Policy and WS-Security's utility namespace. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements that are not policies. */
  readonly parameters: readonly PolicyElement[];
  /** Prefixes of an XPath are replaced: `/Q{urn:a}b`. */
  readonly text: string;
}

/** One demand. */
export interface PolicyAssertion extends PolicyElement {
  /** Its nested policy. */
  readonly policy: Policy | undefined;
  readonly at: Span;
}

/** The policy that demands what both demand. Undefined demands nothing. WS-Policy 1.5 §4.3.5 */
export function mergePolicies(policies: readonly (Policy | undefined)[]): Policy | undefined {
  const given = policies.filter((policy) => policy !== undefined);
  return given.length === 0 ? undefined : given.reduce(bothOf);
}

/** Each alternative of one with each of the other. */
export function bothOf(left: Policy, right: Policy): Policy {
  return left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])]));
}

/** How large a policy is: assertions, of all alternatives. */
export function sizeOf(policy: Policy): number {
  return policy.reduce((size, { length }) => size + 1 + length, 0);
}

/** Tests for a policy that says something of security, or that cannot be kept, so that nobody knows. */
export function isOfSecurity(policy: Policy): boolean {
  return policy.length === 0 || policy.some((alternative) => alternative.some(({ name }) => /securitypolicy/i.test(name.namespace)));
}
