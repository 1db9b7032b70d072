/**
 * What `operations` and `elements` save: bundles of a program that calls one operation, with everything generated and with the selection.
 * A table of the sizes is printed.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { type GenerateOptions, generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { esbuildAlias } from "../support/package-exports.js";
import { sharedFolder } from "../support/shared-folder.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = sharedFolder();
const corpus = (path: string): string => join(shared ?? "", "corpus/realworld", path);

let folder: string;
const table: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-bundles-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  console.log(["contract, bytes of generated code, minified bundle, gzip", ...table].join("\n"));
});

interface Size {
  readonly generated: number;
  readonly bundle: number;
}

/** Generates a contract and bundles a client of its services, which refers to every operation there is. */
async function measure(name: string, options: GenerateOptions): Promise<Size> {
  const { files, diagnostics } = await generate({ lenient: true, ...options });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const project = mkdtempSync(join(folder, "project-"));
  for (const [path, text] of files) writeFileSync(join(project, path), text);
  const contents = 'import * as service from "./service.js"; import { documents } from "./index.js"; console.log(service, documents);';
  const stdin = { contents, resolveDir: project, loader: "ts" as const };
  const result = await build({
    stdin,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    write: false,
    alias: esbuildAlias,
    logLevel: "silent",
  });
  const code = result.outputFiles[0]?.contents ?? new Uint8Array();
  const generated = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  table.push(`${name}: ${generated}, ${code.length}, ${gzipSync(code).length}`);
  return { generated, bundle: code.length };
}

/** `share`: the selection's bundle is at most this part of the whole's; the runtime is in both. */
interface Case {
  readonly name: string;
  readonly entry: string;
  readonly operations: readonly string[];
  readonly share: number;
}

async function compare({ name, entry, operations, share }: Case): Promise<void> {
  const whole = await measure(name, { entries: [entry] });
  const selected = await measure(`${name}, ${operations.join(" and ")} alone`, { entries: [entry], operations });
  expect(selected.generated).toBeLessThan(whole.generated * share);
  expect(selected.bundle).toBeLessThan(whole.bundle);
}

test(
  "veloconnect",
  () => compare({ name: "veloconnect", entry: `${root}schemas/veloconnect/veloconnect.wsdl`, operations: ["GetStatus"], share: 0.25 }),
  60_000,
);

describe.skipIf(shared === undefined || !existsSync(corpus("manifest.json")))("real contracts", () => {
  const cases: readonly Case[] = [
    { name: "ews", entry: corpus("ews/Services.wsdl"), operations: ["GetFolder"], share: 0.9 },
    { name: "vim25", entry: corpus("vim25/vimService.wsdl"), operations: ["CurrentTime", "Login"], share: 0.9 },
  ];
  test.each(cases)("$name", (each) => compare(each));
});
