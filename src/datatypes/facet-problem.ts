/**
 * The problems that checks of facet definitions report.
 */
import type { FacetDefinition } from "./datatype.js";

/** A rule that a facet definition breaks. */
export interface FacetProblem {
  readonly rule: string;
  readonly facet: FacetDefinition;
  readonly message: string;
}

/** Records a broken rule. */
export type ReportFacet = (rule: string, facet: FacetDefinition, message: string) => void;
