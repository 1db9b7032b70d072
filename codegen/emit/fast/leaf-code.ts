/**
 * Simple types -> expressions that write their values. What has no expression of its own is left to the datatype.
 */
import { AtomicType } from "../../../src/datatypes/atomic-type.js";
import type { Bound, Datatype, Primitive, WhiteSpace } from "../../../src/datatypes/datatype.js";
import { decimalOf } from "../../../src/datatypes/value.js";
import { quote } from "../generated-file.js";
import type { FastFile } from "./fast-file.js";

/** How to write values of a type. */
export interface LeafCode {
  /** A condition on the value under which `write` applies; undefined: always. */
  readonly test: ((value: string) => string) | undefined;
  /** The call that writes the value from an index on. */
  readonly write: (at: string, value: string) => string;
  /** The text may be empty: "string" only if the value is "". */
  readonly empty: "never" | "string";
}

/** The longest list of values that is compared one by one. */
const fewValues = 16;
const whiteSpaces: Readonly<Record<WhiteSpace, number>> = { preserve: 0, replace: 1, collapse: 2 };

/** The code for values of a type; undefined: the datatype writes them. `datatype` is the expression of the datatype. */
export function leafCode(type: Datatype, file: FastFile, datatype: string, isAttribute: boolean): LeafCode | undefined {
  if (!(type instanceof AtomicType)) return undefined;
  const { facets, primitive, refinement } = type;
  if (primitive === "string" && refinement === undefined) return textCode(type, file, datatype, isAttribute);
  if (facets.enumeration !== undefined || facets.patterns.length > 0) return undefined;
  if (primitive === "boolean") return call(file, "writeBoolean");
  if (isInstantKind(primitive)) return hasBounds(type) ? undefined : call(file, "writeInstant", quote(primitive));
  if (primitive !== "decimal") return undefined;
  if (refinement === undefined) return decimalCode(type, file, datatype);
  if (!refinement.integer) return undefined;
  return type.kind === "number"
    ? call(file, "writeInteger", ...integerBounds(type, ""))
    : call(file, "writeBigInteger", ...integerBounds(type, "n"));
}

function call(file: FastFile, name: string, ...rest: readonly string[]): LeafCode {
  const writer = file.runtime(name);
  return { test: undefined, write: (at, value) => `${writer}(${[at, value, ...rest].join(", ")})`, empty: "never" };
}

function textCode(type: AtomicType, file: FastFile, datatype: string, isAttribute: boolean): LeafCode | undefined {
  const { enumeration, length, minLength, maxLength, patterns } = type.facets;
  const measured = length !== undefined || minLength !== undefined || maxLength !== undefined;
  const text = call(file, isAttribute ? "writeAttributeText" : "writeText", String(whiteSpaces[type.whiteSpace]));
  if (enumeration !== undefined) {
    const values = enumeration.map(({ lexical }) => lexical);
    if (measured || patterns.length > 0 || values.length > fewValues || values.some((value) => type.normalize(value) !== value))
      return undefined;
    const empty = emptyIf(values.includes(""));
    if (values.every((value) => isPlainText.test(value))) return { ...enumerationCode(values, file, isAttribute), empty };
    return { ...text, test: (value) => values.map((one) => `${value} === ${quote(one)}`).join(" || "), empty };
  }
  const least = length ?? minLength ?? 0;
  const tests: ((value: string) => string)[] = [];
  const hasLength = measured ? file.runtime("hasLength") : "";
  if (measured) tests.push((value) => `${hasLength}(${value}, ${least}, ${length ?? maxLength ?? "Infinity"})`);
  const matches = patterns.length > 0 ? file.runtime("matchesPatterns") : "";
  if (patterns.length > 0) tests.push((value) => `${matches}(${value}, ${datatype})`);
  const test = tests.length === 0 ? undefined : (value: string) => tests.map((one) => one(value)).join(" && ");
  return { ...text, test, empty: emptyIf(least === 0) };
}

/** Texts that are written as they are, into the window without a test. */
const isPlainText = /^[ !#-%'-;=?-~]{0,48}$/;

function enumerationCode(values: readonly string[], file: FastFile, isAttribute: boolean): Omit<LeafCode, "empty"> {
  const write = file.enumeration(values);
  // The start of a tag has tested for room, but many attributes may have been written since.
  const withRoom = isAttribute ? file.runtime("withRoom") : "";
  return { test: undefined, write: (at, value) => `${write}(${isAttribute ? `${withRoom}(${at})` : at}, ${value})` };
}

function emptyIf(condition: boolean): LeafCode["empty"] {
  return condition ? "string" : "never";
}

const instantKinds: ReadonlySet<Primitive> = new Set(["dateTime", "time", "date", "gYearMonth", "gYear", "gMonthDay", "gDay", "gMonth"]);

/** Tests for dates and times, whose values are their texts. */
export function isInstantKind(primitive: Primitive): boolean {
  return instantKinds.has(primitive);
}

/** Tests for facets of range. */
export function hasBounds({ facets }: AtomicType): boolean {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive } = facets;
  return [minInclusive, minExclusive, maxInclusive, maxExclusive].some((bound) => bound !== undefined);
}

/** Open bounds and those of more than 15 digits are for the datatype. */
function decimalCode(type: AtomicType, file: FastFile, datatype: string): LeafCode | undefined {
  const { totalDigits = 15, fractionDigits = 15 } = type.facets;
  const range = decimalBounds(type);
  return range && call(file, "writeDecimal", String(totalDigits), String(fractionDigits), ...range, datatype);
}

/** The inclusive bounds of a decimal type as literals; undefined if there are others. */
export function decimalBounds({ facets }: AtomicType): readonly [least: string, most: string] | undefined {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive } = facets;
  if (minExclusive !== undefined || maxExclusive !== undefined) return undefined;
  const least = minInclusive === undefined ? "-Infinity" : exactLiteral(minInclusive);
  const most = maxInclusive === undefined ? "Infinity" : exactLiteral(maxInclusive);
  return least === undefined || most === undefined ? undefined : [least, most];
}

function exactLiteral({ value }: Bound): string | undefined {
  const decimal = decimalOf(value);
  if (decimal === undefined) return undefined;
  const { negative, integer, fraction } = decimal;
  if (integer.length + fraction.length > 15) return undefined;
  return `${negative ? "-" : ""}${integer}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The inclusive bounds of an integer type as literals. */
export function integerBounds(type: AtomicType, suffix: "" | "n"): readonly [least: string, most: string] {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive, totalDigits } = type.facets;
  const digits = totalDigits === undefined ? undefined : 10n ** BigInt(totalDigits) - 1n;
  const least = [integer(minInclusive, 0n), integer(minExclusive, 1n), digits === undefined ? undefined : -digits].filter(isPresent);
  const most = [integer(maxInclusive, 0n), integer(maxExclusive, -1n), digits].filter(isPresent);
  const print = (value: bigint | undefined, safe: string): string =>
    value === undefined ? (suffix === "n" ? "undefined" : safe) : `${value}${suffix}`;
  return [print(least.sort(inOrder).at(-1), "-9007199254740991"), print(most.sort(inOrder)[0], "9007199254740991")];
}

function inOrder(one: bigint, other: bigint): number {
  return one < other ? -1 : 1;
}

function integer(bound: Bound | undefined, step: bigint): bigint | undefined {
  const decimal = bound && decimalOf(bound.value);
  return decimal && (decimal.negative ? -BigInt(decimal.integer) : BigInt(decimal.integer)) + step;
}

function isPresent(value: bigint | undefined): value is bigint {
  return value !== undefined;
}
