/**
 * Effective facets -> tests for values. XSD 1.0 Part 2 §4.3, the cvc-*-valid rules
 *
 * Created once per type. Tests on text are separate, so that XSD values are only parsed for bounds, digits and enumerations.
 */
import type { Bound, EnumerationValue, Facets } from "./datatype.js";
import { totalDigits } from "./decimal.js";
import { DatatypeFault } from "./fault.js";
import { compareValues, decimalOf, keyOf, type XsdValue } from "./value.js";

/** Tests a text after white space processing. */
export type TextTest = (text: string) => DatatypeFault | undefined;
/** Tests a value; the text is for the message. */
export type ValueTest = (value: XsdValue, text: string) => DatatypeFault | undefined;

/** Every pattern step must match. XSD 1.0 Part 2 §4.3.4.4 (cvc-pattern-valid) */
export function patternTests(facets: Facets): TextTest[] {
  return facets.patterns.map((pattern) => (text) => {
    if (pattern.matches(text)) return undefined;
    return new DatatypeFault("cvc-pattern-valid", text, `text that matches the pattern ${pattern.source}`);
  });
}

/** The length facets as one test of a count. XSD 1.0 Part 2 §4.3.1 to §4.3.3 */
export function lengthTest(facets: Facets, unit: string): ((length: number, text: string) => DatatypeFault | undefined) | undefined {
  const { length, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = facets;
  if (length === undefined && facets.minLength === undefined && facets.maxLength === undefined) return undefined;
  return (count, text) => {
    if (length !== undefined && count !== length) return new DatatypeFault("cvc-length-valid", text, `${length} ${unit} long`);
    if (count < minLength) return new DatatypeFault("cvc-minLength-valid", text, `at least ${minLength} ${unit} long`);
    if (count > maxLength) return new DatatypeFault("cvc-maxLength-valid", text, `at most ${maxLength} ${unit} long`);
    return undefined;
  };
}

/** Enumeration, digits and bounds, in this order. */
export function valueTests(facets: Facets): ValueTest[] {
  const tests: ValueTest[] = [];
  if (facets.enumeration !== undefined) tests.push(enumerationTest(facets.enumeration));
  if (facets.fractionDigits !== undefined) tests.push(fractionDigitsTest(facets.fractionDigits));
  if (facets.totalDigits !== undefined) tests.push(totalDigitsTest(facets.totalDigits));
  const { maxInclusive, maxExclusive, minInclusive, minExclusive } = facets;
  if (maxInclusive) tests.push(boundTest("cvc-maxInclusive-valid", "at most", maxInclusive, (order) => order === -1 || order === 0));
  if (maxExclusive) tests.push(boundTest("cvc-maxExclusive-valid", "less than", maxExclusive, (order) => order === -1));
  if (minInclusive) tests.push(boundTest("cvc-minInclusive-valid", "at least", minInclusive, (order) => order === 1 || order === 0));
  if (minExclusive) tests.push(boundTest("cvc-minExclusive-valid", "greater than", minExclusive, (order) => order === 1));
  return tests;
}

/** A value that is not comparable to a bound fails. */
function boundTest(rule: string, words: string, bound: Bound, holds: (order: -1 | 0 | 1 | undefined) => boolean): ValueTest {
  return (value, text) => {
    return holds(compareValues(value, bound.value)) ? undefined : new DatatypeFault(rule, text, `${words} ${bound.lexical}`);
  };
}

function fractionDigitsTest(limit: number): ValueTest {
  return (value, text) => {
    if ((decimalOf(value)?.fraction.length ?? 0) <= limit) return undefined;
    return new DatatypeFault("cvc-fractionDigits-valid", text, `a number with at most ${limit} digits after the decimal point`);
  };
}

function totalDigitsTest(limit: number): ValueTest {
  return (value, text) => {
    const decimal = decimalOf(value);
    if (decimal === undefined || totalDigits(decimal) <= limit) return undefined;
    return new DatatypeFault("cvc-totalDigits-valid", text, `a number with at most ${limit} digits`);
  };
}

/** XSD 1.0 Part 2 §4.3.5.4 (cvc-enumeration-valid) */
function enumerationTest(values: readonly EnumerationValue[]): ValueTest {
  const keys = new Set(values.map(({ value }) => keyOf(value)));
  return (value, text) => (keys.has(keyOf(value)) ? undefined : enumerationFault(values, text));
}

/** The fault for a value that is not in an enumeration. Long enumerations are not listed in full. */
export function enumerationFault(values: readonly EnumerationValue[], text: string): DatatypeFault {
  const shown = values.slice(0, 10).map(({ lexical }) => `"${lexical}"`);
  const rest = values.length > 10 ? ` and ${values.length - 10} more` : "";
  return new DatatypeFault("cvc-enumeration-valid", text, `one of ${shown.join(", ")}${rest}`);
}
