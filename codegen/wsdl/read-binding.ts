/**
 * wsdl:binding -> SOAP 1.1, SOAP 1.2 or HTTP binding. WSDL 1.1 §2.5, §3, §4, §5
 */
import { internName } from "../../src/xml/names.js";
import { attributeValue, type SourceElement } from "../load/source-element.js";
import type {
  Binding,
  HttpOperation,
  Message,
  Operation,
  OperationMessage,
  Part,
  PortType,
  SoapHeader,
  SoapMessage,
  SoapOperation,
} from "./components.js";
import { elementsOfRoot, mimeNamespace, readAttachedParts } from "./read-mime.js";
import { advisePart, lookUp, type Scope, wsdlChildren } from "./scope.js";

/** Namespaces of the SOAP bindings by version. WSDL 1.1 §3 */
export const soapNamespaces: ReadonlyMap<string, "1.1" | "1.2"> = new Map([
  ["http://schemas.xmlsoap.org/wsdl/soap/", "1.1"],
  ["http://schemas.xmlsoap.org/wsdl/soap12/", "1.2"],
]);
const httpNamespace = "http://schemas.xmlsoap.org/wsdl/http/";

/** Undefined, after a report, where the port type is missing or the kind of binding is not known. WSDL 1.1 §2.5 leaves kinds open. */
export function readBinding(element: SourceElement, namespace: string, scope: Scope): Binding | undefined {
  const portType = lookUp(scope.portTypes, "port type", element, "type", scope);
  if (portType === undefined) return undefined;
  const name = internName(namespace, attributeValue(element, "name") ?? "");
  const extension = element.children.find(
    (child) => child.local === "binding" && (soapNamespaces.has(child.namespace) || child.namespace === httpNamespace),
  );
  const version = extension === undefined ? versionInside(element) : soapNamespaces.get(extension.namespace);
  if (extension === undefined) {
    if (version === undefined) {
      scope.warning(
        "wsdl-binding-unsupported",
        `binding "${name.local}" is neither a SOAP nor an HTTP binding; it is left out`,
        element.at,
      );
      scope.foreignBindings.add(name.clark);
      return undefined;
    }
    scope.error("wsdl-binding-kind", `binding "${name.local}" has SOAP elements, and no "binding" among them`, element.at);
  }
  const bound = wsdlChildren(element, "operation").flatMap((operation) => boundOperation(operation, portType, scope) ?? []);
  const common = { name, portType, at: element.at };
  if (version === undefined) {
    const verb = (extension && attributeValue(extension, "verb"))?.toUpperCase() ?? "GET";
    return { kind: "http", ...common, verb, operations: bound.map((each) => readHttpOperation(each, scope)) };
  }
  const style = (extension && attributeValue(extension, "style")) ?? "document";
  const transport = (extension && attributeValue(extension, "transport")) ?? "";
  const operations = bound.map((each) => readSoapOperation(each, style, scope));
  return { kind: "soap", version, ...common, transport, operations, policy: scope.policies.attachedTo(element), source: element };
}

/** The SOAP version of the elements in the operations. */
function versionInside(binding: SourceElement): "1.1" | "1.2" | undefined {
  for (const operation of wsdlChildren(binding, "operation")) {
    for (const side of [operation, ...operation.children]) {
      const [found] = side.children.flatMap(({ namespace }) => soapNamespaces.get(namespace) ?? []);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface BoundOperation {
  readonly element: SourceElement;
  readonly operation: Operation;
}

/** Overloaded operations are distinguished by the names of input and output. WSDL 1.1 §2.5 */
function boundOperation(element: SourceElement, portType: PortType, scope: Scope): BoundOperation | undefined {
  const name = attributeValue(element, "name");
  const sameName = portType.operations.filter((operation) => operation.name === name);
  const nameOf = (local: string): string | undefined => wsdlChildren(element, local).map((child) => attributeValue(child, "name"))[0];
  const matches = (message: OperationMessage | undefined, given: string | undefined): boolean =>
    given === undefined || message?.name === given;
  const exact = sameName.find(({ input, output }) => matches(input, nameOf("input")) && matches(output, nameOf("output")));
  const operation = exact ?? sameName[0];
  if (operation === undefined) {
    scope.error(
      "wsdl-unresolved",
      `port type "${portType.name.local}" has no operation "${name ?? ""}"${scope.advise("operation", name ?? "", () => portType.operations.map((each) => each.name))}`,
      element.at,
    );
    return undefined;
  }
  return { element, operation };
}

function readSoapOperation({ element, operation }: BoundOperation, bindingStyle: string, scope: Scope): SoapOperation {
  const extension = element.children.find((child) => child.local === "operation" && soapNamespaces.has(child.namespace));
  const style = (extension && attributeValue(extension, "style")) ?? bindingStyle;
  const readSide = (local: "input" | "output"): SoapMessage | undefined => {
    const abstract = operation[local];
    const [side] = wsdlChildren(element, local);
    return abstract && readSoapMessage(side ?? element, abstract.message, scope);
  };
  return {
    operation,
    action: extension && attributeValue(extension, "soapAction"),
    style: style === "rpc" ? "rpc" : "document",
    input: readSide("input"),
    output: readSide("output"),
    policy: scope.policies.attachedTo(element),
    source: element,
    at: element.at,
  };
}

function readSoapMessage(side: SourceElement, message: Message, scope: Scope): SoapMessage {
  const extensions = elementsOfRoot(side).filter(({ namespace }) => soapNamespaces.has(namespace));
  const body = extensions.find(({ local }) => local === "body");
  const headers = extensions.filter(({ local }) => local === "header").flatMap((header) => readHeader(header, scope) ?? []);
  const named = body && attributeValue(body, "parts");
  const chosen = named?.split(/\s+/).filter((part) => part !== "");
  const headerParts = new Set(headers.map(({ part }) => part));
  const attachments = readAttachedParts(side, message, scope);
  const attached = new Set(attachments.map(({ part }) => part));
  // What is attached stands beside the envelope. Without `parts` all others go into the body, but for those that a header of the same message has taken.
  const parts = message.parts.filter(
    (part) => !attached.has(part) && (chosen === undefined ? !headerParts.has(part) : chosen.includes(part.name)),
  );
  return {
    use: useOf(body),
    namespace: (body && attributeValue(body, "namespace")) ?? "",
    parts,
    headers,
    attachments,
    policy: scope.policies.attachedTo(side),
    at: side.at,
  };
}

function readHeader(element: SourceElement, scope: Scope): SoapHeader | undefined {
  const message = lookUp(scope.messages, "message", element, "message", scope);
  const name = attributeValue(element, "part");
  const part = message?.parts.find((each) => each.name === name);
  if (message !== undefined && part === undefined) {
    scope.error("wsdl-unresolved", advisePart(message, name, scope), element.at);
  }
  return part && { part, use: useOf(element), namespace: attributeValue(element, "namespace") ?? "", at: element.at };
}

function useOf(element: SourceElement | undefined): "literal" | "encoded" {
  return element !== undefined && attributeValue(element, "use") === "encoded" ? "encoded" : "literal";
}

function readHttpOperation({ element, operation }: BoundOperation, scope: Scope): HttpOperation {
  const extension = element.children.find((child) => child.local === "operation" && child.namespace === httpNamespace);
  const [input] = wsdlChildren(element, "input");
  const [output] = wsdlChildren(element, "output");
  const kind = input && httpInput(input);
  if (operation.input !== undefined && kind === undefined) {
    const message = `the input of "${operation.name}" has a format that is not supported; the operation is left out of the binding`;
    scope.warning("wsdl-binding-unsupported", message, (input ?? element).at);
  }
  return {
    operation,
    location: (extension && attributeValue(extension, "location")) ?? "",
    input: kind,
    inputPart: input && kind === "mimeXml" ? mimePart(input, operation.input?.message) : undefined,
    outputPart: output && mimePart(output, operation.output?.message),
    at: element.at,
  };
}

function httpInput(side: SourceElement): HttpOperation["input"] {
  for (const child of side.children) {
    if (child.namespace === httpNamespace && (child.local === "urlEncoded" || child.local === "urlReplacement")) return child.local;
    if (child.namespace === mimeNamespace && child.local === "mimeXml") return "mimeXml";
    if (child.namespace === mimeNamespace && child.local === "content") {
      const type = attributeValue(child, "type");
      if (type === "application/x-www-form-urlencoded") return "form";
      if (type === "text/xml" || type === "application/xml") return "mimeXml";
    }
  }
  return undefined;
}

/** The part that is named, or the only one. */
function mimePart(side: SourceElement, message: Message | undefined): Part | undefined {
  const content = side.children.find((child) => child.namespace === mimeNamespace);
  const name = content && attributeValue(content, "part");
  return name === undefined ? message?.parts[0] : message?.parts.find((part) => part.name === name);
}
