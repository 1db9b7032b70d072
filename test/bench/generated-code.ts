/**
 * The codec of a benchmark document, with straight-line code or with tables alone, loaded as a program loads it.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import type * as Runtime from "soapwright";
import { generate } from "soapwright/codegen";
import type * as Files from "soapwright/files";
import type { Codec, ElementCodec } from "soapwright/runtime-v2";
import type { BenchDocument } from "./documents.js";

/** The built package, which the generated code imports too: bundled with this file it would be another copy. */
export const { decode, encode, decodeEach }: typeof Runtime = await import(pathToFileURL(resolve("dist/src/index.js")).href);
export const { readFileChunks }: typeof Files = await import(pathToFileURL(resolve("dist/src/node/file-chunks.js")).href);

function folderOf(schema: string, tablesOnly: boolean): string {
  const name = /([^/]*)\.xsd$/.exec(schema)?.[1] ?? "";
  return resolve(`build/bench/generated-${name}${tablesOnly ? "-tables" : ""}`);
}

/** Generates the code of a schema. Workers load it, and would generate it in vain if each did. */
export async function writeCode(schema: string): Promise<void> {
  for (const tablesOnly of [false, true]) {
    const folder = folderOf(schema, tablesOnly);
    mkdirSync(folder, { recursive: true });
    const { files } = await generate({ entries: [schema], tablesOnly });
    for (const [path, text] of files) {
      const { code } = await transform(text, { loader: "ts" });
      writeFileSync(`${folder}/${path.replace(/\.ts$/, ".js")}`, code);
    }
  }
}

/** The codec of a document's root, from what `writeCode` wrote. */
export async function codecOf({ schema, root }: BenchDocument, tablesOnly: boolean): Promise<ElementCodec> {
  const loaded: { readonly documents: Readonly<Record<string, ElementCodec>> } = await load(schema, "index", tablesOnly);
  const codec = loaded.documents[root];
  if (codec === undefined) throw new Error(`${schema} has no ${root}`);
  return codec;
}

/** The codec that a module exports under a name, from what `writeCode` wrote. */
export async function exportedCodec(schema: string, module: string, name: string): Promise<Codec> {
  const codec = (await load<Readonly<Record<string, Codec>>>(schema, module, false))[name];
  if (codec === undefined) throw new Error(`${module} has no ${name}`);
  return codec;
}

async function load<Module>(schema: string, module: string, tablesOnly: boolean): Promise<Module> {
  const path = `${folderOf(schema, tablesOnly)}/${module}.js`;
  if (!existsSync(path)) await writeCode(schema);
  return import(pathToFileURL(path).href);
}
