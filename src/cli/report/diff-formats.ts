/**
 * Findings of a comparison -> text for people, JSON, SARIF 2.1.0, or workflow commands of GitHub.
 */
import { styleText } from "node:util";
import type { Span } from "../../../codegen/diagnostics.js";
import type { ChangeFinding, Verdict } from "../../../codegen/tools/compare/finding.js";
import { toJson, visible, visibleLines } from "./print.js";
import { githubProperty, githubText } from "./report-findings.js";

export const diffFormats = ["text", "json", "sarif", "github"] as const;
export type DiffFormat = (typeof diffFormats)[number];

export interface DiffReport {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly direction: string;
  readonly findings: readonly ChangeFinding[];
  readonly version: string;
}

/** The text of a report, with a line end. */
export function formatDiff(report: DiffReport, format: DiffFormat): string {
  switch (format) {
    case "text":
      return textOf(report);
    case "json":
      return `${toJson(jsonOf(report), 2)}\n`;
    case "sarif":
      return `${toJson(sarifOf(report), 2)}\n`;
    case "github":
      return report.findings.map(workflowCommand).join("");
  }
}

/** How many findings there are of each kind. */
function countVerdicts(findings: readonly ChangeFinding[]): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  return { breaking: count("breaking"), unknown: count("unknown"), compatible: count("compatible") };
}

const colours = { breaking: "red", unknown: "yellow", compatible: "green" } as const;

function textOf({ findings }: DiffReport): string {
  const style = (verdict: Verdict, text: string): string =>
    process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(colours[verdict], text) : text;
  const parts = findings.map((finding) => {
    const { verdict, subject, message, id } = finding;
    const place = placeOf(finding.at ?? finding.before);
    const line = visible(`${subject}: ${message} [${id}]${place === "" ? "" : `  ${place}`}`);
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

function placeOf(at: Span | undefined): string {
  return at === undefined ? "" : `${at.uri}:${at.line}:${at.column}`;
}

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

const levels = { breaking: "error", unknown: "warning", compatible: "note" } as const;

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
function sarifOf({ findings, version }: DiffReport) {
  const rules = [...new Set(findings.map(({ id }) => id))].sort().map((id) => ({ id }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "soapwright", version, informationUri: "https://www.npmjs.com/package/soapwright", rules } },
        results: findings.map((finding) => ({
          ruleId: finding.id,
          level: levels[finding.verdict],
          message: { text: `${finding.subject}: ${finding.message}` },
          locations: [finding.at ?? finding.before].flatMap((at) => (at === undefined ? [] : [sarifLocation(at)])),
          ...(finding.at && finding.before && { relatedLocations: [{ ...sarifLocation(finding.before), message: { text: "before" } }] }),
          properties: { verdict: finding.verdict, direction: finding.direction, ...(finding.witness && { witness: finding.witness }) },
        })),
      },
    ],
  };
}

function sarifLocation({ uri, line, column }: Span) {
  return { physicalLocation: { artifactLocation: { uri: encodeURI(uri) }, region: { startLine: line, startColumn: column } } };
}

/** https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions */
function workflowCommand({ verdict, id, subject, message, at, before }: ChangeFinding): string {
  const command = { breaking: "error", unknown: "warning", compatible: "notice" }[verdict];
  const place = at ?? before;
  const where = place === undefined ? "" : `file=${githubProperty(place.uri)},line=${place.line},col=${place.column},`;
  return `::${command} ${where}title=${githubProperty(`${verdict}: ${id}`)}::${githubText(`${subject}: ${message}`)}\n`;
}
