/**
 * How the rules say what they found.
 */
import type { Diagnostic, RelatedPlace, Report, Span } from "../diagnostics.js";
import type { Schema, TypeDefinition } from "../schema/components.js";

/** One schema component constraint: looks at the whole schema and reports every breach. */
export type Rule = (schema: Schema, report: Report) => void;

/** A breach of a rule. */
export interface Finding {
  readonly id: string;
  readonly message: string;
  readonly at: Span;
  readonly related?: readonly RelatedPlace[];
  readonly harmless?: boolean;
}

/** Reports an error. */
export function reportFinding(report: Report, { id, message, at, related = [], harmless = false }: Finding): void {
  const diagnostic: Diagnostic = { id, severity: "error", message, at, related, ...(harmless ? { harmless } : {}) };
  report(diagnostic);
}

/** A type as messages call it. */
export function typeName(type: TypeDefinition): string {
  return type.name === undefined ? "the anonymous type" : `the type "${type.name.clark}"`;
}
