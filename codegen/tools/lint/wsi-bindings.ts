/**
 * WS-I Basic Profile 1.1 §4.6, §4.7: SOAP bindings.
 *
 * Deviation: the profile knows SOAP 1.1 only; its rules are applied to bindings of SOAP 1.2 too, as Basic Profile 2.0 does.
 */
import { isNmtoken } from "../../../src/xml/name-characters.js";
import { attributeNamed, attributeValue, type SourceElement } from "../../load/source-element.js";
import type { BindingView, BodyView, OperationView } from "./binding-view.js";
import { type PlaceFinding, reportTogether } from "./report-together.js";
import type { LintContext, Report } from "./rule.js";
import { hasAttribute, isAbsolute } from "./wsi-documents.js";

/** A binding is a SOAP binding. R2401 */
export function checkKindOfBinding({ definitions }: LintContext, report: Report): void {
  for (const { kind, name, at } of definitions.bindings) {
    if (kind !== "soap") report(`binding "${name.local}" is an HTTP binding, which the profile says nothing about`, at);
  }
}

/** soapbind:binding says the transport. R2701 */
export function checkTransportGiven({ bindings }: LintContext, report: Report): void {
  for (const { extension } of bindings) {
    if (extension !== undefined && !hasAttribute(extension, "transport")) report('the SOAP binding needs "transport"', extension.at);
  }
}

/** The transport is HTTP. R2702 */
export function checkTransportHttp({ bindings }: LintContext, report: Report): void {
  for (const { extension } of bindings) {
    const transport = extension && attributeNamed(extension, "transport");
    if (transport !== undefined && transport.value.trim() !== "http://schemas.xmlsoap.org/soap/http")
      report(`the transport "${transport.value}" is not SOAP over HTTP`, transport.at);
  }
}

/** All operations of a binding have one style. R2705 */
export function checkMixedStyles({ bindings }: LintContext, report: Report): void {
  for (const { binding, operations } of bindings) {
    const [first] = operations;
    const other = operations.find(({ operation }) => operation.style !== first?.operation.style);
    if (first === undefined || other === undefined) continue;
    report(
      `binding "${binding.name.local}" mixes styles: "${other.operation.operation.name}" is ${other.operation.style}`,
      other.element.at,
      [{ message: `"${first.operation.operation.name}" is ${first.operation.style}`, at: first.element.at }],
    );
  }
}

/** `use` is "literal" everywhere. R2706 */
export function checkUse({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    const wrong = operations.flatMap((view) => {
      const use = extensionsOf(view)
        .map((element) => attributeNamed(element, "use"))
        .find((attribute) => attribute !== undefined && attribute.value.trim() !== "literal");
      const message = `"use" is "${use?.value}" in operation "${view.operation.operation.name}", expected "literal"`;
      return use === undefined ? [] : [{ message, at: use.at }];
    });
    reportTogether(wrong, report);
  }
}

/** Operations of a binding can be distinguished by the element in the body. R2710 */
export function checkSignatures({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    const seen = new Map<string, OperationView>();
    for (const view of operations) {
      const signature = signatureOf(view);
      if (signature === undefined) continue;
      const first = seen.get(signature);
      if (first === undefined) seen.set(signature, view);
      else {
        report(
          `"${view.operation.operation.name}" and "${first.operation.operation.name}" have the same body ${signature}`,
          view.element.at,
          [{ message: "first here", at: first.element.at }],
        );
      }
    }
  }
}

/** What stands in the body of a request; undefined where the operation takes none. */
function signatureOf({ operation }: OperationView): string | undefined {
  const { input, style } = operation;
  if (input === undefined) return undefined;
  if (style === "rpc") return `"{${input.namespace}}${operation.operation.name}"`;
  const [part] = input.parts;
  return part === undefined ? "without an element" : part.element && `"${part.element.clark}"`;
}

/** A binding binds the operations of its port type, all of them. R2718 */
export function checkOperationsOfBinding({ bindings }: LintContext, report: Report): void {
  for (const { binding, element } of bindings) {
    const bound = new Set(binding.operations.map(({ operation }) => operation));
    const missing = binding.portType.operations.filter((operation) => !bound.has(operation));
    if (missing.length === 0) continue;
    const names = missing.map(({ name }) => `"${name}"`).join(", ");
    report(`binding "${binding.name.local}" leaves out ${names} of its port type`, element.at, [
      { message: "the port type", at: binding.portType.at },
    ]);
  }
}

/** A document-literal body has one part at most where it names parts. R2201 */
export function checkNamedParts({ bindings }: LintContext, report: Report): void {
  for (const { view, body } of bodiesOf(bindings, "document")) {
    if ((body.parts?.length ?? 0) > 1)
      report(`the body of "${view.operation.operation.name}" has ${body.parts?.length} parts, expected one at most`, body.element.at);
  }
}

/** The message of a document-literal body that names no parts has one at most. R2210 */
export function checkPartsOfMessage({ bindings }: LintContext, report: Report): void {
  for (const { view, body } of bodiesOf(bindings, "document")) {
    const count = body.message.parts.length;
    if (body.parts !== undefined || count <= 1) continue;
    report(
      `the body of "${view.operation.operation.name}" does not say which of the ${count} parts of its message it holds`,
      body.element.at,
      [{ message: "the message", at: body.message.at }],
    );
  }
}

/** Parts in an rpc-literal body have a type. R2203 */
export function checkPartsOfRpc({ bindings }: LintContext, report: Report): void {
  for (const { view, body } of bodiesOf(bindings, "rpc")) {
    for (const { name, type, at } of body.bound) {
      if (type === undefined)
        report(`part "${name}" in the rpc body of "${view.operation.operation.name}" has an element, expected a type`, body.element.at, [
          { message: "the part", at },
        ]);
    }
  }
}

/** Parts in a document-literal body have an element. R2204 */
export function checkPartsOfDocument({ bindings }: LintContext, report: Report): void {
  for (const { view, body } of bodiesOf(bindings, "document")) {
    for (const { name, element, at } of body.bound) {
      if (element === undefined)
        report(
          `part "${name}" in the document body of "${view.operation.operation.name}" has a type, expected an element`,
          body.element.at,
          [{ message: "the part", at }],
        );
    }
  }
}

/** Parts in headers and faults have an element. R2205 */
export function checkPartsOfHeadersAndFaults({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    const wrong = operations.flatMap((view) => [...typedHeaders(view), ...typedFaults(view)]);
    reportTogether(wrong, report);
  }
}

function typedHeaders({ operation }: OperationView): readonly PlaceFinding[] {
  return [operation.input, operation.output]
    .flatMap((side) => side?.headers ?? [])
    .filter(({ part }) => part.element === undefined)
    .map(({ part, at }) => ({ message: `the header part "${part.name}" has a type, expected an element`, at }));
}

function typedFaults({ operation, faults }: OperationView): readonly PlaceFinding[] {
  return faults.flatMap(({ element }) => {
    const fault = operation.operation.faults.find(({ name }) => name === attributeValue(element, "name"));
    const typed = fault?.message.parts.find((part) => part.element === undefined);
    if (fault === undefined || typed === undefined) return [];
    return [{ message: `part "${typed.name}" of the fault "${fault.name}" has a type, expected an element`, at: element.at }];
  });
}

/** Every part of a message is bound to something. R2209 */
export function checkUnboundParts({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    for (const view of operations) {
      for (const body of view.bodies) {
        const bound = new Set([
          ...body.bound,
          ...[view.operation.input, view.operation.output].flatMap((side) => side?.headers.map(({ part }) => part) ?? []),
        ]);
        const left = body.message.parts.filter((part) => !bound.has(part));
        if (left.length > 0 && !isMultipart(view))
          report(
            `${left.map(({ name }) => `"${name}"`).join(", ")} of "${view.operation.operation.name}" are bound to nothing`,
            body.element.at,
          );
      }
    }
  }
}

/** Attachments bind parts by mime:content. */
function isMultipart({ element }: OperationView): boolean {
  return element.children.some(({ children }) => children.some(({ local }) => local === "multipartRelated"));
}

/** Document-literal bodies, headers and faults have no namespace. R2716 */
export function checkNamespacesOfDocument({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    for (const view of operations)
      if (isLiteral(view, "document")) for (const element of extensionsOf(view)) reportNamespace(element, view, report);
  }
}

/** rpc-literal headers and faults have no namespace. R2726 */
export function checkNamespacesOfRpcHeaders({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    for (const view of operations) {
      if (!isLiteral(view, "rpc")) continue;
      for (const element of extensionsOf(view)) if (element.local !== "body") reportNamespace(element, view, report);
    }
  }
}

function reportNamespace(element: SourceElement, { operation }: OperationView, report: Report): void {
  const namespace = attributeNamed(element, "namespace");
  if (namespace !== undefined)
    report(`"namespace" on soap:${element.local} of "${operation.operation.name}" is for rpc bodies`, namespace.at);
}

/** rpc-literal bodies have a namespace, an absolute URI. R2717 */
export function checkNamespacesOfRpc({ bindings }: LintContext, report: Report): void {
  for (const { view, body } of bodiesOf(bindings, "rpc")) {
    const namespace = attributeValue(body.element, "namespace")?.trim();
    const where = `the rpc body of "${view.operation.operation.name}"`;
    if (namespace === undefined) report(`${where} has no namespace`, body.element.at);
    else if (!isAbsolute(namespace)) report(`${where} has the namespace "${namespace}", expected an absolute URI`, body.element.at);
  }
}

/** Headers name one part each by `part`. R2720 */
export function checkPartOfHeaders({ bindings }: LintContext, report: Report): void {
  for (const element of headersOf(bindings)) {
    const part = attributeValue(element, "part");
    if (part === undefined || !isNmtoken(part.trim())) report(`soap:${element.local} needs "part" with one name`, element.at);
  }
}

/** Headers do not use `parts`. R2749 */
export function checkPartsOfHeaders({ bindings }: LintContext, report: Report): void {
  for (const element of headersOf(bindings)) {
    const parts = attributeNamed(element, "parts");
    if (parts !== undefined) report(`soap:${element.local} has "parts", expected "part"`, parts.at);
  }
}

/** soapbind:fault has a name. R2721 */
export function checkNamesOfFaults({ bindings }: LintContext, report: Report): void {
  for (const { extension } of faultsOf(bindings)) {
    if (extension !== undefined && !hasAttribute(extension, "name")) report('soap:fault needs "name"', extension.at);
  }
}

/** soapbind:fault has the name of the wsdl:fault around it. R2754 */
export function checkNamesOfFaultsAgree({ bindings }: LintContext, report: Report): void {
  for (const { element, extension } of faultsOf(bindings)) {
    const inner = extension && attributeNamed(extension, "name");
    const outer = attributeValue(element, "name");
    if (inner !== undefined && inner.value !== outer)
      report(`soap:fault is called "${inner.value}", wsdl:fault around it "${outer ?? ""}"`, inner.at);
  }
}

/** Every fault of an operation is bound. R2740 */
export function checkUnboundFaults({ bindings }: LintContext, report: Report): void {
  for (const { operations } of bindings) {
    for (const { operation, element, faults } of operations) {
      const bound = new Set(faults.map((fault) => attributeValue(fault.element, "name")));
      const left = operation.operation.faults.filter(({ name }) => !bound.has(name));
      if (left.length > 0)
        report(
          `the binding of "${operation.operation.name}" leaves out the faults ${left.map(({ name }) => `"${name}"`).join(", ")}`,
          element.at,
        );
    }
  }
}

/** Ports of one SOAP version have addresses of their own. R2711 */
export function checkAddresses({ definitions }: LintContext, report: Report): void {
  const seen = new Map<string, (typeof definitions.services)[number]["ports"][number]>();
  for (const { ports } of definitions.services) {
    for (const port of ports) {
      if (port.binding.kind !== "soap" || port.address === "") continue;
      const key = `${port.binding.version} ${port.address}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, port);
      else
        report(`ports "${first.name}" and "${port.name}" have one address "${port.address}"`, port.at, [
          { message: "first here", at: first.at },
        ]);
    }
  }
}

function isLiteral(view: OperationView, style: "document" | "rpc"): boolean {
  return view.operation.style === style && view.bodies.every(({ element }) => attributeValue(element, "use") !== "encoded");
}

function bodiesOf(
  bindings: readonly BindingView[],
  style: "document" | "rpc",
): readonly { readonly view: OperationView; readonly body: BodyView }[] {
  return bindings.flatMap(({ operations }) =>
    operations.flatMap((view) => (isLiteral(view, style) ? view.bodies.map((body) => ({ view, body })) : [])),
  );
}

function headersOf(bindings: readonly BindingView[]): readonly SourceElement[] {
  return bindings.flatMap(({ operations }) => operations.flatMap(({ headers, headerFaults }) => [...headers, ...headerFaults]));
}

function faultsOf(bindings: readonly BindingView[]): OperationView["faults"] {
  return bindings.flatMap(({ operations }) => operations.flatMap(({ faults }) => faults));
}

function extensionsOf({ bodies, headers, headerFaults, faults }: OperationView): readonly SourceElement[] {
  return [...bodies.map(({ element }) => element), ...headers, ...headerFaults, ...faults.flatMap(({ extension }) => extension ?? [])];
}
