/**
 * Operations -> their TypeScript types and their tables, the members of a port type.
 */
import type { Binding } from "../../wsdl/components.js";
import { type ContractFault, type ContractMessage, type ContractOperation, isDescribable, messagesIn } from "../../wsdl/operations.js";
import { UniqueNames } from "../names/unique-names.js";
import type { Literal, ObjectLiteral, Property, Shape } from "../plan.js";
import { arrayOf, keyword, lazy, object, objectShape, record, requiredMember, runtimeConstant, runtimeType } from "../types/shapes.js";
import { lowerAttachments } from "./attachments.js";
import type { ElementUse, ImpliedDeclarations } from "./implied-declarations.js";
import type { PartProperty } from "./parts.js";

/** An operation of a port type. */
export interface LoweredOperation {
  readonly types: Property;
  readonly table: ObjectLiteral;
}

/** The body of a message: the shape of its value, and its codec. Empty bodies and parameters of URLs have no codec. */
interface LoweredBody {
  readonly shape: Shape;
  readonly codec: Literal;
}

/** A message, with the table of its attachments if it has any. */
interface LoweredMessage extends LoweredBody {
  readonly attachments: Literal;
}

/** A fault detail or a header block. */
interface NamedElement extends ElementUse {
  readonly property: string;
}

/** Lowers an operation as a binding has it; undefined where no interface can describe its messages. */
export function lowerOperation(
  contractOperation: ContractOperation,
  property: string,
  binding: Binding | undefined,
  elements: ImpliedDeclarations,
): LoweredOperation | undefined {
  const { operation } = contractOperation;
  const { input, output, encoded } = messagesIn(contractOperation, binding);
  if ((input && !isDescribable(input)) || (output && !isDescribable(output))) return undefined;
  const loweredInput = input && lowerMessage(input, elements);
  const loweredOutput = output && lowerMessage(output, elements);
  const faults = lowerFaults(contractOperation.faults, elements);
  const inputHeaders = lowerHeaders(input, elements);
  const outputHeaders = lowerHeaders(output, elements);
  const hasEncodedHeaders = [input, output].some((message) => message?.headers.some((header) => header.encoded));
  const types = [
    // What answers a solicitation comes from the peer: it is not an input of the server.
    ...messageMember(operation.pattern === "solicit-response" ? "answer" : "input", loweredInput),
    ...messageMember("output", loweredOutput),
    ...elementsMember("faults", faults),
    ...elementsMember("inputHeaders", inputHeaders),
    ...elementsMember("outputHeaders", outputHeaders),
  ];
  const table = record({
    name: operation.name,
    pattern: operation.pattern,
    input: loweredInput?.codec,
    output: loweredOutput?.codec,
    faults: codecsOf(faults),
    inputHeaders: codecsOf(inputHeaders),
    outputHeaders: codecsOf(outputHeaders),
    inputAttachments: loweredInput?.attachments,
    outputAttachments: loweredOutput?.attachments,
    inputAction: operation.input?.action,
    outputAction: operation.output?.action,
    encoded: encoded ? lazy(runtimeConstant("soapEncoding")) : undefined,
    encodedHeaders: hasEncodedHeaders ? lazy(runtimeConstant("soapEncoding")) : undefined,
  });
  const documentation = { text: operation.documentation, at: undefined, remark: undefined };
  return { types: { ...requiredMember(property, objectShape(types)), documentation }, table };
}

function lowerMessage(message: ContractMessage, elements: ImpliedDeclarations): LoweredMessage {
  const body = lowerBody(message, elements);
  const attachments = lowerAttachments(message, body.shape, elements.rules);
  return { ...body, shape: attachments?.shape ?? body.shape, attachments: attachments?.table };
}

function lowerBody({ body }: ContractMessage, elements: ImpliedDeclarations): LoweredBody {
  switch (body.kind) {
    case "element":
    case "wrapper": {
      const { shape, codec } = body.kind === "element" ? elements.ofPart(body) : elements.wrapper(body);
      return { shape, codec: lazy(codec) };
    }
    case "parameters":
      return { shape: objectShape(elements.ofParts(body.parts).map(parameterMember)), codec: undefined };
    default:
      return { shape: keyword("void"), codec: undefined };
  }
}

function parameterMember({ property, part, shape }: PartProperty): Property {
  const value = part.keyed ? runtimeType("Keyed", shape) : shape;
  const member = requiredMember(property, part.occurs === "repeated" ? arrayOf(value) : value);
  return { ...member, optional: part.occurs !== "once" };
}

function lowerFaults(faults: readonly ContractFault[], elements: ImpliedDeclarations): readonly NamedElement[] {
  const names = new UniqueNames();
  return faults.flatMap(({ name, part, element }) =>
    part === undefined || element === undefined ? [] : [{ property: names.give(name), ...elements.ofPart({ part, element }) }],
  );
}

/** A header whose element no schema declares is left out: the rest of the service can be used. */
function lowerHeaders(message: ContractMessage | undefined, elements: ImpliedDeclarations): readonly NamedElement[] {
  const names = new UniqueNames();
  return (message?.headers ?? []).flatMap(({ part, element }) => {
    if (element === undefined) return [];
    return [{ property: names.give(elements.rules.propertyName(part.element?.local ?? part.name)), ...elements.ofPart({ part, element }) }];
  });
}

function messageMember(name: string, message: LoweredMessage | undefined): readonly Property[] {
  return message === undefined ? [] : [requiredMember(name, message.shape)];
}

function elementsMember(name: string, elements: readonly NamedElement[]): readonly Property[] {
  if (elements.length === 0) return [];
  return [requiredMember(name, objectShape(elements.map(({ property, shape }) => requiredMember(property, shape))))];
}

function codecsOf(elements: readonly NamedElement[]): ObjectLiteral | undefined {
  return elements.length === 0 ? undefined : object(elements.map(({ property, codec }) => [property, lazy(codec)]));
}
