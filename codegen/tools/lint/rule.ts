/**
 * What a rule of `lint` is, and what it looks at.
 */
import type { RelatedPlace, Span } from "../../diagnostics.js";
import type { SchemaDocument, WsdlDocument } from "../../load/documents.js";
import type { Schema } from "../../schema/components.js";
import type { Substitution } from "../../schema/substitution.js";
import type { Definitions } from "../../wsdl/components.js";
import type { BindingView } from "./binding-view.js";

/** `info` is for what is valid but worth a thought; it is shown on demand. */
export type Severity = "error" | "warning" | "info";

/** One finding about a contract. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  /** Lower case, no final stop, names in double quotes. */
  readonly message: string;
  readonly at: Span | undefined;
  readonly related: readonly RelatedPlace[];
}

/** What the rules look at. */
export interface LintContext {
  readonly wsdlDocuments: readonly WsdlDocument[];
  readonly schemaDocuments: readonly SchemaDocument[];
  readonly schema: Schema;
  readonly substitution: Substitution;
  readonly definitions: Definitions;
  /** SOAP bindings with their elements: the rules speak of attributes that components do not have. */
  readonly bindings: readonly BindingView[];
}

/** Takes what a rule finds; id and severity are the rule's. */
export type Report = (message: string, at: Span, related?: readonly RelatedPlace[]) => void;

/** A rule: its id, what it wants in a sentence, and the function that looks. */
export interface LintRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly check: (context: LintContext, report: Report) => void;
}
