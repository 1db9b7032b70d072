/**
 * The examples of docs/tables.md, run.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { decode, tryDecode } from "soapwright";
import { complexType, xsString } from "soapwright/runtime-v2";
import { describe, expect, test } from "vitest";
import { compileWildcard } from "../../src/runtime/compile/wildcard.js";
import { parseColumn } from "../../src/runtime/table-language/column.js";
import { parseOccurrence } from "../../src/runtime/table-language/occurrence.js";
import { parseWildcard, printWildcard } from "../../src/runtime/table-language/wildcard.js";
import { esbuildAlias } from "../support/package-exports.js";

const page = readFileSync(fileURLToPath(new URL("../../docs/tables.md", import.meta.url)), "utf8");

const section = (heading: string): string => (page.split(`\n## ${heading}\n`)[1] ?? "").split("\n## ")[0] ?? "";

/** The rows of the first table of a section, cells as they are written. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [table = ""] = /(?:^\|.*\n)+/m.exec(section(heading)) ?? [];
  const rows = table.trim().split("\n").slice(2);
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const code = (cell: string | undefined): string => (cell ?? "").replaceAll("`", "");

test("the table reads the document", async () => {
  const contents = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "soapwright-tables-"));
  const outfile = join(folder, "example.mjs");
  const stdin = { contents, resolveDir: folder, loader: "ts" as const };
  await build({ stdin, bundle: true, format: "esm", outfile, alias: esbuildAlias, logLevel: "silent" });
  const { OrderElement } = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  const document = /The document `(.*?)`/.exec(page)?.[1] ?? "";
  const value = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  expect(decode(OrderElement, document)).toEqual(value);
});

test.each(rowsUnder("First column"))("the column %s is of kind %s", (column, kind, name) => {
  const parsed = parseColumn(code(column), "urn:shop");
  expect(parsed.kind).toBe(kind);
  expect("name" in parsed ? parsed.name.clark : "").toBe(code(name));
});

test.each(rowsUnder("Occurrence"))("the occurrence %s", (text, min, max, ...flags) => {
  const [array, nillable, flattened] = flags.map((flag) => flag === "yes");
  expect(parseOccurrence(code(text))).toEqual({ min: Number(min), max: Number(max), array, nillable, flattened });
});

describe("models", () => {
  const examples = [...section("Model").matchAll(/^- `(.*?)` matches(.*); not:(.*)$/gm)];
  const documents = (list = "") => [...list.matchAll(/`([^`]*)`/g)].map(([, names = ""]) => names);

  test.each(examples.map(([, model = "", good, bad]) => [model, documents(good), documents(bad)] as const))("%s", (model, good, bad) => {
    const rows = { a: ["a", () => xsString], b: ["b", () => xsString, "?"], c: ["c", () => xsString, "+"] };
    const used = Object.fromEntries(Object.entries(rows).filter(([name]) => model.includes(name)));
    const codec = complexType("{urn:shop}Example", used, { model });
    const isValid = (names: string): boolean => {
      const children = names.split(" ").map((name) => `<${name}/>`);
      return tryDecode(codec, `<example xmlns="urn:shop">${children.join("")}</example>`).ok;
    };
    expect(good.filter((names) => !isValid(names))).toEqual([]);
    expect(bad.filter(isValid)).toEqual([]);
  });

  test("there are some", () => expect(examples).toHaveLength(5));
});

test.each(rowsUnder("Wildcard"))("the wildcard %s", (text, admitted = "", refused = "") => {
  const wildcard = compileWildcard(code(text), "urn:shop");
  const namespaces = (cell: string) =>
    cell
      .split(", ")
      .filter((each) => each !== "")
      .map((each) => (each === "no namespace" ? "" : code(each)));
  expect(namespaces(admitted).filter((namespace) => !wildcard.admits(namespace))).toEqual([]);
  expect(namespaces(refused).filter((namespace) => wildcard.admits(namespace))).toEqual([]);
  expect(printWildcard(parseWildcard(code(text), "urn:shop"), "urn:shop")).toBe(code(text));
});
