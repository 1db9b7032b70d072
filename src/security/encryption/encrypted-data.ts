/**
 * Where encrypted content stands in an envelope.
 */
import { Reader, Token } from "../../xml/read/reader.js";
import { type LocatedElement, readLocated } from "../envelope/located-element.js";
import { envelopeReading } from "../envelope/outline.js";
import { Name } from "../names.js";

/** An EncryptedData at a place where one may be. */
export interface EncryptedPlace {
  readonly element: LocatedElement;
  /** What its content takes the place of: itself, or the EncryptedHeader around it. */
  readonly replaced: { readonly offset: number; readonly endOffset: number };
  /** It is the content of the Body. */
  readonly isBody: boolean;
}

/** Finds the EncryptedData elements that are the Body's content, header blocks, or tokens in the Security header. */
export function findEncrypted(envelope: Uint8Array, soap: string): readonly EncryptedPlace[] {
  const reader = new Reader(envelope, envelopeReading);
  const open: { readonly name: string; readonly offset: number }[] = [];
  const found: EncryptedPlace[] = [];
  const waiting: { readonly element: LocatedElement; readonly offset: number }[] = [];
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    if (token === Token.startElement) {
      const parent = open.at(-1);
      const isBody = open.length === 2 && parent?.name === `{${soap}}Body`;
      const isToken = open.length === 3 && parent?.name === Name.security;
      const isHeader = open.length === 3 && parent?.name === Name.encryptedHeader;
      if (reader.name.clark !== Name.encryptedData || !(isBody || isToken || isHeader)) {
        open.push({ name: reader.name.clark, offset: reader.offset });
        continue;
      }
      const element = readLocated(reader);
      if (isHeader) waiting.push({ element, offset: parent?.offset ?? 0 });
      else found.push({ element, replaced: element, isBody });
    } else if (token === Token.endElement) {
      const closed = open.pop();
      const header = waiting.at(-1);
      if (header === undefined || header.offset !== closed?.offset) continue;
      waiting.pop();
      found.push({ element: header.element, replaced: { offset: header.offset, endOffset: reader.offset }, isBody: false });
    }
  }
  return found;
}
