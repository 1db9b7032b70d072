/**
 * How long generating takes, how much memory, and how long compilers take for what was generated: measured here and now, each in a process of
 * its own. Prints Markdown tables; nothing is asserted.
 *
 *   npm run measure [-- --write]     --write puts them into docs/contracts.md
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compile, listCompilers } from "../types/compilers.js";
import { listContracts } from "./corpus.js";
import { markdownTable, section } from "./docs-section.js";
import { manyTypes } from "./many-types.js";

interface Generation {
  readonly seconds: number;
  readonly megabytes: number;
  readonly types: number;
  readonly kilobytes: number;
}

/** Generates into a folder in a process of its own. */
function generateIn(folder: string, entries: readonly string[]): Generation {
  mkdirSync(folder, { recursive: true });
  const script = `
    import { writeFileSync } from "node:fs";
    import { generate } from "soapwright/codegen";
    const { files } = await generate({ entries: ${JSON.stringify(entries)}, lenient: true });
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const text = [...files.values()].join("");
    for (const [path, text] of files) writeFileSync(${JSON.stringify(folder)} + "/" + path, text);
    console.log(JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024, kilobytes: text.length / 1024,
      types: text.match(/^export (interface|type) /gm)?.length ?? 0 }));`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", maxBuffer: 1e8 }));
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
const head = ["", "types", "KB", "CPU s", "MB", ...compilers.map((name) => `tsc ${name}, CPU s`)];

async function row(name: string, folder: string, entries: readonly string[]): Promise<readonly string[]> {
  const { seconds, megabytes, types, kilobytes } = generateIn(folder, entries);
  const compiled = await compileIn(folder, compilers);
  const cells = [name, String(types), kilobytes.toFixed(0), seconds.toFixed(1), megabytes.toFixed(0), ...compiled];
  console.error(cells.join("  "));
  return cells;
}

const work = mkdtempSync(join(tmpdir(), "soapwright-measure-"));
mkdirSync(join(work, "node_modules"));
symlinkSync(resolve("."), join(work, "node_modules/soapwright"));
writeFileSync(join(work, "package.json"), '{ "type": "module" }');
const made: (readonly string[])[] = [];
for (const count of [1250, 2500, 5000, 10_000]) {
  const path = join(work, `many-${count}.xsd`);
  writeFileSync(path, manyTypes(count));
  made.push(await row(`${count} complex types, made`, join(work, `many-${count}`), [path]));
}
const largest = ["ubl21-invoice", "fpml-5.10-confirmation", "siri-2.1", "fhir-single", "vim25", "gml-3.2.1"];
const real: (readonly string[])[] = [];
for (const { name, entries } of listContracts().filter((contract) => largest.includes(contract.name))) {
  real.push(await row(name, join(work, name), entries));
}
rmSync(work, { recursive: true });
const machine = `${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, soapwright ${JSON.parse(readFileSync("package.json", "utf8")).version}`;
const lines = [`Measured on: ${machine}.`, "", ...markdownTable([head, ...made, ...real])];
console.log(lines.join("\n"));
if (process.argv.includes("--write")) {
  process.env.SOAPWRIGHT_WRITE_DOCS = "1";
  section("measurements", lines);
}
