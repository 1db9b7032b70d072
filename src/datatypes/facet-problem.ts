/**
 * What the checks of facets report: the rule that a facet definition breaks.
 */
import type { FacetDefinition } from "./datatype.js";

/** One broken rule. */
export interface FacetProblem {
  readonly rule: string;
  readonly facet: FacetDefinition;
  readonly message: string;
}

/** Records a broken rule; checking goes on. */
export type ReportFacet = (rule: string, facet: FacetDefinition, message: string) => void;
