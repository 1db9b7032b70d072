/**
 * Facet definitions of one derivation step + facets of the base type -> effective facets. XSD 1.0 Part 1 §3.14.6 (st-restrict-facets)
 *
 * Invalid definitions are ignored here, so that types never throw; `checkFacets` reports them.
 */
import { noNamespaces } from "../xml/names.js";
import type { Bound, Datatype, EnumerationValue, FacetDefinition, FacetKind, Facets, WhiteSpace } from "./datatype.js";
import { isFault } from "./fault.js";
import type { PatternEngine } from "./pattern/engine.js";
import type { Pattern } from "./pattern/pattern.js";
import { collapse } from "./white-space.js";

/** No facets. */
export const noFacets: Facets = {
  length: undefined,
  minLength: undefined,
  maxLength: undefined,
  patterns: [],
  enumeration: undefined,
  maxInclusive: undefined,
  maxExclusive: undefined,
  minInclusive: undefined,
  minExclusive: undefined,
  totalDigits: undefined,
  fractionDigits: undefined,
  fixed: new Set(),
};

/** The effective facets of a restriction of `base`. */
export function effectiveFacets(base: Datatype, definitions: readonly FacetDefinition[]): Facets {
  const inherited = base.facets;
  if (definitions.length === 0) return inherited;
  const count = (kind: FacetKind): number | undefined => {
    const definition = lastOf(definitions, kind);
    return definition === undefined ? undefined : parseCount(definition.value);
  };
  const bound = (kind: FacetKind): Bound | undefined => {
    const definition = lastOf(definitions, kind);
    return definition === undefined ? undefined : parseBound(base, definition.value);
  };
  const pattern = stepPattern(definitions);
  return {
    length: count("length") ?? inherited.length,
    minLength: count("minLength") ?? inherited.minLength,
    maxLength: count("maxLength") ?? inherited.maxLength,
    patterns: pattern === undefined ? inherited.patterns : [...inherited.patterns, pattern],
    enumeration: stepEnumeration(base, definitions) ?? inherited.enumeration,
    maxInclusive: bound("maxInclusive") ?? inherited.maxInclusive,
    maxExclusive: bound("maxExclusive") ?? inherited.maxExclusive,
    minInclusive: bound("minInclusive") ?? inherited.minInclusive,
    minExclusive: bound("minExclusive") ?? inherited.minExclusive,
    totalDigits: count("totalDigits") ?? inherited.totalDigits,
    fractionDigits: count("fractionDigits") ?? inherited.fractionDigits,
    fixed: new Set([...inherited.fixed, ...definitions.filter((definition) => definition.fixed).map((definition) => definition.kind)]),
  };
}

/** The white space processing of a restriction. */
export function effectiveWhiteSpace(inherited: WhiteSpace, definitions: readonly FacetDefinition[]): WhiteSpace {
  const value = lastOf(definitions, "whiteSpace")?.value;
  return value === "preserve" || value === "replace" || value === "collapse" ? value : inherited;
}

function lastOf(definitions: readonly FacetDefinition[], kind: FacetKind): FacetDefinition | undefined {
  return definitions.findLast((definition) => definition.kind === kind);
}

/** Parses a nonNegativeInteger. Beyond 2^53 the result is inexact, but no length ever reaches that. */
export function parseCount(lexical: string): number | undefined {
  const text = collapse(lexical);
  return /^(?:\+?[0-9]+|-0+)$/.test(text) ? Math.abs(Number(text)) : undefined;
}

/** Parses a bound as a value of the primitive type: maxExclusive may be a value that the base excludes. */
export function parseBound(base: Datatype, lexical: string): Bound | undefined {
  const { rules } = base;
  if (rules === undefined) return undefined;
  const text = base.normalize(lexical);
  return rules.accepts(text, noNamespaces) ? { lexical: text, value: rules.valueOf(text, noNamespaces) } : undefined;
}

/** Patterns of one step are alternatives, so an invalid one disables them all. XSD 1.0 Part 2 §4.3.4.3 (cvc-pattern-valid) */
function stepPattern(definitions: readonly FacetDefinition[]): Pattern | undefined {
  const sources: string[] = [];
  let engine: PatternEngine | undefined;
  for (const { kind, value, patterns } of definitions) {
    if (kind !== "pattern") continue;
    if (patterns === undefined) throw new Error("internal: a type has a pattern, and nothing that compiles it");
    engine = patterns;
    if (!("matches" in engine.compile(value))) return undefined;
    sources.push(value);
  }
  if (engine === undefined) return undefined;
  const pattern = engine.compile(sources.join("|"));
  return "matches" in pattern ? pattern : undefined;
}

function stepEnumeration(base: Datatype, definitions: readonly FacetDefinition[]): EnumerationValue[] | undefined {
  const values: EnumerationValue[] = [];
  let found = false;
  for (const definition of definitions) {
    if (definition.kind !== "enumeration") continue;
    found = true;
    const namespaces = definition.namespaces ?? noNamespaces;
    const value = base.valueOf(definition.value, namespaces);
    if (isFault(value)) continue;
    const type = base.validatingType(definition.value, namespaces) ?? base;
    values.push({ lexical: type.normalize(definition.value), value });
  }
  return found ? values : undefined;
}
