/**
 * A value -> the element of an encoded message: what a literal message would have, and the types of all values. SOAP 1.1 §5, SOAP 1.2 Part 2 §3
 */
import { internName, parseClark, xsdNamespace, xsiNamespace } from "../../xml/names.js";
import { xmlElement } from "../built-in-types.js";
import type { Codec } from "../codec.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import { decode } from "../decode.js";
import { encode } from "../encode.js";
import type { XmlElement } from "../shapes.js";
import { xsiNames } from "../xsi-names.js";
import { declarationOfElement, elementsIn, itemsOf, namedTypeOf, typeNameOf } from "./compiled-types.js";
import type { EncodingStyle } from "./style.js";

/** Writes a value as an element of the encoding. Throws ValidationError if the value is invalid. */
export function writeEncoded<T, O>(codec: Codec<T, O>, value: T, style: EncodingStyle): XmlElement {
  const plain = decode(xmlElement, encode(codec, value));
  const folder = new Folder(style, plain.namespaces);
  const { type } = declarationOfElement(codec);
  const children = folder.children(plain, type);
  return { ...plain, children, namespaces: { ...plain.namespaces, ...folder.namespaces } };
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
      return member === undefined ? child : this.#element(child, member.declaration);
    });
  }

  #element(node: XmlElement, declaration: Declaration): XmlElement {
    const named = namedTypeOf(node, declaration);
    const type = named ?? declaration.type;
    if (type.open) return node;
    const item = itemsOf(type);
    const attributes = { ...(item === undefined ? this.#typeAttribute(type) : this.#arrayAttributes(node, item)), ...node.attributes };
    // The names that the value itself brought are bound where they stand.
    return { ...node, attributes, children: this.children(node, type) };
  }

  #typeAttribute(type: CompiledType): Record<string, string> {
    const name = typeNameOf(type);
    return name === undefined ? {} : { [xsiNames.type.clark]: this.#qname(name) };
  }

  #arrayAttributes(node: XmlElement, item: Declaration): Record<string, string> {
    const { namespace, arrayAttributes } = this.#style;
    const array = { [xsiNames.type.clark]: this.#qname(`{${namespace}}Array`) };
    if (node.attributes[xsiNames.nil.clark] !== undefined) return array;
    return { ...array, ...arrayAttributes(this.#itemType(item.type), elementsIn(node).length) };
  }

  /** An array without a name of its own is one of its items. */
  #itemType(type: CompiledType): string {
    const name = typeNameOf(type);
    if (name !== undefined) return this.#qname(name);
    const item = itemsOf(type);
    return item === undefined ? this.#qname(`{${xsdNamespace}}anyType`) : `${this.#itemType(item.type)}[]`;
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

function wantedPrefix(namespace: string, style: EncodingStyle): string {
  if (namespace === xsdNamespace) return "xsd";
  if (namespace === xsiNamespace) return "xsi";
  return namespace === style.namespace ? "enc" : "types";
}
