/**
 * What start tags said beside the values that were decoded from them, so that it can be written again: namespace declarations, for QName values
 * and their prefixes, and an xsi:type that no `$type` shows, since it says nothing new or is one of a simple type.
 */
import type { NamespaceDeclaration } from "../xml/namespaces.js";
import { type Particle, SlotKind } from "./compile/particle.js";
import type { OpenElement } from "./decode/open-elements.js";

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

/** Types that xsi:type named on children with simple types, by property and index. A type holds for the value that had it. */
export type LeafTypes = ReadonlyMap<string, { readonly type: string; readonly value: unknown }>;

const leafTypes = new WeakMap<object, Map<string, { readonly type: string; readonly value: unknown }>>();

/** Keeps the xsi:type of a simple value that was just put into the object of its parent; of items and rounds it is not kept. */
export function rememberLeafType(parent: OpenElement, { slot, groups, substitutable }: Particle, type: string, value: unknown): void {
  const { value: object } = parent;
  if (object === undefined || groups.length > 0 || substitutable) return;
  const array = object[slot.property];
  if (slot.kind !== SlotKind.value && (slot.kind !== SlotKind.array || !Array.isArray(array))) return;
  const key = leafKey(slot.property, slot.kind === SlotKind.array && Array.isArray(array) ? array.length - 1 : -1);
  const known = leafTypes.get(object) ?? new Map();
  leafTypes.set(object, known.set(key, { type, value }));
}

/** The types that were named on the simple children of a decoded object; `undefined` mostly. */
export function leafTypesOf(value: object): LeafTypes | undefined {
  return leafTypes.get(value);
}

/** The type that was named on one child, if the child still has the value that it had. */
export function leafTypeOf(types: LeafTypes, property: string, index: number, value: unknown): string | undefined {
  const found = types.get(leafKey(property, index));
  return found !== undefined && Object.is(found.value, value) ? found.type : undefined;
}

function leafKey(property: string, index: number): string {
  return index < 0 ? property : `${property} ${index}`;
}

/** The namespaces by prefix that the element of a decoded object declared; `undefined` where it declared none. */
export function namespacesOf(value: object): Readonly<Record<string, string>> | undefined {
  return notes.get(value)?.namespaces;
}
