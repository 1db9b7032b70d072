/**
 * Which contracts a command is for: the one of the command line, else those of the configuration.
 */
import { resolve } from "node:path";
import type { ContractConfig, ImportExtension } from "../../../codegen/index.js";
import { UsageError } from "../exit-code.js";
import { choice, type FlagValues, flagName, list, text, toggle } from "../flags.js";
import { findConfig, readConfig, usualConfig } from "./configuration.js";
import { findDocuments } from "./find-documents.js";
import { proposeOutput } from "./propose-output.js";

const importExtensions: readonly ImportExtension[] = [".js", ".ts", "none"];

/** Flags of every command that reads a contract. */
export const readingFlags = {
  catalog: text("file", "catalogue that maps namespaces and locations to files"),
  lenient: toggle("harmless breaches of the specifications are warnings"),
};

/** Flags for a contract that is named; in a configuration, each has a member for them. */
const namedFlags = {
  out: text("folder", "folder for the generated files"),
  ...readingFlags,
  operation: list("name", "generate this operation and what it uses only"),
  element: list("name", "generate this global element and what it uses only"),
  places: toggle("comments say where in the documents each declaration stands"),
  tablesOnly: toggle("no straight-line code beside the tables: smaller, and slower to read and write"),
  readersOnly: toggle("straight-line code that reads, and none that writes: smaller, for programs that only decode"),
  importExtension: text(importExtensions.join("|"), "what imports of the generated files among each other end with; .js if left out"),
};

/** Flags of the commands that generate. */
export const contractFlags = {
  ...namedFlags,
  config: text("file", "configuration file; the nearest one if no document is named"),
  format: choice(["text", "json"], "text or json"),
};

/** Flags of the commands that write files into a folder. */
export const writingFlags = {
  force: toggle("replace files that soapwright did not write"),
};

/** Flags that say which contract is meant, and how it is generated. */
export type ContractFlags = Omit<FlagValues<typeof contractFlags>, "format">;

/** The contract that is named, else all of the configuration. Throws a UsageError if there is neither, and for flags that go with the other one. */
export async function findContracts(entries: readonly string[], flags: ContractFlags): Promise<readonly ContractConfig[]> {
  if (entries.length > 0) return [namedContract(entries, flags)];
  const stray = strayFlag(flags);
  if (stray !== undefined)
    throw new UsageError(`${stray} goes with documents that are named; in a configuration, each contract has a member for it`);
  return configuredContracts(flags.config);
}

function namedContract(entries: readonly string[], flags: ContractFlags): ContractConfig {
  const {
    out,
    catalog,
    lenient,
    operation: operations,
    element: elements,
    places,
    tablesOnly,
    readersOnly,
    importExtension,
    config,
  } = flags;
  if (tablesOnly && readersOnly) throw new UsageError("--tables-only and --readers-only exclude each other");
  if (config !== undefined) throw new UsageError("--config goes without documents: the configuration names them");
  if (out === undefined) throw new UsageError(`say where the files go: soapwright generate ${entries[0]} --out ${proposeOutput(entries)}`);
  const extension = importExtensions.find((each) => each === importExtension);
  if (extension !== importExtension)
    throw new UsageError(`--import-extension is one of ${importExtensions.join(", ")}, not "${importExtension}"`);
  const isSelection = operations.length + elements.length > 0;
  const own = { ...(catalog !== undefined && { catalog }), ...(extension !== undefined && { importExtension: extension }) };
  return { entries, out, lenient, places, tablesOnly, readersOnly, ...own, ...(isSelection && { operations, elements }) };
}

/** The first flag that was given although it needs a contract that is named. Commands have flags of their own beside these. */
function strayFlag(flags: ContractFlags): string | undefined {
  const isGiven = (value: string | boolean | readonly string[] | undefined): boolean =>
    typeof value === "object" ? value.length > 0 : value !== undefined && value !== false;
  const [name] = Object.entries(flags).find(([name, value]) => name in namedFlags && isGiven(value)) ?? [];
  return name && flagName(name);
}

/** The contracts of the configuration that is named, or of the nearest one. Throws a UsageError if no configuration is found, and if two contracts would share a folder. */
export async function configuredContracts(config: string | undefined): Promise<readonly ContractConfig[]> {
  const file = await findConfig(config);
  if (file === undefined) throw noContract();
  const contracts = await readConfig(file);
  const byFolder = new Map<string, number>();
  for (const [index, { out }] of contracts.entries()) {
    const first = byFolder.get(resolve(out));
    // Each would remove what the other one has written.
    if (first !== undefined)
      throw new UsageError(
        `"${file}": contracts[${first}] and contracts[${index}] have one "out", "${out}"; give each a folder of its own`,
      );
    byFolder.set(resolve(out), index);
  }
  return contracts;
}

const mostProposed = 3;

function noContract(): UsageError {
  const found = findDocuments();
  if (found.length === 0)
    return new UsageError(`name a WSDL or schema (soapwright generate service.wsdl --out DIR), or write a ${usualConfig}`);
  const more = found.length > mostProposed ? ` (and ${found.length - mostProposed} more)` : "";
  return new UsageError(`there is no configuration; "soapwright init ${found.slice(0, mostProposed).join(" ")}"${more} writes one`);
}
