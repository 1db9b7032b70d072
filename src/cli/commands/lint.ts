/**
 * `soapwright lint`: WS-I Basic Profile 1.1 and our own rules, over WSDL documents and schemas.
 */
import { defineCommand } from "citty";
import { listArgument, readFormat } from "../arguments.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printLine } from "../report/print.js";
import { DiagnosticPrinter } from "../report/print-diagnostics.js";
import {
  type ReportedFinding,
  type RuleDescriptions,
  writeGithubAnnotations,
  writeJsonFindings,
  writeSarif,
} from "../report/report-findings.js";

/** Shown behind the usage. */
export const examples = `  soapwright lint service.wsdl
  soapwright lint service.wsdl --info --ignore soapwright-plain-http
  soapwright lint service.wsdl --format sarif > lint.sarif
  soapwright lint --rules                  lists the rules`;

const formats = ["text", "json", "sarif", "github"] as const;

export const lintCommand = defineCommand({
  meta: {
    name: "lint",
    description: "check contracts by WS-I Basic Profile 1.1 and our own rules; exit 1 for findings that are errors",
  },
  args: {
    catalog: { type: "string", description: "catalogue that maps namespaces and locations to files", valueHint: "file" },
    lenient: { type: "boolean", description: "harmless breaches of the specifications are warnings", default: false },
    info: { type: "boolean", description: "show what is right and still worth a thought, too", default: false },
    ignore: { type: "string", description: "id of a rule to leave out; may be given more than once", valueHint: "rule" },
    rules: { type: "boolean", description: "list the rules and do nothing else", default: false },
    format: { type: "string", description: formats.join(", "), default: "text", valueHint: formats.join("|") },
  },
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, formats);
    const { rules } = await import("../../../codegen/tools/lint/rules.js");
    if (args.rules) {
      for (const { id, severity, summary } of rules) printLine(process.stdout, `${id.padEnd(34)}${severity.padEnd(9)}${summary}`);
      return;
    }
    const ignored = listArgument(rawArgs, "ignore");
    const entries = args._.filter((argument) => !ignored.includes(argument));
    if (entries.length === 0) throw new UsageError("name a WSDL or schema: soapwright lint service.wsdl");
    const { findings, unreadable } = await lintEntries(entries, { ...args, ignored: new Set(ignored) });
    const shown = findings.filter(({ severity }) => args.info || severity !== "info");
    print(shown, format, new Map(rules.map(({ id, summary }) => [id, summary])));
    if (unreadable) process.exitCode = ExitCode.unreadable;
    else if (findings.some(({ severity }) => severity === "error")) process.exitCode = ExitCode.findings;
  },
});

interface LintFlags {
  readonly catalog?: string | undefined;
  readonly lenient: boolean;
  readonly ignored: ReadonlySet<string>;
}

/** The compiler is loaded only now: help needs none of it. */
async function lintEntries(entries: readonly string[], { catalog, lenient, ignored }: LintFlags) {
  const { lint } = await import("../../../codegen/tools/lint/lint.js");
  const { readContract } = await import("../../../codegen/contract.js");
  return lint(readContract({ entries, lenient, ...(catalog !== undefined && { catalog }) }), ignored);
}

function print(findings: readonly ReportedFinding[], format: (typeof formats)[number], descriptions: RuleDescriptions): void {
  if (format === "json") process.stdout.write(writeJsonFindings(findings));
  else if (format === "sarif") process.stdout.write(writeSarif(findings, descriptions));
  else if (format === "github") process.stdout.write(writeGithubAnnotations(findings));
  else {
    const printer = new DiagnosticPrinter(process.stdout);
    for (const finding of findings) printer.print(finding);
    new DiagnosticPrinter(process.stderr).summarize(findings);
  }
}
