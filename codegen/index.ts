/**
 * `soapwright/codegen`: the compiler for programs and configuration files.
 */
import type { GenerateOptions } from "./generate.js";

export type { Diagnostic, RelatedPlace, Span } from "./diagnostics.js";
export type { ImportExtension } from "./emit/generated-file.js";
export { type GenerateOptions, type GenerateResult, generate } from "./generate.js";
export type { Naming, OwnNames } from "./lower/names/naming.js";
export type { Renaming } from "./lower/plan.js";
export type { Mapping, MappingChoices, OwnConverter } from "./lower/types/mapping.js";

/** One contract of a configuration file: what is generated, and where to. */
export interface ContractConfig extends Omit<GenerateOptions, "host" | "names" | "onProgress" | "root"> {
  /** The output folder. */
  readonly out: string;
}

/** `soapwright.config.ts` */
export interface Config {
  readonly contracts: readonly ContractConfig[];
}

/** Gives a configuration file its type. */
export function defineConfig(config: Config): Config {
  return config;
}
