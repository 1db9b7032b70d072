/**
 * `soapwright scaffold`: writes or extends a person's service file, so that it implements every operation of the contract.
 */

import { realpath } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { ContractConfig } from "../../../codegen/index.js";
import { replaceFiles } from "../../../codegen/tools/output/write-files.js";
import type { ScaffoldNote } from "../../../codegen/tools/scaffold/extend-service-file.js";
import { errorCode, errorText } from "../../error-text.js";
import { defineCommand } from "../command.js";
import { compileContract } from "../contracts/compile-contract.js";
import { configuredContracts, readingFlags } from "../contracts/find-contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { choice, required, text } from "../flags.js";
import { readTextIfThere } from "../read-input.js";
import { printJson, printLine } from "../report/print.js";

export const command = defineCommand({
  flags: {
    out: required("file", "the service file: TypeScript, yours"),
    generated: text("folder", "folder of the generated files; that of the configuration if left out"),
    ...readingFlags,
    config: text("file", "configuration file; soapwright.config.ts if left out"),
    form: choice(["object", "class"], "object or class, for what is new"),
    format: choice(["text", "json"], "text or json"),
  },
  operands: { usage: "[document...]" },
  examples: `  soapwright scaffold service.wsdl --generated src/generated/service --out src/service.ts
  soapwright scaffold service.wsdl --out src/service.ts      the generated folder is the one of soapwright.config.ts
  soapwright scaffold service.wsdl --out src/service.ts --form class`,
  async run({ out, form, format, ...contractFlags }, entries) {
    const contract = await findContract(entries, contractFlags);
    const { files, exitCode } = await compileContract(contract);
    if (files === undefined) return exitCode;
    const service = files.get("service.ts");
    if (service === undefined) throw new UsageError("the contract has no port type, so there is nothing to implement");
    const notes = await scaffold(out, contract.out, service, form);
    if (format === "json") printJson({ file: out, changed: notes.some(({ kind }) => kind === "added"), notes });
    else printNotes(out, notes);
    await adviseGenerate(contract.out, service);
    return notes.some(({ kind }) => kind !== "added") ? ExitCode.findings : ExitCode.clean;
  },
});

interface ContractFlags {
  readonly generated: string | undefined;
  readonly catalog: string | undefined;
  readonly lenient: boolean;
  readonly config: string | undefined;
}

/** The contract of the command line, or the one of the configuration that has its documents. */
async function findContract(entries: readonly string[], { generated, catalog, lenient, config }: ContractFlags): Promise<ContractConfig> {
  if (generated !== undefined) {
    if (entries.length === 0) throw new UsageError("name the WSDL: soapwright scaffold service.wsdl --generated DIR --out file.ts");
    return { entries, out: generated, lenient, ...(catalog !== undefined && { catalog }) };
  }
  const contracts = await configuredContracts(config).catch((error: unknown) => {
    if (!(error instanceof UsageError) || config !== undefined) throw error;
    throw new UsageError(`${error.message}; or say where the generated files are: --generated DIR`);
  });
  const wanted = entries.map((entry) => resolve(entry));
  const found = contracts.filter((contract) => wanted.every((path) => contract.entries.some((entry) => resolve(entry) === path)));
  const [only, another] = found;
  if (only === undefined) {
    const names = entries.join('", "');
    throw new UsageError(`the configuration has no contract with "${names}"; say where the generated files are: --generated DIR`);
  }
  if (another !== undefined) throw new UsageError("the configuration has several contracts; name the WSDL of one");
  return only;
}

async function scaffold(file: string, generated: string, service: string, form: "object" | "class"): Promise<readonly ScaffoldNote[]> {
  const { readServerInterfaces, extendServiceFile } = await loadScaffold();
  const before = await readTextIfThere(file);
  const interfaces = readServerInterfaces(service);
  if (interfaces.length === 0) throw new UsageError("no operation of the contract has an input, so there is nothing to implement");
  const { text, notes } = extendServiceFile({ text: before, interfaces, module: moduleOf(file, generated), form });
  if (text !== before) {
    // The file is the user's: a link to it stays a link.
    const path = before === undefined ? file : await realpath(file);
    await replaceFiles(new Map([[path, text]]));
  }
  return notes;
}

/** ts-morph is large, and only this command needs it: users install it when they want to scaffold. */
async function loadScaffold() {
  try {
    const { readServerInterfaces } = await import("../../../codegen/tools/scaffold/server-interfaces.js");
    const { extendServiceFile } = await import("../../../codegen/tools/scaffold/extend-service-file.js");
    return { readServerInterfaces, extendServiceFile };
  } catch (error) {
    const isMissing = errorCode(error) === "ERR_MODULE_NOT_FOUND" && errorText(error).includes("ts-morph");
    if (!isMissing) throw error;
    throw new UsageError('scaffold needs the package "ts-morph": run "npm install --save-dev ts-morph"');
  }
}

/** How a file imports service.ts of a folder. */
function moduleOf(file: string, generated: string): string {
  const path = relative(dirname(resolve(file)), join(resolve(generated), "service.js")).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}

function printNotes(file: string, notes: readonly ScaffoldNote[]): void {
  for (const { kind, message, line } of notes) {
    printLine(process.stdout, `${file}${line === undefined ? "" : `:${line}`}: ${kind === "added" ? "added " : ""}${message}`);
  }
  if (notes.length === 0) printLine(process.stdout, `${file}: implements every operation`);
}

async function adviseGenerate(folder: string, service: string): Promise<void> {
  const found = await readTextIfThere(join(folder, "service.ts"));
  if (found !== service)
    printLine(process.stderr, `next: "soapwright generate", since "${folder}" ${found === undefined ? "has no service.ts" : "is stale"}`);
}
