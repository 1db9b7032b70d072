/**
 * The package's own exports as source files: tsconfig.json has the list, bundlers and compilers that tests run get it from here.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

interface Configuration {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> };
}

const { compilerOptions } = JSON.parse(readFileSync(new URL("tsconfig.json", root), "utf8")) as Configuration;

/** The absolute path of the source file behind each import: "soapwright/schema" -> ".../codegen/schema-entry.ts". */
export const sourcesByExport: ReadonlyMap<string, string> = new Map(
  Object.entries(compilerOptions.paths).map(([name, [path = ""]]) => [name, fileURLToPath(new URL(path, root))]),
);

/** For `alias` of esbuild. */
export const esbuildAlias: Readonly<Record<string, string>> = Object.fromEntries(sourcesByExport);

/** For `compilerOptions.paths` of a project in another folder. */
export const compilerPaths: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...sourcesByExport].map(([name, path]) => [name, [path]]),
);
