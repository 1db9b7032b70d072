/**
 * Bundles the package's code into `dist`: every entry of package.json and the command, built together, so that each module exists once.
 *
 * Loading a module costs Node more than running it, so modules that are loaded together are one file. Declarations are written by `tsc`.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

interface Package {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly default?: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL(".", import.meta.url));
const { bin, exports, dependencies, peerDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Package;
const packages = Object.keys({ ...dependencies, ...peerDependencies });

/** "./dist/src/index.js" -> "src/index" */
const nameOf = (built: string): string => built.replace(/^\.\/dist\/(.*)\.js$/, "$1");
const sourceOf = (name: string): string => `${root}${name}.ts`;

const published = [...Object.values(exports).flatMap((entry) => entry.default ?? []), ...Object.values(bin)].map(nameOf);
/** Besides what is published: a step of the build, and a service that benchmarks serve. */
const entries = [...published, "src/console/build-contracts", "generated/veloconnect/service"];

/** What programs begin with. Modules that the same of these bring are one file. */
const starts: Readonly<Record<string, readonly string[]>> = {
  runtime: ["src/index", "src/runtime-v2"],
  // What `main` imports: it waits for the command that it runs, so that no file of a command may import `main` itself.
  main: [
    ...["src/cli/commands", "src/cli/command", "src/cli/exit-code", "src/cli/report/print", "src/server/configuration"],
    ...["src/error-text", "src/nearest-name", "src/version", "codegen/tools/tool-error"],
  ],
  generate: ["src/cli/commands/generate", "codegen/generate"],
};

/** What stands in files of its own together with all that brings it, since bundlers take or leave whole files. */
const apart: Readonly<Record<string, (id: string) => boolean>> = {
  // These hand themselves over when they are loaded: programs that do not write, for one, are bundled without the encoder.
  effects: (id) => id === sourceOf("src/runtime/encode") || id === sourceOf("src/xml/doctype/doctype-reader"),
  // The rest runs in browsers too.
  node: (id) => id.startsWith("node:"),
};

interface Modules {
  readonly getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null;
}

const reachedFrom = new Map<string, ReadonlySet<string>>();

/** The modules that a module brings, itself included. */
function reached(from: string, modules: Modules): ReadonlySet<string> {
  const known = reachedFrom.get(from);
  if (known !== undefined) return known;
  const found = new Set([from]);
  for (const id of found) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  reachedFrom.set(from, found);
  return found;
}

/** The file that a module goes to; null: one that other entries decide. A file imports only files of more starts, so there are no cycles. */
function fileOf(id: string, modules: Modules): string | null {
  if (!id.startsWith(root)) return null;
  const names = Object.keys(starts).filter((name) => starts[name]?.some((start) => reached(sourceOf(start), modules).has(id)));
  if (names.length === 0) return null;
  const kinds = Object.keys(apart).filter((kind) => [...reached(id, modules)].some((module) => apart[kind]?.(module)));
  return [...names, ...kinds].join("-");
}

/** Files have no hashes in their names, and those of earlier builds would stay. */
function removeOldFiles(folder: string, written: ReadonlySet<string>): void {
  for (const file of readdirSync(`${folder}/chunks`)) if (!written.has(`chunks/${file}`)) rmSync(`${folder}/chunks/${file}`);
}

export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  // The package imports itself by its name.
  resolve: { tsconfigPaths: true },
  plugins: [
    {
      name: "files",
      buildStart: () => reachedFrom.clear(),
      writeBundle: ({ dir = "" }, files) => removeOldFiles(dir, new Set(Object.keys(files))),
    },
  ],
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    minify: false,
    // The published package has none.
    sourcemap: process.env.npm_lifecycle_event !== "prepack",
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name, sourceOf(name)])),
      platform: "neutral",
      external: [/^node:/, ...packages],
      treeshake: { moduleSideEffects: false },
      preserveEntrySignatures: "allow-extension",
      output: {
        // Top-level constants stay constants, unlike with most bundlers: the engine reads them faster.
        topLevelVar: false,
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name].js",
        codeSplitting: { groups: [{ debugName: "starts", name: fileOf, includeDependenciesRecursively: false }] },
      },
    },
  },
});
