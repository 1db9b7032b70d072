/**
 * A value -> the element of an encoded message: what a literal message would have, and the types of all values. SOAP 1.1 §5, SOAP 1.2 Part 2 §3
 */
import { internName, parseClark, xsdNamespace, xsiNamespace } from "../../xml/names.js";
import type { Codec } from "../codec.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import { decode } from "../decode.js";
import { encode } from "../encode.js";
import { ValidationError } from "../issues.js";
import type { EncodeOptions } from "../options.js";
import type { XmlElement } from "../shapes.js";
import { unknownElement } from "../unknown-element.js";
import { xsiNames } from "../xsi-names.js";
import { declarationOfElement, elementsIn, itemsOf, itemsOfRow, namedTypeOf, typeNameOf } from "./compiled-types.js";
import { EncodingError, type EncodingStyle, encodingIssue } from "./style.js";

/**
 * Writes a value as an element of the encoding. Throws ValidationError if the value is invalid, unless its deviations are taken. The element of a part says its type; that of a message, which
 * has all parts in it, has none.
 */
export function writeEncoded<T, O>(
  codec: Codec<T, O>,
  value: T,
  style: EncodingStyle,
  kind: "message" | "part",
  options: EncodeOptions = {},
): XmlElement {
  const plain = decode(unknownElement, encode(codec, value, options));
  const folder = new Folder(style, plain.namespaces);
  const declaration = declarationOfElement(codec);
  try {
    const written = kind === "part" ? folder.element(plain, declaration) : { ...plain, children: folder.children(plain, declaration.type) };
    return { ...written, namespaces: { ...plain.namespaces, ...folder.namespaces } };
  } catch (error) {
    throw error instanceof EncodingError ? new ValidationError([encodingIssue(plain.name, error)]) : error;
  }
}

class Folder {
  /** The prefixes of the names in attributes, to be bound at the root. */
  readonly namespaces: Record<string, string> = {};
  readonly #style: EncodingStyle;
  readonly #bound: Readonly<Record<string, string>>;
  readonly #prefixes = new Map<string, string>();

  constructor(style: EncodingStyle, bound: Readonly<Record<string, string>>) {
    this.#style = style;
    this.#bound = bound;
    this.#bind(xsiNamespace);
  }

  /** The content of an element of a type. */
  children(node: XmlElement, type: CompiledType): XmlElement["children"] {
    return node.children.map((child) => {
      if (typeof child === "string") return child;
      const { namespace, local } = parseClark(child.name);
      const member = type.memberNamed(internName(namespace, local));
      return member === undefined ? child : this.element(child, member.declaration);
    });
  }

  /** An element that stands for a value, with its type. */
  element(node: XmlElement, declaration: Declaration): XmlElement {
    const named = namedTypeOf(node, declaration);
    const type = named ?? declaration.type;
    if (type.open) return node;
    const item = itemsOf(type);
    if (item !== undefined) return this.#array(node, item);
    // The names that the value itself brought are bound where they stand.
    return { ...node, attributes: { ...this.#typeAttribute(type), ...node.attributes }, children: this.children(node, type) };
  }

  #typeAttribute(type: CompiledType): Record<string, string> {
    const name = typeNameOf(type);
    return name === undefined ? {} : { [xsiNames.type.clark]: this.#qname(name) };
  }

  #array(node: XmlElement, item: Declaration): XmlElement {
    const { namespace, arrayAttributes } = this.#style;
    const type = { [xsiNames.type.clark]: this.#qname(`{${namespace}}Array`) };
    if (node.attributes[xsiNames.nil.clark] !== undefined) return { ...node, attributes: { ...type, ...node.attributes } };
    const { items, sizes } = this.#items(node, item);
    const itemType = this.#itemType(innermost(item).type);
    return { ...node, attributes: { ...type, ...arrayAttributes(itemType, sizes), ...node.attributes }, children: items };
  }

  /** The items of all dimensions one after another, those of the last dimension first. */
  #items(node: XmlElement, item: Declaration): { readonly items: readonly XmlElement[]; readonly sizes: readonly number[] } {
    const inRow = itemsOfRow(item);
    if (inRow === undefined) {
      const items = elementsIn(node).map((child) => this.element(child, item));
      return { items, sizes: [items.length] };
    }
    const rows = elementsIn(node).map((row) => this.#items(row, inRow));
    const sizes = rows[0]?.sizes ?? dimensions(inRow).map(() => 0);
    if (rows.some((row) => String(row.sizes) !== String(sizes))) throw new EncodingError("the rows of an array have different lengths");
    return { items: rows.flatMap(({ items }) => items), sizes: [rows.length, ...sizes] };
  }

  /** An array without a name of its own is one of its items. */
  #itemType(type: CompiledType): string | undefined {
    const name = typeNameOf(type);
    if (name !== undefined) return this.#qname(name);
    const item = itemsOf(type);
    if (item === undefined) return this.#qname(`{${xsdNamespace}}anyType`);
    const innerType = this.#itemType(innermost(item).type);
    return innerType === undefined ? undefined : this.#style.arrayOf(innerType, dimensions(item).length);
  }

  #qname(clark: string): string {
    const { namespace, local } = parseClark(clark);
    if (namespace === "") return local;
    const prefix = this.#prefixes.get(namespace) ?? this.#bind(namespace);
    return `${prefix}:${local}`;
  }

  #bind(namespace: string): string {
    const known = Object.entries(this.#bound).find(([prefix, bound]) => prefix !== "" && bound === namespace)?.[0];
    let prefix = known ?? wantedPrefix(namespace, this.#style);
    while (known === undefined && (Object.hasOwn(this.#bound, prefix) || Object.hasOwn(this.namespaces, prefix))) prefix += "_";
    this.#prefixes.set(namespace, prefix);
    this.namespaces[prefix] = namespace;
    return prefix;
  }
}

/** The items of each dimension of an array, outermost first. */
function dimensions(item: Declaration): readonly Declaration[] {
  const inRow = itemsOfRow(item);
  return inRow === undefined ? [item] : [item, ...dimensions(inRow)];
}

function innermost(item: Declaration): Declaration {
  const inRow = itemsOfRow(item);
  return inRow === undefined ? item : innermost(inRow);
}

function wantedPrefix(namespace: string, style: EncodingStyle): string {
  if (namespace === xsdNamespace) return "xsd";
  if (namespace === xsiNamespace) return "xsi";
  return namespace === style.namespace ? "enc" : "types";
}
