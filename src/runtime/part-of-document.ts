/**
 * What encoder and decoder have in common while the one validates what the other writes.
 */
import type { TokenReader } from "../xml/read/token-reader.js";
import type { SchemaSet } from "./codec.js";
import type { Declaration, Particle } from "./compile/compiled-type.js";
import type { IdentityTracker } from "./identity/tracker.js";
import type { WrittenReferences } from "./references.js";

/** What an element finds in the document around it. */
export interface PartOfDocument {
  readonly schema: SchemaSet | undefined;
  readonly references: WrittenReferences;
  readonly tracker: IdentityTracker | undefined;
}

/** Reads an element, and tests if it is valid. The general decoder does, which the encoder does not know. */
export type IsValidPart = (reader: TokenReader, as: Declaration | Particle | undefined, part: PartOfDocument) => boolean;
