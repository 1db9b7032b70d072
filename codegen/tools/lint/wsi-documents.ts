/**
 * WS-I Basic Profile 1.1 §4.1 to §4.3: documents, imports, types.
 */
import type { Span } from "../../diagnostics.js";
import type { WsdlDocument } from "../../load/documents.js";
import { wsdlNamespace, xsdNamespace } from "../../load/names.js";
import { attributeNamed, attributeValue, collapsedValue, type SourceElement } from "../../load/source-element.js";
import { derivationChain } from "../../schema/queries.js";
import { wsdlChildren } from "../../wsdl/scope.js";
import { type PlaceFinding, reportByDocument, reportTogether } from "./report-together.js";
import type { LintContext, Report } from "./rule.js";

/** wsdl:import is for WSDL documents only; schemas are imported by xs:import. R2001, R2002 */
export function checkImportsOfWsdl({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { imports } of wsdlDocuments) {
    for (const { element, document } of imports) {
      if (document?.root.namespace === xsdNamespace)
        report("wsdl:import brings a schema, which xs:import inside wsdl:types is for", element.at);
    }
  }
}

/** xs:import stands inside xs:schema inside wsdl:types. R2003 */
export function checkPlaceOfSchemaImports({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { root } of wsdlDocuments) {
    for (const parent of [root, ...wsdlChildren(root, "types")]) {
      for (const child of parent.children) {
        if (child.namespace === xsdNamespace && child.local === "import") report("xs:import stands outside of xs:schema", child.at);
      }
    }
  }
}

/** The target namespace of an imported document is the one that its wsdl:import names. R2005 */
export function checkNamespacesOfImports({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { imports } of wsdlDocuments) {
    for (const { element, namespace, document } of imports) {
      if (document === undefined || document.root.namespace !== wsdlNamespace || document.targetNamespace === namespace) continue;
      report(`the import names the namespace "${namespace}", the document has "${document.targetNamespace}"`, element.at, [
        { message: "the document", at: document.root.at },
      ]);
    }
  }
}

/** wsdl:import has a location that is not empty. R2007 */
export function checkLocationsOfImports({ wsdlDocuments }: LintContext, report: Report): void {
  for (const element of wsdlImports(wsdlDocuments)) {
    if ((collapsedValue(element, "location") ?? "") === "") report('wsdl:import needs a "location"', element.at);
  }
}

/** The namespace of wsdl:import is an absolute URI. R2803 */
export function checkAbsoluteNamespacesOfImports({ wsdlDocuments }: LintContext, report: Report): void {
  for (const element of wsdlImports(wsdlDocuments)) {
    const namespace = collapsedValue(element, "namespace");
    if (namespace !== undefined && !isAbsolute(namespace))
      report(`the namespace "${namespace}" of a wsdl:import is a relative URI`, element.at);
  }
}

/** wsdl:import comes before all other WSDL elements but wsdl:documentation. R2022 */
export function checkOrderOfImports({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { root } of wsdlDocuments) checkComesFirst(root, "import", new Set(["documentation"]), report);
}

/** wsdl:types comes before all other WSDL elements but wsdl:documentation and wsdl:import. R2023 */
export function checkOrderOfTypes({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { root } of wsdlDocuments) checkComesFirst(root, "types", new Set(["documentation", "import"]), report);
}

function checkComesFirst(root: SourceElement, local: string, before: ReadonlySet<string>, report: Report): void {
  let blocker: SourceElement | undefined;
  for (const child of root.children) {
    if (child.namespace !== wsdlNamespace) continue;
    if (child.local !== local) {
      if (!before.has(child.local)) blocker ??= child;
    } else if (blocker !== undefined) {
      report(`wsdl:${local} comes behind wsdl:${blocker.local}`, child.at, [{ message: "which comes first here", at: blocker.at }]);
    }
  }
}

/** No extension element is required for understanding the contract. R2026 */
export function checkRequiredExtensions({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { root } of wsdlDocuments) {
    for (const element of descendantsOf(root)) {
      const required = element.attributes.find(({ namespace, local }) => namespace === wsdlNamespace && local === "required");
      if (required !== undefined && /^(true|1)$/.test(required.value.trim())) {
        report(`the extension "${element.local}" is required, so that who does not know it cannot use the contract`, required.at);
      }
    }
  }
}

/** A QName names a WSDL component of the document's own namespace or of an imported one. R2101 */
export function checkReferencesToWsdl({ wsdlDocuments }: LintContext, report: Report): void {
  const references: Readonly<Record<string, string>> = {
    binding: "type",
    port: "binding",
    input: "message",
    output: "message",
    fault: "message",
    header: "message",
  };
  for (const { root, targetNamespace, imports } of wsdlDocuments) {
    const reachable = new Set([targetNamespace, ...imports.map(({ namespace }) => namespace)]);
    for (const element of descendantsOf(root)) {
      const attribute = attributeNamed(element, references[element.local] ?? "");
      if (attribute === undefined || !/\bwsdl\b/.test(element.namespace)) continue;
      const namespace = namespaceOf(attribute.value, element);
      if (namespace !== undefined && !reachable.has(namespace)) {
        report(`"${attribute.value}" is of the namespace "${namespace}", which is neither this document's nor imported`, attribute.at);
      }
    }
  }
}

/** A QName names a schema component of a namespace that a schema of the contract has or imports. R2102 */
export function checkReferencesToSchemas({ wsdlDocuments }: LintContext, report: Report): void {
  const reachable = new Set([xsdNamespace]);
  for (const document of wsdlDocuments) {
    for (const { namespace } of document.imports) reachable.add(namespace);
    for (const schema of embeddedSchemas(document)) {
      reachable.add(collapsedValue(schema, "targetNamespace") ?? "");
      for (const child of schema.children) if (child.local === "import") reachable.add(collapsedValue(child, "namespace") ?? "");
    }
  }
  for (const { root } of wsdlDocuments) {
    const parts = wsdlChildren(root, "message").flatMap((message) => wsdlChildren(message, "part"));
    reportTogether(
      parts.flatMap((part) => unreachableNames(part, reachable)),
      report,
    );
  }
}

function unreachableNames(part: SourceElement, reachable: ReadonlySet<string>): readonly PlaceFinding[] {
  return ["element", "type"].flatMap((local) => {
    const attribute = attributeNamed(part, local);
    const namespace = attribute && namespaceOf(attribute.value, part);
    if (attribute === undefined || namespace === undefined || reachable.has(namespace)) return [];
    const message = `"${attribute.value}" is of the namespace "${namespace}", which no schema in wsdl:types has or imports`;
    return [{ message, at: attribute.at }];
  });
}

/** An xs:schema in wsdl:types has a target namespace, unless it only imports. R2105 */
export function checkTargetNamespaces({ wsdlDocuments }: LintContext, report: Report): void {
  for (const document of wsdlDocuments) {
    for (const schema of embeddedSchemas(document)) {
      const onlyImports = schema.children.every(({ local }) => local === "import" || local === "annotation");
      if (!onlyImports && (collapsedValue(schema, "targetNamespace") ?? "") === "")
        report("a schema in wsdl:types has no target namespace", schema.at);
    }
  }
}

const soapEncoding = "http://schemas.xmlsoap.org/soap/encoding/";

/** No type is derived from soapenc:Array. R2110 */
export function checkEncodedArrays({ schema }: LintContext, report: Report): void {
  const arrays = schema.complexTypes.filter(
    (type) =>
      type.targetNamespace !== soapEncoding &&
      derivationChain(type).some(({ name }) => name?.namespace === soapEncoding && name.local === "Array"),
  );
  const message = "is derived from soapenc:Array; a repeated element says the same to everyone";
  reportByDocument(
    arrays.map((type) => ({ message: `${nameOf(type)} ${message}`, at: type.at })),
    report,
  );
}

/** No declaration has wsdl:arrayType. R2111 */
export function checkArrayTypeAttributes({ schemaDocuments }: LintContext, report: Report): void {
  const attributes = schemaDocuments.flatMap(({ root }) =>
    descendantsOf(root).flatMap((element) =>
      element.attributes.filter(({ namespace, local }) => namespace === wsdlNamespace && local === "arrayType"),
    ),
  );
  reportByDocument(
    attributes.map(({ value, at }) => ({ message: `wsdl:arrayType "${value}" is for SOAP encoding`, at })),
    report,
  );
}

/** No wrapper is named after the convention that R2112 writes as "ArrayOfXXX". */
export function checkArrayNames({ schema }: LintContext, report: Report): void {
  const wrappers = schema.complexTypes.filter(({ name }) => name !== undefined && /^ArrayOf\p{L}/u.test(name.local));
  reportByDocument(
    wrappers.map(({ name, at }) => ({ message: `the name "${name?.local}" follows SOAP encoding's custom`, at })),
    report,
  );
}

/** Types are described by XML Schema 1.0. R2801 */
export function checkSchemaLanguage({ wsdlDocuments }: LintContext, report: Report): void {
  for (const { root } of wsdlDocuments) {
    for (const types of wsdlChildren(root, "types")) {
      for (const child of types.children) {
        if (child.local !== "documentation" && child.namespace !== xsdNamespace) {
          report(`"${child.local}" of "${child.namespace}" in wsdl:types is no XML Schema 1.0`, child.at);
        }
      }
    }
  }
}

function wsdlImports(documents: readonly WsdlDocument[]): readonly SourceElement[] {
  return documents.flatMap(({ root }) => wsdlChildren(root, "import"));
}

function embeddedSchemas({ root }: WsdlDocument): readonly SourceElement[] {
  return wsdlChildren(root, "types").flatMap(({ children }) =>
    children.filter(({ namespace, local }) => namespace === xsdNamespace && local === "schema"),
  );
}

function namespaceOf(qName: string, element: SourceElement): string | undefined {
  const [first = "", second] = qName.trim().split(":");
  return element.namespaces.lookupNamespace(second === undefined ? "" : first);
}

function nameOf({ name }: { readonly name: { readonly local: string } | undefined; readonly at: Span }): string {
  return name === undefined ? "an anonymous type" : `type "${name.local}"`;
}

/** RFC 3986 §4.3 */
export function isAbsolute(uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri);
}

/** The element and everything in it, in document order. */
export function descendantsOf(root: SourceElement): readonly SourceElement[] {
  const found: SourceElement[] = [];
  const pending = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next);
    for (let index = next.children.length - 1; index >= 0; index--) pending.push(next.children[index] ?? next);
  }
  return found;
}

/** Tests if the element has the attribute, empty or not. */
export function hasAttribute(element: SourceElement, local: string): boolean {
  return attributeValue(element, local) !== undefined;
}
