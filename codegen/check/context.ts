/**
 * What rules work with: the schema, a way to report, and facts about the schema that several rules need, each computed once.
 */
import type { Report } from "../diagnostics.js";
import type { Schema } from "../schema/components.js";
import { Substitution } from "../schema/substitution.js";
import type { Breach } from "./breach.js";
import { findSharedNames, type SharedNames } from "./shared-names.js";

/** Takes a breach of a rule. */
export type ReportBreach = (breach: Breach) => void;

/** One schema component constraint: looks at the whole schema and reports every breach. */
export type SchemaRule = (context: CheckContext) => void;

export class CheckContext {
  readonly schema: Schema;
  readonly substitution: Substitution;
  readonly report: ReportBreach;
  #sharedNames: SharedNames | undefined;

  constructor(schema: Schema, report: Report) {
    this.schema = schema;
    this.substitution = new Substitution(schema);
    this.report = ({ id, message, at, related = [], harmless = false }) =>
      report({ id, severity: "error", message, at, related, ...(harmless ? { harmless } : {}) });
  }

  get sharedNames(): SharedNames {
    this.#sharedNames ??= findSharedNames(this.schema, this.substitution);
    return this.#sharedNames;
  }
}
