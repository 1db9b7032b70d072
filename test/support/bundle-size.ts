/**
 * How large programs are that use generated code: bundled, minified and compressed, with the runtime in them.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { type GenerateOptions, generate } from "soapwright/codegen";
import { esbuildAlias } from "./package-exports.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Program {
  readonly contract: GenerateOptions;
  /** Imports the generated modules as `./name.js`. */
  readonly source: string;
}

const payments = { entries: [join(root, "test/bench/schemas/payment.xsd")] };
const decoder = `import { decode } from "soapwright"; import { DocumentElement } from "./payment.js"; export const read = (xml) => decode(DocumentElement, xml);`;
const encoder = `import { encode } from "soapwright"; export const write = (value) => encode(DocumentElement, value);`;

/** The programs by name. */
const programs = {
  "a decoder": { contract: payments, source: decoder },
  "a decoder, readers only": { contract: { ...payments, readersOnly: true }, source: decoder },
  "a decoder, tables only": { contract: { ...payments, tablesOnly: true }, source: decoder },
  "decoder and encoder": { contract: payments, source: decoder + encoder },
  "SOAP client": {
    contract: { entries: [join(root, "schemas/veloconnect/veloconnect.wsdl")], operations: ["GetStatus"] },
    source: `import { createClient } from "soapwright/soap"; import { TransactionV10Soap11 } from "./service.js"; export const client = createClient(TransactionV10Soap11, { url: "http://127.0.0.1/" });`,
  },
} as const satisfies Readonly<Record<string, Program>>;

export type BundleName = keyof typeof programs;

export const bundleNames = Object.keys(programs) as readonly BundleName[];

/** Bytes of a program, compressed by gzip at its best. `modules` has the minified bytes of each module. `alias`: where the package's exports are found. */
export async function bundleSize(
  name: BundleName,
  alias: Readonly<Record<string, string>> = esbuildAlias,
): Promise<{ readonly gzip: number; readonly modules: ReadonlyMap<string, number> }> {
  const { contract, source }: Program = programs[name];
  const folder = mkdtempSync(join(tmpdir(), "soapwright-size-"));
  try {
    const { files } = await generate(contract);
    for (const [path, text] of files) writeFileSync(join(folder, path), text);
    const { outputFiles, metafile } = await build({
      stdin: { contents: source, resolveDir: folder, loader: "ts" },
      bundle: true,
      minify: true,
      metafile: true,
      format: "esm",
      platform: "neutral",
      write: false,
      alias,
      logLevel: "silent",
    });
    const [output] = Object.values(metafile.outputs);
    const modules = Object.entries(output?.inputs ?? {}).map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const);
    return { gzip: gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length, modules: new Map(modules) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
