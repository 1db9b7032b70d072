/** What all conversions to UTF-8 have in common. */

/** Converts chunks of one encoding to UTF-8. */
export interface Transcoder {
  convert(chunk: Uint8Array): Uint8Array;
  /** The bytes for an incomplete character at the end of the input. */
  finish(): Uint8Array;
}

/** A byte that UTF-8 does not have: what an encoding does not know becomes it, and is refused at its place. */
export const invalidByte = 0xff;
