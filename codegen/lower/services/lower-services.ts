/**
 * WSDL definitions -> the plan of service.ts.
 *
 * A port type becomes a map of operations with their types; a binding a table that refers to it. What stands on the wire depends on the
 * binding (headers, rpc wrappers), so a port type is lowered as its first SOAP or HTTP binding has it, and once more for each binding that
 * puts something else on the wire. WSDL 1.1 §3, §4
 */
import type { Report, Span } from "../../diagnostics.js";
import type {
  Binding,
  Definitions,
  HttpBinding,
  HttpOperation,
  Message,
  Operation,
  OperationMessage,
  Part,
  PortType,
  SoapBinding,
  SoapMessage,
  SoapOperation,
} from "../../wsdl/components.js";
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
  Reference,
  ServicePlan,
  Shape,
} from "../plan.js";
import { RpcWrappers } from "./rpc-wrappers.js";

/** The types of the plan, by Clark name. */
export interface PlannedTypes {
  element(clark: string): { readonly codec: Declaration; readonly shape: Shape } | undefined;
  type(clark: string): { readonly codec: Reference; readonly shape: Shape } | undefined;
}

/** Lowers all services of a contract; undefined where it has no port type. */
export function lowerServices(definitions: Definitions, types: PlannedTypes, report: Report): ServicePlan | undefined {
  if (definitions.portTypes.length === 0) return undefined;
  return new ServiceLowering(types, report).lower(definitions);
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
  readonly #report: Report;
  readonly #names = new Names();
  readonly #declarations: Declaration[] = [];
  readonly #module: Module = { fileName: "service", exportName: "service", targetNamespace: "", declarations: this.#declarations };
  readonly #wrappers: RpcWrappers;

  constructor(types: PlannedTypes, report: Report) {
    this.#types = types;
    this.#report = report;
    this.#wrappers = new RpcWrappers(this.#module, this.#declarations, (name) => this.#names.give(name));
  }

  lower(definitions: Definitions): ServicePlan {
    const portTypes: LoweredPortType[] = [];
    const byBinding = new Map<Binding, LoweredPortType>();
    for (const portType of definitions.portTypes) {
      const own = definitions.bindings.filter((each) => each.portType === portType);
      const lowered = this.#lowerAsBound(portType, own);
      portTypes.push(...new Set(lowered));
      for (const [index, binding] of own.entries()) byBinding.set(binding, lowered[index] ?? invariantPortType());
    }
    const bindings = new Map<Binding, BindingPlan>();
    for (const binding of definitions.bindings) {
      const portType = byBinding.get(binding);
      if (portType !== undefined) bindings.set(binding, this.#lowerBinding(binding, portType));
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
  #lowerAsBound(portType: PortType, bindings: readonly Binding[]): readonly LoweredPortType[] {
    const wanted = typeIdentifier(portType.name.local);
    if (bindings.length === 0) return [this.#lowerPortType(portType, undefined, wanted)];
    const bySignature = new Map<string, LoweredPortType>();
    return bindings.map((binding) => {
      const signature = signatureOf(binding);
      const known = bySignature.get(signature);
      if (known !== undefined) return known;
      const name = bySignature.size === 0 ? wanted : `${wanted}${typeIdentifier(binding.name.local)}`;
      const lowered = this.#lowerPortType(portType, binding, name);
      bySignature.set(signature, lowered);
      return lowered;
    });
  }

  #lowerPortType(portType: PortType, binding: Binding | undefined, wantedName: string): LoweredPortType {
    const names = new Names();
    const properties = new Map<Operation, string>();
    const operations = portType.operations.flatMap((operation) => {
      const property = names.give(propertyIdentifier(operation.name));
      const lowered = this.#lowerOperation(operation, property, binding);
      if (lowered !== undefined) properties.set(operation, property);
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

  /** Undefined, after a report, for an operation that no interface can describe. */
  #lowerOperation(operation: Operation, property: string, binding: Binding | undefined): OperationPlan | undefined {
    const soap = binding?.kind === "soap" ? binding.operations.find((each) => each.operation === operation) : undefined;
    const http = binding?.kind === "http" ? binding.operations.find((each) => each.operation === operation) : undefined;
    const input = operation.input && this.#lowerMessage(operation, "input", operation.input, soap, http);
    const output = operation.output && this.#lowerMessage(operation, "output", operation.output, soap, http);
    if ((operation.input !== undefined && input === undefined) || (operation.output !== undefined && output === undefined))
      return undefined;
    return {
      property,
      name: operation.name,
      pattern: operation.pattern,
      documentation: documentationOf(operation),
      input,
      output,
      faults: this.#lowerFaults(operation),
      inputHeaders: this.#lowerHeaders(soap?.input),
      outputHeaders: this.#lowerHeaders(soap?.output),
      inputAction: operation.input?.action,
      outputAction: operation.output?.action,
      encoded: soap?.input?.use === "encoded" || soap?.output?.use === "encoded",
    };
  }

  /** Undefined, after a report, for a message that no codec can describe. */
  #lowerMessage(
    operation: Operation,
    side: "input" | "output",
    abstract: OperationMessage,
    soap: SoapOperation | undefined,
    http: HttpOperation | undefined,
  ): MessagePlan | undefined {
    if (http !== undefined && side === "input" && http.input !== "mimeXml") return this.#parameters(abstract.message);
    if (http !== undefined) return this.#document(side === "input" ? http.inputPart : http.outputPart, abstract.at);
    const bound = soap?.[side];
    if (soap?.style === "rpc" && bound !== undefined) return this.#rpcMessage(operation, side, bound);
    const parts = bound?.parts ?? abstract.message.parts;
    if (parts.length > 1) {
      // WSDL 1.1 allows it, WS-I (R2201) and whoever looks up operations by the element in the body do not.
      const message = `"${operation.name}" has ${parts.length} parts in the body of a document/literal message; one is supported, the operation is left out`;
      this.#report({ id: "wsdl-multipart-body", severity: "warning", message, at: abstract.at, related: [] });
      return undefined;
    }
    return this.#document(parts[0], abstract.at);
  }

  /** The one part of a document; no part is an empty body. */
  #document(part: Part | undefined, at: Span): MessagePlan {
    if (part === undefined) return { shape: { kind: "keyword", name: "void" }, codec: undefined };
    if (part.type !== undefined)
      this.#say("wsdl-type-part", `the part "${part.name}" of a document/literal message has a type instead of an element`, at);
    return this.#partElement(part);
  }

  /** rpc/literal: the body has one element with the operation's name. WSDL 1.1 §3.5, WS-I Basic Profile 1.1 R2729, R2735 */
  #rpcMessage(operation: Operation, side: "input" | "output", bound: SoapMessage): MessagePlan {
    const parts = bound.parts.map((part) => ({ part, use: this.#partType(part) }));
    const local = side === "input" ? operation.name : `${operation.name}Response`;
    const clark = bound.namespace === "" ? local : `{${bound.namespace}}${local}`;
    return this.#wrappers.wrap(clark, typeIdentifier(local), parts);
  }

  /** Anything, where the part's type or element is not defined. */
  #partType(part: Part): { codec: Reference; shape: Shape } {
    const name = part.type ?? part.element;
    const found = part.type === undefined ? part.element && this.#types.element(part.element.clark) : this.#types.type(part.type.clark);
    if (found !== undefined) return found;
    // A part without both has been reported where it was read.
    if (name !== undefined) this.#sayMissing(part.type === undefined ? "element" : "type", name.clark, part.at);
    return { codec: { kind: "runtime", name: "xsAnyType" }, shape: { kind: "runtime", name: "XmlContent", arguments: [] } };
  }

  #sayMissing(kind: "element" | "type", clark: string, at: Span): void {
    this.#say("wsdl-unresolved", `there is no ${kind} "${clark}"`, at);
  }

  /** The parameters of a URL as one object. */
  #parameters(message: Message): MessagePlan {
    const members = message.parts.map((part): Member => {
      const { shape } = this.#partType(part);
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

  #lowerFaults(operation: Operation): readonly NamedElement[] {
    const names = new Names();
    return operation.faults.flatMap((fault) => {
      const [part] = fault.message.parts;
      if (part === undefined || fault.message.parts.length > 1) {
        this.#say("wsdl-fault", `the fault "${fault.name}" needs a message with one part`, fault.at);
        return [];
      }
      return [{ property: names.give(fault.name), ...this.#partElement(part) }];
    });
  }

  /** The element that a part is, or that is named for it where it has a type: so rpc messages write faults and headers. */
  #partElement(part: Part): { codec: Declaration; shape: Shape } {
    const element = part.element && this.#types.element(part.element.clark);
    return element ?? this.#wrappers.elementOf({ part, use: this.#partType(part) });
  }

  /** A header whose element no schema declares is left out: the rest of the service can be used. */
  #lowerHeaders(message: SoapMessage | undefined): readonly NamedElement[] {
    const names = new Names();
    return (message?.headers ?? []).flatMap(({ part, at }) => {
      if (part.element !== undefined && this.#types.element(part.element.clark) === undefined) {
        const text = `no schema declares the header element "${part.element.clark}"; it is left out`;
        this.#report({ id: "wsdl-header", severity: "warning", message: text, at, related: [{ message: "the part", at: part.at }] });
        return [];
      }
      return [{ property: names.give(propertyIdentifier(part.element?.local ?? part.name)), ...this.#partElement(part) }];
    });
  }

  #lowerBinding(binding: Binding, portType: LoweredPortType): BindingPlan {
    const common = { name: binding.name.clark, exportName: this.#names.give(bindingName(binding)), portType: portType.plan };
    return binding.kind === "soap" ? soapPlan(binding, portType, common) : this.#httpPlan(binding, portType, common);
  }

  #httpPlan(binding: HttpBinding, portType: LoweredPortType, common: BindingCommon): BindingPlan {
    const operations = binding.operations.flatMap((bound): readonly HttpOperationPlan[] => {
      const property = portType.properties.get(bound.operation);
      if (property === undefined || bound.input === undefined) return [];
      const parts = bound.input === "mimeXml" ? [] : (bound.operation.input?.message.parts ?? []);
      return [{ property, location: bound.location, input: bound.input, parameters: parts.map((part) => this.#parameter(part)) }];
    });
    return { kind: "http", ...common, verb: binding.verb, operations };
  }

  #parameter(part: Part): ParameterPlan {
    const { codec } = this.#partType(part);
    return { property: propertyIdentifier(part.name), name: part.name, codec, occurs: part.occurs, keyed: part.keyed };
  }

  #say(id: string, message: string, at: Span): void {
    this.#report({ id, severity: "error", message, at, related: [] });
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
