/**
 * Which namespaces the element declared that an object was decoded from: so that QName values can be written with their prefixes again.
 */
import type { NamespaceDeclaration } from "../../xml/namespaces.js";

const declared = new WeakMap<object, Readonly<Record<string, string>>>();

/** Keeps the declarations of an object's start tag. */
export function rememberNamespaces(value: object, declarations: readonly NamespaceDeclaration[]): void {
  declared.set(value, Object.fromEntries(declarations.map(({ prefix, namespace }) => [prefix, namespace])));
}

/** The namespaces by prefix that the element of a decoded object declared; `undefined` where it declared none. */
export function namespacesOf(value: object): Readonly<Record<string, string>> | undefined {
  return declared.get(value);
}
