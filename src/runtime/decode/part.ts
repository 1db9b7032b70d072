/**
 * An element of a document that is still being written -> whether it is valid.
 */
import type { TokenReader } from "../../xml/read/token-reader.js";
import { Declaration, type Particle } from "../compile/compiled-type.js";
import type { PartOfDocument } from "../part-of-document.js";
import { Decoder } from "./decoder.js";
import { anyElement } from "./root.js";

/**
 * Reads the element at whose start tag the reader is, up to its end tag or what is wrong first: as the element of a declaration, as what a wildcard
 * admits, or as anything.
 */
export function isValidPart(reader: TokenReader, as: Declaration | Particle | undefined, part: PartOfDocument): boolean {
  const { schema, references, tracker } = part;
  const options = { maxIssues: 1, ...(schema === undefined ? {} : { schema }) };
  const isDeclared = as instanceof Declaration;
  const leaf = isDeclared || as === undefined ? anyElement.leaf : as;
  const decoder = new Decoder(reader, options, false, { leaf, repeated: [], kept: 0 });
  decoder.session.written = references;
  decoder.attributes.tracker = tracker;
  if (isDeclared) decoder.openAs(as, undefined);
  else decoder.open(undefined);
  while (decoder.isOpen) decoder.step();
  return decoder.session.issues.length === 0;
}
