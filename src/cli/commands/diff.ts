/**
 * `soapwright diff`: whom a new version of a contract breaks, with documents that show it.
 */
import { existsSync } from "node:fs";
import { defineCommand } from "citty";
import { version } from "../../../codegen/version.js";
import { readFormat } from "../arguments.js";
import { contractReadingFlags, ProgressLine, positionalsBeside, readContractFor } from "../contract-commands.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { diffFormats, formatDiff } from "../report/diff-formats.js";

/** Shown behind the usage. */
export const examples = `  soapwright diff old/service.wsdl new/service.wsdl
  soapwright diff order-1.0.xsd order-1.1.xsd --direction request   new readers, old writers: may it be deployed?
  soapwright diff old.wsdl new.wsdl --format sarif > diff.sarif
  soapwright diff old.xsd new.xsd --format github                   annotations of a workflow

  breaking    somebody who keeps to the contract that he knows is refused; a document shows it
  unknown     a change that documents do not show, or that could not be judged
  compatible  a change that refuses nobody`;

export const diffCommand = defineCommand({
  meta: { name: "diff", description: "compare two versions of a contract: breaking, compatible, unknown; exit 1 when something breaks" },
  args: {
    direction: {
      type: "string",
      description:
        "of schemas: request (documents of the old one meet the new one), response (the other way) or both; operations have their own",
      default: "both",
      valueHint: "request|response|both",
    },
    format: { type: "string", description: "text, json, sarif or github", default: "text", valueHint: "text|json|sarif|github" },
    ...contractReadingFlags,
  },
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, diffFormats);
    const direction = (["request", "response", "both"] as const).find((each) => each === args.direction);
    if (direction === undefined) throw new UsageError(`--direction is one of request, response, both, not "${args.direction}"`);
    const [before, after, ...others] = positionalsBeside(rawArgs, args._, ["direction", "format", "catalog"]);
    if (before === undefined || after === undefined || others.length > 0)
      throw new UsageError("name two contracts: soapwright diff OLD NEW");
    for (const file of [before, after]) if (!existsSync(file)) throw new UsageError(`there is no file "${file}"`);
    const reading = { catalog: args.catalog, lenient: args.lenient };
    const old = await readContractFor({ entries: [before], ...reading });
    const next = await readContractFor({ entries: [after], ...reading });
    if (old === undefined || next === undefined) return;
    const { compare } = await import("../../../codegen/tools/compare/compare.js");
    const progress = new ProgressLine();
    const findings = compare(old, next, { direction, onProgress: (subject) => progress.update(`comparing ${subject}`) });
    progress.end();
    process.stdout.write(formatDiff({ before: [before], after: [after], direction, findings, version }, format));
    if (findings.some(({ verdict }) => verdict === "breaking")) process.exitCode = ExitCode.findings;
  },
});
