/**
 * WSDL definitions + schema -> operations with the messages that each binding puts on the wire. WSDL 1.1 §2.4, §3, §4
 *
 * The end of reading a WSDL contract: generating, linting, documenting and comparing services all start from these operations.
 */
import type { Span } from "../diagnostics.js";
import type { ElementDeclaration, Schema, TypeDefinition } from "../schema/components.js";
import type {
  AttachedPart,
  Binding,
  Definitions,
  HttpBinding,
  HttpOperation,
  Operation,
  OperationMessage,
  Part,
  PortType,
  SoapBinding,
  SoapHeader,
  SoapMessage,
  SoapOperation,
} from "./components.js";
import { ImpliedElements } from "./implied-elements.js";

/** A part that is an element of its own on the wire: declared by a schema, or implied by the part's name and type. */
export interface PartElement {
  readonly part: Part;
  readonly element: ElementDeclaration;
}

/** A part with the type of its values: a child of an rpc wrapper, a parameter of a URL or form. */
export interface TypedPart {
  readonly part: Part;
  readonly type: TypeDefinition;
}

/** The body of a message. */
export type MessageBody =
  | { readonly kind: "empty" }
  /** The one part is the body: document style, or an XML document over HTTP. */
  | ({ readonly kind: "element" } & PartElement)
  /** rpc style: all parts in one element. Those of encoded messages may be nil. */
  | { readonly kind: "wrapper"; readonly element: ElementDeclaration; readonly parts: readonly TypedPart[]; readonly nillable: boolean }
  /** HTTP: parameters of a URL or form. */
  | { readonly kind: "parameters"; readonly parts: readonly TypedPart[] }
  /** HTTP: in a format that no codec describes. */
  | { readonly kind: "unknownFormat" }
  /** Document style with several parts, which WS-I forbids (R2201, R2210). */
  | { readonly kind: "elements"; readonly elements: readonly PartElement[] };

/** A header block; `element` is undefined where no schema declares the element that the part names. */
export interface MessageHeader {
  readonly part: Part;
  /** The block is written by the SOAP encoding. */
  readonly encoded: boolean;
  readonly element: ElementDeclaration | undefined;
  readonly at: Span;
}

/** One message on the wire. */
export interface ContractMessage {
  readonly body: MessageBody;
  readonly headers: readonly MessageHeader[];
  /** Parts beside the envelope. */
  readonly attachments: readonly AttachedPart[];
}

const nothingBeside: Pick<ContractMessage, "headers" | "attachments"> = { headers: [], attachments: [] };

/** The messages of an operation on the wire. */
export interface OperationMessages {
  readonly input: ContractMessage | undefined;
  readonly output: ContractMessage | undefined;
  /** Input or output is written by the SOAP encoding, which no codec describes. WSDL 1.1 §3.5 */
  readonly encoded: boolean;
}

/** An operation as a binding offers it. */
export interface OperationBinding extends OperationMessages {
  readonly binding: Binding;
  /** "SOAP 1.1", "SOAP 1.2", or "HTTP" with the verb. */
  readonly protocol: string;
  readonly style: "document" | "rpc" | undefined;
  readonly use: "literal" | "encoded" | undefined;
  /** soapAction, or the location of an HTTP operation. */
  readonly action: string | undefined;
  readonly at: Span;
}

/** A fault; `element` is undefined where its message has not exactly one part. */
export interface ContractFault {
  readonly name: string;
  readonly part: Part | undefined;
  readonly element: ElementDeclaration | undefined;
  readonly at: Span;
}

/** One operation of a port type. `input` and `output` are those of its first SOAP binding, else of its first binding. */
export interface ContractOperation extends OperationMessages {
  /** "PortType.operation", with the name of the input where an operation is overloaded. */
  readonly key: string;
  readonly portType: PortType;
  readonly operation: Operation;
  readonly bindings: readonly OperationBinding[];
  /** The messages as the port type alone describes them: undefined where every binding of the port type offers the operation. */
  readonly unbound: OperationMessages | undefined;
  readonly faults: readonly ContractFault[];
}

export interface ContractOperations {
  readonly operations: readonly ContractOperation[];
  /** The schema with the elements that messages imply. */
  readonly schema: Schema;
}

/** Reads all operations, in the order of the definitions. */
export function readOperations(schema: Schema, definitions: Definitions): ContractOperations {
  const reader = new OperationReader(schema);
  const operations = definitions.portTypes.flatMap((portType) => {
    const bindings = definitions.bindings.filter((binding) => binding.portType === portType);
    return portType.operations.map((operation) => reader.operation(portType, operation, bindings));
  });
  return { operations, schema: reader.implied.schema() };
}

/** The messages of an operation as a binding offers it, or as the port type describes it. */
export function messagesIn({ bindings, unbound, operation }: ContractOperation, binding: Binding | undefined): OperationMessages {
  const messages = bindings.find((bound) => bound.binding === binding) ?? unbound;
  if (messages === undefined) throw new Error(`internal: no messages of "${operation.name}"`);
  return messages;
}

/**
 * Tests if an interface can describe a body. Parameters of URLs and forms are texts, so their types must be simple: WSDL 1.1 §4.4 to §4.7.
 */
export function isDescribable({ body }: ContractMessage): boolean {
  if (body.kind === "parameters") return body.parts.every(isSimple);
  return body.kind !== "elements" && body.kind !== "unknownFormat";
}

/** Tests if the values of a part are texts. */
export function isSimple({ type }: TypedPart): boolean {
  return type.kind === "simpleType";
}

/** The elements of a body; parameters have none. */
export function bodyElements({ body }: ContractMessage): readonly ElementDeclaration[] {
  switch (body.kind) {
    case "element":
    case "wrapper":
      return [body.element];
    case "elements":
      return body.elements.map(({ element }) => element);
    default:
      return [];
  }
}

/** The elements of the headers that schemas declare or parts imply. */
export function headerElements({ headers }: ContractMessage): readonly ElementDeclaration[] {
  return headers.flatMap(({ element }) => element ?? []);
}

/** The parameters of a URL or form. */
export function parametersOf({ body }: ContractMessage): readonly Part[] {
  return body.kind === "parameters" ? body.parts.map(({ part }) => part) : [];
}

class OperationReader {
  readonly implied: ImpliedElements;
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.implied = new ImpliedElements(schema);
  }

  operation(portType: PortType, operation: Operation, ofPortType: readonly Binding[]): ContractOperation {
    const bindings = ofPortType.flatMap((binding) => this.#bound(binding, operation) ?? []);
    const isEverywhere = bindings.length > 0 && bindings.length === ofPortType.length;
    const unbound = isEverywhere ? undefined : this.#unbound(operation);
    const preferred = bindings.find(({ binding }) => binding.kind === "soap") ?? bindings[0] ?? unbound;
    const overloaded = portType.operations.filter(({ name }) => name === operation.name).length > 1;
    const suffix = overloaded ? `(${operation.input?.name ?? ""})` : "";
    return {
      key: `${portType.name.local}.${operation.name}${suffix}`,
      portType,
      operation,
      bindings,
      unbound,
      input: preferred?.input,
      output: preferred?.output,
      encoded: preferred?.encoded ?? false,
      faults: operation.faults.map((fault) => this.#fault(fault)),
    };
  }

  #bound(binding: Binding, operation: Operation): OperationBinding | undefined {
    if (binding.kind === "http") {
      const bound = binding.operations.find((each) => each.operation === operation);
      return bound && this.#http(binding, bound);
    }
    const bound = binding.operations.find((each) => each.operation === operation);
    return bound && this.#soap(binding, bound);
  }

  #soap(binding: SoapBinding, { operation, style, action, input, output, at }: SoapOperation): OperationBinding {
    const message = (local: string, bound: SoapMessage | undefined): ContractMessage | undefined => {
      if (bound === undefined) return undefined;
      const body: MessageBody =
        style === "rpc"
          ? {
              kind: "wrapper",
              element: this.implied.wrapper(local, bound),
              parts: this.#typed(bound.parts),
              nillable: bound.use === "encoded",
            }
          : this.#documentBody(bound.parts);
      return { body, headers: bound.headers.map((header) => this.#header(header)), attachments: bound.attachments };
    };
    return {
      binding,
      protocol: `SOAP ${binding.version}`,
      style,
      use: (input ?? output)?.use,
      action,
      at,
      input: message(operation.name, input),
      output: message(`${operation.name}Response`, output),
      encoded: input?.use === "encoded" || output?.use === "encoded",
    };
  }

  #http(binding: HttpBinding, { operation, location, input, inputPart, outputPart, at }: HttpOperation): OperationBinding {
    const document = (part: Part | undefined): ContractMessage => ({
      body: this.#documentBody(part === undefined ? [] : [part]),
      ...nothingBeside,
    });
    const written = ({ message }: OperationMessage): ContractMessage => {
      if (input === "mimeXml") return document(inputPart);
      const body: MessageBody = input === undefined ? { kind: "unknownFormat" } : { kind: "parameters", parts: this.#typed(message.parts) };
      return { body, ...nothingBeside };
    };
    return {
      binding,
      protocol: `HTTP ${binding.verb}`,
      style: undefined,
      use: undefined,
      action: location,
      at,
      input: operation.input && written(operation.input),
      output: operation.output && document(outputPart),
      encoded: false,
    };
  }

  #unbound({ input, output }: Operation): OperationMessages {
    const message = (abstract: OperationMessage | undefined): ContractMessage | undefined =>
      abstract && { body: this.#documentBody(abstract.message.parts), ...nothingBeside };
    return { input: message(input), output: message(output), encoded: false };
  }

  #documentBody(parts: readonly Part[]): MessageBody {
    const elements = parts.map((part) => ({ part, element: this.implied.ofPart(part) }));
    const [first] = elements;
    if (first === undefined) return { kind: "empty" };
    return elements.length === 1 ? { kind: "element", ...first } : { kind: "elements", elements };
  }

  #typed(parts: readonly Part[]): readonly TypedPart[] {
    return parts.map((part) => ({ part, type: this.implied.typeOf(part) }));
  }

  #header({ part, use, namespace, at }: SoapHeader): MessageHeader {
    const isUndeclared = part.element !== undefined && !this.#schema.elements.has(part.element.clark);
    const encoded = use === "encoded" && part.element === undefined;
    return { part, encoded, element: isUndeclared ? undefined : this.implied.ofPart(part, encoded ? namespace : ""), at };
  }

  #fault({ name, message, at }: OperationMessage): ContractFault {
    const part = message.parts.length === 1 ? message.parts[0] : undefined;
    return { name, part, element: part && this.implied.ofPart(part), at };
  }
}
