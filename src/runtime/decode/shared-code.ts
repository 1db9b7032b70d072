/**
 * What tables of large contracts refer to in place of straight-line code of their own.
 */
import type { CompiledType } from "../compile/compiled-type.js";
import { SharedReader } from "../fast/shared-reader.js";
import { SharedWriter } from "../fast/shared-writer.js";
import type { TypeCode } from "../type-writer.js";
import { straightLine } from "./straight-line.js";

/** The reader of a compiled type, without a writer. */
export function sharedReaders(type: never): TypeCode {
  return { reader: new SharedReader(type, straightLine), writer: undefined };
}

/** The reader and the writer of a compiled type. */
export function sharedCode(type: never): TypeCode {
  const compiled: CompiledType = type;
  return { reader: new SharedReader(compiled, straightLine), writer: new SharedWriter(compiled) };
}
