/**
 * WSDL documents -> definitions with resolved references.
 *
 * Names are collected first, then port types, bindings and services are read in that order, each with what it refers to.
 * What is wrong is reported and left out. WSDL 1.1 §2
 */
import { createAdviser } from "../../src/nearest-name.js";
import { internName, type Name } from "../../src/xml/names.js";
import type { Report, Span } from "../diagnostics.js";
import { documentationText } from "../load/documentation-text.js";
import type { WsdlDocument } from "../load/documents.js";
import { wsdlNamespace } from "../load/names.js";
import { attributeNamed, attributeValue, type SourceElement } from "../load/source-element.js";
import type {
  Binding,
  Definitions,
  Message,
  Operation,
  OperationMessage,
  Part,
  Port,
  PortType,
  Service,
  TransmissionPrimitive,
} from "./components.js";
import { readBinding } from "./read-binding.js";
import { PolicyReader } from "./read-policies.js";
import { lookUp, resolveQName, type Scope, wsdlChildren } from "./scope.js";

const addressingNamespaces = new Set([
  "http://www.w3.org/2007/05/addressing/metadata",
  "http://www.w3.org/2006/05/addressing/wsdl",
  "http://www.w3.org/2005/08/addressing",
  "http://schemas.xmlsoap.org/ws/2004/08/addressing",
]);

/** Reads all documents of a contract. */
export function readDefinitions(documents: readonly WsdlDocument[], report: Report): Definitions {
  const messages = new Map<string, Message>();
  const portTypes = new Map<string, PortType>();
  const bindings = new Map<string, Binding>();
  const error = (id: string, message: string, at: Span): void => report({ id, severity: "error", message, at, related: [] });
  const warning = (id: string, message: string, at: Span): void => report({ id, severity: "warning", message, at, related: [] });
  const scope: Scope = {
    messages,
    portTypes,
    bindings,
    foreignBindings: new Set(),
    policies: new PolicyReader(documents, warning),
    advise: createAdviser(),
    error,
    warning,
  };
  const each = (local: string, read: (element: SourceElement, namespace: string) => void): void => {
    for (const document of documents) for (const element of wsdlChildren(document.root, local)) read(element, document.targetNamespace);
  };
  each("message", (element, namespace) => add(messages, readMessage(element, namespace, scope), scope));
  each("portType", (element, namespace) => add(portTypes, readPortType(element, namespace, scope), scope));
  each("binding", (element, namespace) => add(bindings, readBinding(element, namespace, scope), scope));
  const services: Service[] = [];
  each("service", (element, namespace) => services.push(readService(element, namespace, scope)));
  return { portTypes: [...portTypes.values()], bindings: [...bindings.values()], services };
}

function add<T extends { readonly name: Name; readonly at: Span }>(map: Map<string, T>, component: T | undefined, scope: Scope): void {
  if (component === undefined) return;
  if (map.has(component.name.clark)) scope.error("wsdl-duplicate", `"${component.name.clark}" is defined twice`, component.at);
  else map.set(component.name.clark, component);
}

function readName(element: SourceElement, namespace: string, scope: Scope): Name {
  const local = attributeValue(element, "name");
  if (local === undefined) scope.error("wsdl-attribute-missing", `"${element.local}" needs the attribute "name"`, element.at);
  return internName(namespace, local ?? "");
}

function readMessage(element: SourceElement, namespace: string, scope: Scope): Message {
  const parts = wsdlChildren(element, "part").map((part) => readPart(part, scope));
  return {
    name: readName(element, namespace, scope),
    parts: parts.filter((part) => part !== undefined),
    policy: scope.policies.attachedTo(element),
    at: element.at,
  };
}

function readPart(element: SourceElement, scope: Scope): Part | undefined {
  const name = attributeValue(element, "name");
  const elementAttribute = attributeNamed(element, "element");
  const typeAttribute = attributeNamed(element, "type");
  if (name === undefined || (elementAttribute === undefined) === (typeAttribute === undefined)) {
    scope.error("wsdl-part", 'a part needs "name" and one of "element" and "type"', element.at);
    if (name === undefined) return undefined;
  }
  const occurs = extensionValue(element, "occurs");
  return {
    name,
    element: elementAttribute && resolveQName(elementAttribute, element, scope),
    type: elementAttribute === undefined && typeAttribute !== undefined ? resolveQName(typeAttribute, element, scope) : undefined,
    occurs: occurs === "optional" || occurs === "repeated" ? occurs : "once",
    keyed: extensionValue(element, "keyed") === "true",
    at: element.at,
  };
}

function extensionValue(element: SourceElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace !== "" && attribute.local === local)?.value;
}

function readPortType(element: SourceElement, namespace: string, scope: Scope): PortType {
  const operations = wsdlChildren(element, "operation").map((operation) => readOperation(operation, scope));
  return {
    name: readName(element, namespace, scope),
    operations: operations.filter((operation) => operation !== undefined),
    documentation: readDocumentation(element),
    policy: scope.policies.attachedTo(element),
    at: element.at,
  };
}

function readOperation(element: SourceElement, scope: Scope): Operation | undefined {
  const name = attributeValue(element, "name");
  const [input] = wsdlChildren(element, "input");
  const [output] = wsdlChildren(element, "output");
  const pattern = patternOf(element, input, output);
  if (name === undefined || pattern === undefined) {
    scope.error("wsdl-operation", 'an operation needs "name" and at least one of "input" and "output"', element.at);
    return undefined;
  }
  const twoWay = pattern === "request-response" || pattern === "solicit-response";
  const suffixes = pattern === "solicit-response" ? ["Response", "Solicit"] : ["Request", "Response"];
  const inputMessage = input && readOperationMessage(input, twoWay ? name + suffixes[0] : name, scope);
  const outputMessage = output && readOperationMessage(output, twoWay ? name + suffixes[1] : name, scope);
  // The missing message has been reported; half an operation is of no use.
  if ((input !== undefined && inputMessage === undefined) || (output !== undefined && outputMessage === undefined)) return undefined;
  return {
    name,
    pattern,
    input: inputMessage,
    output: outputMessage,
    faults: wsdlChildren(element, "fault").flatMap((fault) => readOperationMessage(fault, "", scope) ?? []),
    parameterOrder: (attributeValue(element, "parameterOrder") ?? "").split(/\s+/).filter((part) => part !== ""),
    documentation: readDocumentation(element),
    policy: scope.policies.attachedTo(element),
    at: element.at,
  };
}

/** The transmission primitive follows from the order of input and output. WSDL 1.1 §2.4 */
function patternOf(
  operation: SourceElement,
  input: SourceElement | undefined,
  output: SourceElement | undefined,
): TransmissionPrimitive | undefined {
  if (input === undefined) return output && "notification";
  if (output === undefined) return "one-way";
  return operation.children.indexOf(input) < operation.children.indexOf(output) ? "request-response" : "solicit-response";
}

function readOperationMessage(element: SourceElement, defaultName: string, scope: Scope): OperationMessage | undefined {
  const message = lookUp(scope.messages, "message", element, "message", scope);
  if (message === undefined) return undefined;
  const action = element.attributes.find(({ namespace, local }) => local === "Action" && addressingNamespaces.has(namespace));
  return {
    name: attributeValue(element, "name") ?? defaultName,
    message,
    action: action?.value,
    policy: scope.policies.attachedTo(element),
    at: element.at,
  };
}

function readDocumentation(element: SourceElement): string | undefined {
  const text = wsdlChildren(element, "documentation").map(documentationText).join("\n\n").trim();
  return text === "" ? undefined : text;
}

function readService(element: SourceElement, namespace: string, scope: Scope): Service {
  const ports = wsdlChildren(element, "port").map((port) => readPort(port, scope));
  return {
    name: readName(element, namespace, scope),
    ports: ports.filter((port) => port !== undefined),
    documentation: readDocumentation(element),
    policy: scope.policies.attachedTo(element),
    at: element.at,
  };
}

function readPort(element: SourceElement, scope: Scope): Port | undefined {
  if (isForeign(element, scope)) return undefined;
  const binding = lookUp(scope.bindings, "binding", element, "binding", scope);
  const address = element.children.find((child) => child.local === "address" && child.namespace !== wsdlNamespace);
  if (binding === undefined) return undefined;
  return {
    name: attributeValue(element, "name") ?? "",
    binding,
    address: (address && attributeValue(address, "location")) ?? "",
    policy: scope.policies.attachedTo(element),
    at: element.at,
  };
}

/** Tests for a port of a binding that was left out. */
function isForeign(port: SourceElement, scope: Scope): boolean {
  const attribute = attributeNamed(port, "binding");
  const name = attribute && resolveQName(attribute, port, scope);
  return name !== undefined && !scope.bindings.has(name.clark) && scope.foreignBindings.has(name.clark);
}
