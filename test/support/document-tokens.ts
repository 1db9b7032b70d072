/**
 * Tokens of a document as text, so that two encodings of it can be compared.
 *
 * Each token is a line: <name, its declarations and attributes in order of name, then text, then the end.
 */
import { Token } from "../../src/xml/read/reader.js";
import type { TokenReader } from "../../src/xml/read/token-reader.js";

function startTag(reader: TokenReader, withDeclarations = true): string {
  const declared = withDeclarations ? reader.namespaceDeclarations() : [];
  const declarations = declared.map(({ prefix, namespace }) => `xmlns:${prefix}=${JSON.stringify(namespace)}`);
  const attributes: string[] = [];
  for (let index = 0; index < reader.attributeCount; index++) {
    const value = JSON.stringify(reader.attributeValue(index));
    attributes.push(`${reader.attributePrefix(index)}:${reader.attributeName(index).clark}=${value}`);
  }
  return [`<${reader.prefix}:${reader.name.clark}`, ...declarations.sort(), ...attributes.sort()].join(" ");
}

/** Reads to the end of the document. Without declarations, documents that differ in useless ones are equal. */
export function tokensOf(reader: TokenReader, withDeclarations = true): readonly string[] {
  const tokens: string[] = [];
  for (;;) {
    switch (reader.next()) {
      case Token.startElement:
        tokens.push(startTag(reader, withDeclarations));
        break;
      case Token.endElement:
        tokens.push(`>${reader.name.clark}`);
        break;
      case Token.text:
        tokens.push(JSON.stringify(reader.text));
        break;
      default:
        return tokens;
    }
  }
}

/** Reads to the end with what a decoder uses: elements that hold text alone are read in one go. */
export function leavesOf(reader: TokenReader): readonly string[] {
  const tokens: string[] = [];
  for (;;) {
    switch (reader.next()) {
      case Token.startElement: {
        tokens.push(startTag(reader));
        const { name } = reader;
        const text = reader.readLeaf();
        if (text === undefined ? reader.text !== "" : text !== "") tokens.push(JSON.stringify(reader.text));
        if (text !== undefined) tokens.push(`>${name.clark}`);
        break;
      }
      case Token.endElement:
        tokens.push(`>${reader.name.clark}`);
        break;
      case Token.text:
        tokens.push(JSON.stringify(reader.text));
        break;
      default:
        return tokens;
    }
  }
}
