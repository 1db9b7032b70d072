/**
 * Findings about contracts -> what machines read: JSON lines, SARIF 2.1.0, annotations of GitHub Actions.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { relative } from "node:path";
import type { RelatedPlace, Span } from "../../../codegen/diagnostics.js";
import { version } from "../../../codegen/version.js";
import { toJson, visible } from "./print.js";

/** A diagnostic, or a finding that is less than a warning. */
export interface ReportedFinding {
  readonly id: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly at: Span | undefined;
  readonly related: readonly RelatedPlace[];
}

/** What a rule is about, by its id: SARIF carries it beside the findings. */
export type RuleDescriptions = ReadonlyMap<string, string>;

/** One JSON object a line. */
export function writeJsonFindings(findings: readonly ReportedFinding[]): string {
  return findings.map(({ id, severity, message, at, related }) => `${toJson({ id, severity, message, at, related })}\n`).join("");
}

const sarifLevels = { error: "error", warning: "warning", info: "note" } as const;

/** A log with one run. Paths are relative to where the command runs, which a viewer takes for the root of the checkout. */
export function writeSarif(findings: readonly ReportedFinding[], descriptions: RuleDescriptions): string {
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const rules = ids.map((id) => ({ id, shortDescription: { text: descriptions.get(id) ?? id } }));
  const results = findings.map(({ id, severity, message, at, related }) => ({
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    level: sarifLevels[severity],
    message: { text: message },
    locations: at === undefined ? [] : [sarifLocation(at)],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, index) => ({ id: index, message: { text: place.message }, ...sarifLocation(place.at) })),
    }),
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "soapwright", version, rules } }, columnKind: "unicodeCodePoints", results }],
  };
  return `${toJson(log, 2)}\n`;
}

function sarifLocation(at: Span): object {
  const uri = encodeURI(displayedPath(at.uri));
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: at.line, startColumn: at.column } } };
}

const githubCommands = { error: "error", warning: "warning", info: "notice" } as const;

/** Workflow commands: `::error file=a.wsdl,line=3,col=5,title=R2706::message`. */
export function writeGithubAnnotations(findings: readonly ReportedFinding[]): string {
  return findings
    .map(({ id, severity, message, at }) => {
      const place = at === undefined ? "" : `file=${githubProperty(displayedPath(at.uri))},line=${at.line},col=${at.column},`;
      return `::${githubCommands[severity]} ${place}title=${githubProperty(id)}::${githubText(message)}\n`;
    })
    .join("");
}

/** A message could otherwise begin a command of its own on a new line. */
export function githubText(text: string): string {
  return visible(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"));
}

/** A property of a command ends at a comma. */
export function githubProperty(text: string): string {
  return githubText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Relative to where the command runs, with "/"; a path outside stays as it is. */
function displayedPath(uri: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri)) return uri;
  const nearer = relative(process.cwd(), uri).replaceAll("\\", "/");
  return nearer === "" || nearer.startsWith("..") ? uri.replaceAll("\\", "/") : nearer;
}
