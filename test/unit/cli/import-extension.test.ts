import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findImportExtension } from "../../../src/cli/init/import-extension.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-tsconfig-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Files = Readonly<Record<string, string>>;
const options = (text: string): Files => ({ "tsconfig.json": `{ "compilerOptions": { ${text} } }` });

test.each<[string, string, Files]>([
  ["TypeScript's Node resolution", ".js", options('"module": "nodenext"')],
  ["the same, named by itself", ".js", options('"module": "esnext", "moduleResolution": "Node16"')],
  ["module node20", ".js", options('"module": "node20"')],
  ["a bundler", "none", options('"module": "esnext", "moduleResolution": "bundler"')],
  ["module preserve", "none", options('"module": "preserve"')],
  ["CommonJS", "none", options('"module": "commonjs"')],
  ["TypeScript extensions", ".ts", options('"module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true')],
  ["rewritten extensions", ".ts", options('"module": "nodenext", "rewriteRelativeImportExtensions": true')],
  ["nothing that decides it", ".js", options('"strict": true')],
  ["no configuration", ".js", {}],
  ["Deno", ".ts", { "deno.json": "{}" }],
  [
    "comments and commas",
    "none",
    { "tsconfig.json": '\ufeff{ // "a"\n "compilerOptions": { /* { */ "moduleResolution": "bundler", "baseUrl": "http://x//y,]", }, }' },
  ],
  [
    "a base, which is overridden",
    "none",
    {
      "tsconfig.json": '{ "extends": "./base", "compilerOptions": { "moduleResolution": "bundler" } }',
      "base.json": '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext" } }',
    },
  ],
  [
    "several bases, the last one first",
    ".ts",
    {
      "tsconfig.json": '{ "extends": ["./a.json", "@scope/base"] }',
      "a.json": '{ "compilerOptions": { "allowImportingTsExtensions": false } }',
      "node_modules/@scope/base/tsconfig.json": '{ "compilerOptions": { "allowImportingTsExtensions": true } }',
    },
  ],
  ["a circle of bases", ".js", { "tsconfig.json": '{ "extends": "./tsconfig.json" }' }],
  ["a base that is not there", ".js", { "tsconfig.json": '{ "extends": "@nobody/base" }' }],
  ["no JSON", ".js", { "tsconfig.json": "{" }],
])("%s: %s", (_, want, files) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, "inner"));
  expect(findImportExtension(join(folder, "inner"))).toBe(want);
});
