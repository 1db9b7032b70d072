/**
 * `soapwright init`: writes a soapwright.config.ts, from flags or by asking.
 */

import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { replaceFiles } from "../../../codegen/tools/output/write-files.js";
import { adviceText } from "../../error-text.js";
import { defineCommand } from "../command.js";
import { configNames, readingFlags } from "../contracts/find-contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { list, text, toggle } from "../flags.js";
import { type InitAnswers, proposeOutput, writeConfigText } from "../init/config-text.js";
import { askQuestions } from "../init/questions.js";
import { printLine } from "../report/print.js";

const configFile = "soapwright.config.ts";

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
    refuseExisting(force);
    const entries = [...entry, ...operands];
    const answers = entries.length > 0 ? { entries, out: out ?? proposeOutput(entries), catalog, lenient } : await ask();
    refuseMissing(answers);
    await writeConfig(writeConfigText(answers), force);
    printLine(process.stdout, `${configFile} written`);
    printLine(process.stderr, `next: "soapwright generate" writes ${answers.out}; "soapwright check" fails in CI when it is stale`);
    return ExitCode.clean;
  },
});

/** One configuration in a folder: of two, only the first would be read. */
function refuseExisting(force: boolean): void {
  const existing = configNames.find((name) => existsSync(name));
  if (existing === undefined || (force && existing === configFile)) return;
  const advice = existing === configFile ? "--force replaces it" : "delete it first, since only one configuration is read";
  throw new UsageError(`there is a configuration "${existing}"; ${advice}`);
}

async function ask(): Promise<InitAnswers> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new UsageError(
      "there is no terminal to ask on; use flags: soapwright init --entry FILE [--entry FILE...] [--out DIR] [--catalog FILE] [--lenient] [--force]",
    );
  }
  return askQuestions({ input: process.stdin, output: process.stderr, found: findDocuments() });
}

/** WSDL documents, else schemas, near the folder that the command runs in. */
function findDocuments(): readonly string[] {
  const folders = [
    "",
    ...readdirSync(".", { withFileTypes: true }).flatMap((entry) => (mayHoldContracts(entry) ? [`${entry.name}/`] : [])),
  ];
  const files = folders.flatMap((folder) => readdirSync(folder === "" ? "." : folder).map((name) => folder + name)).sort();
  const wsdls = files.filter((file) => file.endsWith(".wsdl"));
  return wsdls.length > 0 ? wsdls : files.filter((file) => file.endsWith(".xsd"));
}

function mayHoldContracts(entry: { readonly name: string; isDirectory(): boolean }): boolean {
  return entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules" && entry.name !== "dist";
}

function refuseMissing({ entries, catalog }: InitAnswers): void {
  for (const file of catalog === undefined ? entries : [...entries, catalog]) {
    if (/^https?:/.test(file) && catalog === undefined)
      throw new UsageError(
        `"${file}" is on the network, which "generate" never uses; vendor it first: soapwright fetch ${file} --out contracts`,
      );
    if (!/^https?:/.test(file) && !existsSync(file)) throw new UsageError(`there is no file "${file}"`);
  }
}

/** A file that was written while the questions were asked is not overwritten either. */
async function writeConfig(text: string, force: boolean): Promise<void> {
  if (force) return replaceFiles(new Map([[configFile, text]]));
  try {
    await writeFile(configFile, text, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`"${configFile}" cannot be written: ${adviceText(cause)}`);
  }
}
