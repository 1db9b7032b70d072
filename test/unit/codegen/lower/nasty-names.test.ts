/**
 * Names that mean something to JavaScript or TypeScript, as type, element, attribute, item, operation and fault: what is generated compiles,
 * and documents and JSON survive.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type * as soapwright from "soapwright";
import { generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";
import { compilerPaths, esbuildAlias } from "../../../support/package-exports.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

const names = (
  "constructor __proto__ prototype toString valueOf hasOwnProperty isPrototypeOf __defineGetter__ __lookupSetter__ then length name arguments caller " +
  "class default function new delete await yield async enum interface type namespace module declare abstract as any unknown never void null undefined " +
  "true false NaN Infinity this super eval import export string number boolean bigint symbol object globalThis Object Array String Number Boolean Date " +
  "Symbol Promise Record Readonly Partial Map Set Function Error Uint8Array Codec ComplexType ElementCodec SimpleType Item OneOf Maybe Nil XmlElement " +
  "complexType element extension mapped mixed xsString documents schema service index Order ORDER order oRDER a-b a.b a_b A-B _ _1 __ x- Größe größe 日本 ñ é É"
).split(" ");

const namespace = "urn:nasty";
const types = names.map(
  (name) => `<xs:complexType name="${name}"><xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent></xs:complexType>`,
);
const simpleTypes = names.map((name, index) => `<xs:element name="e${index}" type="${name}"/>`);
const elements = names.map((name) => `<xs:element name="${name}" type="xs:string"/>`);
const attributes = names.map((name) => `<xs:attribute name="${name}" type="xs:string"/>`);
const values = ["", "1", "01", "true", "null", "-", '"', "\\", "\u0024{x}", "`", "*/", "a b", ...names];
const escaped = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="${namespace}" targetNamespace="${namespace}">
<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" xmlns="${namespace}" elementFormDefault="qualified">
  ${types.join("")}${elements.join("")}${simpleTypes.join("")}
  <xs:element name="All"><xs:complexType><xs:sequence>${elements.join("")}</xs:sequence>${attributes.join("")}</xs:complexType></xs:element>
  <xs:element name="Items"><xs:complexType><xs:choice maxOccurs="unbounded">${elements.join("")}</xs:choice></xs:complexType></xs:element>
  <xs:element name="Optional"><xs:complexType><xs:sequence>${elements.join("").replaceAll("/>", ' minOccurs="0"/>')}</xs:sequence></xs:complexType></xs:element>
  <xs:element name="Value"><xs:simpleType><xs:restriction base="xs:string">${values.map((value) => `<xs:enumeration value="${escaped(value)}"/>`).join("")}</xs:restriction></xs:simpleType></xs:element>
</xs:schema></types>
${names.map((name) => `<message name="${name}"><part name="${name}" element="t:${name}"/></message>`).join("")}
<portType name="Port">${names.map((name) => `<operation name="${name}"><input message="t:${name}"/><output message="t:${name}"/><fault name="${name}" message="t:${name}"/></operation>`).join("")}</portType>
<binding name="Soap" type="t:Port"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
${names.map((name) => `<operation name="${name}"><soap:operation soapAction="${name}"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output><fault name="${name}"><soap:fault name="${name}" use="literal"/></fault></operation>`).join("")}</binding>
</definitions>`;

interface Program {
  readonly runtime: typeof soapwright;
  readonly documents: Readonly<Record<string, soapwright.ElementCodec>>;
  readonly service: Readonly<Record<string, { readonly operations?: Readonly<Record<string, { readonly name: string }>> }>>;
}

let folder: string;
let program: Program;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-names-"));
  const { files, diagnostics } = await generate({ entries: ["a.wsdl"], host: memoryHost({ "a.wsdl": wsdl }) });
  expect(diagnostics).toEqual([]);
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  const contents =
    'export * as runtime from "soapwright"; export { documents } from "./index.js"; export * as service from "./service.js";';
  const outfile = join(folder, "bundle.mjs");
  await build({
    stdin: { contents, resolveDir: folder, loader: "ts" },
    bundle: true,
    format: "esm",
    outfile,
    alias: esbuildAlias,
    logLevel: "silent",
  });
  program = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
});
afterAll(() => rmSync(folder, { recursive: true }));

function survives(local: string, document: string): void {
  const { runtime, documents } = program;
  const codec = documents[`{${namespace}}${local}`];
  if (codec === undefined) throw new Error(`there is no element ${local}`);
  const value = runtime.decode(codec, document);
  // A codec of whatever type takes what it gave.
  const own = value as never;
  expect(runtime.decode(codec, runtime.encode(codec, own))).toEqual(value);
  expect(runtime.fromJson(codec, JSON.parse(JSON.stringify(runtime.toJson(codec, own))))).toEqual(value);
  expect(JSON.stringify(value)).toContain("text 0");
}

const children = names.map((name, index) => `<${name}>text ${index}</${name}>`).join("");

describe("nasty names", () => {
  test("compile", () => {
    const compilerOptions = {
      target: "es2022",
      lib: ["es2023", "dom"],
      module: "nodenext",
      types: [],
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      isolatedDeclarations: true,
      declaration: true,
      erasableSyntaxOnly: true,
      paths: compilerPaths,
    };
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    let output = "";
    try {
      execFileSync(process.execPath, [compiler, "-p", ".", "--pretty", "false"], { cwd: folder, encoding: "utf8" });
    } catch (error) {
      output = String((error as { readonly stdout: unknown }).stdout);
    }
    // Our own sources have their own project.
    expect(output.split("\n").filter((line) => /^[^./\s].*error TS/.test(line))).toEqual([]);
  });

  test("of elements and attributes survive", () => {
    const attributesText = names.map((name, index) => ` ${name}="attribute ${index}"`).join("");
    survives("All", `<All xmlns="${namespace}"${attributesText}>${children}</All>`);
  });

  test("of items survive", () => survives("Items", `<Items xmlns="${namespace}">${children}</Items>`));

  test("of absent elements read as undefined", () => {
    const { runtime, documents } = program;
    const codec = documents[`{${namespace}}Optional`];
    const value = codec === undefined ? undefined : runtime.decode(codec, `<Optional xmlns="${namespace}"/>`);
    expect(value).toEqual({});
    const table = codec?.["~table"];
    const type = table?.kind === "element" ? table.type()["~table"] : undefined;
    const properties = type?.kind === "complex" ? Object.keys(type.rows) : [];
    expect(properties).toHaveLength(names.length);
    expect(new Set(properties).size).toBe(names.length);
    for (const property of properties) expect(Reflect.get(Object(value), property)).toBeUndefined();
  });

  test("of enumerated values survive", () => {
    const { runtime, documents } = program;
    const codec = documents[`{${namespace}}Value`];
    if (codec === undefined) throw new Error("there is no element Value");
    for (const value of values) expect(runtime.decode(codec, runtime.encode(codec, value as never))).toBe(value);
  });

  test("of operations are all there", () => {
    const { operations = {} } = program.service.Port ?? {};
    expect(Object.values(operations).map(({ name }) => name)).toEqual(names);
  });
});
