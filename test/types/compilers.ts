/**
 * The TypeScript compilers that generated code must pass, the strictest options that each knows, and running them.
 *
 * The project's own compiler is the newest; the others are installed once into build/compilers from the registry.
 */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const versions = { "5.4": "5.4.5", "5.9": "5.9.3", "6.0": "6.0.3" } as const;

export interface Compiler {
  readonly name: string;
  /** The script that starts it. */
  readonly tsc: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Options that all of them know. */
const common = {
  target: "es2022",
  lib: ["es2023", "dom"],
  module: "nodenext",
  moduleResolution: "nodenext",
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  declaration: true,
  noEmit: true,
};

const newer = { isolatedDeclarations: true, erasableSyntaxOnly: true };

/** All compilers, oldest first. The folder from which `soapwright` is found must be that of the project, or one below it. */
export function listCompilers(): readonly Compiler[] {
  const folder = resolve("build/compilers");
  const missing = Object.entries(versions).filter(([name]) => !existsSync(join(folder, `node_modules/typescript-${name}/bin/tsc`)));
  if (missing.length > 0) {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const packages = missing.map(([name, version]) => `typescript-${name}@npm:typescript@${version}`);
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", ...packages], { cwd: folder, stdio: "inherit" });
  }
  return [
    ...Object.keys(versions).map((name) => ({
      name,
      tsc: join(folder, `node_modules/typescript-${name}/bin/tsc`),
      options: name === "5.4" ? common : { ...common, ...newer },
    })),
    { name: "7.0", tsc: resolve("node_modules/typescript/bin/tsc"), options: { ...common, ...newer } },
  ];
}

export interface Compilation {
  /** Lines with errors; nothing: it compiles. */
  readonly errors: readonly string[];
  readonly cpuSeconds: number;
}

/** Compilers that run now, and those that wait for a core. */
const running = { count: 0, waiting: [] as (() => void)[] };

/** Waits until a core is free for a compiler: tests may ask for many at once. */
async function takeCore(): Promise<void> {
  if (running.count < availableParallelism()) running.count++;
  else await new Promise<void>((resolve) => running.waiting.push(resolve));
}

function leaveCore(): void {
  const next = running.waiting.shift();
  if (next === undefined) running.count--;
  else next();
}

/** Bytes that are compiled together. A compiler takes seconds to start and to get fast, and some memory for what it compiles. */
const mostBytes = 16_000_000;

/** Folders that are compiled together. `sizes` has their bytes by name. */
export function batches(sizes: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const found: string[][] = [[]];
  let size = 0;
  for (const [name, bytes] of sizes) {
    if (size > 0 && size + bytes > mostBytes) {
      found.push([]);
      size = 0;
    }
    found.at(-1)?.push(name);
    size += bytes;
  }
  return found;
}

/** Compiles the files of some folders of a folder. */
export async function compile(
  compiler: Compiler,
  folder: string,
  folders: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Compilation> {
  const config = join(folder, `tsconfig-${compiler.name}-${folders[0] === "." ? "all" : folders[0]}.json`);
  const compilerOptions = { ...compiler.options, skipLibCheck: true, ...more };
  writeFileSync(config, JSON.stringify({ compilerOptions, include: folders.map((path) => `${path}/*.ts`) }));
  // bash says how much time its child took; a failed compilation does not fail the command.
  const script = `TIMEFORMAT='cpu %U %S'; time "$0" --max-old-space-size=6144 "$@" || true`;
  await takeCore();
  const { stdout, stderr } = await promisify(execFile)(
    "bash",
    ["-c", script, process.execPath, compiler.tsc, "-p", config, "--pretty", "false"],
    { cwd: folder, maxBuffer: 1e8 },
  ).finally(leaveCore);
  const [, user = "0", system = "0"] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  const errors = stdout.split("\n").filter((line) => line.includes("error TS"));
  if (errors.length === 0 && /rror/.test(stderr)) errors.push(stderr);
  return { errors, cpuSeconds: Number(user) + Number(system) };
}
