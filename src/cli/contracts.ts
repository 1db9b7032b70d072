/**
 * Which contracts a command is for: those of the command line, else those of soapwright.config.ts.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config, ContractConfig } from "../../codegen/index.js";
import { listArgument } from "./arguments.js";
import { findConfigFault } from "./config-faults.js";
import { UsageError } from "./exit-code.js";

/** Configuration files by the order in which they are looked for. */
export const configNames = [
  "soapwright.config.ts",
  "soapwright.config.mts",
  "soapwright.config.js",
  "soapwright.config.mjs",
  "soapwright.config.json",
];

export interface ContractArguments {
  /** Documents named on the command line. */
  readonly entries: readonly string[];
  readonly out: string | undefined;
  readonly catalog: string | undefined;
  readonly lenient: boolean;
  /** Empty: all. */
  readonly operations: readonly string[];
  readonly elements: readonly string[];
  readonly config: string | undefined;
}

/** Flags that `generate` and `check` share. */
export const contractFlags = {
  out: { type: "string", description: "folder for the generated files", valueHint: "folder" },
  catalog: { type: "string", description: "catalogue that maps namespaces and locations to files", valueHint: "file" },
  lenient: { type: "boolean", description: "harmless breaches of the specifications are warnings", default: false },
  operation: { type: "string", description: "generate this operation and what it uses only; may be repeated", valueHint: "name" },
  element: { type: "string", description: "generate this global element and what it uses only; may be repeated", valueHint: "name" },
  config: { type: "string", description: "configuration file; soapwright.config.ts when no document is named", valueHint: "file" },
  format: { type: "string", description: "text or json", default: "text", valueHint: "text|json" },
} as const;

/** The arguments as citty and the command line give them. */
export function readContractArguments(
  args: {
    readonly _: string[];
    readonly out?: string | undefined;
    readonly catalog?: string | undefined;
    readonly lenient: boolean;
    readonly config?: string | undefined;
  },
  rawArgs: readonly string[],
): ContractArguments {
  const { out, catalog, lenient, config } = args;
  const [operations, elements] = [listArgument(rawArgs, "operation"), listArgument(rawArgs, "element")];
  return { entries: positionals(rawArgs, args._), out, catalog, lenient, operations, elements, config };
}

/** The positional arguments: what is neither a flag nor the value of one. */
function positionals(rawArgs: readonly string[], parsed: readonly string[]): readonly string[] {
  const values = new Set(["out", "catalog", "operation", "element", "config", "format"].flatMap((name) => listArgument(rawArgs, name)));
  return parsed.filter((argument) => !values.has(argument) || rawArgs.indexOf(argument) !== rawArgs.lastIndexOf(argument));
}

/** Throws a UsageError where nothing says what to generate. */
export async function findContracts(given: ContractArguments): Promise<readonly ContractConfig[]> {
  if (given.entries.length > 0) {
    if (given.out === undefined)
      throw new UsageError("say where the files go: soapwright generate service.wsdl --out src/generated/service");
    const catalog = given.catalog === undefined ? {} : { catalog: given.catalog };
    const selection =
      given.operations.length + given.elements.length === 0 ? {} : { operations: given.operations, elements: given.elements };
    return [{ entries: given.entries, out: given.out, lenient: given.lenient, ...catalog, ...selection }];
  }
  if (given.operations.length + given.elements.length > 0) {
    throw new UsageError("--operation and --element go with documents that are named; in a configuration write operations and elements");
  }
  const file = configFileFor(given);
  if (file === undefined) {
    throw new UsageError("name a WSDL or schema (soapwright generate service.wsdl --out DIR), or write a soapwright.config.ts");
  }
  return readConfig(file);
}

/** The configuration file that the arguments lead to; undefined where they name documents, or where there is none. */
export function configFileFor({ entries, config }: Pick<ContractArguments, "entries" | "config">): string | undefined {
  return entries.length > 0 ? undefined : (config ?? configNames.find((name) => existsSync(name)));
}

/** Reads a configuration file; paths in it are relative to it, and are given relative to where the command runs. */
async function readConfig(file: string): Promise<readonly ContractConfig[]> {
  if (!existsSync(file)) throw new UsageError(`there is no configuration file "${file}"`);
  const config = await importConfig(resolve(file));
  const fault = findConfigFault(config);
  if (fault !== undefined) throw new UsageError(`"${file}": ${fault}`);
  // findConfigFault has just compared it with this type.
  const { contracts } = config as Config;
  const local = (path: string): string => relative(process.cwd(), join(dirname(resolve(file)), path)).replaceAll("\\", "/");
  return contracts.map((contract) => ({
    ...contract,
    entries: contract.entries.map(local),
    out: local(contract.out),
    ...(contract.catalog !== undefined && { catalog: local(contract.catalog) }),
  }));
}

async function importConfig(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  try {
    // Read anew each time: `watch` sees it change. The package's own name leads here where a project has not installed it (npx).
    const alias = { "soapwright/codegen": fileURLToPath(new URL("../../codegen/index.js", import.meta.url)) };
    return await createJiti(import.meta.url, { moduleCache: false, alias }).import(path, { default: true });
  } catch (cause) {
    throw new UsageError(`the configuration cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
