/**
 * One folder a feature: its schemas, options of generating where it has some, and in `expected` the whole files that are generated.
 *
 * UPDATE_GOLDEN=1 rewrites the expected files. Look at the difference before you commit it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type GenerateOptions, type GenerateResult, generate } from "soapwright/codegen";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL(".", import.meta.url));
const features = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function schemasOf(feature: string): readonly string[] {
  return readdirSync(join(root, feature)).filter((name) => /\.(xsd|wsdl)$/.test(name));
}

function optionsOf(feature: string): Partial<GenerateOptions> {
  const file = join(root, feature, "options.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

async function generated(
  feature: string,
  entries: readonly string[],
  names: Readonly<Record<string, string>> = {},
): Promise<GenerateResult> {
  const result = await generate({ ...optionsOf(feature), entries: entries.map((name) => join(root, feature, name)), root, names });
  expect(result.diagnostics).toEqual([]);
  return result;
}

function expected(feature: string): ReadonlyMap<string, string> {
  const folder = join(root, feature, "expected");
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function rewrite(feature: string, files: ReadonlyMap<string, string>): void {
  const folder = join(root, feature, "expected");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}

describe("generated files", () => {
  test.each(features)("%s", async (feature) => {
    const { files } = await generated(feature, schemasOf(feature));
    if (process.env.UPDATE_GOLDEN === "1") rewrite(feature, files);
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(expected(feature)));
  });

  test.each(features)("%s: the same bytes whatever the order of the entries", async (feature) => {
    const { files } = await generated(feature, [...schemasOf(feature)].reverse());
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(expected(feature)));
  });

  test.each(features)("%s: the same bytes with the names of an earlier run", async (feature) => {
    const { names } = await generated(feature, schemasOf(feature));
    const { files } = await generated(feature, schemasOf(feature), names);
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(expected(feature)));
  });
});
