/**
 * What envelopes and what carries them do wrong: refused, or told as deviations and read over.
 */
import { ValidationError } from "../../runtime/issues.js";
import type { EncodeOptions } from "../../runtime/options.js";
import { soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { SoapFault } from "../../service/fault.js";
import type { TakeDeviation } from "../../service/validation.js";
import type { TokenReader } from "../../xml/read/token-reader.js";

/** Takes what is wrong with an envelope: throws it, or tells it. */
export type Objection = (fault: SoapFault, reader?: TokenReader) => void;

/** Refuses. */
export const refuse: Objection = (fault) => {
  throw fault;
};

/** Tells what is wrong with the envelope, and lets reading go on; without anybody to tell, refuses. */
export function objectionOf(take: TakeDeviation | undefined): Objection {
  if (take === undefined) return refuse;
  return ({ message }, reader) => {
    const place = reader === undefined ? { line: undefined, column: undefined } : reader.position(reader.offset);
    take({ id: "soap-envelope", path: "/", line: place.line, column: place.column, message });
  };
}

/** Writes what conforms; what does not, once more, with its deviations told if somebody takes them. */
export function writeTaking<T>(take: TakeDeviation | undefined, write: (options: EncodeOptions) => T): T {
  try {
    return write({});
  } catch (error) {
    if (take === undefined || !(error instanceof ValidationError)) throw error;
    return write({ onDeviation: take });
  }
}

/** Media types that servers and clients give to envelopes though they mean other things. */
export const otherMediaTypes: ReadonlySet<string> = new Set(["application/xml", "text/html", "text/plain"]);

/** Tells of an envelope that came with a media type of another kind. */
export function tellMediaType(take: TakeDeviation, mediaType: string | undefined): void {
  if (mediaType === soap11MediaType || mediaType === soap12MediaType) return;
  const message = `the media type of the envelope is "${mediaType ?? "none"}"`;
  take({ id: "soap-media-type", path: "/", line: undefined, column: undefined, message });
}

const blanks: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The bytes without what stands before an XML declaration, which must be the first thing. XML 1.0 §2.8 */
export function withoutLeadingBlanks(bytes: Uint8Array, take: TakeDeviation): Uint8Array {
  let start = 0;
  while (blanks.has(bytes[start])) start++;
  // "<?xml"
  if (start === 0 || ![0x3c, 0x3f, 0x78, 0x6d, 0x6c].every((byte, index) => bytes[start + index] === byte)) return bytes;
  take({ id: "xml-declaration", path: "/", line: 1, column: 1, message: "white space before the XML declaration" });
  return bytes.subarray(start);
}
