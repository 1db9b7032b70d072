/**
 * Two documents -> what makes them unequal, and which normalizations make them equal.
 *
 * Canonical means: namespaces instead of prefixes, attributes without order, entities and CDATA as text, no comments and processing
 * instructions (Canonical XML 1.0 §1.1). Beyond that only what a value space makes equal, each under its name.
 */
import type { TreeElement } from "./xml-tree.js";

export const normalizations = {
  space: "white space around values and between the elements of element content",
  number: "numbers: `+5`, `05`, `1.0E2` of types whose value is a number",
  boolean: "`1` and `0` of booleans",
  binary: "white space and letter case in base64Binary and hexBinary",
  prefix: "prefixes in values of QName and NOTATION",
  nil: '`xsi:nil="false"` on elements that are not nil',
  hint: "`xsi:schemaLocation` and `xsi:noNamespaceSchemaLocation` on typed elements",
  default: "an empty element with a default has the default as content",
} as const;

export type Normalization = keyof typeof normalizations;

export interface Comparison {
  /** Path and what is unequal there. */
  readonly differences: readonly string[];
  readonly used: ReadonlyMap<Normalization, number>;
}

const xsi = "http://www.w3.org/2001/XMLSchema-instance";

/** Compares what was read with what was written. */
export function compareDocuments(read: TreeElement, written: TreeElement): Comparison {
  const comparer = new Comparer();
  comparer.elements(read, written, "");
  return comparer;
}

class Comparer implements Comparison {
  readonly differences: string[] = [];
  readonly used = new Map<Normalization, number>();

  elements(read: TreeElement, written: TreeElement, parent: string): void {
    const path = `${parent}/${read.local}`;
    if (read.local !== written.local || read.namespace !== written.namespace) {
      this.#differ(path, clark(read), clark(written));
      return;
    }
    this.#attributes(read, written, path);
    this.#children(read, written, path);
  }

  #attributes(read: TreeElement, written: TreeElement, path: string): void {
    const rest = new Map(written.attributes.map((attribute) => [clark(attribute), attribute.value]));
    for (const attribute of read.attributes) {
      const name = clark(attribute);
      const other = rest.get(name);
      rest.delete(name);
      if (other !== undefined) this.#values(attribute.value, other, read, written, `${path}/@${attribute.local}`);
      else if (attribute.namespace === xsi && /^(noNamespaceS|s)chemaLocation$/.test(attribute.local)) this.#use("hint");
      else if (attribute.namespace === xsi && attribute.local === "nil" && /^\s*(false|0)\s*$/.test(attribute.value)) this.#use("nil");
      else this.#differ(`${path}/@${attribute.local}`, attribute.value, undefined);
    }
    for (const [name, value] of rest) this.#differ(`${path}/@${name}`, undefined, value);
  }

  #children(read: TreeElement, written: TreeElement, path: string): void {
    const [ours, theirs] = [read.children, written.children];
    const elements = ours.filter((child) => typeof child !== "string");
    if (elements.length === 0 && theirs.every((child) => typeof child === "string")) {
      this.#values(ours.join(""), theirs.join(""), read, written, path);
      return;
    }
    // Text of element content is white space only; where there is other text, all of it counts.
    const hasText = [...ours, ...theirs].some((child) => typeof child === "string" && child.trim() !== "");
    const counted = hasText || ours.length === theirs.length ? ours : elements;
    if (counted.length !== theirs.length) {
      this.#differ(path, `${counted.length} children`, `${theirs.length} children`);
      return;
    }
    if (counted.length < ours.length) this.#use("space");
    for (const [index, child] of counted.entries()) this.#child(child, theirs[index], read, written, path);
  }

  #child(
    child: TreeElement | string,
    other: TreeElement | string | undefined,
    read: TreeElement,
    written: TreeElement,
    path: string,
  ): void {
    if (typeof child === "object" && typeof other === "object") this.elements(child, other, path);
    else if (child !== other) this.#differ(path, describe(child, read), describe(other, written));
  }

  #values(value: string, other: string, read: TreeElement, written: TreeElement, path: string): void {
    if (value === other) return;
    const normalization = normalizationOf(value, other, read, written);
    if (normalization === undefined) this.#differ(path, value, other);
    else this.#use(normalization);
  }

  #use(normalization: Normalization): void {
    this.used.set(normalization, (this.used.get(normalization) ?? 0) + 1);
  }

  #differ(path: string, read: string | undefined, written: string | undefined): void {
    this.differences.push(`${path}: read ${JSON.stringify(read)}, wrote ${JSON.stringify(written)}`);
  }
}

/** What makes two texts equal as values; the prefixes mean what they mean where each stands. */
function normalizationOf(value: string, other: string, read: TreeElement, written: TreeElement): Normalization | undefined {
  const collapsed = collapse(value);
  const [items, others] = [collapsed.split(" "), collapse(other).split(" ")];
  if (collapsed === collapse(other)) return "space";
  if (value === "" && read.children.length === 0) return "default";
  if (items.length === others.length) {
    const kinds = new Set(items.map((item, index) => itemNormalization(item, others[index] ?? "", read, written)));
    kinds.delete("space");
    const [kind] = kinds;
    if (kinds.size === 1 && kind !== undefined) return kind;
  }
  const [bytes, otherBytes] = [value.replace(/\s/g, ""), other.replace(/\s/g, "")];
  const isBase64 = bytes === otherBytes && /^[A-Za-z0-9+/]*={0,2}$/.test(bytes);
  const isHex = bytes.toUpperCase() === otherBytes.toUpperCase() && /^[0-9A-Fa-f]*$/.test(bytes);
  return isBase64 || isHex ? "binary" : undefined;
}

function itemNormalization(item: string, other: string, read: TreeElement, written: TreeElement): Normalization | undefined {
  if (item === other) return "space";
  if (isNumber(item) && isNumber(other)) return isSameNumber(item, other) ? "number" : undefined;
  const booleans = [item, other].sort().join(" ");
  if (booleans === "1 true" || booleans === "0 false") return "boolean";
  const [name, otherName] = [clarkOf(item, read), clarkOf(other, written)];
  return name !== undefined && name === otherName ? "prefix" : undefined;
}

function isNumber(text: string): boolean {
  return /^([+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?|-?INF|NaN)$/.test(text);
}

function isSameNumber(text: string, other: string): boolean {
  const isInteger = /^[+-]?\d+$/;
  if (isInteger.test(text) && isInteger.test(other)) return BigInt(text.replace("+", "")) === BigInt(other.replace("+", ""));
  return Number(text) === Number(other);
}

function clarkOf(text: string, { namespaces }: TreeElement): string | undefined {
  const [, prefix = "", local] = /^(?:([^:\s]+):)?([^:\s]+)$/.exec(text) ?? [];
  const namespace = namespaces[prefix] ?? (prefix === "" ? "" : undefined);
  return local === undefined || namespace === undefined ? undefined : `{${namespace}}${local}`;
}

function clark({ namespace, local }: { readonly namespace: string; readonly local: string }): string {
  return namespace === "" ? local : `{${namespace}}${local}`;
}

function describe(child: TreeElement | string | undefined, parent: TreeElement): string {
  return child === undefined ? "nothing" : typeof child === "string" ? child : `<${clark(child)}> in ${parent.local}`;
}

function collapse(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
