/**
 * The import rule: one direction through the folders and within them, no cycles, Node and packages only where the plan has them.
 *
 * A new folder gets a line in one of the tables. When an import is refused, the code is in the wrong place more often than the table is wrong.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What the files of each layer may import beside the layer. Types count like values. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  "src/xml": [],
  "src/datatypes": ["src/xml"],
  "src/runtime": ["src/xml", "src/datatypes"],
  "src/service": ["src/xml", "src/runtime"],
  "src/protocols": ["src/xml", "src/runtime", "src/service"],
  "src/nettcp": ["src/xml", "src/datatypes", "src/runtime", "src/service", "src/protocols"],
  "src/security": ["src/xml", "src/runtime", "src/service", "src/negotiate/der.ts"],
  "src/negotiate": [],
  "src/machine": ["src/stores/store.ts", "src/stores/list-all.ts"],
  "src/stores": [],
  "src/testing": ["src/stores/store.ts", "src/stores/memory.ts"],
  "src/services": ["src/runtime", "src/service", "src/protocols", "src/machine", "src/stores", "src/xml", "generated"],
  "src/node": ["src/service", "src/protocols", "src/nettcp", "src/negotiate"],
  "src/merchandise": ["src/services", "src/node/make-folder.ts", "src/stores/postgres-connection.ts"],
  "src/console": [
    "src/xml",
    "src/runtime",
    "src/service",
    "src/protocols",
    "src/machine",
    "src/stores/store.ts",
    "codegen/describe-contract.ts",
    "codegen/emit/portable.ts",
    "codegen/tools/describe/description.ts",
    "codegen/tools/fetch/network.ts",
  ],
  "src/server": [
    "src/service",
    "src/protocols",
    "src/negotiate",
    "src/machine",
    "src/services",
    "src/stores",
    "src/node",
    "src/console",
    "src/merchandise",
  ],
  "src/cli": [
    "src/xml",
    "src/runtime",
    "src/service",
    "src/protocols",
    "src/nettcp",
    "src/negotiate",
    "src/machine",
    "src/services",
    "src/node",
    "src/stores",
    "src/merchandise",
    "src/server",
    "src/console",
    "codegen",
  ],
  generated: ["soapwright/runtime-v2"],
  "codegen/load": ["src/xml"],
  "codegen/schema": ["src/xml", "src/datatypes", "src/runtime/identity", "codegen/load"],
  "codegen/wsdl": ["src/xml", "codegen/load", "codegen/schema"],
  "codegen/check": ["src/xml", "src/datatypes", "src/runtime/automaton", "src/runtime/identity", "codegen/schema", "codegen/wsdl"],
  "codegen/lower": ["src/xml", "src/datatypes", "src/runtime/automaton", "src/runtime/table-language", "codegen/schema", "codegen/wsdl"],
  "codegen/emit": [
    "src/xml",
    "src/datatypes",
    "src/runtime",
    // What generated code may import.
    "src/runtime-v2.ts",
    "src/service/port-type.ts",
    "codegen/lower",
    "codegen/schema",
    "codegen/load",
  ],
  "codegen/language": ["src/datatypes"],
  "codegen/mock": [
    "src/xml",
    "src/datatypes/pattern",
    "src/runtime",
    "src/service",
    "src/protocols",
    "codegen/check",
    "codegen/contract.ts",
    "codegen/emit",
    "codegen/load",
    "codegen/lower",
    "codegen/schema/components.ts",
    "codegen/tools/sample",
  ],
  "codegen/tools": [
    "src/node/make-folder.ts",
    "src/xml",
    "src/datatypes",
    "src/runtime",
    "codegen/load",
    "codegen/schema",
    "codegen/wsdl",
    "codegen/check",
    "codegen/language",
    "codegen/contract.ts",
    "codegen/open-contract.ts",
  ],
};

/** What each folder within a layer may import of its layer, beside itself; "." has the files that lie directly in the layer. */
const allowedWithin: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "src/xml": { ".": ["read", "write"], canonical: [".", "read", "write"], read: [".", "doctype"], write: ["."], doctype: [".", "read"] },
  "src/datatypes": { ".": ["pattern"], pattern: [] },
  "src/runtime": {
    ".": ["automaton", "compile", "decode", "encode", "fast", "identity", "soap-encoding"],
    automaton: [],
    identity: ["."],
    "table-language": [],
    compile: [".", "automaton", "identity", "table-language"],
    decode: [".", "automaton", "compile", "fast", "identity"],
    encode: [".", "compile", "fast", "identity"],
    fast: [".", "compile"],
    "soap-encoding": [".", "compile"],
  },
  "src/protocols": { ".": ["soap", "http", "duplex"], soap: ["."], http: ["."], duplex: [".", "soap"] },
  "src/nettcp": { ".": ["binary", "framing"], binary: ["."], framing: ["."] },
  "src/negotiate": { ".": ["spnego", "ntlm", "kerberos", "nns"], spnego: ["."], ntlm: ["."], kerberos: ["."], nns: ["."] },
  "src/security": {
    ".": ["envelope", "certificates", "signature", "encryption", "symmetric", "policy", "saml"],
    policy: [".", "signature", "encryption", "symmetric"],
    saml: [".", "envelope", "signature", "certificates"],
    encryption: [".", "envelope", "certificates", "signature"],
    symmetric: [".", "envelope", "signature"],
    envelope: ["."],
    certificates: ["."],
    signature: [".", "envelope", "certificates"],
  },
  "src/services": { ipam: [], veloconnect: [] },
  "src/merchandise": {
    ".": ["catalogue", "demonstration", "file", "postgres", "receipts"],
    catalogue: [],
    demonstration: ["catalogue"],
    file: ["catalogue", "receipts"],
    postgres: ["catalogue", "receipts"],
    receipts: ["catalogue"],
  },
  "src/console": { ".": [], app: ["."] },
  "src/server": { ".": ["observe"], observe: ["."] },
  "src/cli": {
    ".": ["commands", "report"],
    commands: [".", "contracts", "explore", "fetch", "init", "ipam", "mock", "operators", "report", "serve", "validate", "watch"],
    contracts: [".", "report"],
    explore: [".", "report"],
    fetch: ["."],
    init: [".", "contracts"],
    ipam: [".", "report"],
    mock: [".", "report"],
    operators: [".", "report", "serve"],
    report: [],
    serve: [".", "report"],
    validate: [".", "report"],
    watch: ["."],
  },
  generated: { ipam: [], veloconnect: [] },
  "codegen/emit": { ".": ["fast"], fast: ["."] },
  "codegen/schema": { ".": ["read", "resolve"], read: ["."], resolve: ["."] },
  "codegen/lower": {
    ".": ["names", "types", "services"],
    names: ["."],
    content: [".", "names"],
    types: [".", "content", "names"],
    services: [".", "names", "types"],
  },
  "codegen/tools": {
    ".": [],
    compare: ["sample"],
    describe: ["sample"],
    docs: ["sample"],
    fetch: [".", "output"],
    inspect: [],
    lint: [],
    output: ["."],
    sample: [],
    scaffold: ["."],
    select: [],
  },
};

/** Files that stand above the folders: entry points of the package. */
const entryPoints = new Set([
  "src/index.ts",
  "src/runtime-v1.ts",
  "src/runtime-v2.ts",
  "codegen/index.ts",
  "codegen/contract.ts",
  "codegen/describe-contract.ts",
  "codegen/generate.ts",
  "codegen/load-contract.ts",
  "codegen/load-schema.ts",
  "codegen/schema-entry.ts",
  "codegen/open-contract.ts",
]);

/** Files that everything may import, and that import nothing. */
const sharedFiles = new Set(["src/error-text.ts", "src/json-text.ts", "src/nearest-name.ts", "src/version.ts", "src/wrong-passwords.ts"]);

/** Folders and files with `node:` imports. */
const mayUseNode = [
  "src/node/",
  "src/stores/",
  "src/server/",
  "src/cli/",
  "src/console/",
  "src/merchandise/",
  "codegen/load/file-host.ts",
  "codegen/tools/fetch/",
  "codegen/tools/output/",
  "codegen/tools/scaffold/",
];

/** Packages, by the folder that may import them. */
const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  "src/stores": ["libsql", "pg"],
  "src/merchandise": ["pg"],
  "src/server": ["pino", "@opentelemetry/api"],
  "src/console/app": [
    "preact",
    "preact/hooks",
    "@preact/signals",
    "@codemirror/autocomplete",
    "@codemirror/commands",
    "@codemirror/lang-xml",
    "@codemirror/language",
    "@codemirror/lint",
    "@codemirror/state",
    "@codemirror/view",
    "@lezer/highlight",
  ],
  "src/console": ["vite"],
  "src/cli/contracts": ["jiti"],
  "codegen/tools/scaffold": ["ts-morph"],
};

const mostLines = 400;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Files of the project by path, packages and `node:` modules by name. */
  readonly imports: readonly string[];
  /** Those that are loaded with the file: neither types alone nor `import()`. */
  readonly loads: readonly string[];
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const pattern = /^(?:import|export)\s+(type\s)?(?:[^"'`;]*?\sfrom\s+)?"([^"]+)"|[^.\w]import\(\s*"([^"]+)"\s*\)/gm;
  const found = [...text.matchAll(pattern)].map(([, type, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? "";
    const target = specifier.startsWith(".") ? relative(root, join(root, dirname(path), specifier)).replace(/\.js$/, ".ts") : specifier;
    return { target, isLoaded: type === undefined && dynamic === undefined };
  });
  const loads = found.filter(({ isLoaded }) => isLoaded).map(({ target }) => target);
  return { path, text, imports: found.map(({ target }) => target), loads };
}

const files = ["src", "codegen", "generated"].flatMap(listFiles).map(readSource);
const written = files.filter(({ path }) => !path.startsWith("generated/"));

const isOurs = (target: string): boolean => /^(src|codegen|generated)\//.test(target);

function layerOf(path: string): string | undefined {
  return Object.keys(allowedImports).find((folder) => path.startsWith(`${folder}/`));
}

/** The folder of a file within its layer: "." or a name. */
function folderWithin(layer: string, path: string): string {
  const [first = ".", ...rest] = path.slice(layer.length + 1).split("/");
  return rest.length === 0 ? "." : first;
}

function isAllowed(from: string, target: string): boolean {
  const layer = layerOf(from);
  if (layer === undefined || sharedFiles.has(target)) return true;
  if (target.startsWith(`${layer}/`)) return isAllowedWithin(layer, folderWithin(layer, from), folderWithin(layer, target));
  if (target === "codegen/diagnostics.ts" && from.startsWith("codegen/")) return true;
  if (layer === "src/cli" && entryPoints.has(target)) return true;
  return (allowedImports[layer] ?? []).some((folder) => target === folder || target.startsWith(`${folder}/`));
}

function isAllowedWithin(layer: string, from: string, target: string): boolean {
  return from === target || allowedWithin[layer]?.[from]?.includes(target) === true;
}

/** "file imports target" for each import that a rule refuses. */
function refusedImports(isRefused: (target: string, from: string) => boolean): readonly string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((target) => isRefused(target, path)).map((target) => `${path} imports ${target}`),
  );
}

describe("imports", () => {
  it("go in one direction", () => {
    expect(refusedImports((target, from) => isOurs(target) && !isAllowed(from, target))).toEqual([]);
  });

  it("use Node only at the edges", () => {
    const mayUse = (path: string): boolean => mayUseNode.some((place) => path.startsWith(place));
    expect(refusedImports((target, from) => target.startsWith("node:") && !mayUse(from))).toEqual([]);
  });

  it("use packages only where the plan has them", () => {
    const packagesOf = (path: string): readonly string[] => [
      ...(allowedImports[layerOf(path) ?? ""] ?? []),
      ...Object.entries(allowedPackages).flatMap(([folder, names]) => (path.startsWith(`${folder}/`) ? names : [])),
    ];
    const isPackage = (target: string): boolean => !isOurs(target) && !target.startsWith("node:");
    expect(refusedImports((target, from) => isPackage(target) && !packagesOf(from).includes(target))).toEqual([]);
  });

  it("make no circles, of types neither", () => {
    const graph = new Map(written.map(({ path, imports }) => [path, imports.filter(isOurs)]));
    expect(findCircles(graph)).toEqual([]);
  });
});

it("the command line loads a command when it runs", () => {
  const sources = new Map(files.map((file) => [file.path, file]));
  const loaded = new Set(["src/cli/main.ts"]);
  for (const path of loaded) for (const target of sources.get(path)?.loads ?? []) loaded.add(target);
  const unexpected = [...loaded].filter(
    (path) => isOurs(path) && !/^src\/cli\/([\w-]+|report\/print)\.ts$/.test(path) && !sharedFiles.has(path),
  );
  expect(unexpected.sort()).toEqual(["codegen/tools/tool-error.ts", "src/server/configuration.ts"]);
});

/** The strongly connected components of a graph that have several members (Tarjan), each as a sorted list. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const order = new Map<string, number>();
  const stack: string[] = [];
  const visit = (path: string): number => {
    const own = order.size;
    order.set(path, own);
    stack.push(path);
    let lowest = own;
    for (const next of graph.get(path) ?? []) {
      const known = order.get(next);
      if (known === undefined) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, known);
    }
    if (lowest === own) {
      const members = stack.splice(stack.indexOf(path));
      if (members.length > 1) found.push(members.sort().join(", "));
    }
    return lowest;
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return found;
}

describe("files", () => {
  it("lie in folders of the tables", () => {
    const isPlaced = (path: string): boolean => {
      const layer = layerOf(path);
      if (layer === undefined) return entryPoints.has(path) || sharedFiles.has(path) || path === "codegen/diagnostics.ts";
      const folder = folderWithin(layer, path);
      return folder === "." || allowedWithin[layer]?.[folder] !== undefined;
    };
    expect(files.map(({ path }) => path).filter((path) => !isPlaced(path))).toEqual([]);
  });

  it(`have at most ${mostLines} lines`, () => {
    const long = written.filter(({ text }) => text.trimEnd().split("\n").length > mostLines).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it("begin with a comment that says what they are for", () => {
    const isMissing = ({ text }: SourceFile): boolean => !/^(#![^\n]*\n)?\/\*\*/.test(text);
    expect(written.filter(isMissing).map(({ path }) => path)).toEqual([]);
  });

  it("are named for what they do", () => {
    expect(files.map(({ path }) => path).filter((path) => /(^|\/)(utils?|helpers?|common|misc)\.ts$/.test(path))).toEqual([]);
  });
});
