/**
 * Converters of the user's: what is generated compiles against them, and documents and JSON go through them.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { generate, type Mapping } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";
import { xsd } from "../../../support/contracts.js";
import { compilerPaths, esbuildAlias } from "../../../support/package-exports.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

const schema = xsd(
  `<xs:element name="Order"><xs:complexType><xs:sequence>
     <xs:element name="Total" type="xs:decimal"/><xs:element name="Price" type="Price" maxOccurs="9"/><xs:element name="Count" type="xs:int" minOccurs="0"/>
     <xs:element name="Tags" type="Tags" minOccurs="0"/><xs:element name="Either" type="Either" minOccurs="0"/>
   </xs:sequence><xs:attribute name="id" type="OrderId" use="required"/><xs:attribute name="rate" type="xs:decimal" fixed="1.50"/></xs:complexType></xs:element>
   <xs:simpleType name="Price"><xs:restriction base="xs:decimal"><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="OrderId"><xs:restriction base="xs:token"><xs:pattern value="[A-Z]+"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="Tags"><xs:list itemType="xs:token"/></xs:simpleType>
   <xs:simpleType name="Either"><xs:union memberTypes="xs:date xs:decimal"/></xs:simpleType>
   <xs:element name="Other" type="xs:string"/>`,
  'xmlns="urn:a" targetNamespace="urn:a" elementFormDefault="qualified"',
);

const own = `import type { Converter } from "soapwright";
export class Cents {
  readonly cents: number;
  constructor(cents: number) { this.cents = cents; }
  toJSON(): string { return String(this.cents / 100); }
}
export const cents: Converter<Cents> = {
  read(text) { if (Number(text) > 1000) throw new RangeError("too much money"); return new Cents(Math.round(Number(text) * 100)); },
  write(value) { if (!(value instanceof Cents)) throw new TypeError("no Cents"); return String(value.cents / 100); },
};
export type OrderId = string & { readonly brand: "OrderId" };
export const orderIds: Converter<OrderId> = { read: (text) => text as OrderId, write: (value) => value };
export const tags: Converter<Set<string>> = { read: (text) => new Set(text.split(" ")), write: (value) => [...value].join(" ") };
export const wrong = { read: (text: string): number => Number(text) };
`;

const mapping: Mapping = {
  types: {
    "xs:decimal": { module: "../own.js", name: "cents" },
    "{urn:a}OrderId": { module: "../own.js", name: "orderIds" },
    "{urn:a}Tags": { module: "../own.js", name: "tags" },
  },
};

const program = `import { decode, encodeToString, fromJson, toJson, tryDecode, validate } from "soapwright";
import { Cents, type OrderId } from "./own.js";
import { type Order, OrderElement } from "./generated/index.js";
export { decode, encodeToString, fromJson, toJson, tryDecode, validate, Cents, OrderElement };
export function typed(order: Order): readonly [Cents, readonly Cents[], OrderId, Set<string> | undefined, number | undefined, string | Cents | undefined] {
  return [order.total, order.price, order.id, order.tags, order.count, order.either];
}
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-converters-"));
  await write("right", mapping);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function write(name: string, mapped: Mapping): Promise<string> {
  const { files, diagnostics } = await generate({ entries: ["a.xsd"], host: memoryHost({ "a.xsd": schema }), mapping: mapped });
  expect(diagnostics).toEqual([]);
  const project = join(folder, name);
  const all = new Map([...files].map(([path, text]) => [`generated/${path}`, text]));
  for (const [path, text] of [...all, ["own.ts", own], ["program.ts", program]] as const) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  return project;
}

/** The compiler's errors. */
function compile(project: string): string {
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023", "dom"],
    module: "nodenext",
    types: [],
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    paths: compilerPaths,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }));
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project, "--pretty", "false"], {
      encoding: "utf8",
    });
    return "";
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the program is compiled by the test itself
async function run(contents: string): Promise<any> {
  const outfile = join(folder, "bundle.mjs");
  const stdin = { contents, resolveDir: join(folder, "right"), loader: "ts" as const };
  await build({ stdin, bundle: true, format: "esm", outfile, alias: esbuildAlias, logLevel: "silent" });
  return import(/* @vite-ignore */ `${pathToFileURL(outfile).href}?${contents.length}`);
}

const document =
  '<Order xmlns="urn:a" id="AB" rate="1.5"><Total>1.50</Total><Price>2</Price><Price>3.5</Price><Tags>x y</Tags><Either>4</Either></Order>';

describe("converters", () => {
  test("give the generated types theirs", () => {
    expect(compile(join(folder, "right"))).toBe("");
  });

  test("that are none do not compile", async () => {
    const project = await write("wrong", { types: { ...mapping.types, "xs:int": { module: "../own.js", name: "wrong" } } });
    expect(compile(project)).toMatch(/generated\/converters\.ts.*error TS/);
  });

  test("read and write documents, values and JSON", async () => {
    const { decode, encodeToString, fromJson, toJson, Cents, OrderElement } = await run('export * from "./program.js";');
    const order = decode(OrderElement, document);
    expect(order).toEqual({
      id: "AB",
      rate: new Cents(150),
      total: new Cents(150),
      price: [new Cents(200), new Cents(350)],
      tags: new Set(["x", "y"]),
      either: new Cents(400),
    });
    expect(decode(OrderElement, encodeToString(OrderElement, order))).toEqual(order);
    const { tags: _, ...plain } = order;
    expect(fromJson(OrderElement, JSON.parse(JSON.stringify(toJson(OrderElement, plain))))).toEqual(plain);
  });

  test("are checked in both directions, and their errors are issues", async () => {
    const { decode, tryDecode, validate, Cents, OrderElement } = await run('export * from "./program.js";');
    const issuesOf = (issues: readonly { id: string; path: string; message: string }[]) =>
      issues.map(({ id, path, message }) => `${id} ${path} ${message}`);
    expect(issuesOf(tryDecode(OrderElement, document.replace("3.5", "1001")).issues)).toEqual([
      'value-not-representable /Order/Price[2] "1001" is not what its converter takes: too much money',
    ]);
    expect(tryDecode(OrderElement, document.replace("3.5", "3.505")).issues[0].id).toBe("cvc-fractionDigits-valid");
    const order = decode(OrderElement, document);
    expect(issuesOf(validate(OrderElement, { ...order, total: "1.50" }))).toEqual([
      'cvc-datatype-valid.1.2.1 /Order/Total "1.50" is not what its converter takes: no Cents',
    ]);
    expect(validate(OrderElement, { ...order, price: [new Cents(0.5)] })[0].id).toBe("cvc-fractionDigits-valid");
    expect(validate(OrderElement, { ...order, id: "ab" })[0].id).toBe("cvc-pattern-valid");
    expect(validate(OrderElement, { ...order, rate: new Cents(151) })[0].id).toBe("cvc-complex-type.3.1");
  });

  test("are left out of a program that does not use them", async () => {
    const outfile = join(folder, "small.mjs");
    const contents = 'import { OtherElement } from "./generated/a.js"; console.log(OtherElement.name);';
    const stdin = { contents, resolveDir: join(folder, "right"), loader: "ts" as const };
    const { outputFiles } = await build({
      stdin,
      bundle: true,
      format: "esm",
      outfile,
      write: false,
      alias: esbuildAlias,
      logLevel: "silent",
    });
    expect(outputFiles[0]?.text).not.toContain("too much money");
  });

  test("of types that are not there are an error", async () => {
    const types = { "xs:decimall": { module: "./own.js", name: "cents" }, "{urn:a}Nothing": { module: "./own.js", name: "cents" } };
    const { diagnostics } = await generate({ entries: ["a.xsd"], host: memoryHost({ "a.xsd": schema }), mapping: { types } });
    expect(diagnostics.map(({ id, message }) => `${id} ${message}`)).toEqual([
      'mapping-unknown there is no simple type "xs:decimall", for which mapping has a converter',
      'mapping-unknown there is no simple type "{urn:a}Nothing", for which mapping has a converter',
    ]);
  });
});
