/**
 * Expanded names: namespace plus local name (Namespaces in XML 1.0 §2.1).
 *
 * In: the two strings. Out: one object per pair, so that a name of a schema and the same name met in a document are compared by identity.
 */

/** An expanded name. `namespace` is "" for a name in no namespace; `clark` is "{namespace}local", or "local" alone. */
export interface Name {
  readonly namespace: string;
  readonly local: string;
  readonly clark: string;
}

/** Resolves the prefixes in scope at some place of a document. "" is the default namespace; "xml" is always bound. */
export interface NamespaceLookup {
  lookupNamespace(prefix: string): string | undefined;
}

/** The namespace to which the prefix "xml" is bound (Namespaces in XML 1.0 §3). */
export const xmlNamespace = "http://www.w3.org/XML/1998/namespace";

/** The namespace to which the prefix "xmlns" is bound; nothing else may be (Namespaces in XML 1.0 §3). */
export const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** The namespace of schema documents and of the built-in types. XSD 1.0 Part 1 §2.6 */
export const xsdNamespace = "http://www.w3.org/2001/XMLSchema";

/** The namespace of xsi:type, xsi:nil, xsi:schemaLocation and xsi:noNamespaceSchemaLocation. XSD 1.0 Part 1 §2.6 */
export const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance";

/** Resolves no prefix: for text that contains no qualified names. */
export const noNamespaces: NamespaceLookup = { lookupNamespace: () => undefined };

const interned = new Map<string, Map<string, Name>>();
let internedCount = 0;

/** Gives the one object of a name, for ever: only for names of schemas, whose number the program bounds. */
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

/** Finds a name that was interned; a reader asks for each name that is new to it, and must not make the table grow. */
export function findInternedName(namespace: string, local: string): Name | undefined {
  return interned.get(namespace)?.get(local);
}

/** Tells how many names were interned so far. A reader that remembers a name of its own looks again when this has changed. */
export function internedNameCount(): number {
  return internedCount;
}

/** Makes a name that nobody else shares. */
export function makeName(namespace: string, local: string): Name {
  return { namespace, local, clark: namespace === "" ? local : `{${namespace}}${local}` };
}

/** Splits "{namespace}local" or "local". */
export function parseClark(clark: string): { namespace: string; local: string } {
  if (clark.charCodeAt(0) !== 0x7b) return { namespace: "", local: clark };
  // A local name has no brace; a namespace name may have some.
  const end = clark.lastIndexOf("}");
  return { namespace: clark.slice(1, end), local: clark.slice(end + 1) };
}
