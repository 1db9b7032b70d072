/**
 * Copies a document with other element names, for messages whose namespaces differ from those of the contract.
 */
import { XmlError } from "./errors.js";
import { Reader, Token } from "./read/reader.js";
import { Writer } from "./write/writer.js";

/** The name of an element. */
export interface ElementName {
  readonly namespace: string;
  readonly local: string;
}

/** Copies a document. `rename` returns the new name of each element; the depth of the root is 1. Undefined: the document is not well-formed. */
export function renameElements(
  bytes: Uint8Array,
  charset: string | undefined,
  rename: (name: ElementName, depth: number) => ElementName,
): Uint8Array | undefined {
  try {
    return copy(new Reader(bytes, charset === undefined ? {} : { charset }), rename);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function copy(reader: Reader, rename: (name: ElementName, depth: number) => ElementName): Uint8Array {
  const writer = new Writer();
  for (;;) {
    switch (reader.next()) {
      case Token.startElement:
        writer.startElement(rename(reader.name, reader.depth));
        for (let index = 0; index < reader.attributeCount; index++)
          writer.attribute(reader.attributeName(index), reader.attributeValue(index));
        break;
      case Token.text:
        if (reader.depth > 0) writer.text(reader.text);
        break;
      case Token.endElement:
        writer.endElement();
        break;
      case Token.endOfDocument:
        return writer.finish();
    }
  }
}
