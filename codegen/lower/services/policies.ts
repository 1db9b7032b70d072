/**
 * Policies of a SOAP binding -> a member of its table, if they are about security. WS-SecurityPolicy 1.2
 */
import type { Definitions, Operation, SoapBinding } from "../../wsdl/components.js";
import { operationPolicies, policyOfPorts } from "../../wsdl/effective-policies.js";
import { isOfSecurity, type Policy, type PolicyAssertion, type PolicyElement } from "../../wsdl/policy.js";
import type { Literal } from "../plan.js";
import { object, record } from "../types/shapes.js";

/** The member; undefined if nothing is demanded that has to do with security. */
export function policyTable(binding: SoapBinding, properties: ReadonlyMap<Operation, string>, definitions: Definitions): Literal {
  const endpoint = policyOfPorts(binding, definitions);
  const operations = binding.operations.flatMap((bound): readonly (readonly [string, Policies])[] => {
    const property = properties.get(bound.operation);
    return property === undefined ? [] : [[property, { ...operationPolicies(bound) }]];
  });
  const all = [endpoint, ...operations.flatMap(([, policies]) => Object.values(policies))];
  if (!all.some((policy) => policy !== undefined && isOfSecurity(policy))) return undefined;
  const own = operations.filter(([, policies]) => Object.values(policies).some((policy) => policy !== undefined));
  return record({
    endpoint: endpoint && policyLiteral(endpoint),
    operations: own.length === 0 ? undefined : object(own.map(([property, policies]) => [property, policiesLiteral(policies)])),
  });
}

type Policies = Readonly<Record<string, Policy | undefined>>;

function policiesLiteral(policies: Policies): Literal {
  return record(Object.fromEntries(Object.entries(policies).map(([subject, policy]) => [subject, policy && policyLiteral(policy)])));
}

function policyLiteral(policy: Policy): Literal {
  return policy.map((alternative) => alternative.map(assertionLiteral));
}

function assertionLiteral(assertion: PolicyAssertion): Literal {
  return record({ ...elementMembers(assertion), policy: assertion.policy && policyLiteral(assertion.policy) });
}

function elementMembers({ name, attributes, parameters, text }: PolicyElement): Readonly<Record<string, Literal>> {
  const entries = Object.entries(attributes);
  return {
    name: name.clark,
    attributes: entries.length === 0 ? undefined : object(entries),
    parameters: parameters.length === 0 ? undefined : parameters.map((parameter) => record(elementMembers(parameter))),
    text: text === "" ? undefined : text,
  };
}
