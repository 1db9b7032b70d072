/**
 * Stands in the bundle for what the runtime has and the page does not need: the encoder behind Standard Schemas, and document type declarations,
 * which messages must not have.
 */
export function standardSchemaOf(): never {
  throw new Error("internal: the console checks documents, not values");
}

export function readDoctype(): never {
  throw new Error("internal: the console reads no document type declaration");
}
