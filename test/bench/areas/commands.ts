/**
 * Commands as whole processes: how they start, what generating many types costs, what TypeScript pays for them, and the W3C suite.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { manyTypes } from "../../contracts/many-types.js";
import { sharedFolder } from "../../support/shared-folder.js";
import { cpuOfCommand, ratioOf, rounds } from "../measuring.js";
import type { Report } from "../report.js";

const command = "dist/src/cli/main.js";
const folder = resolve("build/bench/commands");

function cpuOfNode(...args: readonly string[]): number {
  return cpuOfCommand(process.execPath, args).seconds;
}

export async function measureStart(report: Report): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const importing = `import(${JSON.stringify(resolve("dist/src/index.js"))})`;
  const starts: Readonly<Record<string, readonly string[]>> = {
    "--help": [command, "--help"],
    "generate of a small contract": [command, "generate", "test/bench/schemas/payment.xsd", "--out", `${folder}/small`],
    "import of the runtime": ["-e", importing],
  };
  const base: number[] = [];
  const samples = new Map(Object.keys(starts).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    base.push(cpuOfNode("-e", "0"));
    for (const [name, args] of Object.entries(starts)) samples.get(name)?.push(cpuOfNode(...args));
  }
  for (const [name, own] of samples) report("start, CPU against node -e 0", name, ratioOf(own, base));
}

/** Generates a schema of so many types. Gives the folder and the CPU seconds. */
function generate(types: number): { readonly out: string; readonly seconds: number } {
  mkdirSync(folder, { recursive: true });
  const out = `${folder}/${types}-types`;
  rmSync(out, { recursive: true, force: true });
  writeFileSync(`${folder}/many.xsd`, manyTypes(types));
  return { out, seconds: cpuOfNode(command, "generate", `${folder}/many.xsd`, "--out", out) };
}

/** `full`: 20,000 types too. */
export async function measureGenerate(report: Report, full: boolean): Promise<void> {
  const { seconds } = generate(5_000);
  report("generate, CPU seconds", "5,000 types", seconds);
  if (full) report("generate, 20,000 against 5,000 types", "ratio", generate(20_000).seconds / seconds);
}

/** CPU seconds of TypeScript for what was generated. */
function typeCheck(types: number): number {
  const { out } = generate(types);
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  writeFileSync(`${out}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  return cpuOfNode("node_modules/typescript/bin/tsc", "-p", `${out}/tsconfig.json`);
}

/** `full`: 20,000 types too. */
export async function measureTypes(report: Report, full: boolean): Promise<void> {
  const seconds = typeCheck(5_000);
  report("tsc, CPU seconds", "5,000 types", seconds);
  if (full) report("tsc, 20,000 against 5,000 types", "ratio", typeCheck(20_000) / seconds);
}

/** Skipped where the suite is absent. */
export async function measureConformance(report: Report): Promise<void> {
  if (!existsSync(`${sharedFolder() ?? ""}/corpus`)) return;
  await build({
    entryPoints: ["test/conformance/run.ts"],
    outdir: "build/conformance",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  const { output } = cpuOfCommand(process.execPath, ["build/conformance/run.js"]);
  // What the run says of itself: unpacking and removing the suite's files is not counted.
  const seconds = Number(output.match(/^([\d.]+) s of CPU/m)?.[1]);
  const tests = [...output.matchAll(/^all .*/gm)]
    .flatMap(([line]) => line.match(/\d+/g) ?? [])
    .reduce((sum, count) => sum + Number(count), 0);
  report("W3C suite, CPU seconds for 1,000 tests", "all", (seconds / tests) * 1000);
}
