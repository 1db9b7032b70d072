/**
 * What users of a writer see, whatever it writes: text (`Writer`) or another encoding of the XML information set.
 *
 * See `Writer`, which is the model for every implementation, for the order of calls and for what is refused.
 */
import type { NamespaceLookup } from "../names.js";
import type { NamespaceDeclaration } from "../namespaces.js";
import type { NameToWrite } from "./writer.js";

export interface TokenWriter extends NamespaceLookup {
  /** Starts an element; `declarations` are written as given, needed or not. */
  startElement(name: NameToWrite, declarations?: readonly NamespaceDeclaration[]): void;
  /** Writes an attribute of the element just started. */
  attribute(name: NameToWrite, value: string): void;
  /** Declares a prefix on the element just started; "" is the default namespace. */
  declareNamespace(prefix: string, namespace: string): void;
  /** Writes character data. */
  text(text: string): void;
  /** Writes character data that many messages have, such as an action: an encoding with a dictionary writes it once. Not for what users wrote. */
  sharedText(text: string): void;
  /** Writes the identifier of a message, for which an encoding may have a short form. */
  uniqueId(id: string): void;
  /** Says that white space is content in the element just started: what it holds is not indented. */
  keepSpace(): void;
  /** Writes an element that holds text alone. */
  leaf(name: NameToWrite, text: string): void;
  endElement(): void;
  /** Gives a prefix for a QName in content or an attribute value of the element just started, declaring one where there is none. */
  qnamePrefix(namespace: string): string;
  /** Gives the finished document. The writer cannot be used again. */
  finish(): Uint8Array;
}
