/**
 * The peers' table: what other tools make of the same contracts. Installs them into a temporary folder; writes docs/peers.md.
 *
 *   npm run peers         CONTRACTS=name,name restricts it, and then nothing is written
 */
import { execFileSync, fork, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { generators, listTypes, loadStack, serve, stacks } from "./tools.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
async function main() {
  const corpus = join(resolve(process.env.SOAPWRIGHT_SHARED ?? "../shared"), "corpus/realworld");
  if (!existsSync(corpus)) throw new Error(`the contracts are not there: ${corpus}`);
  const wanted = process.env.CONTRACTS?.split(",");
  const { entries } = JSON.parse(readFileSync(join(corpus, "manifest.json"), "utf8"));
  const contracts = entries.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const work = mkdtempSync(join(tmpdir(), "soapwright-peers-"));
  const broken = install(work);
  const server = await startServer(corpus);
  const rows = [];
  const found = { properties: 0, ours: 0, missing: [], kept: new Map(generators.map(({ name }) => [name, { attributes: 0, allAttributes: 0, values: 0, allValues: 0 }])) };
  for (const contract of contracts) rows.push(contractRow(contract, { corpus, work, broken, server, found }));
  server.stop();
  const probeServer = await startServer(here);
  const probes = generators.map((tool) => probeRow(tool, { work, broken, server: probeServer }));
  probeServer.stop();
  const stackRows = stacks.map((stack) => stackRow(stack, work, broken));
  rmSync(work, { recursive: true });
  const page = pageOf({ rows, probes: [...probes, ...stackRows], broken, found });
  console.log(page);
  if (wanted === undefined) writeFileSync("docs/peers.md", page);
}

/** Installs the peers. Gives, by name, why one cannot be used. */
function install(work) {
  cpSync(join(here, "package.json"), join(work, "package.json"));
  const options = { cwd: work, stdio: "inherit" };
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"], options);
  symlinkSync(resolve("."), join(work, "node_modules/soapwright"));
  const expat = join(work, "node_modules/node-expat");
  const built = spawnSync("npx", ["--yes", "node-gyp", "rebuild"], { cwd: expat, encoding: "utf8" });
  return new Map(built.status === 0 ? [] : [["cxsd", "its native parser node-expat does not compile here"]]);
}

/** A server in a process of its own, since running a tool blocks this one. */
function startServer(folder) {
  const child = fork(fileURLToPath(import.meta.url), ["--serve", folder]);
  return new Promise((done) => child.once("message", (url) => done({ folder, url, stop: () => child.kill() })));
}

function contractRow({ name, kind, entry, extraEntries = [] }, { corpus, work, broken, server, found }) {
  const paths = [entry, ...extraEntries].map((file) => join(corpus, name, file));
  const results = new Map();
  for (const tool of generators) {
    const result = !tool.kinds.includes(kind) || broken.has(tool.name) ? undefined : generated(tool, name, paths, work, server);
    results.set(tool.name, result);
  }
  countKept(wordsOfContract(paths), results, found.kept);
  const cells = [...results.values()].map((result) => (result === undefined ? "" : result.loads ? (result.compiles ? "compiles" : `${result.errors} errors`) : "no"));
  const loaded = stacks.map((stack) => (kind !== "wsdl" ? "" : loadStack(stack, paths[0], work).ok ? "loads" : "no"));
  if (results.get("xsd2ts")?.loads) compareProperties(results.get("xsd2ts").files, results.get("soapwright").files, name, found);
  console.error([name, ...cells, ...loaded].join(" | "));
  return [name, kind, ...cells, ...loaded];
}

function generated(tool, name, entries, work, server) {
  const out = join(work, `out-${tool.name}`, name);
  mkdirSync(out, { recursive: true });
  const url = (path) => `${server.url}/${relative(server.folder, path)}`;
  tool.generate({ entries, out, work, url });
  const files = listTypes(out);
  const types = files.filter((file) => /\b(interface|class|type) \w/.test(readFileSync(file, "utf8")));
  // Some tools end without an error and without types.
  if (types.length === 0) return { loads: false, compiles: false, errors: 0, files };
  const errors = compile(out, work, ["**/*.ts"], !tool.declarations);
  return { loads: true, compiles: errors.length === 0, errors: errors.length, files };
}

/** Lenient options of TypeScript 5.9, which older generators know. */
const options = { target: "es2022", module: "esnext", moduleResolution: "bundler", types: [], strict: true, noEmit: true, esModuleInterop: true };

function compile(folder, work, files = ["**/*.ts"], skipLibCheck = true) {
  const compilerOptions = { ...options, skipLibCheck };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: files, exclude: [] }));
  const tsc = resolve("build/compilers/node_modules/typescript-5.9/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { cwd: work, encoding: "utf8", maxBuffer: 1e8 });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}

/** Names of members, as far as tools may differ in writing them. */
function propertiesOf(files) {
  const names = new Set();
  for (const file of files) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/^\s*(?:public |readonly )*"?\$?([\p{L}_][\p{L}\p{N}_.-]*)"?\??: /gmu)) names.add(plain(name));
  }
  return names;
}

const plain = (name) => name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

function compareProperties(theirs, ours, name, found) {
  // Members of choices, of mixed content and of substitution groups stand in lists and in tables, so that the whole text counts.
  const text = new Set(ours.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/[\p{L}_][\p{L}\p{N}_.-]*/gu)].map(([word]) => plain(word))));
  for (const property of propertiesOf(theirs)) {
    // The word "undefined" is in its output where it had no name to write.
    if (property === "undefined") continue;
    found.properties++;
    if (text.has(property)) found.ours++;
    else found.missing.push(`${name}: ${property}`);
  }
}

/** The names of attributes, and the values of enumerations, that a contract declares. */
function wordsOfContract(paths) {
  const command = [resolve("dist/src/cli/main.js"), "inspect", ...paths, "--lenient"];
  const { stdout } = spawnSync(process.execPath, command, { encoding: "utf8", maxBuffer: 1e9 });
  const attributes = new Set();
  const values = new Set();
  JSON.parse(stdout, (key, value) => {
    // A component may have that name too.
    if (key === "attributes") for (const { name } of Object.values(value)) if (typeof name === "string") attributes.add(name.replace(/^\{.*\}/, ""));
    if (value?.kind === "enumeration") values.add(value.value);
    return value;
  });
  return { attributes, values };
}

/** Of the tools that make types of a contract: how many of its words stand in them, attributes as names, values as literals. */
function countKept({ attributes, values }, results, kept) {
  for (const [tool, result] of results) {
    if (!result?.loads) continue;
    const text = result.files.map((file) => readFileSync(file, "utf8")).join("\n");
    const names = new Set([...text.matchAll(/[\p{L}_][\p{L}\p{N}_.-]*/gu)].map(([word]) => plain(word)));
    const literals = new Set([...text.matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|-?\b\d[\w.]*/gu)].map((match) => match[1] ?? match[2] ?? match[0]));
    const count = kept.get(tool);
    count.allAttributes += attributes.size;
    count.allValues += values.size;
    for (const name of attributes) if (names.has(plain(name))) count.attributes++;
    for (const value of values) if (literals.has(value)) count.values++;
  }
}

/** What the types of one small contract say. */
function probeRow(tool, { work, broken, server }) {
  if (broken.has(tool.name)) return [tool.name, ...Array(6).fill("-")];
  const path = join(here, tool.kinds.includes("xsd") ? "probe.xsd" : "probe.wsdl");
  const out = join(work, `out-${tool.name}`, "probe");
  mkdirSync(out, { recursive: true });
  tool.generate({ entries: [path], out, work, url: (file) => `${server.url}/${relative(server.folder, file)}` });
  const { module, type, names } = tool.probe;
  const accepts = (text) => {
    writeFileSync(join(out, "ask.ts"), `import type { ${type} as T } from "./${module}";\ntype Plain<O> = { [K in keyof O]: O[K] };\n${text}\n`);
    return compile(out, work, ["ask.ts"]).filter((line) => line.includes("ask.ts")).length === 0;
  };
  const has = (name) => accepts(`export type P = T[${JSON.stringify(name)}];`);
  const yes = (holds) => (holds ? "yes" : "no");
  const takes = (name, value) => accepts(`export const v: T[${JSON.stringify(name)}] = ${value};`);
  const both = `export const f = (t: T) => { const v: T = { ...t, ${JSON.stringify(names.card)}: "a", ${JSON.stringify(names.iban)}: "b" }; return v; };`;
  return [
    tool.name,
    yes(has(names.id)),
    yes(has(names.number) && !accepts(`export const v: Pick<T, ${JSON.stringify(names.number)}> = {};`)),
    yes(has(names.status) && !takes(names.status, '"neither"')),
    yes(has(names.card) && !accepts(both)),
    yes(has(names.number) && !has(names.credit)),
    yes(has(names.number) && !takes(names.number, "1") && !takes(names.price, "1")),
  ];
}

/** What a stack without types keeps: a document that it reads and writes again, and wrong values that it refuses. */
function stackRow(stack, work, broken) {
  if (broken.has(stack.name)) return [stack.name, ...Array(6).fill("-")];
  const script = readFileSync(join(here, "ask-stack.cjs"), "utf8");
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script, join(work, "node_modules", stack.module), join(here, "probe.wsdl")], { encoding: "utf8", timeout: 60_000 });
  try {
    return [stack.name, ...JSON.parse(stdout.trim().split("\n").at(-1)).map((holds) => (holds ? "yes" : "no"))];
  } catch {
    throw new Error(`${stack.name}: ${stderr}`);
  }
}

function pageOf({ rows, probes, broken, found }) {
  const table = (head, body) => [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const tools = [...generators, ...stacks].map(({ name }) => name);
  const count = (index) => {
    const cells = rows.map((row) => row[index + 2]).filter((cell) => cell !== "");
    return `${cells.filter((cell) => cell === "compiles" || cell === "loads").length} of ${cells.length}`;
  };
  const kept = (part, all) => generators.map(({ name }) => `${found.kept.get(name)[part]} of ${found.kept.get(name)[all]}`);
  const versions = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies;
  return `# Peers

What other tools make of the contracts that [contracts.md](contracts.md) lists. Written by \`npm run peers\`, which installs them into a temporary
folder: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}. ${broken.size === 0 ? "All of them run here." : [...broken].map(([name, reason]) => `Not used: ${name}, since ${reason}.`).join(" ")} strong-soap 6 needs Node 22.

"compiles" is TypeScript 5.9 with \`strict\`; otherwise the number of errors; "no" is a failure, no types, or more than 90 seconds. Empty: the tool
is not for this kind of contract. node-soap and strong-soap make no types; "loads" is a client with operations.

${table(["contract", "kind", ...tools], rows)}

${table(["all", "", ...tools], [["", "", ...tools.map((_, index) => count(index))]])}

Of the contracts that a tool makes types of, how many names of attributes stand in these, and how many values of enumerations as literals:

${table(["", ...generators.map(({ name }) => name)], [
    ["attributes", ...kept("attributes", "allAttributes")],
    ["enumerations", ...kept("values", "allValues")],
  ])}

Of ${found.properties} different property names that xsd2ts finds in the contracts that it loads, soapwright has ${found.ours}.${
    found.missing.length === 0 ? "" : ` Missing: ${found.missing.slice(0, 40).join(", ")}.`
  }

## One small contract

What the types of \`test/peers/probe.xsd\` say; of the two stacks, what becomes of a document that is read and written again, and whether wrong values
are refused.

- attributes: they are there
- required: leaving one out is an error
- enumerations: another value is an error
- choice: two branches at once are an error
- order: elements of a repeated choice keep their order
- digits: 9007199254740993 and 1.50 keep theirs

${table(["", "attributes", "required", "enumerations", "choice", "order", "digits"], probes)}
`;
}

if (process.argv[2] === "--serve") {
  const { url } = await serve(process.argv[3]);
  process.on("disconnect", () => process.exit(0));
  process.send(url);
} else await main();
