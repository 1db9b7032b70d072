/**
 * Message encodings: known by number, or named by content type. MC-NMF §2.2.3.4
 */
import { Mode } from "./records.js";

/** The numbers of known encodings. */
export const KnownEncoding = {
  soap11Utf8: 0,
  soap11Utf16: 1,
  soap11Utf16Le: 2,
  soap12Utf8: 3,
  soap12Utf16: 4,
  soap12Utf16Le: 5,
  mtom: 6,
  /** Binary XML with the static dictionary. MC-NBFS */
  binary: 7,
  /** Binary XML with the static and the session's dictionary. MC-NBFSE */
  binarySession: 8,
} as const;

const contentTypes: readonly string[] = [
  "text/xml; charset=utf-8",
  "text/xml; charset=utf16",
  "text/xml; charset=unicodeLE",
  "application/soap+xml; charset=utf-8",
  "application/soap+xml; charset=utf16",
  "application/soap+xml; charset=unicodeLE",
  "multipart/related",
  "application/soap+msbin1",
  "application/soap+msbinsession1",
];

/** The content type of a known encoding; undefined for a number that the protocol does not define. */
export function contentTypeOf(encoding: number): string | undefined {
  return contentTypes[encoding];
}

/** The number of the known encoding that a content type names. */
export function knownEncodingOf(contentType: string): number | undefined {
  const wanted = normalize(contentType);
  const found = contentTypes.findIndex((known) => normalize(known) === wanted);
  return found < 0 ? undefined : found;
}

function normalize(contentType: string): string {
  return contentType.toLowerCase().replace(/[\s"]/g, "").replace("charset=utf-16le", "charset=unicodele").replace("utf-16", "utf16");
}

/** Whether a mode can have an encoding: a session dictionary needs a session, and a duplex session one with a dictionary. MS-NMFTB §3.1.1 */
export function isEncodingOfMode(encoding: number | undefined, mode: number): boolean {
  if (encoding === KnownEncoding.binary) return mode !== Mode.duplex && mode !== Mode.simplex;
  if (encoding === KnownEncoding.binarySession) return mode === Mode.duplex || mode === Mode.simplex;
  return true;
}
