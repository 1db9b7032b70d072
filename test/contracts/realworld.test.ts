/**
 * Contracts that others wrote: each is generated and its output compiles, or generating stops with a diagnostic that has a place.
 * Documents of these contracts get the verdict that Xerces gives, and what is valid survives decoding and encoding.
 *
 * A table of all contracts is printed. Arguments of the table: REALWORLD=name,name restricts it.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decode, encode } from "soapwright";
import { generate } from "soapwright/codegen";
import { loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedFolder } from "../shared.js";

interface Instance {
  readonly file: string;
  readonly root: string;
  readonly valid?: { readonly xerces: string };
  readonly soapBody?: string;
}

interface Contract {
  readonly name: string;
  readonly kind: "xsd" | "wsdl";
  readonly entry: string;
  readonly extraEntries?: readonly string[];
  readonly instances?: readonly Instance[];
  readonly invalidInstances?: readonly Instance[];
}

const shared = sharedFolder();
const corpus = shared === undefined ? undefined : join(shared, "corpus/realworld");
const root = fileURLToPath(new URL("../..", import.meta.url));

function contracts(): readonly Contract[] {
  if (corpus === undefined) return [];
  const { entries }: { readonly entries: readonly Contract[] } = JSON.parse(readFileSync(join(corpus, "manifest.json"), "utf8"));
  const wanted = process.env.REALWORLD?.split(",");
  return entries.filter(({ name }) => wanted === undefined || wanted.includes(name));
}

function entriesOf({ name, entry, extraEntries = [] }: Contract): readonly string[] {
  return [entry, ...extraEntries].map((file) => join(corpus ?? "", name, file));
}

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
  skipLibCheck: true,
  noEmit: true,
  // The declarations of the build: users have no more of us, and it is what their compilers read.
  paths: { soapwright: [`${root}dist/src/index.d.ts`], "soapwright/soap": [`${root}dist/src/soap/index.d.ts`] },
};

async function compile(folder: string): Promise<readonly string[]> {
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const run = promisify(execFile)(process.execPath, [compiler, "-p", folder, "--pretty", "false"], { cwd: folder, maxBuffer: 1e8 });
  const output = await run.then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  return output.split("\n").filter((line) => line.includes("error TS"));
}

describe.skipIf(corpus === undefined)("real contracts", () => {
  let folder: string;
  const table: string[] = [];
  beforeAll(() => {
    expect(existsSync(join(root, "dist/src/index.d.ts")), "npm run build comes first").toBe(true);
    folder = mkdtempSync(join(tmpdir(), "soapwright-realworld-"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    console.log(table.join("\n"));
  });

  test.each(contracts())("$name: generates and compiles, or says where it stops", async (contract) => {
    const { files, diagnostics } = await generate({ entries: entriesOf(contract), lenient: true });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (files.size === 0) {
      const [first] = errors;
      expect(first?.at).toBeDefined();
      table.push(`${contract.name.padEnd(32)} stops: ${first?.id} ${first?.message}`);
      return;
    }
    const project = join(folder, contract.name);
    mkdirSync(project);
    for (const [path, text] of files) writeFileSync(join(project, path), text);
    expect(await compile(project)).toEqual([]);
    const warnings = diagnostics.length === 0 ? "" : `, ${diagnostics.length} warnings`;
    table.push(`${contract.name.padEnd(32)} compiles: ${files.size} files${warnings}`);
  });

  const withDocuments = contracts().filter(({ instances = [], invalidInstances = [] }) => instances.length + invalidInstances.length > 0);
  test.each(withDocuments)("$name: documents get their verdicts and survive", async (contract) => {
    const schema = await loadSchema({ entries: entriesOf(contract), doctype: true });
    if (!schema.ok) {
      table.push(
        `${contract.name.padEnd(32)} documents: not read, ${schema.diagnostics.find(({ severity }) => severity === "error")?.message}`,
      );
      return;
    }
    const { instances = [], invalidInstances = [] } = contract;
    // Messages of services are judged by their envelope's handler, not here.
    const documents = [...instances.filter(({ soapBody }) => soapBody === undefined), ...invalidInstances];
    for (const { file, root: name, valid } of documents) {
      const bytes = readFileSync(join(corpus ?? "", contract.name, file));
      const isValid = valid?.xerces === "valid";
      expect([file, schema.validate(bytes).length === 0]).toEqual([file, isValid]);
      const codec = schema.documents[name];
      if (!isValid || codec === undefined) continue;
      const value = decode(codec, bytes, { doctype: true });
      // The codec was made from the schema, so that the compiler knows nothing of its values; this one it has just given.
      const written = encode(codec, value as never);
      expect([file, schema.validate(written)]).toEqual([file, []]);
      expect(withoutPrefixes(decode(codec, written, { doctype: true }))).toEqual(withoutPrefixes(value));
    }
    table.push(`${contract.name.padEnd(32)} documents: ${documents.length} right`);
  });
});

/** A value without the prefixes that elements of wildcards declare: which prefix stands for a namespace is the writer's choice. */
function withoutPrefixes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrefixes);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "namespaces");
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutPrefixes(member)]));
}
