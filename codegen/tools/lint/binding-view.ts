/**
 * SOAP bindings -> the same with the extension elements of each operation, as WS-I's rules need them.
 */
import { attributeValue, type SourceElement } from "../../load/source-element.js";
import type { Definitions, Message, Part, SoapBinding, SoapOperation } from "../../wsdl/components.js";
import { soapNamespaces } from "../../wsdl/read-binding.js";
import { wsdlChildren } from "../../wsdl/scope.js";

export interface BindingView {
  readonly binding: SoapBinding;
  /** wsdl:binding */
  readonly element: SourceElement;
  /** soapbind:binding */
  readonly extension: SourceElement | undefined;
  readonly operations: readonly OperationView[];
}

export interface OperationView {
  readonly operation: SoapOperation;
  readonly element: SourceElement;
  readonly bodies: readonly BodyView[];
  readonly headers: readonly SourceElement[];
  readonly headerFaults: readonly SourceElement[];
  /** wsdl:fault with the soapbind:fault in it. */
  readonly faults: readonly { readonly element: SourceElement; readonly extension: SourceElement | undefined }[];
}

/** A soapbind:body and the message that it binds. */
export interface BodyView {
  readonly element: SourceElement;
  readonly message: Message;
  /** The value of `parts`; undefined where it is absent. */
  readonly parts: readonly string[] | undefined;
  /** The parts that it holds: those that are named, else all that no header takes. */
  readonly bound: readonly Part[];
}

/** The SOAP bindings with their elements. */
export function viewBindings({ bindings }: Definitions): readonly BindingView[] {
  return bindings.flatMap((binding) => {
    if (binding.kind !== "soap") return [];
    const extension = soapChildren(binding.source).find(({ local }) => local === "binding");
    return [{ binding, element: binding.source, extension, operations: binding.operations.map(viewOperation) }];
  });
}

function viewOperation(operation: SoapOperation): OperationView {
  const element = operation.source;
  const sides = [...wsdlChildren(element, "input"), ...wsdlChildren(element, "output")].map((side) => ({
    side,
    extensions: soapDescendants(side),
  }));
  const extensions = sides.flatMap((each) => each.extensions);
  return {
    operation,
    element,
    bodies: sides.flatMap(({ side, extensions: own }) => {
      const key = side.local === "input" ? "input" : "output";
      const message = operation.operation[key]?.message;
      const bound = operation[key]?.parts ?? [];
      return message === undefined ? [] : own.filter(({ local }) => local === "body").map((body) => viewBody(body, message, bound));
    }),
    headers: extensions.filter(({ local }) => local === "header"),
    headerFaults: extensions.filter(({ local }) => local === "headerfault"),
    faults: wsdlChildren(element, "fault").map((fault) => ({
      element: fault,
      extension: soapChildren(fault).find(({ local }) => local === "fault"),
    })),
  };
}

function viewBody(element: SourceElement, message: Message, bound: readonly Part[]): BodyView {
  const parts = attributeValue(element, "parts")
    ?.split(/\s+/)
    .filter((part) => part !== "");
  return { element, message, parts, bound };
}

function soapChildren(element: SourceElement): readonly SourceElement[] {
  return element.children.filter(({ namespace }) => soapNamespaces.has(namespace));
}

/** Those in mime:multipartRelated and soapbind:header too. */
function soapDescendants(element: SourceElement): readonly SourceElement[] {
  const found: SourceElement[] = [];
  const pending = [...element.children].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (soapNamespaces.has(next.namespace)) found.push(next);
    for (let index = next.children.length - 1; index >= 0; index--) pending.push(next.children[index] ?? next);
  }
  return found;
}
