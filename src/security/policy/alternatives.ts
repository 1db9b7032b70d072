/**
 * The policies of a binding -> the alternatives of its operations, one after the other. WS-Policy 1.5 §4
 */

import type { BindingPolicies, OperationPolicies, Policy, PolicyAssertion } from "../../service/policy.js";
import type { OperationTable } from "../../service/port-type.js";
import { PolicyError } from "./policy-error.js";

/** A binding with its policies, as generated code has it. */
export interface PolicedBinding {
  readonly name: string;
  readonly policies?: BindingPolicies;
  readonly portType: { readonly operations: Readonly<Record<string, Pick<OperationTable, "pattern">>> };
}

/** Assertions that are kept together. */
export interface Alternative {
  /** About all messages. */
  readonly common: readonly PolicyAssertion[];
  readonly input: readonly PolicyAssertion[];
  readonly output: readonly PolicyAssertion[];
}

/** Alternatives that are tried: choices at several places multiply. */
const mostTried = 256;

/** The alternatives of an operation; of all operations where none is named, which must have the same policies then. Throws a PolicyError. */
export function alternativesOf(binding: PolicedBinding, operation: string | undefined): readonly Alternative[] {
  const { policies } = binding;
  if (policies === undefined) throw new TypeError(`the binding "${binding.name}" has no policies about security`);
  const own = policiesOfOperation(binding, policies, operation);
  const choices = [policies.endpoint, own.operation, own.input, own.output].map((policy) => policy ?? [[]]);
  let tried: readonly (readonly (readonly PolicyAssertion[])[])[] = [[]];
  for (const policy of choices) tried = tried.flatMap((before) => policy.map((next) => [...before, next])).slice(0, mostTried);
  if (tried.length === 0) throw new PolicyError(binding.name, "its policy could not be read, or its ports have different ones");
  return tried.map(([endpoint = [], ofOperation = [], input = [], output = []]) => ({
    common: [...endpoint, ...ofOperation],
    input,
    output,
  }));
}

function policiesOfOperation(
  binding: PolicedBinding,
  { operations = {} }: BindingPolicies,
  operation: string | undefined,
): OperationPolicies {
  const policiesOf = (property: string): OperationPolicies =>
    (Object.hasOwn(operations, property) ? operations[property] : undefined) ?? {};
  const tables = Object.entries(binding.portType.operations);
  if (operation !== undefined) {
    if (tables.every(([property]) => property !== operation))
      throw new TypeError(`the binding "${binding.name}" has no operation "${operation}"`);
    return policiesOf(operation);
  }
  // An operation without an output says nothing about outputs.
  const common = (subject: keyof OperationPolicies, patterns: RegExp): OperationPolicies => {
    const policies = tables.filter(([, { pattern }]) => patterns.test(pattern)).map(([property]) => policiesOf(property)[subject]);
    if (policies.some((each) => JSON.stringify(each) !== JSON.stringify(policies[0]))) {
      throw new PolicyError(binding.name, "its operations have different policies: name one with `operation`");
    }
    return policies[0] === undefined ? {} : { [subject]: policies[0] };
  };
  return { ...common("operation", /./), ...common("input", /^(request|solicit|one)-/), ...common("output", /-response$|^notification$/) };
}

/** What is read from the first alternative that can be kept. Throws the PolicyError of the first alternative. */
export function firstKept<Alternative, Read>(
  alternatives: readonly Alternative[],
  name: string,
  read: (alternative: Alternative) => Read,
): Read {
  let first: PolicyError | undefined;
  for (const alternative of alternatives) {
    try {
      return read(alternative);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      first ??= error;
    }
  }
  throw first ?? new PolicyError(name, "its policy has no alternative");
}

/** What is read from the policy in an assertion. */
export function insideOf<Read>({ name, policy }: PolicyAssertion, read: (assertions: readonly PolicyAssertion[]) => Read): Read {
  return firstKept<Policy[number], Read>(policy ?? [[]], name, read);
}
