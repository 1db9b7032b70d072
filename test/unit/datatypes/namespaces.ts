/** Namespaces for tests: prefix "a" is bound to "urn:a", there is no default namespace. */
import type { NamespaceLookup } from "../../../src/xml/names.js";

export const namespaces: NamespaceLookup = { lookupNamespace: (prefix) => (prefix === "a" ? "urn:a" : undefined) };

/** Writes names of "urn:a" with the prefix "a", names without namespace without one. */
export const qname = (namespace: string, local: string): string => (namespace === "" ? local : `a:${local}`);
