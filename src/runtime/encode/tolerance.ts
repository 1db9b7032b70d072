/**
 * Texts for values that do not conform, where what does not conform is written all the same.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { isByteStream } from "../../xml/byte-stream.js";
import { XmlWriteError } from "../../xml/errors.js";
import { noNames } from "../fast/write-values.js";

/**
 * The text of a value by the nearest base of its datatype that has it, else as JavaScript writes it. Empty for what has no text. Throws an XmlWriteError
 * for a stream, of which nothing would be left.
 */
export function encodeLexically(datatype: Datatype, value: unknown): string {
  if (datatype.kind === "stream" && isByteStream(value) && value.content === undefined)
    throw new XmlWriteError("a stream can only be sent beside its document");
  for (let base = datatype.base; base !== undefined && base.kind === datatype.kind; base = base.base) {
    const text = base.encode(value, noNames);
    if (!isFault(text)) return text;
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : "";
}
