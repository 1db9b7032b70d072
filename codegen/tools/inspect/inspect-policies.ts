/**
 * Policies of services -> JSON. WS-PolicyAttachment 1.5 §4.1
 */
import type { Binding, Operation, Port, Service } from "../../wsdl/components.js";
import { endpointPolicy, operationPolicies, portPolicy } from "../../wsdl/effective-policies.js";
import type { Policy, PolicyAssertion, PolicyElement } from "../../wsdl/policy.js";
import type { InspectedAssertion, InspectedPolicies, InspectedPolicy } from "./model.js";

/** What a port demands; nothing if it has no policy. */
export function inspectPortPolicy(port: Port, service: Service): { readonly policy?: InspectedPolicy } {
  const own = portPolicy(port, service.policy);
  const policy = port.binding.kind === "soap" ? endpointPolicy(port.binding, own) : own;
  return policy === undefined ? {} : { policy: inspectPolicy(policy) };
}

/** What a binding demands of an operation; nothing if there are no policies. */
export function inspectOperationPolicies(binding: Binding, operation: Operation): { readonly policies?: InspectedPolicies } {
  const bound = binding.kind === "soap" ? binding.operations.find((each) => each.operation === operation) : undefined;
  const given = Object.entries(bound === undefined ? {} : operationPolicies(bound)).flatMap(([subject, policy]) =>
    policy === undefined ? [] : [[subject, inspectPolicy(policy)] as const],
  );
  return given.length === 0 ? {} : { policies: Object.fromEntries(given) };
}

function inspectPolicy(policy: Policy): InspectedPolicy {
  return policy.map((alternative) => alternative.map(inspectAssertion));
}

function inspectAssertion(assertion: PolicyAssertion): InspectedAssertion {
  return { ...inspectElement(assertion), ...(assertion.policy && { policy: inspectPolicy(assertion.policy) }) };
}

function inspectElement({ name, attributes, parameters, text }: PolicyElement): InspectedAssertion {
  return {
    name: name.clark,
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(parameters.length > 0 && { parameters: parameters.map(inspectElement) }),
    ...(text !== "" && { text }),
  };
}
