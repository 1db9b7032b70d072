/** What all conversions to UTF-8 have in common. */

/** Converts chunks of one encoding to UTF-8. */
export interface Transcoder {
  convert(chunk: Uint8Array): Uint8Array;
  /** The bytes for an incomplete character at the end of the input. */
  finish(): Uint8Array;
}
