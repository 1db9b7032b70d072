/**
 * Two simple types -> a text that one accepts and the other refuses, or the proof that no such text exists. XSD 1.0 Part 2 §4.3
 */
import { builtinAncestors } from "../../../src/datatypes/builtins.js";
import type { Bound, Datatype, EnumerationValue, Facets } from "../../../src/datatypes/datatype.js";
import type { DatatypeFault } from "../../../src/datatypes/fault.js";
import { parseExpression } from "../../../src/datatypes/pattern/compile-pattern.js";
import { compareValues, nameOf } from "../../../src/datatypes/value.js";
import { findText } from "../../language/find-text.js";
import { lexicalSpace } from "../../language/lexical-spaces.js";
import { DocumentPrefixes } from "../sample/prefixes.js";
import { Random } from "../sample/random.js";
import { textFor } from "../sample/values.js";

/** "included" is proven; "unknown": no such text was found. */
export type FoundValue = { readonly text: string; readonly fault: DatatypeFault } | "included" | "unknown";

/** Looks for a text that `from` accepts and `to` refuses. */
export function findValue(from: Datatype, to: Datatype): FoundValue {
  if (from === to || signatureOf(from) === signatureOf(to)) return "included";
  const prefixes = new DocumentPrefixes();
  for (const text of candidates(from, to, prefixes)) {
    if (from.check(text, prefixes) !== undefined) continue;
    const fault = to.check(text, prefixes);
    if (fault !== undefined) return { text, fault };
  }
  return isIncluded(from, to) ? "included" : "unknown";
}

function* candidates(from: Datatype, to: Datatype, prefixes: DocumentPrefixes): Generator<string> {
  for (const { lexical } of from.facets.enumeration ?? []) yield lexical;
  for (let seed = 0; seed < 12; seed++) {
    const text = textFor(from, { random: new Random(seed), prefixes, namespace: "urn:example" });
    if (text !== undefined) yield text;
  }
  yield* edges(from.facets);
  yield* edges(to.facets);
  yield* [
    "",
    " ",
    "a",
    "text",
    "two words",
    "0",
    "1",
    "-1",
    "1.5",
    "1e3",
    "true",
    "false",
    "2000-01-01",
    "2000-01-01T00:00:00",
    "-0001-01-01",
  ];
  yield* texts(from, to);
}

/** Values at and beside what facets name. */
function* edges(facets: Facets): Generator<string> {
  for (const { lexical } of facets.enumeration ?? []) yield lexical;
  for (const bound of [facets.minInclusive, facets.minExclusive, facets.maxInclusive, facets.maxExclusive]) {
    if (bound === undefined) continue;
    yield bound.lexical;
    if (/^-?\d+$/.test(bound.lexical)) yield* [String(BigInt(bound.lexical) + 1n), String(BigInt(bound.lexical) - 1n)];
    yield* [`${bound.lexical}.5`, `${bound.lexical}1`];
  }
  for (const length of [facets.length, facets.minLength, facets.maxLength, facets.totalDigits]) {
    if (length === undefined || length > 100_000) continue;
    for (const count of [length, length + 1, Math.max(0, length - 1)]) {
      yield* ["a".repeat(count), "9".repeat(count), "0A".repeat(count), Array.from({ length: count }, () => "1").join(" ")];
      yield Array.from({ length: count }, () => "a").join(" ");
    }
  }
  const fraction = facets.fractionDigits;
  if (fraction !== undefined && fraction < 100) yield* [`0.${"1".repeat(fraction)}`, `0.${"1".repeat(fraction + 1)}`];
}

/** A text by search through the patterns of both. */
function* texts(from: Datatype, to: Datatype): Generator<string> {
  const matching = expressionsOf(from);
  const notMatchingAll = expressionsOf(to);
  if (notMatchingAll.length === 0) return;
  const anything = parseExpression("[\\s\\S]*");
  const found = findText({ matching: matching.length === 0 ? [anything] : matching, notMatchingAll, ...lengthsOf(from) }, () => true);
  if (typeof found !== "string") yield found.text;
}

function lengthsOf({ facets, primitive }: Datatype): { readonly minLength?: number; readonly maxLength?: number } {
  if (primitive !== "string" && primitive !== "anyURI") return {};
  const least = facets.length ?? facets.minLength;
  const most = facets.length ?? facets.maxLength;
  return { ...(least !== undefined && { minLength: least }), ...(most !== undefined && { maxLength: most }) };
}

function expressionsOf(type: Datatype) {
  const space = type.variety === "atomic" ? lexicalSpace(type) : undefined;
  return [...type.facets.patterns.map(({ source }) => parseExpression(source)), ...(space === undefined ? [] : [space])];
}

/** Tests if every facet of `to` is implied by `from`. */
function isIncluded(from: Datatype, to: Datatype): boolean {
  if (to.variety === "absent" || to === from) return true;
  // All values were tried.
  if ((from.facets.enumeration !== undefined && from.primitive !== "QName") || from.primitive === "boolean") return true;
  if (to.variety === "atomic" && isPlainText(to)) return true;
  if (from.variety === "union") return from.members.every((member) => isIncluded(member, to)) && areFacetsImplied(from, to);
  if (to.variety === "union") return noFacetsAlone(to) && to.members.some((member) => isIncluded(from, member));
  if (from.variety !== to.variety) return false;
  if (from.item !== undefined && to.item !== undefined) return isIncluded(from.item, to.item) && areFacetsImplied(from, to);
  return descendsFrom(from, builtInOf(to)) && areFacetsImplied(from, to);
}

/** Strings without any condition: every text is one of them. */
function isPlainText(type: Datatype): boolean {
  const { facets } = type;
  const counts = [facets.length, facets.minLength, facets.maxLength];
  return plainTexts.has(builtInOf(type) ?? "") && noFacetsAlone(type) && counts.every((count) => count === undefined);
}

const plainTexts = new Set(["string", "normalizedString", "token", "anySimpleType"]);

/** Built-in types of which the expression has all texts. */
const completeSpaces = new Set(["token", "language", "NMTOKEN", "Name", "NCName", "ID", "IDREF", "boolean"]);

function noFacetsAlone({ facets }: Datatype): boolean {
  return facets.patterns.length === 0 && facets.enumeration === undefined;
}

function builtInOf(type: Datatype): string | undefined {
  return builtinAncestors(type)[0];
}

function descendsFrom(type: Datatype, ancestor: string | undefined): boolean {
  return ancestor !== undefined && builtinAncestors(type).includes(ancestor);
}

function areFacetsImplied(type: Datatype, { facets: to }: Datatype): boolean {
  const from = type.facets;
  if (to.enumeration !== undefined) return false;
  const atLeast = (own: number | undefined, wanted: number | undefined): boolean => wanted === undefined || (own ?? 0) >= wanted;
  const atMost = (own: number | undefined, wanted: number | undefined): boolean =>
    wanted === undefined || (own ?? Number.POSITIVE_INFINITY) <= wanted;
  return (
    atLeast(from.length ?? from.minLength, to.length ?? to.minLength) &&
    atMost(from.length ?? from.maxLength, to.length ?? to.maxLength) &&
    atMost(from.totalDigits, to.totalDigits) &&
    atMost(from.fractionDigits, to.fractionDigits) &&
    areBoundsImplied(from, to) &&
    arePatternsImplied(type, to)
  );
}

function areBoundsImplied(from: Facets, to: Facets): boolean {
  const implied = (
    bound: Bound | undefined,
    wanted: -1 | 1,
    own: readonly (Bound | undefined)[],
    equal: readonly (Bound | undefined)[],
  ): boolean => {
    if (bound === undefined) return true;
    if (own.some((each) => each !== undefined && compareValues(each.value, bound.value) === wanted)) return true;
    return equal.some((each) => each !== undefined && compareValues(each.value, bound.value) === 0);
  };
  const low = [from.minInclusive, from.minExclusive];
  const high = [from.maxInclusive, from.maxExclusive];
  return (
    implied(to.minInclusive, 1, low, low) &&
    implied(to.minExclusive, 1, low, [from.minExclusive]) &&
    implied(to.maxInclusive, -1, high, high) &&
    implied(to.maxExclusive, -1, high, [from.maxExclusive])
  );
}

function arePatternsImplied(from: Datatype, to: Facets): boolean {
  const sources = new Set(from.facets.patterns.map(({ source }) => source));
  const others = to.patterns.filter(({ source }) => !sources.has(source));
  if (others.length === 0) return true;
  const own = from.facets.patterns.map(({ source }) => parseExpression(source));
  const matching = completeSpaces.has(builtInOf(from) ?? "") ? expressionsOf(from) : own;
  if (matching.length === 0) return false;
  const notMatchingAll = others.map(({ source }) => parseExpression(source));
  return findText({ matching, notMatchingAll, ...lengthsOf(from) }, () => true) === "none";
}

const signatures = new WeakMap<Datatype, string>();

/** A text that is the same for types with the same facets. */
export function signatureOf(type: Datatype): string {
  const known = signatures.get(type);
  if (known !== undefined) return known;
  const { facets, item, members, variety, whiteSpace } = type;
  const made = JSON.stringify([
    variety,
    variety === "atomic" ? builtInOf(type) : "",
    whiteSpace,
    item && signatureOf(item),
    members.map(signatureOf),
    [facets.length, facets.minLength, facets.maxLength, facets.totalDigits, facets.fractionDigits].map((count) => count ?? null),
    [facets.minInclusive, facets.minExclusive, facets.maxInclusive, facets.maxExclusive].map((bound) => bound?.lexical ?? null),
    facets.patterns.map(({ source }) => source),
    facets.enumeration?.map(clarkOrLexical).sort() ?? null,
  ]);
  signatures.set(type, made);
  return made;
}

function clarkOrLexical({ lexical, value }: EnumerationValue): string {
  const name = nameOf(value);
  return name === undefined ? lexical : `{${name.namespace}}${name.local}`;
}
