/**
 * Simple types -> expressions that give the value of the text that was read last.
 */
import type { Datatype } from "../../../src/datatypes/datatype.js";
import { type LeafReading, leafReading } from "../../../src/runtime/fast/leaf-kinds.js";
import { quote } from "../generated-file.js";
import type { FastFile, RuntimeName } from "./fast-file.js";

/** The expression for a value of a type. `datatype` is the expression of the datatype. */
export function valueCode(type: Datatype, file: FastFile, datatype: string): string {
  const reading = leafReading(type);
  return `${file.runtime(reading.read)}(${argumentsOf(reading, file, datatype).join(", ")})`;
}

/** The statements that read an element with text, whose name ends at `x`, into `y`. */
export function leafCode(type: Datatype, file: FastFile, datatype: string): readonly string[] {
  const reading = leafReading(type);
  const args = argumentsOf(reading, file, datatype);
  const atOnce = readersAtOnce.get(reading.read);
  if (atOnce !== undefined) return [`y = ${file.runtime(atOnce)}(${["x", ...args].join(", ")});`];
  return [`${file.runtime("readLeaf")}(x);`, `y = ${file.runtime(reading.read)}(${args.join(", ")});`];
}

/** The functions that read a text and its value at once, by those that give the value of a text. */
const readersAtOnce: ReadonlyMap<LeafReading["read"], RuntimeName> = new Map([
  ["asText", "leafText"],
  ["asInteger", "leafInteger"],
  ["asWord", "leafWord"],
]);

function argumentsOf(reading: LeafReading, file: FastFile, datatype: string): readonly string[] {
  switch (reading.read) {
    case "asText":
      return [String(reading.whiteSpace)];
    case "asMeasuredText":
      return [...[reading.whiteSpace, reading.least, reading.most].map(String), datatype];
    case "asWord":
      return [file.words(reading.words), datatype];
    case "asInstant":
      return [quote(reading.kind), datatype];
    case "asDecimal":
      return [...[reading.digits, reading.fraction, reading.least, reading.most].map(String), datatype];
    case "asInteger":
    case "asBigInteger":
      return [String(reading.least), String(reading.most), datatype];
    default:
      return [datatype];
  }
}
