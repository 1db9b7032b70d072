/**
 * Expanded names: namespace plus local name. Namespaces in XML 1.0 §2.1
 *
 * Names of schemas are interned: one object per name, so that a name in a document is compared with those of the schema by identity.
 */

/** An expanded name. `namespace` is "" for a name in no namespace; `clark` is "{namespace}local", or "local" alone. */
export interface Name {
  readonly namespace: string;
  readonly local: string;
  readonly clark: string;
}

/** Resolves prefixes at one place of a document. "" is the default namespace; "xml" is always bound. */
export interface NamespaceLookup {
  lookupNamespace(prefix: string): string | undefined;
}

/** A prefix and the namespace that it is bound to; "" is the default namespace. */
export interface NamespaceDeclaration {
  readonly prefix: string;
  readonly namespace: string;
}

/** The namespace bound to the prefix "xml". Namespaces in XML 1.0 §3 */
export const xmlNamespace = "http://www.w3.org/XML/1998/namespace";

/** The namespace bound to the prefix "xmlns"; no other prefix may be bound to it. Namespaces in XML 1.0 §3 */
export const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** The namespace of schema documents and of the built-in types. XSD 1.0 Part 1 §2.6 */
export const xsdNamespace = "http://www.w3.org/2001/XMLSchema";

/** The namespace of xsi:type, xsi:nil, xsi:schemaLocation and xsi:noNamespaceSchemaLocation. XSD 1.0 Part 1 §2.6 */
export const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance";

/** Resolves no prefix: for text that contains no qualified names. */
export const noNamespaces: NamespaceLookup = { lookupNamespace: () => undefined };

const interned = new Map<string, Map<string, Name>>();
let internedCount = 0;

/** Returns the one object of a name, and keeps it forever. Only for names of schemas, whose number is bounded by the program. */
export function internName(namespace: string, local: string): Name {
  const known = findInternedName(namespace, local);
  if (known !== undefined) return known;
  let names = interned.get(namespace);
  if (names === undefined) {
    names = new Map();
    interned.set(namespace, names);
  }
  const name = makeName(namespace, local);
  names.set(local, name);
  internedCount++;
  return name;
}

/** Finds an interned name. Readers use this for names in documents, which must not make the table grow. */
export function findInternedName(namespace: string, local: string): Name | undefined {
  return interned.get(namespace)?.get(local);
}

/** The number of names interned so far. A reader that cached a name of its own looks again when this number has changed. */
export function internedNameCount(): number {
  return internedCount;
}

/** Creates a name that is not interned. */
export function makeName(namespace: string, local: string): Name {
  return { namespace, local, clark: namespace === "" ? local : `{${namespace}}${local}` };
}

/** Gives the one object of the name "{namespace}local" or "local". */
export function internClark(clark: string): Name {
  const { namespace, local } = parseClark(clark);
  return internName(namespace, local);
}

/** Splits "{namespace}local" or "local". */
export function parseClark(clark: string): { namespace: string; local: string } {
  if (clark.charCodeAt(0) !== 0x7b) return { namespace: "", local: clark };
  // A namespace name can contain braces, a local name cannot.
  const end = clark.lastIndexOf("}");
  return { namespace: clark.slice(1, end), local: clark.slice(end + 1) };
}
