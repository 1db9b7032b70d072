/**
 * Checks the four bounds against the base type and against each other. XSD 1.0 Part 2 §4.3.7 to §4.3.10
 */
import { noNamespaces } from "../xml/names.js";
import type { Bound, Datatype, FacetDefinition } from "./datatype.js";
import type { ReportFacet } from "./facet-problem.js";
import { parseBound } from "./facets.js";
import { compareValues, equalValues } from "./value.js";

type BoundKind = "maxInclusive" | "maxExclusive" | "minInclusive" | "minExclusive";

const boundKinds: readonly BoundKind[] = ["maxInclusive", "maxExclusive", "minInclusive", "minExclusive"];

interface OwnBound {
  readonly facet: FacetDefinition;
  readonly bound: Bound;
}

/** Two bounds whose order is restricted. */
interface Pair {
  readonly rule: string;
  readonly lower: BoundKind;
  readonly upper: BoundKind;
  /** Tests if the order of the lower and the upper bound is wrong. */
  wrong(order: -1 | 0 | 1 | undefined): boolean;
}

const isGreater = (order: -1 | 0 | 1 | undefined): boolean => order === 1;
const isNotLess = (order: -1 | 0 | 1 | undefined): boolean => order === 0 || order === 1;

/** Kinds that exclude each other within one derivation step. */
const rivals: readonly (readonly [rule: string, BoundKind, BoundKind])[] = [
  ["maxInclusive-maxExclusive", "maxInclusive", "maxExclusive"],
  ["minInclusive-minExclusive", "minInclusive", "minExclusive"],
];

const pairs: readonly Pair[] = [
  { rule: "minInclusive-less-than-equal-to-maxInclusive", lower: "minInclusive", upper: "maxInclusive", wrong: isGreater },
  { rule: "minExclusive-less-than-equal-to-maxExclusive", lower: "minExclusive", upper: "maxExclusive", wrong: isGreater },
  { rule: "minExclusive-less-than-maxInclusive", lower: "minExclusive", upper: "maxInclusive", wrong: isNotLess },
  { rule: "minInclusive-less-than-maxExclusive", lower: "minInclusive", upper: "maxExclusive", wrong: isNotLess },
];

/** Checks the bounds of one derivation step. */
export function checkBounds(base: Datatype, facets: readonly FacetDefinition[], report: ReportFacet): void {
  const own = new Map<BoundKind, OwnBound>();
  for (const kind of boundKinds) {
    const facet = facets.find((candidate) => candidate.kind === kind);
    const bound = facet === undefined ? undefined : checkAgainstBase(base, kind, facet, report);
    if (facet !== undefined && bound !== undefined) own.set(kind, { facet, bound });
  }
  for (const [rule, one, other] of rivals) {
    const second = own.get(other);
    if (own.has(one) && second !== undefined) report(rule, second.facet, `${one} and ${other} cannot both be given`);
  }
  for (const pair of pairs) checkPair(base, own, pair, report);
}

/** An inherited bound counts as if it were given in this step: positiveInteger with maxExclusive 1 would have no value. */
function checkPair(base: Datatype, own: ReadonlyMap<BoundKind, OwnBound>, pair: Pair, report: ReportFacet): void {
  const [low, high] = [own.get(pair.lower), own.get(pair.upper)];
  const facet = high?.facet ?? low?.facet;
  const lower = low?.bound ?? base.facets[pair.lower];
  const upper = high?.bound ?? base.facets[pair.upper];
  if (facet === undefined || lower === undefined || upper === undefined || !pair.wrong(compareValues(lower.value, upper.value))) return;
  report(pair.rule, facet, `${pair.lower} ${lower.lexical} and ${pair.upper} ${upper.lexical} leave no value`);
}

/**
 * A bound must be a value of the base type, so it cannot widen it. An exclusive bound may repeat that of the base, which the base excludes.
 * An inherited inclusive bound is not always a value of the base: an enumeration or a pattern can exclude it.
 * XSD 1.0 Part 2 §4.3.7.4 to §4.3.10.4 (maxInclusive-valid-restriction and its like)
 */
function checkAgainstBase(base: Datatype, kind: BoundKind, facet: FacetDefinition, report: ReportFacet): Bound | undefined {
  const bound = parseBound(base, facet.value);
  const inherited = base.facets[kind];
  const repeated =
    kind.endsWith("Exclusive") && bound !== undefined && inherited !== undefined && equalValues(bound.value, inherited.value);
  const fault = repeated ? undefined : base.check(facet.value, noNamespaces);
  if (fault !== undefined) report(`${kind}-valid-restriction`, facet, `${fault.message}, as the base type demands (${fault.rule})`);
  return bound;
}
