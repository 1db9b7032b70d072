/**
 * What a user of the packed package does with a configuration that maps dates, decimals and long integers: generates by it, compiles the
 * files with their own compiler, decodes, encodes and goes through JSON. Run in a folder where the package and a compiler are installed.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

writeFileSync(
  "invoice.xsd",
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:bill" targetNamespace="urn:bill" elementFormDefault="qualified">
  <xs:element name="Invoice"><xs:complexType><xs:sequence>
    <xs:element name="Issued" type="xs:dateTime"/><xs:element name="Due" type="xs:date"/><xs:element name="Amount" type="Money" maxOccurs="unbounded"/>
    <xs:element name="Weight" type="xs:decimal"/></xs:sequence><xs:attribute name="number" type="xs:long" use="required"/></xs:complexType></xs:element>
  <xs:simpleType name="Money"><xs:restriction base="xs:decimal"><xs:totalDigits value="12"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
  <xs:element name="Other" type="xs:int"/>
</xs:schema>`,
);
writeFileSync(
  "soapwright.config.ts",
  `import { defineConfig } from "soapwright/codegen";
export default defineConfig({ contracts: [{ entries: ["invoice.xsd"], out: "mapped/src", elements: ["Invoice"],
  mapping: { long: "number", decimal: "number", dateTime: "Date", date: "Date" } }] });`,
);
const run = (command, ...args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
};
run("node_modules/.bin/soapwright", "generate");

mkdirSync("mapped", { recursive: true });
writeFileSync(
  "mapped/src/program.ts",
  `import { decode, encode, fromJson, toJson, tryDecode, type JsonValue } from "soapwright";
import { type Invoice, InvoiceElement, type Money } from "./index.js";
const document = '<Invoice xmlns="urn:bill" number="42"><Issued>2026-11-23T10:00:00+01:00</Issued><Due>2026-12-23</Due><Amount>1.50</Amount><Amount>2</Amount><Weight>0.10</Weight></Invoice>';
export const invoice: Invoice = decode(InvoiceElement, document);
const amounts: readonly Money[] = invoice.amount;
export const sum: number = amounts.reduce((total, amount) => total + amount, 0);
export const issued: Date = invoice.issued;
export const next: number = invoice.number + 1;
export const weight: string = invoice.weight;
export const text: string = new TextDecoder().decode(encode(InvoiceElement, { ...invoice, due: new Date("2027-01-31T00:00:00Z") }));
export const again: Invoice = fromJson(InvoiceElement, JSON.parse(JSON.stringify(toJson(InvoiceElement, invoice))) as JsonValue);
const wide = tryDecode(InvoiceElement, document.replace("42", "9007199254740993"));
export const refusal: readonly string[] = wide.ok ? [] : wide.issues.map((issue) => issue.id + " " + issue.path);
// @ts-expect-error A text is not a date.
export const wrong: Invoice = { ...invoice, due: "2026-12-23" };
`,
);
const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2023", "dom"],
  types: [],
  outDir: "out",
  rootDir: "src",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
};
writeFileSync("mapped/tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
run(process.execPath, "node_modules/typescript/bin/tsc", "-p", "mapped");

const program = await import(pathToFileURL("mapped/out/program.js").href);
assert.deepEqual(program.invoice, {
  number: 42,
  issued: new Date("2026-11-23T09:00:00Z"),
  due: new Date("2026-12-23T00:00:00Z"),
  amount: [1.5, 2],
  weight: "0.10",
});
assert.deepEqual(program.again, program.invoice);
assert.equal(program.sum, 3.5);
assert.equal(program.next, 43);
assert.match(
  program.text,
  /<(?:\w+:)?Issued>2026-11-23T09:00:00Z<.*<(?:\w+:)?Due>2027-01-31<.*<(?:\w+:)?Amount>1\.5<.*<(?:\w+:)?Weight>0\.10</s,
);
assert.deepEqual(program.refusal, ["value-not-representable /Invoice/@number"]);
console.log("  mapped types work");
