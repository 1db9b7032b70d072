/**
 * Details of start tags that decoded values do not contain, kept so that encoding can write them again: namespace declarations, for the
 * prefixes of QName values, and an xsi:type without a `$type`, because it is redundant or names a simple type.
 */
import type { NamespaceDeclaration } from "../xml/names.js";
import { FieldKind, type Particle } from "./compile/compiled-type.js";
import type { OpenElement } from "./decode/open-elements.js";

/** The details of one start tag. */
export interface StartTagNotes {
  readonly declarations: readonly NamespaceDeclaration[];
  /** The Clark name of the type. */
  readonly type: string | undefined;
}

/** A constructor that gives the object that it is given: a class that extends it adds its private fields to that object. */
function Given(value: object): object {
  return value;
}

/**
 * Notes in a private field of the value, which no program sees. A WeakMap would do the same, but all of its entries cost time in every garbage
 * collection: half of what a small request costs on a busy server.
 */
class NotedValue extends (Given as unknown as new (value: object) => object) {
  // TypeScript has no types for constructor functions.
  readonly #notes: StartTagNotes;

  constructor(value: object, notes: StartTagNotes) {
    super(value);
    this.#notes = notes;
  }

  static has(value: object): boolean {
    return #notes in value;
  }

  static notesOf(value: object): StartTagNotes | undefined {
    return #notes in value ? value.#notes : undefined;
  }
}

/** No value has notes of its start tag: asking each value takes longer. */
let isWithoutStartTags = true;

/** Records the details of an object's start tag, once for an object. */
export function rememberStartTag(value: object, declarations: readonly NamespaceDeclaration[], type: string | undefined): void {
  isWithoutStartTags = false;
  new NotedValue(value, { declarations, type });
}

/** The details of a decoded object's start tag; `undefined` if there are none. */
export function startTagOf(value: object): StartTagNotes | undefined {
  return NotedValue.notesOf(value);
}

/** Tests if encoding an object takes more than its properties. */
export function hasNotes(value: object): boolean {
  return (!isWithoutStartTags && NotedValue.has(value)) || (!isWithoutLeafTypes && leafTypes.has(value));
}

/** Types named by xsi:type on children with simple types, by property and index, with the value that they apply to. */
export type LeafTypes = ReadonlyMap<string, { readonly type: string; readonly value: unknown }>;

const leafTypes = new WeakMap<object, Map<string, { readonly type: string; readonly value: unknown }>>();
/** No value has such types, as in most programs. */
let isWithoutLeafTypes = true;

/** Records the xsi:type of a simple value that was just stored in its parent. Not for items and values in rounds. */
export function rememberLeafType(parent: OpenElement, { field, groups, substitutable }: Particle, type: string, value: unknown): void {
  const { value: object } = parent;
  if (object === undefined || groups.length > 0 || substitutable) return;
  const array = object[field.property];
  if (field.kind !== FieldKind.value && (field.kind !== FieldKind.array || !Array.isArray(array))) return;
  const key = leafKey(field.property, field.kind === FieldKind.array && Array.isArray(array) ? array.length - 1 : -1);
  const known = leafTypes.get(object) ?? new Map();
  isWithoutLeafTypes = false;
  leafTypes.set(object, known.set(key, { type, value }));
}

/** The types named on the simple children of a decoded object; `undefined` if there are none. */
export function leafTypesOf(value: object): LeafTypes | undefined {
  return isWithoutLeafTypes ? undefined : leafTypes.get(value);
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
