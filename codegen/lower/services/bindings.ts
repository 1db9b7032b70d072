/**
 * Bindings and ports -> tables. WSDL 1.1 §2.5, §2.6, §3, §4
 */
import type { Binding, Definitions, HttpBinding, Operation, SoapBinding } from "../../wsdl/components.js";
import { type ContractOperation, messagesIn } from "../../wsdl/operations.js";
import type { Declaration, Literal, ObjectLiteral } from "../plan.js";
import { lazy, object, record } from "../types/shapes.js";
import type { ImpliedDeclarations } from "./implied-declarations.js";
import type { PartProperty } from "./parts.js";
import { policyTable } from "./policies.js";

/** A port type as a binding has it. */
export interface BoundPortType {
  readonly declaration: Declaration;
  /** The interface of the types of its operations. */
  readonly types: Declaration;
  /** The property of each operation that it has. */
  readonly properties: ReadonlyMap<Operation, string>;
}

/** The table of a SOAP binding. */
export function soapBindingTable(binding: SoapBinding, portType: BoundPortType, definitions: Definitions): ObjectLiteral {
  const { name, version, transport, operations } = binding;
  const actions = operations.flatMap(({ operation, action }): readonly (readonly [string, string])[] => {
    const property = portType.properties.get(operation);
    return property === undefined || action === undefined ? [] : [[property, action]];
  });
  const policies = policyTable(binding, portType.properties, definitions);
  return record({ kind: "soap", name: name.clark, version, transport, portType: portType.declaration, actions: object(actions), policies });
}

/** The table of an HTTP binding. */
export function httpBindingTable(
  binding: HttpBinding,
  portType: BoundPortType,
  contractOperations: readonly ContractOperation[],
  elements: ImpliedDeclarations,
): ObjectLiteral {
  const operations = binding.operations.flatMap((bound): readonly (readonly [string, Literal])[] => {
    const property = portType.properties.get(bound.operation);
    const operation = contractOperations.find((each) => each.operation === bound.operation);
    if (property === undefined || operation === undefined || bound.input === undefined) return [];
    const body = messagesIn(operation, binding).input?.body;
    const parameters =
      body?.kind === "parameters" && body.parts.length > 0 ? object(elements.ofParts(body.parts).map(parameterEntry)) : undefined;
    return [[property, record({ location: bound.location, input: bound.input, parameters })]];
  });
  const { name, verb } = binding;
  return record({ kind: "http", name: name.clark, verb, portType: portType.declaration, operations: object(operations) });
}

function parameterEntry({ property, part, codec }: PartProperty): readonly [string, Literal] {
  const occurs = part.occurs === "once" ? undefined : part.occurs;
  return [property, record({ name: part.name, type: lazy(codec), occurs, keyed: part.keyed || undefined })];
}

/** The list of all ports of the bindings that are declared. */
export function portTables({ services }: Definitions, bindings: ReadonlyMap<Binding, Declaration>): readonly Literal[] {
  return services.flatMap((service) =>
    service.ports.flatMap(({ name, binding, address }) => {
      const declaration = bindings.get(binding);
      if (declaration === undefined) return [];
      return [record({ service: service.name.local, name, binding: declaration.exportName, address })];
    }),
  );
}
