/**
 * `soapwright init`: writes a soapwright.config.ts, from flags or by asking.
 */
import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { defineCommand } from "citty";
import { listArgument } from "../arguments.js";
import { configNames } from "../contracts.js";
import { UsageError } from "../exit-code.js";
import { type InitAnswers, proposeOutput, writeConfigText } from "../init-config.js";
import { askQuestions } from "../init-questions.js";
import { printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright init                          asks what to generate
  soapwright init --entry contracts/service.wsdl --out src/generated/service
  soapwright init --entry order.xsd --entry party.xsd --out src/generated/order --force`;

const configFile = "soapwright.config.ts";

export const initCommand = defineCommand({
  meta: {
    name: "init",
    description: "write a soapwright.config.ts, from flags or, on a terminal, by asking",
  },
  args: {
    entry: { type: "string", description: "WSDL or XML Schema document; may be given more than once", valueHint: "file" },
    out: { type: "string", description: "folder for the generated files", valueHint: "folder" },
    catalog: { type: "string", description: "catalogue that maps namespaces and locations to files", valueHint: "file" },
    lenient: { type: "boolean", description: "harmless breaches of the specifications are warnings", default: false },
    force: { type: "boolean", description: "replace a configuration that is there", default: false },
  },
  async run({ args, rawArgs }) {
    refuseExisting(args.force);
    const entries = [...listArgument(rawArgs, "entry"), ...args._];
    const answers = entries.length > 0 ? answersFrom(entries, args) : await ask();
    refuseMissing(answers);
    await writeConfig(writeConfigText(answers), args.force);
    printLine(process.stdout, `${configFile} written`);
    printLine(process.stderr, `next: "soapwright generate" writes ${answers.out}; "soapwright check" tells in CI when it is stale`);
  },
});

/** One configuration in a folder: of two, only the first would be read. */
function refuseExisting(force: boolean): void {
  const existing = configNames.find((name) => existsSync(name));
  if (existing === undefined || (force && existing === configFile)) return;
  const advice = existing === configFile ? "--force replaces it" : "delete it first, since only one configuration is read";
  throw new UsageError(`there is a configuration "${existing}"; ${advice}`);
}

function answersFrom(
  entries: readonly string[],
  { out, catalog, lenient }: { readonly out?: string | undefined; readonly catalog?: string | undefined; readonly lenient: boolean },
): InitAnswers {
  return { entries, out: out ?? proposeOutput(entries), catalog, lenient };
}

async function ask(): Promise<InitAnswers> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new UsageError(
      "there is no terminal to ask on; say it with flags: soapwright init --entry FILE [--entry FILE...] [--out DIR] [--catalog FILE] [--lenient] [--force]",
    );
  }
  return askQuestions({ input: process.stdin, output: process.stderr, found: findDocuments() });
}

/** WSDL documents, else schemas, near the folder that the command runs in. */
function findDocuments(): readonly string[] {
  const folders = ["", ...readdirSync(".", { withFileTypes: true }).flatMap((entry) => (isOfInterest(entry) ? [`${entry.name}/`] : []))];
  const files = folders.flatMap((folder) => readdirSync(folder === "" ? "." : folder).map((name) => folder + name)).sort();
  const wsdls = files.filter((file) => file.endsWith(".wsdl"));
  return wsdls.length > 0 ? wsdls : files.filter((file) => file.endsWith(".xsd"));
}

function isOfInterest(entry: { readonly name: string; isDirectory(): boolean }): boolean {
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

/** `wx`: what came into being since the question was put is not overwritten either. */
async function writeConfig(text: string, force: boolean): Promise<void> {
  try {
    await writeFile(configFile, text, { flag: force ? "w" : "wx" });
  } catch (cause) {
    throw new UsageError(`"${configFile}" cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
