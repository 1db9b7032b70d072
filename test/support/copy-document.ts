/**
 * Copies a document token by token from any reader to any writer.
 */
import { Token } from "../../src/xml/read/reader.js";
import type { TokenReader } from "../../src/xml/read/token-reader.js";
import type { TokenWriter } from "../../src/xml/write/token-writer.js";

export function copyDocument(reader: TokenReader, writer: TokenWriter): void {
  for (;;) {
    switch (reader.next()) {
      case Token.startElement: {
        const { namespace, local } = reader.name;
        writer.startElement({ namespace, local, prefix: reader.prefix }, reader.namespaceDeclarations());
        for (let index = 0; index < reader.attributeCount; index++) {
          const name = reader.attributeName(index);
          const prefix = reader.attributePrefix(index);
          writer.attribute({ namespace: name.namespace, local: name.local, prefix }, reader.attributeValue(index));
        }
        break;
      }
      case Token.endElement:
        writer.endElement();
        break;
      case Token.text:
        writer.text(reader.text);
        break;
      default:
        return;
    }
  }
}
