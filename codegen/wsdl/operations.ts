/**
 * WSDL definitions + schema -> operations with the elements that their messages put on the wire. WSDL 1.1 §2.4, §3
 */
import type { Span } from "../diagnostics.js";
import type { ElementDeclaration, Schema } from "../schema/components.js";
import type { Binding, Definitions, Operation, OperationMessage, Part, PortType, SoapMessage, SoapOperation } from "./components.js";
import { RpcWrapperElements } from "./rpc-wrappers.js";

/** What one message consists of. */
export interface MessageElements {
  /** The elements in the body of a SOAP message, or the one document of another binding. */
  readonly body: readonly ElementDeclaration[];
  readonly headers: readonly ElementDeclaration[];
  /** Parts of which no element can be said: parameters of a URL, types in document style. */
  readonly others: readonly Part[];
}

/** How an operation is reached. */
export interface OperationBinding {
  readonly binding: Binding;
  /** "SOAP 1.1", "SOAP 1.2", or the verb of an HTTP binding. */
  readonly protocol: string;
  readonly style: "document" | "rpc" | undefined;
  readonly use: "literal" | "encoded" | undefined;
  readonly action: string | undefined;
  readonly at: Span;
}

export interface ContractFault {
  readonly name: string;
  readonly element: ElementDeclaration | undefined;
  readonly at: Span;
}

/** One operation of a port type. */
export interface ContractOperation {
  /** "PortType.operation", with the name of the input where an operation is overloaded. */
  readonly key: string;
  readonly portType: PortType;
  readonly operation: Operation;
  readonly bindings: readonly OperationBinding[];
  readonly input: MessageElements | undefined;
  readonly output: MessageElements | undefined;
  readonly faults: readonly ContractFault[];
}

export interface ContractMessages {
  readonly operations: readonly ContractOperation[];
  /** The schema with an element for each rpc message. */
  readonly schema: Schema;
}

/** Finds the messages of all operations, as the first binding of each puts them on the wire. */
export function readMessages(schema: Schema, definitions: Definitions): ContractMessages {
  const wrappers = new RpcWrapperElements(schema);
  const operations = definitions.portTypes.flatMap((portType) => {
    const bindings = definitions.bindings.filter((binding) => binding.portType === portType);
    return portType.operations.map((operation) => readOperation({ portType, operation, bindings, wrappers }));
  });
  return { operations, schema: wrappers.schema() };
}

interface OperationContext {
  readonly portType: PortType;
  readonly operation: Operation;
  readonly bindings: readonly Binding[];
  readonly wrappers: RpcWrapperElements;
}

function readOperation({ portType, operation, bindings, wrappers }: OperationContext): ContractOperation {
  const soap = bindings
    .filter((binding) => binding.kind === "soap")
    .flatMap((binding) => binding.operations.filter((bound) => bound.operation === operation))[0];
  const overloaded = portType.operations.filter(({ name }) => name === operation.name).length > 1;
  const suffix = overloaded ? `(${operation.input?.name ?? ""})` : "";
  return {
    key: `${portType.name.local}.${operation.name}${suffix}`,
    portType,
    operation,
    bindings: bindings.flatMap((binding) => bindingOf(binding, operation)),
    input: messageElements(operation.name, operation.input, soap, soap?.input, wrappers),
    output: messageElements(`${operation.name}Response`, operation.output, soap, soap?.output, wrappers),
    faults: operation.faults.map(({ name, message, at }) => {
      const [part] = message.parts;
      return { name, element: part && wrappers.elementOfPart(part), at };
    }),
  };
}

function bindingOf(binding: Binding, operation: Operation): readonly OperationBinding[] {
  if (binding.kind === "http") {
    const bound = binding.operations.find((each) => each.operation === operation);
    return bound === undefined
      ? []
      : [{ binding, protocol: `HTTP ${binding.verb}`, style: undefined, use: undefined, action: bound.location, at: bound.at }];
  }
  const bound = binding.operations.find((each) => each.operation === operation);
  if (bound === undefined) return [];
  const { style, action, input, output, at } = bound;
  return [{ binding, protocol: `SOAP ${binding.version}`, style, use: (input ?? output)?.use, action, at }];
}

function messageElements(
  wrapperName: string,
  message: OperationMessage | undefined,
  soap: SoapOperation | undefined,
  bound: SoapMessage | undefined,
  wrappers: RpcWrapperElements,
): MessageElements | undefined {
  if (message === undefined) return undefined;
  const headers = (bound?.headers ?? []).flatMap(({ part }) => wrappers.elementOfPart(part) ?? []);
  if (soap?.style === "rpc" && bound !== undefined) {
    const wrapper = wrappers.wrap(wrapperName, bound);
    return { body: wrapper === undefined ? [] : [wrapper], headers, others: wrapper === undefined ? bound.parts : [] };
  }
  const parts = bound?.parts ?? message.message.parts;
  const body = parts.map((part) => (part.element === undefined ? undefined : wrappers.elementOfPart(part)));
  return {
    body: body.filter((element) => element !== undefined),
    headers,
    others: parts.filter((_, index) => body[index] === undefined),
  };
}
