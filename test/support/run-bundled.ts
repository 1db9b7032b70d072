/**
 * Programs of `test/bench` in a process of their own: what they measure is the code as Node runs it, which vitest's is not.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

/** Bundles a program of `test/bench`, runs it, and returns what it prints. Rejects when it fails. */
export async function runBundled(name: string, nodeFlags: readonly string[], programArguments: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "soapwright-bench-"));
  try {
    const program = join(folder, "program.mjs");
    const entryPoints = [fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url))];
    await build({ entryPoints, outfile: program, bundle: true, format: "esm", platform: "node", logLevel: "silent" });
    return (await promisify(execFile)(process.execPath, [...nodeFlags, program, ...programArguments])).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
