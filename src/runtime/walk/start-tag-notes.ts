/**
 * What the start tag that an object was decoded from said beside its value, so that it can be written again: namespace declarations, for
 * QName values and their prefixes, and an xsi:type that says nothing new, for which the type of the value has no `$type`.
 */
import type { NamespaceDeclaration } from "../../xml/namespaces.js";

/** What is kept of a start tag. */
interface StartTagNotes {
  readonly namespaces: Readonly<Record<string, string>> | undefined;
  /** Clark name of the type. */
  readonly type: string | undefined;
}

const notes = new WeakMap<object, StartTagNotes>();

/** Keeps what the start tag of an object said; called where it said something. */
export function rememberStartTag(value: object, declarations: readonly NamespaceDeclaration[], type: string | undefined): void {
  const namespaces =
    declarations.length === 0 ? undefined : Object.fromEntries(declarations.map(({ prefix, namespace }) => [prefix, namespace]));
  notes.set(value, { namespaces, type });
}

/** What the start tag of a decoded object said; `undefined` where that was nothing. */
export function startTagOf(value: object): StartTagNotes | undefined {
  return notes.get(value);
}

/** The namespaces by prefix that the element of a decoded object declared; `undefined` where it declared none. */
export function namespacesOf(value: object): Readonly<Record<string, string>> | undefined {
  return notes.get(value)?.namespaces;
}
