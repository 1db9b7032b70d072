/**
 * Issues of documents -> text for people, JSON, SARIF, or annotations of GitHub, on the standard output.
 */
import type { Diagnostic } from "../../../codegen/diagnostics.js";
import { describeIssue, type Issue } from "../../runtime/issues.js";
import { formatGithub, formatSarif, type ReportedFinding } from "../report/findings.js";
import { printFormatted, printJson, printLine } from "../report/print.js";

/** The issues of one document. */
export interface DocumentReport {
  readonly file: string;
  readonly issues: readonly Issue[];
}

export interface ReportStyle {
  readonly format: "text" | "json" | "sarif" | "github";
  /** What a document without issues is. */
  readonly outcome: "valid" | "well-formed";
  /** Findings about the schema, for formats that have them beside the issues. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints reports, in text and JSON as they come. True: no document has issues. */
export async function printReports(
  reports: AsyncIterable<DocumentReport>,
  { format, outcome, diagnostics }: ReportStyle,
): Promise<boolean> {
  const findings: ReportedFinding[] = [...diagnostics];
  let ok = true;
  for await (const { file, issues } of reports) {
    if (issues.length > 0) ok = false;
    if (format === "json") printJson({ file, ok: issues.length === 0, issues: issues.map(plainIssue) });
    else if (format !== "text") findings.push(...issues.map((issue) => findingOf(file, issue)));
    else if (issues.length === 0) printLine(process.stdout, `${file}: ${outcome}`);
    else for (const issue of issues) printLine(process.stdout, `${file}:${describeIssue(issue)}`);
  }
  if (format === "sarif") printFormatted(process.stdout, formatSarif(findings, new Map()));
  if (format === "github") printFormatted(process.stdout, formatGithub(findings));
  return ok;
}

function plainIssue({ id, path, line, column, message }: Issue) {
  return { id, path, line, column, message };
}

function findingOf(file: string, { id, path, line = 1, column = 1, message }: Issue): ReportedFinding {
  const at = { uri: file, line, column, offset: 0 };
  return { id, severity: "error", message: `${path}: ${message}`, at, related: [], properties: { path } };
}
