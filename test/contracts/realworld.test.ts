/**
 * Contracts that others wrote: each is generated without a network, strictly but for those with mistakes in them, and what is generated
 * passes every compiler with the strictest options and can be imported.
 *
 * The table stands in docs/contracts.md. CONTRACTS=name,name restricts it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { transform } from "esbuild";
import { generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uncheckedMark } from "../../codegen/emit/generated-file.js";
import { batches, type Compiler, compile, listCompilers } from "../types/compilers.js";
import { type Contract, listContracts, ofAnotherVersion } from "./corpus.js";
import { markdownTable, section } from "./docs-section.js";

const contracts = listContracts();
if (contracts.length === 0) console.warn("real contracts: skipped, the shared folder is absent");

/** Contracts with mistakes, and the rules that Xerces names too; a missing document is one that it does not find either. */
const wrong: Readonly<Record<string, readonly string[]>> = {
  "cwmp-1.2": ["a-props-correct.2"],
  "onvif-devicemgmt": ["cos-nonambig"],
  "onvif-media2-ptz-events": ["cos-nonambig"],
  "nodesoap-farequote": ["src-import.3.1", "src-resolve", "src-resolve.4.2"],
  "onvif-recording-replay-search": ["cos-nonambig"],
  msbuild: ["cos-element-consistent", "cos-nonambig"],
};

interface Generated {
  readonly files: ReadonlyMap<string, string>;
  readonly mode: string;
}

/** Generates strictly, and leniently where that is needed; both must be as they should. */
async function generateContract({ name, entries }: Contract): Promise<Generated> {
  const strict = await generate({ entries });
  const errors = strict.diagnostics.filter(({ severity }) => severity === "error");
  expect([...new Set(errors.map(({ id }) => id))].sort()).toEqual(wrong[name] ?? []);
  expect(errors.filter(({ at }) => at === undefined)).toEqual([]);
  if (errors.length === 0) return { files: strict.files, mode: "strict" };
  const lenient = await generate({ entries, lenient: true });
  expect(lenient.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return { files: lenient.files, mode: `lenient: ${(wrong[name] ?? []).join(", ")}` };
}

const compilerNames = ["5.4", "5.9", "6.0", "7.0"];

describe.skipIf(contracts.length === 0)("real contracts", () => {
  const rows: (readonly string[])[] = [];
  const times: string[] = [];
  const sizes = new Map<string, number>();
  const typeCounts = new Map<string, number>();
  let compilers: readonly Compiler[];
  let folder: string;
  beforeAll(() => {
    compilers = listCompilers();
    folder = mkdtempSync(join(tmpdir(), "soapwright-realworld-"));
    mkdirSync(join(folder, "node_modules"));
    // The package as users have it: by its exports, with the declarations of the build.
    symlinkSync(resolve("."), join(folder, "node_modules/soapwright"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    console.log(times.join("\n"));
  });

  test.each(contracts)("$name", async (contract) => {
    const { files, mode } = await generateContract(contract);
    const project = join(folder, contract.name);
    mkdirSync(project);
    for (const [path, text] of files) writeFileSync(join(project, path), path.endsWith(".fast.ts") ? text : checked(text));
    const text = [...files.values()].join("");
    sizes.set(contract.name, text.length);
    const types = text.match(/^export (interface|type) /gm)?.length ?? 0;
    typeCounts.set(contract.name, types);
    await writeScripts(project, files);
    rows.push([contract.name, mode, String(files.size), String(types)]);
  });

  test("what is generated can be imported", () => {
    const imported = importTimes(folder, [...typeCounts.keys()]);
    for (const [name, types] of typeCounts) {
      const milliseconds = imported[name] ?? Number.NaN;
      const each = ((100 * milliseconds) / Math.max(types, 1)).toFixed(1);
      times.push(`${name}: ${types} types, imported in ${milliseconds.toFixed(0)} ms of CPU, ${each} ms per 100 types`);
    }
    expect(Object.keys(imported)).toEqual([...typeCounts.keys()]);
  });

  // All at once: each waits for a core.
  test.concurrent.each(compilerNames)("what is generated passes TypeScript %s", { timeout: 3_600_000 }, async (name) => {
    const compiler = compilers.find((candidate) => candidate.name === name);
    if (compiler === undefined) throw new Error(`there is no TypeScript ${name}`);
    for (const batch of batches(sizes)) {
      const { errors, cpuSeconds } = await compile(compiler, folder, batch);
      expect([batch, ...errors.slice(0, 5)]).toEqual([batch]);
      times.push(`TypeScript ${name}: ${cpuSeconds.toFixed(1)} s of CPU for ${batch.join(", ")}`);
    }
  });

  test.each(compilerNames)("the package's own declarations pass TypeScript %s", async (name) => {
    const compiler = compilers.find((candidate) => candidate.name === name);
    if (compiler === undefined) throw new Error(`there is no TypeScript ${name}`);
    const project = join(folder, `declarations-${name}`);
    mkdirSync(project);
    const modules = ["", "/runtime-v2", "/schema", "/codegen", "/soap", "/node", "/services/veloconnect", "/services/ipam"];
    const text = modules.map((path, index) => `export * as part${index} from "soapwright${path}";\n`).join("");
    writeFileSync(join(project, "index.ts"), text);
    const options = { skipLibCheck: false, types: ["node"], typeRoots: [resolve("node_modules/@types")] };
    expect((await compile(compiler, project, ["."], options)).errors).toEqual([]);
  });

  test("the table in the docs is this one", () => {
    const refused = ofAnotherVersion.map((name) => [name, "refused: XML Schema 1.1", "-", "-"]);
    const lines = markdownTable([["contract", "loads", "files", "types"], ...rows, ...refused]);
    console.log(lines.join("\n"));
    if (process.env.CONTRACTS !== undefined) return;
    const { found, wanted } = section("contracts", lines);
    expect(found).toBe(wanted);
  });
});

/** Parts of large modules, which users' compilers are asked not to check, are checked here. */
function checked(text: string): string {
  return text.replace(`${uncheckedMark}\n`, "");
}

/** Writes the modules as JavaScript beside them. */
async function writeScripts(project: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    const { code } = await transform(text, { loader: "ts", format: "esm", target: "es2022" });
    writeFileSync(join(project, path.replace(/\.ts$/, ".js")), code);
  }
}

/** Milliseconds of CPU that importing each contract takes, one after another, when the runtime has been imported. */
function importTimes(folder: string, names: readonly string[]): Readonly<Record<string, number>> {
  const script = `await import("soapwright"); await import("soapwright/runtime-v2"); const times = {};
    for (const name of process.argv.slice(1)) {
      const start = process.cpuUsage();
      await import("./" + name + "/index.js");
      const { user, system } = process.cpuUsage(start);
      times[name] = (user + system) / 1000;
    }
    console.log(JSON.stringify(times));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script, ...names], { cwd: folder, encoding: "utf8" });
  return JSON.parse(printed);
}
