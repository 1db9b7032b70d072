/**
 * The data of instances as text, which is what stores keep.
 */

/** Data <-> JSON. */
export interface DataFormat<Data> {
  readonly parse: (json: string) => Data;
  readonly format: (data: Data) => string;
}

/** Data that JSON can hold, of the type that its program has always written. */
export function jsonData<Data>(): DataFormat<Data> {
  // Only `format` writes what `parse` reads.
  return { parse: (json) => JSON.parse(json) as Data, format: (data) => JSON.stringify(data) };
}
