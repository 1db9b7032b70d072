/**
 * `soapwright scaffold`: writes or extends a person's service file, so that it implements every operation of the contract.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { defineCommand } from "citty";
import type { ContractConfig } from "../../../codegen/index.js";
import type { ScaffoldNote } from "../../../codegen/tools/scaffold/extend-service-file.js";
import { readFormat } from "../arguments.js";
import { compileContract, printDiagnostics } from "../compile-contract.js";
import { findContracts } from "../contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright scaffold service.wsdl --generated src/generated/service --out src/service.ts
  soapwright scaffold service.wsdl --out src/service.ts      the generated folder is the one of soapwright.config.ts
  soapwright scaffold service.wsdl --out src/service.ts --form class`;

export const scaffoldCommand = defineCommand({
  meta: {
    name: "scaffold",
    description: "write or extend a service file with the operations that it lacks; exit 1 when it has some that the contract has not",
  },
  args: {
    out: { type: "string", description: "the service file: TypeScript, yours", valueHint: "file", required: true },
    generated: {
      type: "string",
      description: "folder of the generated files; that of the configuration when left out",
      valueHint: "folder",
    },
    catalog: { type: "string", description: "catalogue that maps namespaces and locations to files", valueHint: "file" },
    lenient: { type: "boolean", description: "harmless breaches of the specifications are warnings", default: false },
    config: { type: "string", description: "configuration file; soapwright.config.ts when left out", valueHint: "file" },
    form: { type: "string", description: "object or class, for what is new", default: "object", valueHint: "object|class" },
    format: { type: "string", description: "text or json", default: "text", valueHint: "text|json" },
  },
  async run({ args }) {
    const format = readFormat(args.format, ["text", "json"]);
    const form = readForm(args.form);
    const contract = await findContract(args._, args);
    const compiled = await compileContract(contract);
    printDiagnostics(compiled.diagnostics);
    if (compiled.files === undefined) {
      process.exitCode = compiled.unreadable ? ExitCode.unreadable : ExitCode.findings;
      return;
    }
    const service = compiled.files.get("service.ts");
    if (service === undefined) throw new UsageError("the contract has no port type, so there is nothing to implement");
    const notes = await scaffold(args.out, contract.out, service, form);
    if (notes.some(({ kind }) => kind !== "added")) process.exitCode = ExitCode.findings;
    print(args.out, notes, format);
    await adviseGenerate(contract.out, service);
  },
});

function readForm(form: string): "object" | "class" {
  if (form !== "object" && form !== "class") throw new UsageError(`--form is one of object, class, not "${form}"`);
  return form;
}

interface ContractFlags {
  readonly generated?: string | undefined;
  readonly catalog?: string | undefined;
  readonly lenient: boolean;
  readonly config?: string | undefined;
}

const noArguments = { entries: [], out: undefined, catalog: undefined, lenient: false, operations: [], elements: [] };

/** The contract of the command line, or the one of the configuration that has its documents. */
async function findContract(entries: readonly string[], { generated, catalog, lenient, config }: ContractFlags): Promise<ContractConfig> {
  if (generated !== undefined) {
    if (entries.length === 0) throw new UsageError("name the WSDL: soapwright scaffold service.wsdl --generated DIR --out file.ts");
    return { entries, out: generated, lenient, ...(catalog !== undefined && { catalog }) };
  }
  const contracts = await findContracts({ ...noArguments, config }).catch((error: unknown) => {
    if (!(error instanceof UsageError) || config !== undefined) throw error;
    throw new UsageError(`${error.message}; or say where the generated files are: --generated DIR`);
  });
  const wanted = entries.map((entry) => resolve(entry));
  const found = contracts.filter((contract) => wanted.every((path) => contract.entries.some((entry) => resolve(entry) === path)));
  const [only, another] = found;
  if (only === undefined)
    throw new UsageError(
      `the configuration has no contract with "${entries.join('", "')}"; say where the generated files are: --generated DIR`,
    );
  if (another !== undefined) throw new UsageError("the configuration has several contracts; name the WSDL of one");
  return only;
}

async function scaffold(file: string, generated: string, service: string, form: "object" | "class"): Promise<readonly ScaffoldNote[]> {
  // ts-morph takes most of a second to load, which only this command has to wait for.
  const { readServerInterfaces } = await import("../../../codegen/tools/scaffold/server-interfaces.js");
  const { extendServiceFile } = await import("../../../codegen/tools/scaffold/extend-service-file.js");
  const before = await readText(file);
  const interfaces = readServerInterfaces(service);
  if (interfaces.length === 0) throw new UsageError("no operation of the contract has an input, so there is nothing to implement");
  const { text, notes } = extendServiceFile({ text: before, interfaces, module: moduleOf(file, generated), form });
  if (text !== before) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return notes;
}

/** How a file imports service.ts of a folder. */
function moduleOf(file: string, generated: string): string {
  const path = relative(dirname(resolve(file)), join(resolve(generated), "service.js")).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new UsageError(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function print(file: string, notes: readonly ScaffoldNote[], format: "text" | "json"): void {
  if (format === "json") {
    printJson({ file, changed: notes.some(({ kind }) => kind === "added"), notes });
    return;
  }
  for (const { kind, message, line } of notes) {
    printLine(process.stdout, `${file}${line === undefined ? "" : `:${line}`}: ${kind === "added" ? "added " : ""}${message}`);
  }
  if (notes.length === 0) printLine(process.stdout, `${file}: implements every operation`);
}

async function adviseGenerate(folder: string, service: string): Promise<void> {
  const found = await readText(join(folder, "service.ts"));
  if (found !== service)
    printLine(process.stderr, `next: "soapwright generate", since "${folder}" ${found === undefined ? "has no service.ts" : "is stale"}`);
}
