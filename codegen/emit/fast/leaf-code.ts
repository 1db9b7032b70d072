/**
 * Simple types -> expressions that write their values. What has no expression of its own is left to the datatype.
 */
import type { Datatype } from "../../../src/datatypes/datatype.js";
import { leafWriting, type TextWriting } from "../../../src/runtime/fast/leaf-kinds.js";
import { quote } from "../generated-file.js";
import type { FastFile, RuntimeName } from "./fast-file.js";

/** How to write values of a type. */
export interface LeafCode {
  /** A condition on the value under which `write` applies; undefined: always. */
  readonly test: ((value: string) => string) | undefined;
  /** The call that writes the value from an index on. */
  readonly write: (at: string, value: string) => string;
  /** The text may be empty: "string" only if the value is "". */
  readonly empty: "never" | "string";
}

/** The code for values of a type; undefined: the datatype writes them. `datatype` is the expression of the datatype. */
export function leafCode(type: Datatype, file: FastFile, datatype: string, isAttribute: boolean): LeafCode | undefined {
  const writing = leafWriting(type);
  switch (writing?.write) {
    case "writeText":
      return textCode(writing, file, datatype, isAttribute);
    case "writeInstant":
      return call(file, writing.write, quote(writing.kind));
    case "writeDecimal": {
      const { digits, fraction, least, most } = writing;
      return call(file, writing.write, ...[digits, fraction, least, most].map(String), datatype);
    }
    case "writeInteger":
      return call(file, writing.write, String(writing.least), String(writing.most));
    case "writeBigInteger":
      return call(file, writing.write, bigLiteral(writing.least), bigLiteral(writing.most));
    case "writeBoolean":
      return call(file, writing.write);
    default:
      return undefined;
  }
}

function call(file: FastFile, name: RuntimeName, ...rest: readonly string[]): LeafCode {
  const writer = file.runtime(name);
  return { test: undefined, write: (at, value) => `${writer}(${[at, value, ...rest].join(", ")})`, empty: "never" };
}

function bigLiteral(value: bigint | undefined): string {
  return value === undefined ? "undefined" : `${value}n`;
}

function textCode({ whiteSpace, words, length, ...rest }: TextWriting, file: FastFile, datatype: string, isAttribute: boolean): LeafCode {
  const text = call(file, isAttribute ? "writeAttributeText" : "writeText", String(whiteSpace));
  const empty = rest.empty ? "string" : "never";
  if (words !== undefined) {
    if (words.every((word) => isPlainText.test(word))) return { ...enumerationCode(words, file, isAttribute), empty };
    return { ...text, test: (value) => words.map((word) => `${value} === ${quote(word)}`).join(" || "), empty };
  }
  const tests: ((value: string) => string)[] = [];
  const hasLength = length === undefined ? "" : file.runtime("hasLength");
  if (length !== undefined) tests.push((value) => `${hasLength}(${value}, ${length.least}, ${length.most})`);
  const matches = rest.patterns ? file.runtime("matchesPatterns") : "";
  if (rest.patterns) tests.push((value) => `${matches}(${value}, ${datatype})`);
  const test = tests.length === 0 ? undefined : (value: string) => tests.map((one) => one(value)).join(" && ");
  return { ...text, test, empty };
}

/** Texts that are written as they are, into the window without a test. */
const isPlainText = /^[ !#-%'-;=?-~]{0,48}$/;

function enumerationCode(values: readonly string[], file: FastFile, isAttribute: boolean): Omit<LeafCode, "empty"> {
  const write = file.enumeration(values);
  // The start of a tag has tested for room, but many attributes may have been written since.
  const withRoom = isAttribute ? file.runtime("withRoom") : "";
  return { test: undefined, write: (at, value) => `${write}(${isAttribute ? `${withRoom}(${at})` : at}, ${value})` };
}
