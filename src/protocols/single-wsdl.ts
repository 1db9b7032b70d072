/**
 * The documents of a contract -> one WSDL that needs no other document, as clients of .NET ask for.
 *
 * Schemas move into wsdl:types, and WSDLs of the same target namespace into the one that imports them. WSDL 1.1 §2.1, §2.2; XSD 1.0 Part 1 §4.2
 */

import { decode } from "../runtime/decode.js";
import { encode } from "../runtime/encode.js";
import { ValidationError } from "../runtime/issues.js";
import type { XmlElement } from "../runtime/shapes.js";
import { unknownElement } from "../runtime/unknown-element.js";
import { documentTypes } from "../xml/doctype/doctype-reader.js";
import { XmlError } from "../xml/errors.js";

const wsdl = "http://schemas.xmlsoap.org/wsdl/";
const xsd = "http://www.w3.org/2001/XMLSchema";

/** Thrown inside where a contract cannot be one document. */
class CannotJoin extends Error {}

/** The documents of a contract, and how they name each other. */
interface LinkedDocuments {
  readonly main: string;
  readonly documents: Readonly<Record<string, string>>;
  /** The name of the document that a location in a document names. */
  readonly resolve: (from: string, location: string) => string;
}

/**
 * Joins a contract. Undefined if that cannot be: WSDLs of several target namespaces, redefined schemas, documents that are not well-formed.
 */
export function joinContract(contract: LinkedDocuments): string | undefined {
  try {
    const root = new Joiner(contract).join();
    return new TextDecoder().decode(encode(unknownElement, root));
  } catch (error) {
    if (error instanceof CannotJoin || error instanceof XmlError || error instanceof ValidationError) return undefined;
    throw error;
  }
}

class Joiner {
  readonly #contract: LinkedDocuments;
  readonly #schemas: XmlElement[] = [];
  /** Documents that are in: WSDLs by name, schemas by name and the namespace that they are included into. */
  readonly #done = new Set<string>();

  constructor(contract: LinkedDocuments) {
    this.#contract = contract;
  }

  join(): XmlElement {
    const { main } = this.#contract;
    const root = this.#read(main);
    const parts = this.#partsOf(root, main);
    const types = { ...root, name: `{${wsdl}}types`, attributes: {}, children: this.#schemas };
    // A WSDL's own documentation comes first.
    const isDocumentation = ({ name }: XmlElement): boolean => name === `{${wsdl}}documentation`;
    const rest = parts.filter((each) => !isDocumentation(each));
    return { ...root, children: [...parts.filter(isDocumentation), ...(this.#schemas.length === 0 ? [] : [types]), ...rest] };
  }

  /** What a WSDL holds beside imports and types. */
  #partsOf(root: XmlElement, name: string): readonly XmlElement[] {
    this.#done.add(name);
    return elementsOf(root).flatMap((each) => {
      if (each.name === `{${wsdl}}import`) return this.#partsOfImported(each, root, name);
      if (each.name !== `{${wsdl}}types`) return [each];
      for (const schema of elementsOf(each)) this.#addSchema(schema, name);
      return [];
    });
  }

  #partsOfImported(element: XmlElement, parent: XmlElement, from: string): readonly XmlElement[] {
    const name = this.#target(element, "location", from);
    if (name === undefined) return [element];
    const root = this.#read(name);
    if (root.name === `{${xsd}}schema`) {
      this.#addDocument(name, undefined);
      return [];
    }
    if (root.attributes.targetNamespace !== parent.attributes.targetNamespace) throw new CannotJoin("several target namespaces");
    return this.#done.has(name) ? [] : this.#partsOf(root, name);
  }

  /** Adds a schema document. One without a target namespace takes that of the schema that includes it. XSD 1.0 Part 1 §4.2.1 */
  #addDocument(name: string, includedInto: string | undefined): void {
    const key = `${name} ${includedInto ?? ""}`;
    if (this.#done.has(key)) return;
    this.#done.add(key);
    const root = this.#read(name);
    const takesNamespace = includedInto !== undefined && root.attributes.targetNamespace === undefined;
    this.#addSchema(takesNamespace ? intoNamespace(root, includedInto) : root, name);
  }

  #addSchema(schema: XmlElement, from: string): void {
    const { targetNamespace } = schema.attributes;
    const children = schema.children.filter((each) => typeof each === "string" || !this.#isInside(each, from));
    this.#schemas.push({
      ...schema,
      children: children.map((each) => (typeof each === "string" ? each : this.#withoutLocation(each, from))),
    });
    for (const each of elementsOf(schema)) {
      const name = this.#target(each, "schemaLocation", from);
      if (name === undefined) continue;
      if (each.name === `{${xsd}}redefine`) throw new CannotJoin("a schema is redefined");
      this.#addDocument(name, each.name === `{${xsd}}include` ? targetNamespace : undefined);
    }
  }

  /** An include says nothing that the included schema beside it doesn't. */
  #isInside(element: XmlElement, from: string): boolean {
    return element.name === `{${xsd}}include` && this.#target(element, "schemaLocation", from) !== undefined;
  }

  #withoutLocation(element: XmlElement, from: string): XmlElement {
    if (element.name !== `{${xsd}}import` || this.#target(element, "schemaLocation", from) === undefined) return element;
    const { schemaLocation, ...attributes } = element.attributes;
    return { ...element, attributes };
  }

  /** The document of the contract that an import names. */
  #target({ attributes }: XmlElement, attribute: "location" | "schemaLocation", from: string): string | undefined {
    const location = attributes[attribute];
    if (location === undefined) return undefined;
    const name = this.#contract.resolve(from, location);
    return Object.hasOwn(this.#contract.documents, name) ? name : undefined;
  }

  #read(name: string): XmlElement {
    return decode(unknownElement, this.#contract.documents[name] ?? "", { doctype: documentTypes });
  }
}

/** Names without a prefix, which were in no namespace, are in that of the including schema now. */
function intoNamespace(schema: XmlElement, targetNamespace: string): XmlElement {
  return {
    ...withDefaultNamespace(schema, targetNamespace),
    attributes: { ...schema.attributes, targetNamespace },
  };
}

function withDefaultNamespace(element: XmlElement, namespace: string): XmlElement {
  return {
    ...element,
    namespaces: { "": namespace, ...element.namespaces },
    children: element.children.map((each) => (typeof each === "string" ? each : withDefaultNamespace(each, namespace))),
  };
}

function elementsOf({ children }: XmlElement): readonly XmlElement[] {
  return children.filter((each) => typeof each !== "string");
}
