/**
 * The interface of writers, for text (`Writer`) and other encodings of the XML information set.
 *
 * `Writer` is the reference for the order of calls and for what is refused.
 */
import type { NamespaceDeclaration, NamespaceLookup } from "../names.js";
import type { NameToWrite } from "./writer.js";
import type { Prefixes } from "./written-bindings.js";

/** Writes one document. */
export interface TokenWriter extends NamespaceLookup {
  /** Starts an element. `declarations` are written as given, even if they are not needed. */
  startElement(name: NameToWrite, declarations?: readonly NamespaceDeclaration[]): void;
  /** Writes an attribute of the element just started. */
  attribute(name: NameToWrite, value: string): void;
  /** Declares a prefix on the element just started; "" is the default namespace. */
  declareNamespace(prefix: string, namespace: string): void;
  /** Writes character data. */
  text(text: string): void;
  /** Writes character data that many messages share, such as an action; an encoding with a dictionary sends it once. Not for user data. */
  sharedText(text: string): void;
  /** Writes the identifier of a message, for which an encoding can have a compact form. */
  uniqueId(id: string): void;
  /** Marks white space as significant in the element just started, so that its content is not indented. */
  keepSpace(): void;
  /** Writes an element that contains only text. */
  leaf(name: NameToWrite, text: string): void;
  endElement(): void;
  /** Returns a prefix for a QName in the content or an attribute of the element just started, and declares it if necessary. */
  qnamePrefix(namespace: string): string;
  /** Sets the prefixes of a contract, which are used where the writer's options have no others. */
  prefer(prefixes: Prefixes): void;
  /** Returns the finished document. The writer cannot be used again. */
  finish(): Uint8Array;
}
