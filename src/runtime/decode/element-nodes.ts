/**
 * Start tags -> element nodes, for wildcards and xs:anyType.
 */
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { XmlAttributes, XmlContent, XmlElement } from "../shapes.js";
import { xsiNames } from "../xsi-names.js";
import type { NamespaceScope } from "./namespace-scope.js";
import type { ContentItem } from "./open-elements.js";

/** The node of the element at whose start tag the reader is. Its children are added later. */
export function elementNode(reader: TokenReader, scope: NamespaceScope, children: ContentItem[]): XmlElement {
  // The content of a node consists of text and nodes only.
  const node = { name: reader.name.clark, attributes: attributesOf(reader), children: children as XmlElement["children"] };
  return scope.attachTo(node);
}

/** The value of an element of xs:anyType: a node without a name. xsi:nil is represented by `$nil` only. */
export function contentNode(reader: TokenReader, scope: NamespaceScope, children: ContentItem[], nil: boolean): XmlContent {
  const content = { attributes: attributesOf(reader, nil), children: children as XmlContent["children"] };
  return scope.attachTo(nil ? { $nil: true, ...content } : content);
}

/** The attributes of the current start tag by Clark name. */
function attributesOf(reader: TokenReader, withoutNil = false): XmlAttributes {
  const attributes: Record<string, string> = {};
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (withoutNil && name === xsiNames.nil) continue;
    const { clark } = name;
    const value = reader.attributeValue(index);
    // Names come from documents, so "__proto__" must become an ordinary property.
    if (clark === "__proto__") Object.defineProperty(attributes, clark, { value, enumerable: true, configurable: true, writable: true });
    else attributes[clark] = value;
  }
  return attributes;
}
