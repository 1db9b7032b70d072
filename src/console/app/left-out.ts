/**
 * Stands in the bundle for what the runtime has and the page does not need: the encoder behind Standard Schemas, and encodings other
 * than the reader's own: what is typed is sent in UTF-8.
 */
import type { Sniffed } from "../../xml/read/encodings.js";

export function standardSchemaOf(): never {
  throw new Error("internal: the console checks documents, not values");
}

/** The bytes are always those of a text in UTF-8; an encoding is found by a byte order mark alone. */
export function sniffEncoding([first]: Uint8Array): Sniffed {
  const isMark = first === 0xef;
  return { encoding: isMark ? "UTF-8" : undefined, markLength: isMark ? 3 : 0, refused: undefined };
}

export function encodingByName(): string {
  return "UTF-8";
}

export function unitLength(): undefined {
  return undefined;
}

export function transcoderOf(): undefined {
  return undefined;
}
