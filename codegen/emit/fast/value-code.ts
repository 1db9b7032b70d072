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
  return (type instanceof AtomicType ? atomicCode(type, file, datatype) : undefined) ?? `${file.runtime("asOther")}(${datatype})`;
}

function atomicCode(type: AtomicType, file: FastFile, datatype: string): string | undefined {
  const { facets, primitive, refinement } = type;
  const call = (name: string, ...rest: readonly string[]): string => `${file.runtime(name)}(${rest.join(", ")})`;
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
