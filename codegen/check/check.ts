/**
 * Schema -> what the specification says against it. XSD 1.0 Part 1 §3 and Part 2 §4.3, schema component constraints.
 */
import type { Report } from "../diagnostics.js";
import type { Schema } from "../schema/components.js";
import type { Rule } from "./finding.js";
import { checkUniqueAttribution } from "./unique-attribution.js";

const rules: readonly Rule[] = [checkUniqueAttribution];

/** Checks every schema component constraint that reading and resolving have not checked already. */
export function checkSchema(schema: Schema, report: Report): void {
  for (const rule of rules) rule(schema, report);
}
