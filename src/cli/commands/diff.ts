/**
 * `soapwright diff`: whom a new version of a contract breaks, with documents that show it.
 */
import { existsSync } from "node:fs";
import { explainUnreadable } from "../../../codegen/load/file-host.js";
import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { readContract } from "../contracts/read-contract.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { choice } from "../flags.js";
import { formatDiff } from "../report/diff.js";
import { printFormatted } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";

export const command = defineCommand({
  flags: {
    direction: choice(
      ["both", "request", "response"],
      "of schemas: request (documents of the old one meet the new one), response (the other way) or both; operations have their own",
    ),
    format: choice(["text", "json", "sarif", "github"], "text, json, SARIF, or annotations of a GitHub workflow"),
    ...readingFlags,
  },
  operands: { usage: "OLD NEW", atLeast: 2, atMost: 2, missing: "name two contracts" },
  examples: `  soapwright diff old/service.wsdl new/service.wsdl
  soapwright diff order-1.0.xsd order-1.1.xsd --direction request   new readers, old writers: may it be deployed?
  soapwright diff old.wsdl new.wsdl --format sarif > diff.sarif
  soapwright diff old.xsd new.xsd --format github                   annotations of a workflow

  breaking    somebody who keeps to the contract that he knows is refused; a document shows it
  unknown     a change that documents do not show, or that could not be judged
  compatible  a change that refuses nobody`,
  async run({ direction, format, ...reading }, contracts) {
    const [before = "", after = ""] = contracts;
    for (const file of contracts) if (!existsSync(file)) throw new UsageError(`"${file}" cannot be read: ${explainUnreadable(file)}`);
    const old = await readContract([before], reading);
    const next = await readContract([after], reading);
    if (old === undefined || next === undefined) return ExitCode.unreadable;
    const { compare } = await import("../../../codegen/tools/compare/compare.js");
    const progress = new ProgressLine();
    const findings = compare(old, next, { direction, onProgress: (subject) => progress.update(`comparing ${subject}`) });
    progress.end();
    printFormatted(process.stdout, formatDiff({ before: [before], after: [after], direction, findings }, format));
    return findings.some(({ verdict }) => verdict === "breaking") ? ExitCode.findings : ExitCode.clean;
  },
});
