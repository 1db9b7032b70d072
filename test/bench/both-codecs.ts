/**
 * A document's codec with straight-line code and with tables alone, loaded as a program loads them, and measuring by CPU time in turn.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import type * as Runtime from "soapwright";
import { generate } from "soapwright/codegen";
import type { ElementCodec } from "soapwright/runtime-v1";
import { type BenchDocument, documents } from "./documents.js";

/** The built package, which the generated code imports too: bundled with this file it would be another copy. */
export const { decode, encode }: typeof Runtime = await import(pathToFileURL(resolve("dist/src/index.js")).href);

const rounds = Number(process.env.BENCH_ROUNDS ?? "15");
const repeats = 5;

/** The codec of a document's root, generated into a folder of the build. */
export async function codecOf({ name, schema, root }: BenchDocument, tablesOnly: boolean): Promise<ElementCodec> {
  const folder = resolve(`build/bench/generated-${name}${tablesOnly ? "-tables" : ""}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { files } = await generate({ entries: [schema], tablesOnly });
  for (const [path, text] of files) {
    const { code } = await transform(text, { loader: "ts" });
    writeFileSync(`${folder}/${path.replace(/\.ts$/, ".js")}`, code);
  }
  const loaded: { readonly documents: Readonly<Record<string, ElementCodec>> } = await import(pathToFileURL(`${folder}/index.js`).href);
  const codec = loaded.documents[root];
  if (codec === undefined) throw new Error(`${schema} has no ${root}`);
  return codec;
}

/** CPU milliseconds of one call, all threads. */
function milliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  for (let count = 0; count < repeats; count++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / repeats;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function warmUp(work: () => unknown): void {
  for (const end = Date.now() + 1000; Date.now() < end; ) work();
}

/** Measures the candidates in turn, and prints how many times the work of each the first one does in the same time. */
export function compare(title: string, candidates: Readonly<Record<string, () => unknown>>): void {
  const samples = new Map(Object.keys(candidates).map((name) => [name, [] as number[]]));
  for (const work of Object.values(candidates)) warmUp(work);
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(candidates)) samples.get(name)?.push(milliseconds(work));
  }
  const [own = []] = samples.values();
  console.log(`\n${title}, ${rounds} rounds, median of CPU time`);
  for (const [name, times] of samples) {
    const time = median(times);
    console.log(
      `  ${name.padEnd(20)} ${time.toFixed(3).padStart(8)} ms  straight-line code is ${(time / median(own)).toFixed(2)} times as fast`,
    );
  }
}

/** Runs a comparison for the documents that the command line names, or for all. */
export async function forDocuments(work: (document: BenchDocument) => Promise<void>): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const document of documents) if (wanted.length === 0 || wanted.includes(document.name)) await work(document);
}
