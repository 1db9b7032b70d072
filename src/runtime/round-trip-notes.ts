/**
 * Details of start tags that decoded values do not contain, kept so that encoding can write them again: namespace declarations, for the
 * prefixes of QName values, and an xsi:type without a `$type`, because it is redundant or names a simple type.
 */
import type { NamespaceDeclaration } from "../xml/names.js";
import { FieldKind, type Particle } from "./compile/compiled-type.js";
import type { OpenElement } from "./decode/open-elements.js";

/** Details of one element. */
interface Notes {
  declarations: readonly NamespaceDeclaration[];
  /** The Clark name of the type. */
  type: string | undefined;
  leafTypes: Map<string, { readonly type: string; readonly value: unknown }> | undefined;
}

/**
 * The property that has the notes of a value. It is not enumerable, so what copies, compares or prints values passes over it. A WeakMap would do the same, but
 * all of its entries cost time in every garbage collection: half of what a small request costs on a busy server. A private field would, too, but writers
 * ask each value whether it has one, and one function that does so sees objects of all shapes, which the engine looks up slowly.
 */
export const elementNotes: unique symbol = Symbol("notes of the element");

type Noted = object & { readonly [elementNotes]?: Notes };

/** The notes of an object, to which more can be added. */
function notesFor(value: Noted): Notes {
  const known = value[elementNotes];
  if (known !== undefined) return known;
  const notes: Notes = { declarations: [], type: undefined, leafTypes: undefined };
  Object.defineProperty(value, elementNotes, { value: notes });
  return notes;
}

/** Records the details of an object's start tag, once for an object. */
export function rememberStartTag(value: object, declarations: readonly NamespaceDeclaration[], type: string | undefined): void {
  const notes = notesFor(value);
  notes.declarations = declarations;
  notes.type = type;
}

/** The details of a decoded object's start tag; `undefined` if there are none. */
export function startTagOf(value: Noted): Pick<Notes, "declarations" | "type"> | undefined {
  return value[elementNotes];
}

/** Types named by xsi:type on children with simple types, by property and index, with the value that they apply to. */
export type LeafTypes = ReadonlyMap<string, { readonly type: string; readonly value: unknown }>;

/** Records the xsi:type of a simple value that was just stored in its parent. Not for items and values in rounds. */
export function rememberLeafType(parent: OpenElement, { field, groups, substitutable }: Particle, type: string, value: unknown): void {
  const { value: object } = parent;
  if (object === undefined || groups.length > 0 || substitutable) return;
  const array = object[field.property];
  if (field.kind !== FieldKind.value && (field.kind !== FieldKind.array || !Array.isArray(array))) return;
  const key = leafKey(field.property, field.kind === FieldKind.array && Array.isArray(array) ? array.length - 1 : -1);
  const notes = notesFor(object);
  notes.leafTypes ??= new Map();
  notes.leafTypes.set(key, { type, value });
}

/** The types named on the simple children of a decoded object; `undefined` if there are none. */
export function leafTypesOf(value: Noted): LeafTypes | undefined {
  return value[elementNotes]?.leafTypes;
}

/** The type named on a child, if the child still has the same value. */
export function leafTypeOf(types: LeafTypes, property: string, index: number, value: unknown): string | undefined {
  const found = types.get(leafKey(property, index));
  return found !== undefined && Object.is(found.value, value) ? found.type : undefined;
}

function leafKey(property: string, index: number): string {
  return index < 0 ? property : `${property} ${index}`;
}

/** The namespaces by prefix that the element of a decoded object declared; `undefined` if it declared none. */
export function namespacesOf(value: object): Readonly<Record<string, string>> | undefined {
  const declarations = startTagOf(value)?.declarations ?? [];
  return declarations.length === 0 ? undefined : Object.fromEntries(declarations.map(({ prefix, namespace }) => [prefix, namespace]));
}
