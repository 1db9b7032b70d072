/**
 * A server keeps nothing of the requests that it has answered. Runs the heap benchmark, shortened, in a process of its own.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-heap-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("4,000 answered requests leave the heap as it was", async () => {
  const program = join(folder, "heap.mjs");
  const entryPoints = [fileURLToPath(new URL("../../bench/heap.ts", import.meta.url))];
  await build({ entryPoints, outfile: program, bundle: true, format: "esm", platform: "node", logLevel: "silent" });
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", program, "4000"]);
  const kept = Number(/kept per request: (-?\d+) bytes/.exec(stdout)?.[1]);
  // A listener that stays for each request keeps 2,000 bytes and more; what is left here is noise of the collector.
  expect(kept, stdout).toBeLessThan(600);
}, 120_000);
