/**
 * Findings of a comparison -> text for people, JSON, SARIF, or annotations of GitHub.
 */
import { styleText } from "node:util";
import type { ChangeFinding, Verdict } from "../../../codegen/tools/compare/finding.js";
import { formatGithub, formatSarif, type ReportedFinding } from "./findings.js";
import { placeOf } from "./place.js";
import { toJson, visible, visibleLines } from "./print.js";

export interface DiffReport {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly direction: string;
  readonly findings: readonly ChangeFinding[];
}

/** The text of a report, with a line end. */
export function formatDiff(report: DiffReport, format: "text" | "json" | "sarif" | "github"): string {
  switch (format) {
    case "text":
      return textOf(report);
    case "json":
      return `${toJson(jsonOf(report), 2)}\n`;
    case "sarif":
      return formatSarif(report.findings.map(toReported), new Map());
    case "github":
      return formatGithub(report.findings.map(toReported));
  }
}

/** How many findings there are of each kind. */
function countVerdicts(findings: readonly ChangeFinding[]): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  return { breaking: count("breaking"), unknown: count("unknown"), compatible: count("compatible") };
}

const colours = { breaking: "red", unknown: "yellow", compatible: "green" } as const;

function textOf({ findings }: DiffReport): string {
  const style = (verdict: Verdict, text: string): string => styleText(colours[verdict], text, { stream: process.stdout });
  const parts = findings.map((finding) => {
    const { verdict, subject, message, id } = finding;
    const at = finding.at ?? finding.before;
    const place = at === undefined ? "" : `  ${placeOf(at)}`;
    const line = visible(`${subject}: ${message} [${id}]${place}`);
    return `${style(verdict, verdict.padEnd(10))} ${line}\n${visibleLines(witnessText(finding))}`;
  });
  const { breaking, unknown, compatible } = countVerdicts(findings);
  return `${parts.join("")}${breaking} breaking, ${unknown} unknown, ${compatible} compatible\n`;
}

/** The document of a breaking change, indented. */
function witnessText({ verdict, witness }: ChangeFinding): string {
  if (verdict !== "breaking" || witness === undefined) return "";
  const { xml, validIn, refusal } = witness;
  const other = validIn === "old" ? "new" : "old";
  const lines = xml.trimEnd().split("\n");
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), `... ${lines.length - mostLines} more lines`] : lines;
  return `           valid in the ${validIn} contract; the ${other} one: ${refusal.path} ${refusal.id}: ${refusal.message}\n${shown.map((line) => `             ${line}\n`).join("")}`;
}

const mostLines = 40;

function jsonOf({ before, after, direction, findings }: DiffReport) {
  return {
    old: before,
    new: after,
    direction,
    summary: countVerdicts(findings),
    findings: findings.map(({ id, verdict, direction: breaks, subject, message, at, before: old, witness }) => ({
      id,
      verdict,
      direction: breaks,
      subject,
      message,
      ...(at && { at: placeOf(at) }),
      ...(old && { before: placeOf(old) }),
      ...(witness && { witness }),
    })),
  };
}

const severities = { breaking: "error", unknown: "warning", compatible: "info" } as const;

function toReported({ id, verdict, direction, subject, message, at, before, witness }: ChangeFinding): ReportedFinding {
  return {
    id,
    severity: severities[verdict],
    message: `${subject}: ${message}`,
    at: at ?? before,
    related: at && before ? [{ message: "before", at: before }] : [],
    title: `${verdict}: ${id}`,
    properties: { verdict, direction, ...(witness && { witness }) },
  };
}
