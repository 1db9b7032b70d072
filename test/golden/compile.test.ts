/**
 * What is generated compiles under the strictest options, and its tables fit its types.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { xsDate, xsString } from "soapwright/runtime-v2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckedRows, InheritedFrom } from "../support/checked-rows.js";
import { compilerPaths } from "../support/package-exports.js";
import * as values from "./values.js";

/** Rows as lower makes them, held against a type without a compiler in between: this file's own type check says that they fit. */
const extendedRows = {
  extra: ["Extra", () => xsString],
  at: ["@at", () => xsDate, "?"],
} satisfies CheckedRows<values.Extended, InheritedFrom<values.Payment>>;

const golden = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-golden-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

const options = {
  target: "es2022",
  lib: ["es2023", "dom"],
  module: "nodenext",
  moduleResolution: "nodenext",
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  noEmit: true,
  paths: compilerPaths,
};

/** What the compiler says of the files of a project; our own sources have their own project. */
async function compile(name: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const project = join(folder, name);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["."] }));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const run = promisify(execFile)(process.execPath, [compiler, "-p", project, "--pretty", "false"], { cwd: project, maxBuffer: 1e8 });
  const output = await run.then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  return output.split("\n").filter((line) => /^[^./\s].*error TS/.test(line));
}

function expectedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(golden, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    for (const name of readdirSync(join(golden, entry.name, "expected"))) {
      files.set(`${entry.name}/${name}`, readFileSync(join(golden, entry.name, "expected", name), "utf8"));
    }
  }
  return files;
}

/** The rows of each table with `satisfies CheckedRows<...>` behind them. */
function withCheckedRows(text: string): string {
  const start =
    /(= \/\*@__PURE__\*\/ (complexType|extension|group|plainType|plainExtension|plainGroup)_?<(\w+)(?:, (\w+))?>\("(?:[^"\\]|\\.)*", (?:\(\) => \w+, )?)(\{\}|\{\n[\s\S]*?\n\})/gu;
  const checked = text.replace(start, (_, head: string, _kind: string, type: string, base: string | undefined, rows: string) => {
    const inherited = base === undefined ? "" : `, InheritedFrom<${base}>`;
    return `${head}${rows} satisfies CheckedRows<${type}${inherited}>`;
  });
  return `${checked}import type { CheckedRows, InheritedFrom } from "../checked-rows.js";\nexport type Used = [CheckedRows<never>, InheritedFrom<never>];\n`;
}

/** The compiler's first error in each file that has one. */
function firstErrors(errors: readonly string[]): ReadonlyMap<string, string> {
  const byFile = new Map<string, string>();
  for (const error of errors) {
    const file = error.slice(0, error.indexOf("("));
    if (!byFile.has(file)) byFile.set(file, error);
  }
  return byFile;
}

test("an extension has rows for what it adds", async () => {
  const { Extended } = await import("./choice-once/expected/shop.js");
  expect(Object.keys(Extended["~table"].rows)).toEqual(Object.keys(extendedRows));
});

test("every golden case compiles", async () => {
  expect(await compile("plain", expectedFiles())).toEqual([]);
});

describe("tables", () => {
  const checked = new Map<string, string>([["checked-rows.ts", readFileSync(join(golden, "../support/checked-rows.ts"), "utf8")]]);
  for (const [path, text] of expectedFiles()) if (!path.endsWith("index.ts")) checked.set(path, withCheckedRows(text));

  test("fit their types", async () => {
    expect(await compile("checked", checked)).toEqual([]);
  });

  const mistakes: readonly (readonly [string, string, string, string])[] = [
    ["a row is missing", "occurrence-and-nil", '  c: ["C", () => xsString, "?"],\n', ""],
    ["a row is too many", "occurrence-and-nil", '  c: ["C",', '  cc: ["C", () => xsString],\n  c: ["C",'],
    ["a simple type is wrong", "occurrence-and-nil", 'b: ["B", () => xsString', 'b: ["B", () => Price'],
    ["an element is optional only in the row", "occurrence-and-nil", 'a: ["A", () => xsString]', 'a: ["A", () => xsString, "?"]'],
    ["an element is optional only in the type", "occurrence-and-nil", 'c: ["C", () => xsString, "?"]', 'c: ["C", () => xsString]'],
    ["an element is repeated only in the row", "occurrence-and-nil", 'a: ["A", () => xsString]', 'a: ["A", () => xsString, "+"]'],
    ["nil is forgotten", "occurrence-and-nil", 'b: ["B", () => xsString, "nil"]', 'b: ["B", () => xsString, ""]'],
    ["a child type is another", "xsi-type", 'to: ["To", () => AnyAddress]', 'to: ["To", () => AnyVehicle]'],
    ["a child type is narrower", "xsi-type", 'to: ["To", () => AnyAddress]', 'to: ["To", () => UsAddress]'],
    ["a member of a choice is wrong", "choice-repeated", 'Debit: ["Debit", () => xsDecimal', 'Debit: ["Debit", () => NoteElement'],
    ["a branch is missing", "choice-once", '  card: ["Card", () => Party],\n', ""],
  ];

  test("do not fit with a mistake in them", async () => {
    const files = new Map(checked);
    for (const [number, [, feature, from, to]] of mistakes.entries()) {
      for (const [path, text] of checked) {
        if (!path.startsWith(`${feature}/`)) continue;
        if (path.endsWith("/shop.ts")) expect(text).toContain(from);
        files.set(path.replace(feature, `mistake-${number}`), text.replace(from, to));
      }
    }
    const found = firstErrors(await compile("mistakes", files));
    expect([...found.keys()].sort()).toEqual(mistakes.map((_, number) => `mistake-${number}/shop.ts`).sort());
  });
});

describe("values", () => {
  test("read as a person would read them", () => {
    expect(values.route(values.payment)).toBe("DE12");
    expect(values.sum(values.ledger)).toEqual(["1.00", ""]);
    expect(values.plain(values.para)).toBe("Hi there");
    expect(values.streetAndZip(values.address)).toBe("Main 1");
    expect(Object.keys(values.swap)).toEqual(["y", "x"]);
    expect([values.occurs.b, values.extended.extra, values.geo.label]).toEqual([null, "e", "here"]);
    expect(values.area({ shape: { name: "Square", value: { side: 2 } } })).toBe(2);
  });

  test("that fit compile", async () => {
    const files = new Map([
      ...expectedFiles(),
      ["values.ts", readFileSync(join(golden, "values.ts"), "utf8").replaceAll("/expected/", "/")],
    ]);
    expect(await compile("values", files)).toEqual([]);
  });

  const wrong: readonly (readonly [string, string, string, string])[] = [
    ["two branches", "choice-once", "Payment", '{ amount: "1", iban: "D", card: { name: "N" } }'],
    ["no branch", "choice-once", "Payment", '{ amount: "1" }'],
    ["a member of another branch", "choice-once", "Payment", '{ amount: "1", card: { name: "N" }, bic: "B" }'],
    ["half an optional group", "optional-group", "Geo", '{ label: "l", lat: "1" }'],
    ["a required element left out", "occurrence-and-nil", "Occurs", '{ b: null, e: [], f: [], price: { $value: "1", currency: "EUR" } }'],
    ["null where nil is not allowed", "occurrence-and-nil", 'Occurs["a"]', "null"],
    ["undefined for what may be absent", "occurrence-and-nil", 'Pick<Occurs, "c">', "{ c: undefined }"],
    ["one value where there is a list", "occurrence-and-nil", 'Occurs["e"]', '"1"'],
    ["nil without its attributes", "occurrence-and-nil", 'Occurs["price"]', "{ $nil: true }"],
    ["a value outside of an enumeration", "attributes-and-simple-content", "Currency", '"USD"'],
    ["another fixed value", "attributes-and-simple-content", 'Clash["kind"]', '"b"'],
    ["a derived type without its tag", "xsi-type", "AnyAddress", '{ street: "s", zip: "1" }'],
    ["an abstract type itself", "xsi-type", "AnyVehicle", '{ plate: "p" }'],
    ["a wrong item", "choice-repeated", "Ledger", '{ $choice: [{ name: "Credit", value: 1 }] }'],
    ["an item of another name", "choice-repeated", "Ledger", '{ $choice: [{ name: "credit", value: "1" }] }'],
  ];

  test("that do not fit are errors", async () => {
    const files = new Map(expectedFiles());
    for (const [number, [, feature, type, value]] of wrong.entries()) {
      const name = type.replace(/\W.*/, "").replace("Pick", "Occurs");
      files.set(`wrong-${number}.ts`, `import type { ${name} } from "./${feature}/shop.js";\nexport const value: ${type} = ${value};\n`);
    }
    const found = firstErrors(await compile("wrong", files));
    expect([...found.keys()].sort()).toEqual(wrong.map((_, number) => `wrong-${number}.ts`).sort());
  });
});
