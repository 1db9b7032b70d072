/**
 * Generated modules of contracts whose namespaces import each other: whichever module a program imports first, plain Node loads them all and
 * every table compiles.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listContracts } from "./corpus.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const contracts = listContracts();
const run = promisify(execFile);

/** Modules of the contract are other ones for each query: all begin anew, in one process that has the runtime. */
const queries = `
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    const query = specifier.startsWith("./") && context.parentURL?.match(/\\?.*/)?.[0];
    return query ? { ...resolved, url: resolved.url + query } : resolved;
  }`;

/** The program: imports one module, then everything, and reads a document with each element so that its table is compiled. Then the next one. */
const program = `
  import { register } from "node:module";
  import { tryDecode } from "soapwright";
  register("data:text/javascript," + encodeURIComponent(${JSON.stringify(queries)}));
  for (const first of process.argv.slice(1)) {
    await import("./" + first + ".js?" + first);
    const { documents } = await import("./index.js?" + first);
    for (const codec of Object.values(documents)) tryDecode(codec, "<a/>");
    console.log(first, Object.keys(documents).length);
  }`;

/** Modules by the modules that they import. */
function importsOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...files].map(([path, text]) => [
      path,
      [...text.matchAll(/^(?:import (?!type ).*|export \*) from "\.\/(.+)\.js";$/gm)].map(([, name]) => `${name}.ts`),
    ]),
  );
}

/** The modules that reach themselves. Programs import the whole module of a part. */
function modulesInCycles(files: ReadonlyMap<string, string>): readonly string[] {
  const imports = importsOf(files);
  const found = [...imports.keys()].filter((path) => {
    const reached = new Set(imports.get(path));
    for (const next of reached) for (const further of imports.get(next) ?? []) reached.add(further);
    return reached.has(path);
  });
  return [...new Set(found.map((path) => path.replace(/\.part\d+\.ts$/, ".ts")))];
}

describe.skipIf(contracts.length === 0)("modules that import each other", () => {
  let folder: string;
  let cyclic = 0;
  beforeAll(() => {
    expect(existsSync(join(root, "dist/src/index.js")), "npm run build comes first").toBe(true);
    folder = mkdtempSync(join(tmpdir(), "soapwright-modules-"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/soapwright"), "dir");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(contracts)("$name: any of them may come first", async ({ name, entries }) => {
    const { files } = await generate({ entries, lenient: true });
    const first = modulesInCycles(files);
    if (first.length === 0) return;
    cyclic++;
    const project = join(folder, name);
    mkdirSync(project);
    for (const [path, text] of files) {
      const { code } = await transform(text, { loader: "ts", format: "esm", target: "es2022" });
      writeFileSync(join(project, path.replace(/\.ts$/, ".js")), code);
    }
    const names = first.map((path) => path.replace(/\.ts$/, ""));
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program, ...names], { cwd: project });
    const [elements] = /\d+\n$/.exec(stdout) ?? [];
    expect(stdout).toBe(names.map((each) => `${each} ${elements}`).join(""));
  });

  test("there are such contracts", () => expect(process.env.CONTRACTS !== undefined || cyclic > 3).toBe(true));
});
