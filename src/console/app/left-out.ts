/**
 * Stands in the bundle for what the runtime has and the page does not need: the encoder behind Standard Schemas, document type declarations, which
 * messages must not have, and encodings other than the reader's own: what is typed is sent in UTF-8.
 */
export function standardSchemaOf(): never {
  throw new Error("internal: the console checks documents, not values");
}

export function readDoctype(): never {
  throw new Error("internal: the console reads no document type declaration");
}

/** The bytes are always those of a text in UTF-8. */
export function sniffEncoding([first]: Uint8Array): {
  readonly encoding: string;
  readonly markLength: number;
  readonly refused: undefined;
} {
  return { encoding: "UTF-8", markLength: first === 0xef ? 3 : 0, refused: undefined };
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
