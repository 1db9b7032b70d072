/**
 * How long generating takes, how much memory, how long compilers take for what was generated, and how long importing it takes: measured here
 * and now, each in a process of its own. Prints Markdown tables; nothing is asserted.
 *
 *   npm run measure [-- --write]     --write puts them into docs/contracts.md
 *
 * MEASURE_NODES names programs of other versions of Node (paths with commas between them) that import what was generated too.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { compile, listCompilers } from "../types/compilers.js";
import { listContracts } from "./corpus.js";
import { markdownTable, section } from "./docs-section.js";
import { manyTypes } from "./many-types.js";
import { shapes } from "./shapes.js";

interface Generation {
  readonly seconds: number;
  readonly megabytes: number;
  readonly types: number;
  readonly kilobytes: number;
}

const command = resolve("dist/src/cli/main.js");

/** Runs the whole command in a process of its own: its start, reading, writing and all threads count. */
function generateIn(folder: string, entries: readonly string[]): Generation {
  mkdirSync(folder, { recursive: true });
  const usage = join(work, "usage.json");
  const atExit = `import { writeFileSync } from "node:fs";
    process.on("exit", () => writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));`;
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(atExit)}`];
  execFileSync(process.execPath, [...preload, command, "generate", ...entries, "--lenient", "--out", folder], { stdio: "ignore" });
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(readFileSync(usage, "utf8"));
  const text = generatedFiles(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
  return {
    seconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: maxRSS / 1024,
    kilobytes: text.length / 1024,
    types: text.match(/^export (interface|type) /gm)?.length ?? 0,
  };
}

function generatedFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => file.endsWith(".ts"));
}

/** The least of several runs: what a machine that does other things too adds is not the command's. */
function leastOf(runs: number, generate: () => Generation): Generation {
  const found = Array.from({ length: runs }, generate);
  return found.reduce((least, next) => (next.seconds < least.seconds ? next : least));
}

const nodes = [process.execPath, ...(process.env.MEASURE_NODES?.split(",") ?? [])];
const nodeVersions = nodes.map((node) => execFileSync(node, ["--version"], { encoding: "utf8" }).trim().replace(/\..*/, ""));

/** CPU milliseconds of importing a module, the least of several processes. */
function importTime(node: string, module: string): number {
  const script = `const before = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(module).href)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const once = (): number => Number(execFileSync(node, ["--input-type=module", "-e", script], { encoding: "utf8" }));
  return Math.min(...Array.from({ length: 5 }, once));
}

/** What importing all that was generated adds to importing the runtime, by hundred types. */
function importIn(folder: string, types: number): readonly string[] {
  const modules = `${folder}-modules`;
  mkdirSync(modules);
  for (const file of generatedFiles(folder)) {
    const { code } = transformSync(readFileSync(join(folder, file), "utf8"), { loader: "ts", format: "esm" });
    writeFileSync(join(modules, file.replace(/\.ts$/, ".js")), code);
  }
  return nodes.map((node) => (((importTime(node, join(modules, "index.js")) - importTime(node, runtime)) / types) * 100).toFixed(1));
}

/** The CPU seconds of each compiler for a folder of generated modules. */
async function compileIn(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const seconds: string[] = [];
  for (const compiler of listCompilers().filter(({ name }) => names.includes(name))) {
    const { errors, cpuSeconds } = await compile(compiler, folder, ["."]);
    seconds.push(errors.length === 0 ? cpuSeconds.toFixed(1) : "errors");
  }
  return seconds;
}

const compilers = ["5.9", "7.0"];
const head = [
  "",
  "types",
  "KB",
  "CPU s",
  "MB",
  ...compilers.map((name) => `tsc ${name}, CPU s`),
  ...nodeVersions.map((version) => `import, ms a 100 types, Node ${version.slice(1)}`),
];

async function row(name: string, folder: string, entries: readonly string[]): Promise<readonly string[]> {
  const { seconds, megabytes, types, kilobytes } = leastOf(3, () => generateIn(folder, entries));
  const compiled = await compileIn(folder, compilers);
  const imported = importIn(folder, types);
  const cells = [name, String(types), kilobytes.toFixed(0), seconds.toFixed(1), megabytes.toFixed(0), ...compiled, ...imported];
  console.error(cells.join("  "));
  return cells;
}

const work = mkdtempSync(join(tmpdir(), "soapwright-measure-"));
mkdirSync(join(work, "node_modules"));
symlinkSync(resolve("."), join(work, "node_modules/soapwright"));
writeFileSync(join(work, "package.json"), '{ "type": "module" }');
const runtime = join(work, "runtime.js");
writeFileSync(runtime, 'import "soapwright"; import "soapwright/runtime-v2";');
const made: (readonly string[])[] = [];
for (const count of [1250, 2500, 5000, 10_000, 20_000]) {
  const path = join(work, `many-${count}.xsd`);
  writeFileSync(path, manyTypes(count));
  if (count < 20_000) made.push(await row(`${count} complex types, made`, join(work, `many-${count}`), [path]));
  else {
    const { seconds, megabytes, types, kilobytes } = leastOf(3, () => generateIn(join(work, `many-${count}`), [path]));
    const cells = [String(types), kilobytes.toFixed(0), seconds.toFixed(1), megabytes.toFixed(0)];
    made.push([`${count} complex types, made`, ...cells, ...head.slice(cells.length + 1).map(() => "-")]);
  }
}
const largest = ["ubl21-invoice", "fpml-5.10-confirmation", "siri-2.1", "fhir-single", "vim25", "gml-3.2.1"];
const real: (readonly string[])[] = [];
for (const { name, entries } of listContracts().filter((contract) => largest.includes(contract.name))) {
  real.push(await row(name, join(work, name), entries));
}

/** One shape in two sizes. */
function shapeRow({ name, schema }: (typeof shapes)[number]): readonly string[] {
  const cells = [5000, 10_000].flatMap((count) => {
    const path = join(work, "shape.xsd");
    writeFileSync(path, schema(count));
    const folder = join(work, "shape");
    rmSync(folder, { recursive: true, force: true });
    const { seconds, megabytes } = leastOf(2, () => generateIn(folder, [path]));
    return [seconds.toFixed(1), megabytes.toFixed(0)];
  });
  console.error([name, ...cells].join("  "));
  return [name, ...cells];
}

const shaped = shapes.map(shapeRow);
rmSync(work, { recursive: true });
const machine = `${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, soapwright ${JSON.parse(readFileSync("package.json", "utf8")).version}`;
const shapeHead = ["", "5,000: CPU s", "MB", "10,000: CPU s", "MB"];
const lines = [`Measured on: ${machine}.`, "", ...markdownTable([head, ...made, ...real]), "", ...markdownTable([shapeHead, ...shaped])];
console.log(lines.join("\n"));
if (process.argv.includes("--write")) {
  process.env.SOAPWRIGHT_WRITE_DOCS = "1";
  section("measurements", lines);
}
