/**
 * Elements of a contract's document, with the place of each: what the compiler's later stages read.
 *
 * A contract is small and is looked at from many sides, so it is held as a tree; messages never are.
 */
import type { NamespaceLookup } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";

/** An element's or attribute's name. */
interface SourceName {
  /** `""` means no namespace. */
  readonly namespace: string;
  readonly local: string;
}

/** An attribute with its place. */
export interface SourceAttribute extends SourceName {
  readonly prefix: string;
  /** Normalized as XML 1.0 §3.3.3 says. */
  readonly value: string;
  readonly at: Span;
}

/** An element with everything in it. */
export interface SourceElement extends SourceName {
  readonly prefix: string;
  /** Without namespace declarations. */
  readonly attributes: readonly SourceAttribute[];
  readonly children: readonly SourceElement[];
  /** Children and text in document order. White space is left out if it is the only text. */
  readonly content: readonly (SourceElement | string)[];
  readonly namespaces: NamespaceLookup;
  /** The bindings made by this very element. */
  readonly declarations: readonly { readonly prefix: string; readonly namespace: string }[];
  readonly at: Span;
}

/** One document, read whole. */
export interface SourceDocument {
  readonly uri: string;
  readonly root: SourceElement;
}

/** The value of an attribute without namespace, as written; undefined where it is absent. */
export function attributeValue(element: SourceElement, local: string): string | undefined {
  return attributeNamed(element, local)?.value;
}

/** The value of an attribute whose type collapses white space, as anyURI and QName do. XSD 1.0 Part 2 §4.3.6 */
export function collapsedValue(element: SourceElement, local: string): string | undefined {
  const value = attributeValue(element, local);
  return value === undefined ? undefined : collapsed(value);
}

/** A value after white space processing. */
export function collapsed(value: string): string {
  return hasWhiteSpace(value) ? value.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "") : value;
}

/** A loop, since this is asked of each attribute several times. */
export function hasWhiteSpace(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (value.charCodeAt(index) <= space && isSpace(value.charCodeAt(index))) return true;
  return false;
}

const space = 0x20;

function isSpace(code: number): boolean {
  return code === space || code === 0x9 || code === 0xa || code === 0xd;
}

/** The attribute without namespace of that name. */
export function attributeNamed(element: SourceElement, local: string): SourceAttribute | undefined {
  for (const attribute of element.attributes) {
    if (attribute.local === local && attribute.namespace === "") return attribute;
  }
  return undefined;
}

/** All character data in an element, at any depth, in document order. */
export function textOf(element: SourceElement): string {
  let text = "";
  const pending: (SourceElement | string)[] = [element];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next === undefined) break;
    if (typeof next === "string") text += next;
    else for (let index = next.content.length - 1; index >= 0; index--) pending.push(next.content[index] ?? "");
  }
  return text;
}
