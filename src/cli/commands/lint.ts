/**
 * `soapwright lint`: WS-I Basic Profile 1.1 and our own rules, over WSDL documents and schemas.
 */

import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { choice, list, toggle } from "../flags.js";
import { formatGithub, formatJsonLines, formatSarif, type ReportedFinding, type RuleDescriptions } from "../report/findings.js";
import { printFormatted, printLine } from "../report/print.js";
import { DiagnosticPrinter } from "../report/print-diagnostics.js";

export const command = defineCommand({
  flags: {
    ...readingFlags,
    info: toggle("show findings that are right and still worth a thought, too"),
    ignore: list("rule", "id of a rule to leave out"),
    rules: toggle("list the rules and do nothing else"),
    format: choice(["text", "json", "sarif", "github"], "text, JSON lines, SARIF, or annotations of a GitHub workflow"),
  },
  operands: { usage: "document..." },
  examples: `  soapwright lint service.wsdl
  soapwright lint service.wsdl --info --ignore soapwright-plain-http
  soapwright lint service.wsdl --format sarif > lint.sarif
  soapwright lint --rules                  lists the rules`,
  async run(flags, entries) {
    const { rules } = await import("../../../codegen/tools/lint/rules.js");
    if (flags.rules) {
      for (const { id, severity, summary } of rules) printLine(process.stdout, `${id.padEnd(34)}${severity.padEnd(9)}${summary}`);
      return ExitCode.clean;
    }
    if (entries.length === 0) throw new UsageError("name a WSDL or schema: soapwright lint service.wsdl");
    const { findings, unreadable } = await lintEntries(entries, { ...flags, ignored: new Set(flags.ignore) });
    const shown = findings.filter(({ severity }) => flags.info || severity !== "info");
    print(shown, flags.format, new Map(rules.map(({ id, summary }) => [id, summary])));
    if (unreadable) return ExitCode.unreadable;
    return findings.some(({ severity }) => severity === "error") ? ExitCode.findings : ExitCode.clean;
  },
});

interface LintTask {
  readonly catalog: string | undefined;
  readonly lenient: boolean;
  readonly ignored: ReadonlySet<string>;
}

/** The compiler is loaded only now: the help text needs none of it. */
async function lintEntries(entries: readonly string[], { catalog, lenient, ignored }: LintTask) {
  const { lint } = await import("../../../codegen/tools/lint/lint.js");
  const { readContract } = await import("../../../codegen/contract.js");
  return lint(readContract({ entries, lenient, ...(catalog !== undefined && { catalog }) }), ignored);
}

function print(findings: readonly ReportedFinding[], format: "text" | "json" | "sarif" | "github", descriptions: RuleDescriptions): void {
  if (format === "json") printFormatted(process.stdout, formatJsonLines(findings));
  else if (format === "sarif") printFormatted(process.stdout, formatSarif(findings, descriptions));
  else if (format === "github") printFormatted(process.stdout, formatGithub(findings));
  else {
    const printer = new DiagnosticPrinter(process.stdout);
    for (const finding of findings) printer.print(finding);
    new DiagnosticPrinter(process.stderr).summarize(findings);
  }
}
