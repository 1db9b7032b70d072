/**
 * The bytes of a document -> whether it is a WSDL document or a schema, and the documents that it refers to.
 */
import type { Diagnostic } from "../../diagnostics.js";
import { wsdlNamespace, xsdNamespace } from "../../load/names.js";
import { readDocument } from "../../load/read-document.js";
import { attributeNamed, collapsedValue, type SourceElement } from "../../load/source-element.js";
import type { DocumentKind } from "./vendored-names.js";

/** A location in a document. */
export interface DocumentReference {
  /** wsdl:import, xs:import, xs:include, xs:redefine. */
  readonly element: string;
  readonly location: string;
  readonly line: number;
}

/** What fetching needs to know about a document. */
export interface ContractDocument {
  readonly kind: DocumentKind;
  readonly references: readonly DocumentReference[];
}

/** Finds the references of a document, or says why the bytes are neither WSDL nor a schema. */
export function findReferences(bytes: Uint8Array, url: string): ContractDocument | string {
  const diagnostics: Diagnostic[] = [];
  const document = readDocument(bytes, url, (diagnostic) => diagnostics.push(diagnostic));
  if (document === undefined) return diagnostics.map(({ message, at }) => `line ${at?.line ?? 1}: ${message}`).join("; ");
  const { root } = document;
  if (isNamed(root, xsdNamespace, "schema")) return { kind: "xsd", references: ofSchema(root) };
  if (isNamed(root, wsdlNamespace, "definitions")) return { kind: "wsdl", references: ofDefinitions(root) };
  return `the root element is "${root.local}", neither a schema nor a WSDL document`;
}

function isNamed(element: SourceElement, namespace: string, local: string): boolean {
  return element.namespace === namespace && element.local === local;
}

function ofDefinitions(root: SourceElement): readonly DocumentReference[] {
  const references: DocumentReference[] = [];
  for (const child of root.children) {
    if (isNamed(child, wsdlNamespace, "import")) references.push(...toReference(child, "wsdl:import", "location"));
    if (!isNamed(child, wsdlNamespace, "types")) continue;
    for (const schema of child.children) if (isNamed(schema, xsdNamespace, "schema")) references.push(...ofSchema(schema));
  }
  return references;
}

function ofSchema(schema: SourceElement): readonly DocumentReference[] {
  return schema.children.flatMap((child) =>
    child.namespace === xsdNamespace && (child.local === "import" || child.local === "include" || child.local === "redefine")
      ? toReference(child, `xs:${child.local}`, "schemaLocation")
      : [],
  );
}

/** An empty location, or a fragment alone, means the document itself. */
function toReference(element: SourceElement, name: string, attribute: string): readonly DocumentReference[] {
  const location = collapsedValue(element, attribute)?.replace(/#.*$/, "");
  if (location === undefined || location === "") return [];
  return [{ element: name, location, line: attributeNamed(element, attribute)?.at.line ?? element.at.line }];
}
