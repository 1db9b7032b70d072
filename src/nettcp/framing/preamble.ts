/**
 * What the two ends agree on before the first message. MC-NMF §2.2.3, §2.2.4
 */
import { contentTypeOf, knownEncodingOf } from "./encodings.js";
import type { FramingRecord, Mode } from "./records.js";

export interface Preamble {
  readonly mode: Mode;
  readonly via: string;
  /** The content type, of a known encoding too. */
  readonly contentType: string;
  /** The number of the known encoding; undefined for a content type that has none. */
  readonly encoding: number | undefined;
  /** The upgrades that were made, in order. */
  readonly upgrades: readonly string[];
}

/** What an encoding record asks for; undefined for a number that the protocol does not define. */
export function encodingOf(
  record: Extract<FramingRecord, { type: "knownEncoding" | "extensibleEncoding" }>,
): Pick<Preamble, "contentType" | "encoding"> | undefined {
  if (record.type === "extensibleEncoding") {
    const { contentType } = record;
    return { contentType, encoding: knownEncodingOf(contentType) };
  }
  const contentType = contentTypeOf(record.encoding);
  return contentType === undefined ? undefined : { contentType, encoding: record.encoding };
}

/** The record that requests an encoding: by its number if it has one. */
export function encodingRecord(contentType: string): FramingRecord {
  const encoding = knownEncodingOf(contentType);
  return encoding === undefined ? { type: "extensibleEncoding", contentType } : { type: "knownEncoding", encoding };
}
