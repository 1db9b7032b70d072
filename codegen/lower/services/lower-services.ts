/**
 * Operations -> the plan of service.ts.
 *
 * A port type becomes a map of operations with their types; a binding a table that refers to it. What stands on the wire depends on the
 * binding (headers, rpc wrappers), so a port type is lowered as its first SOAP or HTTP binding has it, and once more for each binding that
 * puts something else on the wire. WSDL 1.1 §3, §4
 */
import type { Binding, Definitions, HttpBinding, Operation, PortType, SoapBinding, SoapMessage } from "../../wsdl/components.js";
import { type ContractFault, type ContractMessage, type ContractOperation, messagesIn, type TypedPart } from "../../wsdl/operations.js";
import { numbered, propertyIdentifier, typeIdentifier } from "../names/identifiers.js";
import type {
  BindingPlan,
  Declaration,
  Documentation,
  HttpOperationPlan,
  Member,
  MessagePlan,
  Module,
  NamedElement,
  OperationPlan,
  ParameterPlan,
  PortPlan,
  PortTypePlan,
  ServicePlan,
  Shape,
} from "../plan.js";
import { ImpliedDeclarations, type PlannedTypes } from "./implied-declarations.js";

/** The services of a contract. */
export interface ContractServices {
  readonly definitions: Definitions;
  /** Of the port types in the definitions; others are left out. */
  readonly operations: readonly ContractOperation[];
}

/** Lowers all services of a contract; undefined where it has no port type. */
export function lowerServices(services: ContractServices, types: PlannedTypes): ServicePlan | undefined {
  if (services.definitions.portTypes.length === 0) return undefined;
  return new ServiceLowering(types).lower(services);
}

/** Gives each wanted name once; a second one gets a number. */
class Names {
  readonly #taken = new Set<string>();

  /** `suffixes`: what else is named after it. */
  give(wanted: string, suffixes: readonly string[] = [""]): string {
    const isTaken = (name: string): boolean => suffixes.some((suffix) => this.#taken.has(name + suffix));
    let name = wanted;
    for (let number = 2; isTaken(name); number++) name = numbered(wanted, number);
    for (const suffix of suffixes) this.#taken.add(name + suffix);
    return name;
  }
}

interface LoweredPortType {
  readonly plan: PortTypePlan;
  /** Of the operations that the plan has. */
  readonly properties: ReadonlyMap<Operation, string>;
}

class ServiceLowering {
  readonly #types: PlannedTypes;
  readonly #names = new Names();
  readonly #declarations: Declaration[] = [];
  readonly #module: Module = { fileName: "service", exportName: "service", targetNamespace: "", declarations: this.#declarations };
  readonly #implied: ImpliedDeclarations;

  constructor(types: PlannedTypes) {
    this.#types = types;
    this.#implied = new ImpliedDeclarations(types, this.#module, this.#declarations, (name) => this.#names.give(name));
  }

  lower({ definitions, operations }: ContractServices): ServicePlan {
    const portTypes: LoweredPortType[] = [];
    const byBinding = new Map<Binding, LoweredPortType>();
    for (const portType of definitions.portTypes) {
      const own = definitions.bindings.filter((each) => each.portType === portType);
      const offered = operations.filter((operation) => operation.portType === portType);
      const lowered = this.#lowerAsBound(portType, offered, own);
      portTypes.push(...new Set(lowered));
      for (const [index, binding] of own.entries()) byBinding.set(binding, lowered[index] ?? invariantPortType());
    }
    const bindings = new Map<Binding, BindingPlan>();
    for (const binding of definitions.bindings) {
      const portType = byBinding.get(binding);
      if (portType !== undefined) bindings.set(binding, this.#lowerBinding(binding, portType, operations));
    }
    const ports: PortPlan[] = [];
    for (const service of definitions.services) {
      for (const { name, binding, address } of service.ports) {
        const plan = bindings.get(binding);
        if (plan !== undefined) ports.push({ service: service.name.local, name, binding: plan, address });
      }
    }
    return { module: this.#module, portTypes: portTypes.map(({ plan }) => plan), bindings: [...bindings.values()], ports };
  }

  /** For each binding the port type as that binding has it; of a port type without bindings, the port type itself. */
  #lowerAsBound(portType: PortType, operations: readonly ContractOperation[], bindings: readonly Binding[]): readonly LoweredPortType[] {
    const wanted = typeIdentifier(portType.name.local);
    if (bindings.length === 0) return [this.#lowerPortType(portType, operations, undefined, wanted)];
    const bySignature = new Map<string, LoweredPortType>();
    return bindings.map((binding) => {
      const signature = signatureOf(binding);
      const known = bySignature.get(signature);
      if (known !== undefined) return known;
      const name = bySignature.size === 0 ? wanted : `${wanted}${typeIdentifier(binding.name.local)}`;
      const lowered = this.#lowerPortType(portType, operations, binding, name);
      bySignature.set(signature, lowered);
      return lowered;
    });
  }

  #lowerPortType(portType: PortType, all: readonly ContractOperation[], binding: Binding | undefined, wantedName: string): LoweredPortType {
    const names = new Names();
    const properties = new Map<Operation, string>();
    const operations = all.flatMap((operation) => {
      const property = names.give(propertyIdentifier(operation.operation.name));
      const lowered = this.#lowerOperation(operation, property, binding);
      if (lowered !== undefined) properties.set(operation.operation, property);
      return lowered ?? [];
    });
    const plan: PortTypePlan = {
      name: portType.name.clark,
      exportName: this.#names.give(wantedName, ["", "Operations", "Server"]),
      documentation: documentationOf(portType),
      operations,
    };
    return { plan, properties };
  }

  /** Undefined for an operation with a message of several elements: no interface can describe it. */
  #lowerOperation(contractOperation: ContractOperation, property: string, binding: Binding | undefined): OperationPlan | undefined {
    const { operation, faults } = contractOperation;
    const { input, output, encoded } = messagesIn(contractOperation, binding);
    if (input?.body.kind === "elements" || output?.body.kind === "elements") return undefined;
    return {
      property,
      name: operation.name,
      pattern: operation.pattern,
      documentation: documentationOf(operation),
      input: input && this.#lowerMessage(input),
      output: output && this.#lowerMessage(output),
      faults: this.#lowerFaults(faults),
      inputHeaders: this.#lowerHeaders(input),
      outputHeaders: this.#lowerHeaders(output),
      inputAction: operation.input?.action,
      outputAction: operation.output?.action,
      encoded,
    };
  }

  #lowerMessage({ body }: ContractMessage): MessagePlan {
    switch (body.kind) {
      case "element":
        return this.#implied.ofPart(body);
      case "wrapper":
        return this.#implied.wrapper(body);
      case "parameters":
        return this.#parameters(body.parts);
      default:
        return { shape: { kind: "keyword", name: "void" }, codec: undefined };
    }
  }

  /** The parameters of a URL as one object. */
  #parameters(parts: readonly TypedPart[]): MessagePlan {
    const members = parts.map(({ part, type }): Member => {
      const { shape } = this.#types.type(type);
      const value: Shape = part.keyed
        ? { kind: "object", members: [plainMember("key", { kind: "keyword", name: "string" }), plainMember("value", shape)] }
        : shape;
      const repeated = part.occurs === "repeated";
      return {
        ...plainMember(propertyIdentifier(part.name), repeated ? { kind: "array", item: value } : value),
        optional: part.occurs !== "once",
      };
    });
    return { shape: { kind: "object", members }, codec: undefined };
  }

  #lowerFaults(faults: readonly ContractFault[]): readonly NamedElement[] {
    const names = new Names();
    return faults.flatMap(({ name, part, element }) =>
      part === undefined || element === undefined ? [] : [{ property: names.give(name), ...this.#implied.ofPart({ part, element }) }],
    );
  }

  /** A header whose element no schema declares is left out: the rest of the service can be used. */
  #lowerHeaders(message: ContractMessage | undefined): readonly NamedElement[] {
    const names = new Names();
    return (message?.headers ?? []).flatMap(({ part, element }) => {
      if (element === undefined) return [];
      return [{ property: names.give(propertyIdentifier(part.element?.local ?? part.name)), ...this.#implied.ofPart({ part, element }) }];
    });
  }

  #lowerBinding(binding: Binding, portType: LoweredPortType, operations: readonly ContractOperation[]): BindingPlan {
    const common = { name: binding.name.clark, exportName: this.#names.give(bindingName(binding)), portType: portType.plan };
    return binding.kind === "soap" ? soapPlan(binding, portType, common) : this.#httpPlan(binding, portType, operations, common);
  }

  #httpPlan(binding: HttpBinding, portType: LoweredPortType, all: readonly ContractOperation[], common: BindingCommon): BindingPlan {
    const operations = binding.operations.flatMap((bound): readonly HttpOperationPlan[] => {
      const property = portType.properties.get(bound.operation);
      const operation = all.find((each) => each.operation === bound.operation);
      if (property === undefined || operation === undefined || bound.input === undefined) return [];
      const body = messagesIn(operation, binding).input?.body;
      const parts = body?.kind === "parameters" ? body.parts : [];
      return [{ property, location: bound.location, input: bound.input, parameters: parts.map((part) => this.#parameter(part)) }];
    });
    return { kind: "http", ...common, verb: binding.verb, operations };
  }

  #parameter({ part, type }: TypedPart): ParameterPlan {
    const { codec } = this.#types.type(type);
    return { property: propertyIdentifier(part.name), name: part.name, codec, occurs: part.occurs, keyed: part.keyed };
  }
}

interface BindingCommon {
  readonly name: string;
  readonly exportName: string;
  readonly portType: PortTypePlan;
}

function soapPlan(binding: SoapBinding, portType: LoweredPortType, common: BindingCommon): BindingPlan {
  const actions = binding.operations.flatMap(({ operation, action }): readonly (readonly [string, string])[] => {
    const property = portType.properties.get(operation);
    return property === undefined || action === undefined ? [] : [[property, action]];
  });
  return { kind: "soap", ...common, version: binding.version, transport: binding.transport, actions };
}

/** Bindings are often named like their port type or their types: "Binding" keeps them apart. */
function bindingName(binding: Binding): string {
  const name = typeIdentifier(binding.name.local);
  return name === typeIdentifier(binding.portType.name.local) ? `${name}Binding` : name;
}

/** What a binding puts on the wire, so that two of one port type can be compared. */
function signatureOf(binding: Binding): string {
  if (binding.kind === "http")
    return binding.operations
      .map(({ operation, input }) => `${operation.name} ${input === "mimeXml" ? "literal" : "parameters"}`)
      .join("\n");
  const partsOf = (message: SoapMessage | undefined): string =>
    message === undefined ? "" : `${message.use} ${message.parts.map(({ name }) => name)}`;
  const lines = binding.operations.map(({ operation, style, input, output }) =>
    style === "document" && input?.use !== "encoded"
      ? `${operation.name} literal`
      : `${operation.name} ${style} ${partsOf(input)} ${partsOf(output)} ${input?.namespace}`,
  );
  return lines.join("\n");
}

function invariantPortType(): never {
  throw new Error("internal: a binding without port type");
}

function plainMember(name: string, shape: Shape): Member {
  return { name, optional: false, shape, documentation: undefined, defaultValue: undefined };
}

function documentationOf(component: PortType | Operation): Documentation {
  return { text: component.documentation, at: component.at, remark: undefined };
}
