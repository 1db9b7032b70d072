/**
 * A contract generated twice, with straight-line code and with tables alone, and loaded together with the runtime: what the two of them do
 * with the same values can be compared.
 */
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { build } from "esbuild";
import { type GenerateOptions, generate } from "soapwright/codegen";
import type { SchemaSet } from "../../src/runtime/codec.js";
import type { decodeEach, encode, encodeInto, tryDecode, validate, Writer } from "./generated-runtime.js";
import { esbuildAlias } from "./package-exports.js";

/** Both forms of a contract, and the functions of their runtime. `Own`: what a module of the user's exports. */
export interface BothForms<Own = unknown> {
  readonly own: Own;
  readonly fast: SchemaSet;
  readonly tables: SchemaSet;
  readonly runtime: {
    readonly decodeEach: typeof decodeEach;
    readonly encode: typeof encode;
    readonly encodeInto: typeof encodeInto;
    readonly tryDecode: typeof tryDecode;
    readonly validate: typeof validate;
    readonly Writer: typeof Writer;
  };
}

/** Generates and loads a contract; undefined where it has errors. `own`: the text of a module of the user's, which a mapping names "../own.js". */
export async function bothForms<Own = unknown>(options: GenerateOptions, own = "export {};"): Promise<BothForms<Own> | undefined> {
  const fast = await generate(options);
  const tables = await generate({ ...options, tablesOnly: true });
  if (fast.files.size === 0) return undefined;
  const files = new Map([...prefixed("fast", fast.files), ...prefixed("tables", tables.files)]);
  files.set("/main.ts", mainText).set("/own.ts", own);
  // Modules that are imported stay for as long as the process; all contracts of the corpora would fill its heap.
  const module: { exports?: BothForms<Own> } = {};
  compileFunction(await bundleOf(files, "cjs"), ["module"])(module);
  return module.exports;
}

/** Bundles the file /main.ts with all that it imports. */
export async function bundleOf(files: ReadonlyMap<string, string>, format: "esm" | "cjs" = "esm"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["virtual:/main.ts"],
    bundle: true,
    write: false,
    format,
    platform: "node",
    alias: esbuildAlias,
    plugins: [filesInMemory(files)],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

const mainText = `export { schema as fast } from "./fast/index.js";
export { schema as tables } from "./tables/index.js";
export * as own from "./own.js";
export * as runtime from ${JSON.stringify(join(import.meta.dirname, "generated-runtime.ts"))};
`;

function prefixed(folder: string, files: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...files].map(([path, text]) => [`/${folder}/${path}`, text]);
}

type Plugin = NonNullable<Parameters<typeof build>[0]["plugins"]>[number];

function filesInMemory(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: "files in memory",
    setup(builder) {
      builder.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path: path.slice("virtual:".length), namespace: "memory" }));
      builder.onResolve({ filter: /^\./, namespace: "memory" }, ({ path, importer }) => ({
        path: new URL(path.replace(/\.js$/, ".ts"), `file://${importer}`).pathname,
        namespace: "memory",
      }));
      builder.onLoad({ filter: /.*/, namespace: "memory" }, ({ path }) => ({
        contents: files.get(path) ?? "",
        loader: "ts",
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
