/**
 * Which contracts a command is for: the one of the command line, else those of soapwright.config.ts.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config, ContractConfig } from "../../../codegen/index.js";
import { errorText } from "../../error-text.js";
import { UsageError } from "../exit-code.js";
import { choice, type FlagValues, list, text, toggle } from "../flags.js";
import { findConfigFault } from "./config-faults.js";

/** Configuration files, by the order in which they are looked for. */
export const configNames = [
  "soapwright.config.ts",
  "soapwright.config.mts",
  "soapwright.config.js",
  "soapwright.config.mjs",
  "soapwright.config.json",
];

/** Flags of every command that reads a contract. */
export const readingFlags = {
  catalog: text("file", "catalogue that maps namespaces and locations to files"),
  lenient: toggle("harmless breaches of the specifications are warnings"),
};

/** Flags of the commands that generate. */
export const contractFlags = {
  out: text("folder", "folder for the generated files"),
  ...readingFlags,
  operation: list("name", "generate this operation and what it uses only"),
  element: list("name", "generate this global element and what it uses only"),
  places: toggle("comments say where in the documents each declaration stands"),
  config: text("file", "configuration file; soapwright.config.ts if no document is named"),
  format: choice(["text", "json"], "text or json"),
};

/** Flags of the commands that write files into a folder. */
export const writingFlags = {
  force: toggle("replace files that soapwright did not write"),
};

/** Flags that say which contract is meant, and how it is generated. */
export type ContractFlags = Omit<FlagValues<typeof contractFlags>, "format">;

/** The contract that is named, else all of the configuration. Throws a UsageError if there is neither. */
export async function findContracts(entries: readonly string[], flags: ContractFlags): Promise<readonly ContractConfig[]> {
  const { out, catalog, lenient, operation: operations, element: elements, places, config } = flags;
  const isSelection = operations.length + elements.length > 0;
  if (entries.length === 0) {
    if (!isSelection) return configuredContracts(config);
    throw new UsageError("--operation and --element go with documents that are named; in a configuration write operations and elements");
  }
  if (out === undefined) throw new UsageError("say where the files go: soapwright generate service.wsdl --out src/generated/service");
  return [{ entries, out, lenient, places, ...(catalog !== undefined && { catalog }), ...(isSelection && { operations, elements }) }];
}

/** The configuration file that is named, or the one that is there; undefined if there is none. */
export function configFileFor(config: string | undefined): string | undefined {
  return config ?? configNames.find((name) => existsSync(name));
}

/** Reads the configuration. Paths in it are relative to it, and are returned relative to where the command runs. */
export async function configuredContracts(config: string | undefined): Promise<readonly ContractConfig[]> {
  const file = configFileFor(config);
  if (file === undefined) {
    throw new UsageError("name a WSDL or schema (soapwright generate service.wsdl --out DIR), or write a soapwright.config.ts");
  }
  if (!existsSync(file)) throw new UsageError(`there is no configuration file "${file}"`);
  const { contracts } = await importConfig(file);
  const local = (path: string): string => relative(process.cwd(), join(dirname(resolve(file)), path)).replaceAll("\\", "/");
  return contracts.map((contract) => ({
    ...contract,
    entries: contract.entries.map(local),
    out: local(contract.out),
    ...(contract.catalog !== undefined && { catalog: local(contract.catalog) }),
  }));
}

async function importConfig(file: string): Promise<Config> {
  const config = await importDefault(resolve(file)).catch((cause: unknown) => {
    throw new UsageError(`the configuration cannot be loaded: ${errorText(cause)}`);
  });
  const fault = findConfigFault(config);
  if (fault !== undefined) throw new UsageError(`"${file}": ${fault}`);
  // findConfigFault has just compared it with this type.
  return config as Config;
}

async function importDefault(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  // The package's own name leads here where a project has not installed it (npx).
  const alias = { "soapwright/codegen": fileURLToPath(new URL("../../../codegen/index.js", import.meta.url)) };
  // Loaded anew each time, so that `watch` sees changes.
  return createJiti(import.meta.url, { moduleCache: false, alias }).import(path, { default: true });
}
