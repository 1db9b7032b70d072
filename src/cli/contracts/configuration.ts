/**
 * The configuration: a file of its own in several languages, or a member of package.json. It is looked for in the working directory, then in
 * those above it, so a command means the same in every folder of a project.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Config, ContractConfig, OwnConverter } from "../../../codegen/index.js";
import { hasScheme } from "../../../codegen/load/host.js";
import { errorText } from "../../error-text.js";
import { UsageError } from "../exit-code.js";
import { readInput } from "../read-input.js";
import { findConfigFault } from "./config-faults.js";

/** The usual name: what `init` writes. */
export const usualConfig = "soapwright.config.ts";

const configNames = [usualConfig, ...["mts", "cts", "js", "mjs", "cjs", "json"].map((extension) => `soapwright.config.${extension}`)];

/** package.json has the configuration as this member. */
const packageMember = "soapwright";

/** The configuration of a folder; undefined if it has none. Throws a UsageError for two: only one of them would be read. */
export async function configIn(folder: string): Promise<string | undefined> {
  const files = configNames.map((name) => join(folder, name)).filter((file) => existsSync(file));
  const packageFile = join(folder, "package.json");
  if (existsSync(packageFile) && (await readJson(packageFile).then(packageConfig, () => undefined)) !== undefined) files.push(packageFile);
  const [found, another] = files;
  if (found !== undefined && another !== undefined)
    throw new UsageError(`there are two configurations, "${nearer(found)}" and "${nearer(another)}"; remove one`);
  return found;
}

/** The configuration that is named, or the nearest one in this folder and those above it; undefined if no folder has one. */
export async function findConfig(named: string | undefined): Promise<string | undefined> {
  if (named !== undefined) return named;
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const found = await configIn(folder);
    if (found !== undefined || dirname(folder) === folder) return found;
  }
}

/** The contracts of a configuration. Paths in it are relative to it, and are returned relative to where the command runs. */
export async function readConfig(file: string): Promise<readonly ContractConfig[]> {
  if (!existsSync(file)) throw new UsageError(`there is no configuration file "${file}"`);
  if (statSync(file).isDirectory()) throw new UsageError(`"${file}" is a folder; name the configuration file in it`);
  const config = await loadConfig(resolve(file));
  const fault = findConfigFault(config);
  if (fault !== undefined) throw new UsageError(`"${nearer(file)}": ${fault}`);
  // findConfigFault has just compared it with this type.
  const { contracts } = config as Config;
  const local = (path: string): string => (hasScheme(path) ? path : nearer(resolve(dirname(file), path)));
  return contracts.map((contract) => ({
    ...contract,
    entries: contract.entries.map(local),
    out: local(contract.out),
    ...(contract.catalog !== undefined && { catalog: local(contract.catalog) }),
    ...(contract.mapping?.types !== undefined && {
      mapping: { ...contract.mapping, types: converters(contract.mapping.types, file, contract.out) },
    }),
  }));
}

/** The converters' modules as files in the output folder import them. Packages have their own names. */
function converters(types: Readonly<Record<string, OwnConverter>>, file: string, out: string): Readonly<Record<string, OwnConverter>> {
  const folder = dirname(resolve(file));
  const local = (module: string): string => {
    if (!module.startsWith(".")) return module;
    const path = relative(resolve(folder, out), resolve(folder, module)).replaceAll("\\", "/");
    return path.startsWith(".") ? path : `./${path}`;
  };
  return Object.fromEntries(Object.entries(types).map(([type, { module, name }]) => [type, { module: local(module), name }]));
}

/** A path as it is shown and used: relative to where the command runs. */
function nearer(path: string): string {
  const shown = relative(process.cwd(), resolve(path)).replaceAll("\\", "/");
  return shown === "" ? "." : shown;
}

async function loadConfig(path: string): Promise<unknown> {
  try {
    if (!path.endsWith(".json")) return await importDefault(path);
    const json = await readJson(path);
    return path.endsWith("package.json") ? packageConfig(json) : json;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    // A module that is missing comes with a list of those that wanted it.
    throw new UsageError(`the configuration cannot be loaded: "${nearer(path)}": ${errorText(cause).split("\nRequire stack:")[0]}`);
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse((await readInput(file)).toString("utf8").replace(/^\uFEFF/, ""));
}

function packageConfig(json: unknown): unknown {
  return typeof json === "object" && json !== null && packageMember in json ? json[packageMember] : undefined;
}

async function importDefault(path: string): Promise<unknown> {
  const [{ createJiti }, { createRequire }] = await Promise.all([import("jiti"), import("node:module")]);
  // The package's own name leads here where a project has not installed it (npx).
  const alias = { "soapwright/codegen": createRequire(import.meta.url).resolve("soapwright/codegen") };
  // Loaded anew each time, so that `watch` sees changes.
  return createJiti(import.meta.url, { moduleCache: false, alias }).import(path, { default: true });
}
