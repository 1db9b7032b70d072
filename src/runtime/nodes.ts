/**
 * Elements of wildcards and content of xs:anyType <-> typed values.
 *
 * A node is written and read again: what a node may be and what a document may be is one rule.
 */
import { parseClark, xsdNamespace } from "../xml/names.js";
import { xmlElement } from "./built-in-types.js";
import type { Codec, ElementCodec } from "./codec.js";
import { refer } from "./compile/compile-type.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import type { DecodeOptions, EncodeOptions } from "./options.js";
import type { XmlContent, XmlElement } from "./shapes.js";
import { xsiNames } from "./xsi-names.js";

/** The value of an element, or `undefined` where it has another name than the codec's. Throws ValidationError where it is not valid. */
export function readElement<T, O>(codec: ElementCodec<T, O>, node: XmlElement, options: DecodeOptions = {}): O | undefined {
  const isKnown = refer(codec["~table"]).members.some((member) => member.declaration.name.clark === node.name);
  return isKnown ? decode(codec, encode(xmlElement, node), options) : undefined;
}

/** An element for a wildcard. Throws ValidationError where the value is not valid. */
export function toElement<T, O>(codec: ElementCodec<T, O>, value: T, options: EncodeOptions = {}): XmlElement {
  return decode(xmlElement, encode(codec, value, options));
}

/** The value of content of xs:anyType. Throws ValidationError where it is not valid. */
export function readContent<T, O>(codec: Codec<T, O>, content: XmlContent, options: DecodeOptions = {}): O {
  return decode(codec, encode(xmlElement, { ...content, name: "content" }), options);
}

/** Content for an element of xs:anyType; the element says the type by xsi:type. Throws ValidationError where the value is not valid. */
export function toContent<T, O>(codec: Codec<T, O>, value: T, options: EncodeOptions = {}): XmlContent {
  const { attributes, namespaces, children } = decode(xmlElement, encode(codec, value, options));
  if (codec["~table"].kind === "anyType" || Object.hasOwn(attributes, xsiNames.type.clark)) return { attributes, namespaces, children };
  const { namespace, local } = parseClark(codec.name);
  const prefix = prefixFor(namespace, namespaces);
  const type = prefix === "" ? local : `${prefix}:${local}`;
  return {
    attributes: { ...attributes, [xsiNames.type.clark]: type },
    namespaces: prefix === "" ? namespaces : { ...namespaces, [prefix]: namespace },
    children,
  };
}

function prefixFor(namespace: string, namespaces: XmlContent["namespaces"]): string {
  for (const [prefix, bound] of Object.entries(namespaces)) if (bound === namespace) return prefix;
  if (namespace === "") return "";
  let prefix = namespace === xsdNamespace ? "xs" : "type";
  while (Object.hasOwn(namespaces, prefix)) prefix += "_";
  return prefix;
}
