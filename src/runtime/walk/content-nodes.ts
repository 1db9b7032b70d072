/**
 * Start tags -> element nodes, for wildcards and xs:anyType.
 */
import type { NamespaceDeclaration } from "../../xml/namespaces.js";
import type { TokenReader } from "../../xml/token-reader.js";
import type { XmlAttributes, XmlElement } from "../shapes.js";
import type { ContentItem } from "./frame.js";

type Namespaces = Readonly<Record<string, string>>;

const noAttributes: XmlAttributes = Object.freeze({});

/** Makes nodes; nodes whose start tags declare nothing share the namespaces of their parent. */
export class NodeBuilder {
  private readonly reader: TokenReader;
  private namespaces: Namespaces = {};
  private declarations: readonly NamespaceDeclaration[] = [];

  constructor(reader: TokenReader) {
    this.reader = reader;
  }

  /** The attributes of the current start tag by Clark name. */
  attributes(): XmlAttributes {
    const { reader } = this;
    const count = reader.attributeCount;
    if (count === 0) return noAttributes;
    const attributes: Record<string, string> = {};
    for (let index = 0; index < count; index++) defineText(attributes, reader.attributeName(index).clark, reader.attributeValue(index));
    return attributes;
  }

  /** The namespaces in scope at the current start tag. */
  namespacesInScope(): Namespaces {
    const declarations = this.reader.namespacesInScope();
    if (sameDeclarations(declarations, this.declarations)) return this.namespaces;
    const namespaces: Record<string, string> = {};
    for (const { prefix, namespace } of declarations) {
      if (namespace !== "") defineText(namespaces, prefix, namespace);
      else delete namespaces[prefix];
    }
    this.namespaces = namespaces;
    this.declarations = declarations;
    return namespaces;
  }

  element(children: ContentItem[]): XmlElement {
    const { clark } = this.reader.name;
    // Frames of nodes put only text and nodes into their content.
    return {
      name: clark,
      attributes: this.attributes(),
      namespaces: this.namespacesInScope(),
      children: children as XmlElement["children"],
    };
  }
}

function sameDeclarations(left: readonly NamespaceDeclaration[], right: readonly NamespaceDeclaration[]): boolean {
  if (left.length !== right.length) return false;
  return left.every(({ prefix, namespace }, index) => right[index]?.prefix === prefix && right[index]?.namespace === namespace);
}

/** Names come from documents: "__proto__" must become a property like any other. */
function defineText(target: Record<string, string>, name: string, text: string): void {
  if (name === "__proto__") Object.defineProperty(target, name, { value: text, enumerable: true, configurable: true, writable: true });
  else target[name] = text;
}
