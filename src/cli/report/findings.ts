/**
 * Findings about contracts -> what programs read: JSON lines, SARIF 2.1.0, annotations of GitHub Actions.
 */
import type { RelatedPlace, Span } from "../../../codegen/diagnostics.js";
import { version } from "../../version.js";
import { displayPath } from "./place.js";
import { toJson, visible } from "./print.js";

/** A diagnostic, or a finding that is less than a warning. */
export interface ReportedFinding {
  readonly id: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly at: Span | undefined;
  readonly related: readonly RelatedPlace[];
  /** See Diagnostic. */
  readonly harmless?: true;
  /** The heading of its annotation; defaults to the id. */
  readonly title?: string;
  /** What SARIF carries beside the rest. */
  readonly properties?: object;
}

/** What a rule is about, by its id: SARIF carries it beside the findings. */
export type RuleDescriptions = ReadonlyMap<string, string>;

/** One JSON object a line. */
export function formatJsonLines(findings: readonly ReportedFinding[]): string {
  return findings.map(({ id, severity, message, at, related }) => `${toJson({ id, severity, message, at, related })}\n`).join("");
}

const sarifLevels = { error: "error", warning: "warning", info: "note" } as const;

/**
 * A log with one run. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * Paths are relative to where the command runs, which a viewer takes for the root of the checkout.
 */
export function formatSarif(findings: readonly ReportedFinding[], descriptions: RuleDescriptions): string {
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const rules = ids.map((id) => ({ id, shortDescription: { text: descriptions.get(id) ?? id } }));
  const driver = { name: "soapwright", version, informationUri: "https://www.npmjs.com/package/soapwright", rules };
  const results = findings.map(({ id, severity, message, at, related, properties }) => ({
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    level: sarifLevels[severity],
    message: { text: message },
    locations: at === undefined ? [] : [sarifLocation(at)],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, index) => ({ id: index, message: { text: place.message }, ...sarifLocation(place.at) })),
    }),
    ...(properties && { properties }),
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "unicodeCodePoints", results }],
  };
  return `${toJson(log, 2)}\n`;
}

function sarifLocation({ uri, line, column }: Span): object {
  const artifactLocation = { uri: encodeURI(displayPath(uri)) };
  return { physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } } };
}

const githubCommands = { error: "error", warning: "warning", info: "notice" } as const;

/**
 * Workflow commands: `::error file=a.wsdl,line=3,col=5,title=R2706::message`.
 * https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions
 */
export function formatGithub(findings: readonly ReportedFinding[]): string {
  return findings
    .map(({ id, severity, message, at, title }) => {
      const place = at === undefined ? "" : `file=${githubProperty(displayPath(at.uri))},line=${at.line},col=${at.column},`;
      return `::${githubCommands[severity]} ${place}title=${githubProperty(title ?? id)}::${githubText(message)}\n`;
    })
    .join("");
}

/** A message could otherwise begin a command of its own on a new line. */
function githubText(text: string): string {
  return visible(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"));
}

/** A property of a command ends at a comma. */
function githubProperty(text: string): string {
  return githubText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
