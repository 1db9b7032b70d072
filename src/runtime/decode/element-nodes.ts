/**
 * Start tags -> element nodes, for wildcards and xs:anyType.
 */
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { XmlAttributes, XmlContent, XmlElement } from "../shapes.js";
import { xsiNames } from "../xsi-names.js";
import type { NamespaceScope } from "./namespace-scope.js";
import type { ContentItem } from "./open-elements.js";

/** The element on whose start tag the reader stands; its children come later. */
export function elementNode(reader: TokenReader, scope: NamespaceScope, children: ContentItem[]): XmlElement {
  // Frames of nodes put only text and nodes into their content.
  const node = { name: reader.name.clark, attributes: attributesOf(reader), children: children as XmlElement["children"] };
  return scope.attachTo(node);
}

/** The same without the name: the value of an element of xs:anyType. That it is nil is said once, by `$nil`. */
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
    // Names come from documents: "__proto__" must become a property like any other.
    if (clark === "__proto__") Object.defineProperty(attributes, clark, { value, enumerable: true, configurable: true, writable: true });
    else attributes[clark] = value;
  }
  return attributes;
}
