/**
 * Facets of one restriction step, as written + base type -> broken rules. XSD 1.0 Part 2 §4.3, Part 1 §3.14.6
 *
 * One function per rule or family of rules, in the order of what makes sense to report first: is the facet applicable, is its value
 * well-formed, is it compatible with the base, is it compatible with the other facets.
 */
import { noNamespaces } from "../xml/names.js";
import { checkBounds } from "./check-bounds.js";
import type { Datatype, FacetDefinition, FacetKind } from "./datatype.js";
import type { FacetProblem, ReportFacet } from "./facet-problem.js";
import { parseBound, parseCount } from "./facets.js";
import { compilePattern } from "./pattern/compile-pattern.js";
import { equalValues } from "./value.js";
import { collapse } from "./white-space.js";

const listFacets: readonly FacetKind[] = ["length", "minLength", "maxLength", "pattern", "enumeration", "whiteSpace"];
const unionFacets: readonly FacetKind[] = ["pattern", "enumeration"];
const boundKinds: ReadonlySet<FacetKind> = new Set(["maxInclusive", "maxExclusive", "minInclusive", "minExclusive"]);
const countKinds: ReadonlySet<FacetKind> = new Set(["length", "minLength", "maxLength", "totalDigits", "fractionDigits"]);

/** Checks all schema component constraints on the facets of one restriction step. Empty: no rule is broken. */
export function checkFacets(base: Datatype, facets: readonly FacetDefinition[]): readonly FacetProblem[] {
  const problems: FacetProblem[] = [];
  const report: ReportFacet = (rule, facet, message) => problems.push({ rule, facet, message });
  checkSingle(facets, report);
  const applicable = applicableFacets(base);
  const usable = facets.filter((facet) => {
    if (applicable.includes(facet.kind)) return checkValue(base, facet, report);
    report("cos-applicable-facets", facet, `facet "${facet.kind}" does not apply to ${describe(base)}`);
    return false;
  });
  for (const facet of usable) checkFixed(base, facet, report);
  checkLengths(base, usable, report);
  checkDigits(base, usable, report);
  checkBounds(base, usable, report);
  return problems;
}

/** Tests for a NOTATION type without an enumeration, which may only serve as a base type. XSD 1.0 Part 2 §3.2.19 (enumeration-required-notation) */
export function lacksNotationEnumeration(type: Datatype): boolean {
  return type.primitive === "NOTATION" && type.facets.enumeration === undefined;
}

function describe(type: Datatype): string {
  return type.name === undefined ? `the ${type.variety} base type` : `"${type.name}"`;
}

/** XSD 1.0 Part 2 §4.1.5 (cos-applicable-facets) */
function applicableFacets(base: Datatype): readonly FacetKind[] {
  if (base.variety === "list") return listFacets;
  if (base.variety === "union") return unionFacets;
  return base.rules?.applicable ?? [];
}

/** XSD 1.0 Part 2 §4.3 (src-single-facet-value) */
function checkSingle(facets: readonly FacetDefinition[], report: ReportFacet): void {
  const seen = new Set<FacetKind>();
  for (const facet of facets) {
    if (facet.kind === "pattern" || facet.kind === "enumeration") continue;
    if (seen.has(facet.kind)) report("src-single-facet-value", facet, `facet "${facet.kind}" is given twice`);
    seen.add(facet.kind);
  }
}

/** Checks the value of a facet on its own; `checkBounds` compares bounds. */
function checkValue(base: Datatype, facet: FacetDefinition, report: ReportFacet): boolean {
  if (countKinds.has(facet.kind)) return checkCount(facet, report);
  if (facet.kind === "whiteSpace") return checkWhiteSpace(base, facet, report);
  if (facet.kind === "pattern") return checkPattern(facet, report);
  if (facet.kind === "enumeration") return checkEnumeration(base, facet, report);
  return true;
}

/** The schema for schemas defines the types of facet values. XSD 1.0 Part 2 Appendix A */
function checkCount(facet: FacetDefinition, report: ReportFacet): boolean {
  const count = parseCount(facet.value);
  if (count !== undefined && (count > 0 || facet.kind !== "totalDigits")) return true;
  const expected = facet.kind === "totalDigits" ? "a positive integer" : "a non-negative integer";
  report("s4s-att-invalid-value", facet, `"${facet.value}" is not ${expected}`);
  return false;
}

const strictness = ["preserve", "replace", "collapse"];

/** XSD 1.0 Part 2 §4.3.6.4 (whiteSpace-valid-restriction) */
function checkWhiteSpace(base: Datatype, facet: FacetDefinition, report: ReportFacet): boolean {
  const own = strictness.indexOf(collapse(facet.value));
  if (own < 0) {
    report("s4s-att-invalid-value", facet, `"${facet.value}" is not one of "preserve", "replace", "collapse"`);
    return false;
  }
  if (own >= strictness.indexOf(base.whiteSpace)) return true;
  report("whiteSpace-valid-restriction", facet, `white space that ${describe(base)} would ${base.whiteSpace} cannot be kept`);
  return false;
}

function checkPattern(facet: FacetDefinition, report: ReportFacet): boolean {
  const pattern = compilePattern(facet.value);
  const mistake = "matches" in pattern ? pattern.deviation : pattern;
  if (mistake === undefined) return true;
  report("pattern-value-valid", facet, `"${facet.value}" is not a regular expression: ${mistake.message} (character ${mistake.at + 1})`);
  return false;
}

/** XSD 1.0 Part 2 §4.3.5.5 (enumeration-valid-restriction) */
function checkEnumeration(base: Datatype, facet: FacetDefinition, report: ReportFacet): boolean {
  const fault = base.check(facet.value, facet.namespaces ?? noNamespaces);
  if (fault === undefined) return true;
  report("enumeration-valid-restriction", facet, `${fault.message}, as the base type demands (${fault.rule})`);
  return false;
}

/** A facet that is fixed in the base keeps its value. XSD 1.0 Part 1 §3.14.6 (st-restrict-facets), Part 2 §4.3.* ({fixed}) */
function checkFixed(base: Datatype, facet: FacetDefinition, report: ReportFacet): void {
  if (!base.facets.fixed.has(facet.kind) || keepsValue(base, facet)) return;
  report("st-restrict-facets", facet, `facet "${facet.kind}" is fixed in ${describe(base)} and cannot be "${facet.value}"`);
}

function keepsValue(base: Datatype, { kind, value }: FacetDefinition): boolean {
  if (kind === "pattern" || kind === "enumeration") return true;
  if (kind === "whiteSpace") return collapse(value) === base.whiteSpace;
  const inherited = base.facets[kind];
  if (inherited === undefined) return true;
  if (typeof inherited === "number") return parseCount(value) === inherited;
  const own = boundKinds.has(kind) ? parseBound(base, value) : undefined;
  return own !== undefined && equalValues(own.value, inherited.value);
}

function find(facets: readonly FacetDefinition[], kind: FacetKind): FacetDefinition | undefined {
  return facets.find((facet) => facet.kind === kind);
}

/** XSD 1.0 Part 2 §4.3.1.4, §4.3.2.4, §4.3.3.4 */
function checkLengths(base: Datatype, facets: readonly FacetDefinition[], report: ReportFacet): void {
  const own = { length: find(facets, "length"), minLength: find(facets, "minLength"), maxLength: find(facets, "maxLength") };
  const inherited = base.facets;
  const value = (facet: FacetDefinition | undefined): number | undefined => (facet === undefined ? undefined : parseCount(facet.value));
  const length = value(own.length) ?? inherited.length;
  const minLength = value(own.minLength) ?? inherited.minLength;
  const maxLength = value(own.maxLength) ?? inherited.maxLength;
  if (own.length && inherited.length !== undefined && length !== inherited.length) {
    report("length-valid-restriction", own.length, `length ${length} is not the base type's ${inherited.length}`);
  }
  if (own.minLength && inherited.minLength !== undefined && (minLength ?? 0) < inherited.minLength) {
    report("minLength-valid-restriction", own.minLength, `minLength ${minLength} is less than the base type's ${inherited.minLength}`);
  }
  if (own.maxLength && inherited.maxLength !== undefined && (maxLength ?? 0) > inherited.maxLength) {
    report("maxLength-valid-restriction", own.maxLength, `maxLength ${maxLength} is greater than the base type's ${inherited.maxLength}`);
  }
  const either = own.minLength ?? own.maxLength;
  if (either && minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    report("minLength-less-than-equal-to-maxLength", either, `minLength ${minLength} is greater than maxLength ${maxLength}`);
  }
  const least = own.length ?? own.minLength;
  if (least && length !== undefined && minLength !== undefined && !(minLength <= length && setAlone(base, "minLength", minLength))) {
    report("length-minLength-maxLength", least, `length ${length} and minLength ${minLength} cannot be combined here`);
  }
  const most = own.length ?? own.maxLength;
  if (most && length !== undefined && maxLength !== undefined && !(length <= maxLength && setAlone(base, "maxLength", maxLength))) {
    report("length-minLength-maxLength", most, `length ${length} and maxLength ${maxLength} cannot be combined here`);
  }
}

/** Tests if an ancestor has the same bound and no length: `length` may only be added to bounds that exist already. */
function setAlone(base: Datatype, kind: "minLength" | "maxLength", value: number): boolean {
  for (let type: Datatype | undefined = base; type !== undefined; type = type.base) {
    if (type.facets[kind] === value && type.facets.length === undefined) return true;
  }
  return false;
}

/** XSD 1.0 Part 2 §4.3.11.4, §4.3.12.4 */
function checkDigits(base: Datatype, facets: readonly FacetDefinition[], report: ReportFacet): void {
  const [total, fraction] = [find(facets, "totalDigits"), find(facets, "fractionDigits")];
  const inherited = base.facets;
  const totalDigits = total ? parseCount(total.value) : inherited.totalDigits;
  const fractionDigits = fraction ? parseCount(fraction.value) : inherited.fractionDigits;
  if (total && inherited.totalDigits !== undefined && (totalDigits ?? 0) > inherited.totalDigits) {
    report("totalDigits-valid-restriction", total, `totalDigits ${totalDigits} is greater than the base type's ${inherited.totalDigits}`);
  }
  if (fraction && inherited.fractionDigits !== undefined && (fractionDigits ?? 0) > inherited.fractionDigits) {
    report(
      "fractionDigits-valid-restriction",
      fraction,
      `fractionDigits ${fractionDigits} is greater than the base type's ${inherited.fractionDigits}`,
    );
  }
  const either = fraction ?? total;
  if (either && totalDigits !== undefined && fractionDigits !== undefined && fractionDigits > totalDigits) {
    report(
      "fractionDigits-less-than-equal-to-totalDigits",
      either,
      `fractionDigits ${fractionDigits} is greater than totalDigits ${totalDigits}`,
    );
  }
}
