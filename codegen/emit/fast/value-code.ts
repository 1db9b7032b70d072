/**
 * Simple types -> expressions that give the value of the text that was read last. What has no expression of its own is left to the datatype.
 */
import { AtomicType } from "../../../src/datatypes/atomic-type.js";
import type { Datatype, WhiteSpace } from "../../../src/datatypes/datatype.js";
import { quote } from "../generated-file.js";
import type { FastFile } from "./fast-file.js";
import { decimalBounds, hasBounds, integerBounds, isInstantKind } from "./leaf-code.js";

const whiteSpaces: Readonly<Record<WhiteSpace, number>> = { preserve: 0, replace: 1, collapse: 2 };

/** The expression for a value of a type. `datatype` is the expression of the datatype. */
export function valueCode(type: Datatype, file: FastFile, datatype: string): string {
  const { name, args } = callOf(type, file, datatype);
  return `${file.runtime(name)}(${args.join(", ")})`;
}

/** The statements that read an element with text, whose name ends at `x`, into `y`. */
export function leafCode(type: Datatype, file: FastFile, datatype: string): readonly string[] {
  const { name, args } = callOf(type, file, datatype);
  const atOnce = readersAtOnce.get(name);
  if (atOnce !== undefined) return [`y = ${file.runtime(atOnce)}(${["x", ...args].join(", ")});`];
  return [`${file.runtime("readLeaf")}(x);`, `y = ${file.runtime(name)}(${args.join(", ")});`];
}

/** The functions that read a text and its value at once, by those that give the value of a text. */
const readersAtOnce: ReadonlyMap<string, string> = new Map([
  ["asText", "leafText"],
  ["asInteger", "leafInteger"],
  ["asWord", "leafWord"],
]);

/** A call of the runtime. */
interface RuntimeCall {
  readonly name: string;
  readonly args: readonly string[];
}

function callOf(type: Datatype, file: FastFile, datatype: string): RuntimeCall {
  return (type instanceof AtomicType ? atomicCall(type, file, datatype) : undefined) ?? { name: "asOther", args: [datatype] };
}

function atomicCall(type: AtomicType, file: FastFile, datatype: string): RuntimeCall | undefined {
  const { facets, primitive, refinement } = type;
  const call = (name: string, ...args: readonly string[]): RuntimeCall => ({ name, args });
  if (facets.patterns.length > 0) return undefined;
  const { enumeration, length, minLength, maxLength } = facets;
  const isMeasured = length !== undefined || minLength !== undefined || maxLength !== undefined;
  if (primitive === "string") {
    if (enumeration !== undefined) {
      const words = enumeration.map(({ lexical }) => lexical);
      return isMeasured || words.some((word) => type.normalize(word) !== word) ? undefined : call("asWord", file.words(words), datatype);
    }
    if (refinement !== undefined) return undefined;
    const whiteSpace = String(whiteSpaces[type.whiteSpace]);
    if (!isMeasured) return call("asText", whiteSpace);
    return call("asMeasuredText", whiteSpace, String(length ?? minLength ?? 0), String(length ?? maxLength ?? "Infinity"), datatype);
  }
  if (enumeration !== undefined) return undefined;
  if (primitive === "boolean") return call("asBoolean", datatype);
  if (isInstantKind(primitive)) return hasBounds(type) ? undefined : call("asInstant", quote(primitive), datatype);
  if (primitive !== "decimal") return undefined;
  if (refinement === undefined) {
    const bounds = decimalBounds(type);
    const { totalDigits = 15, fractionDigits = 15 } = facets;
    return bounds && call("asDecimal", String(Math.min(15, totalDigits)), String(fractionDigits), ...bounds, datatype);
  }
  if (!refinement.integer || facets.totalDigits !== undefined) return undefined;
  const bounds = integerBounds(type, "").map(asNumber);
  if (type.kind === "number") return call("asInteger", ...bounds, datatype);
  return type.kind === "bigint" ? call("asBigInteger", ...bounds, datatype) : undefined;
}

/** Texts of at most 15 digits, which readers know, are on one side of every larger bound. */
function asNumber(bound: string): string {
  const number = Number(bound);
  return Number.isSafeInteger(number) ? bound : number < 0 ? "-Infinity" : "Infinity";
}
