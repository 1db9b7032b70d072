/**
 * The import rule: one direction through the code, no cycles, the platform's and packages' modules only where the plan has them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each folder may import beside itself. Types of a value's own layer count like values. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  "src/xml": [],
  "src/datatypes": ["src/xml"],
  "src/runtime": ["src/xml", "src/datatypes"],
  "src/service": ["src/xml", "src/runtime"],
  "src/protocols": ["src/xml", "src/runtime", "src/service"],
  "src/nettcp": ["src/xml", "src/datatypes", "src/runtime", "src/service", "src/protocols"],
  "src/machine": [],
  "src/stores": [],
  "src/services": ["src/runtime", "src/service", "src/protocols", "src/machine", "src/stores", "src/xml", "generated"],
  "src/node": ["src/service", "src/protocols", "src/nettcp"],
  "src/console": ["src/service", "src/protocols", "src/services", "src/machine"],
  "src/server": ["src/service", "src/protocols", "src/machine", "src/services", "src/stores", "src/node", "src/console"],
  "src/cli": [
    "src/xml",
    "src/runtime",
    "src/service",
    "src/protocols",
    "src/nettcp",
    "src/services",
    "src/node",
    "src/stores",
    "src/server",
    "codegen",
  ],
  generated: ["soapwright/runtime-v1"],
  "codegen/load": ["src/xml"],
  "codegen/schema": ["src/xml", "src/datatypes", "src/runtime/identity", "codegen/load"],
  "codegen/wsdl": ["src/xml", "codegen/load", "codegen/schema"],
  "codegen/check": ["src/xml", "src/datatypes", "src/runtime/automaton", "src/runtime/identity", "codegen/schema", "codegen/wsdl"],
  "codegen/lower": ["src/xml", "src/datatypes", "codegen/schema", "codegen/wsdl"],
  "codegen/emit": [
    "src/xml",
    "src/runtime",
    "src/runtime-v1.ts",
    "src/service/port-type.ts",
    "codegen/lower",
    "codegen/schema",
    "codegen/load",
  ],
  "codegen/tools": [
    "src/xml",
    "src/datatypes",
    "src/runtime",
    "codegen/load",
    "codegen/schema",
    "codegen/wsdl",
    "codegen/check",
    "codegen/contract.ts",
  ],
};

/** Files that stand above the folders: entry points of the package. */
const entryPoints = new Set([
  "src/index.ts",
  "src/runtime-v1.ts",
  "codegen/index.ts",
  "codegen/contract.ts",
  "codegen/generate.ts",
  "codegen/live-schema.ts",
  "codegen/load-contract.ts",
  "codegen/load-schema.ts",
  "codegen/schema-entry.ts",
  "codegen/open-contract.ts",
]);

/** Files that everything may import, and that import nothing. */
const sharedFiles = new Set(["src/error-text.ts", "src/version.ts"]);

/** Folders and files with `node:` imports. */
const mayUseNode = [
  "src/node/",
  "src/stores/",
  "src/server/",
  "src/cli/",
  "src/console/",
  "codegen/load/file-host.ts",
  "codegen/tools/fetch/",
  "codegen/tools/scaffold/",
];

/** Packages, by who may import them. */
const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  "src/stores": ["libsql", "pg"],
  "src/server": ["pino"],
  "src/cli": ["jiti"],
  "codegen/tools": ["ts-morph"],
  "codegen/emit": ["code-block-writer"],
};

interface SourceFile {
  readonly path: string;
  readonly imports: readonly { readonly target: string; readonly typeOnly: boolean }[];
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function readImports(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const pattern = /^(?:import|export)\s+(type\s)?(?:[^"'`;]*?\sfrom\s+)?"([^"]+)"|[^.\w]import\(\s*"([^"]+)"\s*\)/gm;
  const imports = [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? "";
    const target = specifier.startsWith(".") ? relative(root, join(root, dirname(path), specifier)).replace(/\.js$/, ".ts") : specifier;
    return { target, typeOnly: match[1] !== undefined };
  });
  return { path, imports };
}

const files = ["src", "codegen", "generated"].flatMap(listFiles).map(readImports);

function layerOf(path: string): string | undefined {
  return Object.keys(allowedImports).find((folder) => path.startsWith(`${folder}/`));
}

function isAllowed(from: string, target: string): boolean {
  const layer = layerOf(from);
  if (layer === undefined || entryPoints.has(from) || target.startsWith(`${layer}/`) || sharedFiles.has(target)) return true;
  if (target === "codegen/diagnostics.ts" && from.startsWith("codegen/")) return true;
  if (layer === "src/cli" && entryPoints.has(target)) return true;
  return (allowedImports[layer] ?? []).some((folder) => target === folder || target.startsWith(`${folder}/`));
}

describe("imports", () => {
  const inside = (target: string): boolean => /^(src|codegen|generated)\//.test(target);

  it("go in one direction", () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports.filter(({ target }) => inside(target) && !isAllowed(path, target)).map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("use the platform of Node only at the edges", () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target.startsWith("node:") && !mayUseNode.some((place) => path.startsWith(place)))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("use packages only where the plan has them", () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => !inside(target) && !target.startsWith("node:"))
        .filter(({ target }) => !(allowedImports[layerOf(path) ?? ""] ?? []).includes(target))
        .filter(({ target }) => !(allowedPackages[layerOf(path) ?? ""] ?? []).includes(target))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("make no cycles outside of generated code", () => {
    const valueImports = new Map(
      files
        .filter(({ path }) => !path.startsWith("generated/"))
        .map(({ path, imports }) => [
          path,
          imports.filter(({ target, typeOnly }) => inside(target) && !typeOnly).map(({ target }) => target),
        ]),
    );
    expect(findCycles(valueImports)).toEqual([]);
  });
});

function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

it("no source file is called utils, and none is empty", () => {
  const bad = files.filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc)\.ts$/.test(path)).map(({ path }) => path);
  expect(bad).toEqual([]);
});
