/**
 * `soapwright init`: writes a soapwright.config.ts, from flags or by asking.
 */

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { explainUnreadable } from "../../../codegen/load/file-host.js";
import { replaceFiles } from "../../../codegen/tools/output/write-files.js";
import { adviceText } from "../../error-text.js";
import { defineCommand } from "../command.js";
import { configIn, usualConfig } from "../contracts/configuration.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { findDocuments } from "../contracts/find-documents.js";
import { proposeOutput } from "../contracts/propose-output.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { list, text, toggle } from "../flags.js";
import { type InitAnswers, writeConfigText } from "../init/config-text.js";
import { findImportExtension } from "../init/import-extension.js";
import { askQuestions } from "../init/questions.js";
import { printLine } from "../report/print.js";

export const command = defineCommand({
  flags: {
    entry: list("file", "WSDL or XML Schema document"),
    out: text("folder", "folder for the generated files"),
    ...readingFlags,
    force: toggle("replace a configuration that is there"),
  },
  operands: { usage: "[document...]" },
  examples: `  soapwright init                          asks what to generate
  soapwright init --entry contracts/service.wsdl --out src/generated/service
  soapwright init --entry order.xsd --entry party.xsd --out src/generated/order --force`,
  async run({ entry, out, catalog, lenient, force }, operands) {
    await refuseExisting(force);
    const entries = [...entry, ...operands];
    const answers = entries.length > 0 ? { entries, out: out ?? proposeOutput(entries), catalog, lenient } : await ask();
    refuseMissing(answers);
    await writeConfig(writeConfigText(answers, findImportExtension(".")), force);
    printLine(process.stdout, `${usualConfig} written`);
    printLine(process.stderr, `next: "soapwright generate" writes ${answers.out}; "soapwright check" fails in CI when it is stale`);
    return ExitCode.clean;
  },
});

/** One configuration in a folder. */
async function refuseExisting(force: boolean): Promise<void> {
  const existing = await configIn(".");
  if (existing === undefined || (force && existing === usualConfig)) return;
  const advice = existing === usualConfig ? "--force replaces it" : "add the contract to it, or remove it first";
  throw new UsageError(`there is a configuration in "${existing}"; ${advice}`);
}

async function ask(): Promise<InitAnswers> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new UsageError(
      "there is no terminal to ask on; use flags: soapwright init --entry FILE [--entry FILE...] [--out DIR] [--catalog FILE] [--lenient] [--force]",
    );
  }
  return askQuestions({ input: process.stdin, output: process.stderr, found: findDocuments() });
}

function refuseMissing({ entries, catalog }: InitAnswers): void {
  for (const file of catalog === undefined ? entries : [...entries, catalog]) {
    if (/^https?:/.test(file) && catalog === undefined)
      throw new UsageError(
        `"${file}" is on the network, which "generate" never uses; vendor it first: soapwright fetch ${file} --out contracts`,
      );
    if (!/^https?:/.test(file) && !existsSync(file)) throw new UsageError(`"${file}" cannot be read: ${explainUnreadable(file)}`);
  }
}

/** A file that was written while the questions were asked is not overwritten either. */
async function writeConfig(text: string, force: boolean): Promise<void> {
  if (force) return replaceFiles(new Map([[usualConfig, text]]));
  try {
    await writeFile(usualConfig, text, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`"${usualConfig}" cannot be written: ${adviceText(cause)}`);
  }
}
