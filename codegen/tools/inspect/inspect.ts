/**
 * Contract -> JSON: all global components and operations, sorted by name, or those of one name.
 */

import { xsdNamespace, xsiNamespace } from "../../load/names.js";
import { isBuiltIn } from "../../schema/built-in-components.js";
import type { Schema } from "../../schema/components.js";
import type { Definitions, Service } from "../../wsdl/components.js";
import { bodyElements, type ContractMessage, type ContractOperation, headerElements, parametersOf } from "../../wsdl/operations.js";
import { inspectOperationPolicies, inspectPortPolicy } from "./inspect-policies.js";
import { inspectNotation, placeOf, SchemaInspector } from "./inspect-schema.js";
import type { InspectedContract, InspectedMessage, InspectedOperation, InspectedPortType, InspectedService } from "./model.js";

export interface Inspectable {
  readonly schema: Schema;
  readonly definitions: Definitions | undefined;
  readonly operations: readonly ContractOperation[];
}

/** Everything that the contract declares; `component` keeps what has that Clark or local name. */
export function inspect({ schema, definitions, operations }: Inspectable, component?: string): InspectedContract {
  const inspector = new SchemaInspector(schema);
  const record = <In extends Located, Out>(components: ReadonlyMap<string, In>, turn: (found: In) => Out): Readonly<Record<string, Out>> =>
    Object.fromEntries(
      [...components]
        .filter(([clark, found]) => !isBuiltIn(found) && isWanted(clark, component))
        .sort(byKey)
        .map(([clark, found]) => [clark, turn(found)]),
    );
  return {
    format: 1,
    namespaces: [...schema.namespaces.keys()].filter((namespace) => !builtIn.has(namespace)).sort(),
    elements: record(schema.elements, (element) => inspector.element(element)),
    types: record(schema.types, (type) => inspector.type(type)),
    attributes: record(schema.attributes, (attribute) => inspector.attribute(attribute)),
    attributeGroups: record(schema.attributeGroups, (group) => inspector.attributeGroup(group)),
    groups: record(schema.modelGroups, ({ modelGroup, at }) =>
      inspector.model({ kind: "particle", minOccurs: 1, maxOccurs: 1, term: modelGroup, at }),
    ),
    notations: record(schema.notations, inspectNotation),
    portTypes: record(byName(definitions?.portTypes ?? []), (portType): InspectedPortType => {
      const own = operations.filter((operation) => operation.portType === portType);
      return { operations: own.map(inspectOperation), ...documented(portType.documentation), at: placeOf(portType.at) };
    }),
    services: record(byName(definitions?.services ?? []), inspectService),
  };
}

interface Located {
  readonly at: Parameters<typeof placeOf>[0];
}

const builtIn: ReadonlySet<string> = new Set([xsdNamespace, xsiNamespace]);

function isWanted(clark: string, component: string | undefined): boolean {
  return component === undefined || clark === component || clark.slice(clark.lastIndexOf("}") + 1) === component;
}

function byName<T extends { readonly name: { readonly clark: string } }>(components: readonly T[]): ReadonlyMap<string, T> {
  return new Map(components.map((component) => [component.name.clark, component]));
}

/** By code units: the same on every machine. */
function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function documented(documentation: string | undefined): { readonly documentation?: string } {
  const text = documentation?.trim() ?? "";
  return text === "" ? {} : { documentation: text };
}

function inspectService(service: Service): InspectedService {
  const { ports, documentation, at } = service;
  const found = ports.map((port) => {
    const { name, binding, address } = port;
    return { name, binding: binding.name.clark, address, ...inspectPortPolicy(port, service) };
  });
  return { ports: found, ...documented(documentation), at: placeOf(at) };
}

function inspectOperation({ operation, input, output, faults, bindings }: ContractOperation): InspectedOperation {
  return {
    name: operation.name,
    pattern: operation.pattern,
    ...(input && { input: inspectMessage(input) }),
    ...(output && { output: inspectMessage(output) }),
    ...(faults.length > 0 && { faults: faults.map(({ name, element }) => ({ name, ...(element && { element: element.name.clark }) })) }),
    ...(bindings.length > 0 && {
      bindings: bindings.map(({ binding, protocol, style, use, action }) => ({
        name: binding.name.clark,
        protocol,
        ...(style && { style }),
        ...(use && { use }),
        ...(action !== undefined && { action }),
        ...inspectOperationPolicies(binding, operation),
      })),
    }),
    ...documented(operation.documentation),
    at: placeOf(operation.at),
  };
}

function inspectMessage(message: ContractMessage): InspectedMessage {
  const { attachments } = message;
  const headers = headerElements(message);
  const parameters = parametersOf(message);
  return {
    body: bodyElements(message).map(({ name }) => name.clark),
    ...(headers.length > 0 && { headers: headers.map(({ name }) => name.clark) }),
    ...(attachments.length > 0 && {
      attachments: attachments.map(({ part: { name }, types }) => ({ name, ...(types.length > 0 && { types }) })),
    }),
    ...(parameters.length > 0 && { parts: parameters.map(({ name, type }) => ({ name, ...(type && { type: type.clark }) })) }),
  };
}
