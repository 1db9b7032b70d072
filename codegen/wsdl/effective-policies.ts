/**
 * Components -> the policies of what they are about: an endpoint, an operation of it, a message. WS-PolicyAttachment 1.2 §4.1, 1.5 §4.1
 */
import type { Definitions, Port, SoapBinding, SoapOperation } from "./components.js";
import { mergePolicies, type Policy } from "./policy.js";

/** The policies of one operation as a binding has it. */
export interface OperationPolicies {
  readonly operation: Policy | undefined;
  readonly input: Policy | undefined;
  readonly output: Policy | undefined;
}

/** The policy of a port; of a binding where no port is given. */
export function endpointPolicy({ policy, portType }: SoapBinding, ...ports: readonly (Policy | undefined)[]): Policy | undefined {
  return mergePolicies([...ports, policy, portType.policy]);
}

/** The policy of a binding with what its ports demand. If they demand different things, the policy has no alternatives: none would be that of all. */
export function policyOfPorts(binding: SoapBinding, { services }: Definitions): Policy | undefined {
  const own = services.flatMap((service) =>
    service.ports.filter((port) => port.binding === binding).map((port) => portPolicy(port, service.policy)),
  );
  const distinct = new Map(
    own.map((policy) => [JSON.stringify(policy, (key, value: unknown) => (key === "at" ? undefined : value)), policy]),
  );
  return endpointPolicy(binding, ...(distinct.size > 1 ? [[]] : distinct.values()));
}

/** What a port and its service demand beside the binding. */
export function portPolicy({ policy }: Port, ofService: Policy | undefined): Policy | undefined {
  return mergePolicies([ofService, policy]);
}

/** The policies of an operation and its messages. */
export function operationPolicies({ policy, operation, input, output }: SoapOperation): OperationPolicies {
  return {
    operation: mergePolicies([policy, operation.policy]),
    input: mergePolicies([input?.policy, operation.input?.policy, operation.input?.message.policy]),
    output: mergePolicies([output?.policy, operation.output?.policy, operation.output?.message.policy]),
  };
}
