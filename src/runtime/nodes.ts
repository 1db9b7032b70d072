/**
 * Elements of wildcards and content of xs:anyType <-> typed values.
 *
 * A node is written as a document and read again, so nodes and documents follow the same rules.
 */
import { parseClark, xsdNamespace } from "../xml/names.js";
import type { Codec, ElementCodec } from "./codec.js";
import { refer } from "./compile/compile-type.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import type { DecodeOptions, EncodeOptions } from "./options.js";
import type { XmlContent, XmlElement } from "./shapes.js";
import { unknownElement } from "./unknown-element.js";
import { xsiNames } from "./xsi-names.js";

/** The value of an element, or `undefined` if its name is not that of the codec. Throws ValidationError if the element is invalid. */
export function readElement<T, O>(codec: ElementCodec<T, O>, node: XmlElement, options: DecodeOptions = {}): O | undefined {
  const isKnown = refer(codec["~table"]).members.some((member) => member.declaration.name.clark === node.name);
  return isKnown ? decode(codec, encode(unknownElement, node), options) : undefined;
}

/** Creates an element for a wildcard. Throws ValidationError if the value is invalid. */
export function toElement<T, O>(codec: ElementCodec<T, O>, value: T, options: EncodeOptions = {}): XmlElement {
  return decode(unknownElement, encode(codec, value, options));
}

/** The value of content of xs:anyType. Throws ValidationError if the content is invalid. */
export function readContent<T, O>(codec: Codec<T, O>, content: XmlContent, options: DecodeOptions = {}): O {
  return decode(codec, encode(unknownElement, { ...content, name: "content" }), options);
}

/** Creates content for an element of xs:anyType, with the type in xsi:type. Throws ValidationError if the value is invalid. */
export function toContent<T, O>(codec: Codec<T, O>, value: T, options: EncodeOptions = {}): XmlContent {
  const { attributes, namespaces, children } = decode(unknownElement, encode(codec, value, options));
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
