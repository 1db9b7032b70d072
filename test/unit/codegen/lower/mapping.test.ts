/**
 * Mappings of long integers, decimals and dates: the types that are printed, and what the tables do, printed and in memory alike.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { ElementCodec, Issue } from "soapwright";
import * as soapwright from "soapwright";
import { generate } from "soapwright/codegen";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LivePlan } from "../../../../codegen/emit/live.js";
import { memoryHost } from "../../../../codegen/load/host.js";
import { lower } from "../../../../codegen/lower/lower.js";
import type { Mapping } from "../../../../codegen/lower/types/mapping.js";
import { loadContractText, xsd } from "../../../support/contracts.js";
import { esbuildAlias } from "../../../support/package-exports.js";

const schema = xsd(
  `<xs:element name="A"><xs:complexType><xs:sequence>
     <xs:element name="Long" type="xs:long" minOccurs="0"/>
     <xs:element name="Short" type="Short" minOccurs="0"/>
     <xs:element name="Padded" type="Padded" minOccurs="0"/>
     <xs:element name="Wide" type="xs:decimal" minOccurs="0"/>
     <xs:element name="Money" type="Money" minOccurs="0"/>
     <xs:element name="Cents" type="Cents" minOccurs="0"/>
     <xs:element name="Percent" type="Percent" minOccurs="0"/>
     <xs:element name="Rate" type="Rate" minOccurs="0"/>
     <xs:element name="At" type="xs:dateTime" minOccurs="0"/>
     <xs:element name="On" type="xs:date" minOccurs="0"/>
     <xs:element name="When" type="When" minOccurs="0"/>
     <xs:element name="Ids" type="Ids" minOccurs="0"/>
     <xs:element name="Filled" type="Money" default="2.50" minOccurs="0"/>
     <xs:element name="Fixed" type="Money" fixed="2.50" minOccurs="0"/>
   </xs:sequence>
   <xs:attribute name="id" type="xs:unsignedLong"/><xs:attribute name="since" type="xs:dateTime"/></xs:complexType></xs:element>
   <xs:simpleType name="Short"><xs:restriction base="xs:long"><xs:minInclusive value="1"/><xs:maxInclusive value="10"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="Padded"><xs:restriction base="xs:long"><xs:pattern value="[0-9]{8}"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="Money"><xs:restriction base="xs:decimal"><xs:totalDigits value="15"/><xs:fractionDigits value="7"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="Cents"><xs:restriction base="Money"><xs:pattern value="-?[0-9]+\\.[0-9]{2}"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="Percent"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/><xs:maxInclusive value="100"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="Rate"><xs:restriction base="xs:decimal"><xs:enumeration value="7.0"/><xs:enumeration value="19"/></xs:restriction></xs:simpleType>
   <xs:simpleType name="When"><xs:union memberTypes="xs:dateTime xs:long xs:token"/></xs:simpleType>
   <xs:simpleType name="Ids"><xs:restriction><xs:simpleType><xs:list itemType="xs:long"/></xs:simpleType><xs:maxLength value="2"/></xs:restriction></xs:simpleType>`,
);

interface Program {
  readonly codec: ElementCodec;
  readonly runtime: typeof soapwright;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-mapping-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function printed(mapping: Mapping): Promise<Program> {
  const { files, diagnostics } = await generate({ entries: ["a.xsd"], host: memoryHost({ "a.xsd": schema }), mapping });
  expect(diagnostics).toEqual([]);
  const project = mkdtempSync(join(folder, "printed-"));
  for (const [path, text] of files) writeFileSync(join(project, path), text);
  const outfile = join(project, "bundle.mjs");
  const contents = 'export * as runtime from "soapwright"; export { documents } from "./index.js";';
  await build({
    stdin: { contents, resolveDir: project, loader: "ts" },
    bundle: true,
    format: "esm",
    outfile,
    alias: esbuildAlias,
    logLevel: "silent",
  });
  const { runtime, documents } = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  return { codec: documents.A, runtime };
}

function inMemory(mapping: Mapping): Program {
  const contract = loadContractText({ documents: { "a.xsd": schema } });
  const plan = lower(contract.schema, { mapping });
  const codec = new LivePlan(plan).schemaSet().elements.A;
  if (codec === undefined) throw new Error("there is no element A");
  return { codec, runtime: soapwright };
}

const everything: Mapping = { long: "number", decimal: "number", dateTime: "Date", date: "Date" };
const moment = new Date("2026-11-23T09:00:00.125Z");
const day = new Date("2026-11-23T00:00:00Z");

const readings: readonly (readonly [string, string, unknown, string])[] = [
  ["a long integer", "<Long> +007 </Long>", { long: 7 }, "<Long>7</Long>"],
  ["what is a number anyway", "<Short>7</Short>", { short: 7 }, "<Short>7</Short>"],
  ["a long integer with a pattern", "<Padded>00000042</Padded>", { padded: 42 }, "<Padded>00000042</Padded>"],
  ["a decimal of any length", "<Wide>1.50</Wide>", { wide: "1.50" }, "<Wide>1.50</Wide>"],
  ["a decimal of 15 digits", "<Money>+12345678.1234500</Money>", { money: 12345678.12345 }, "<Money>12345678.12345</Money>"],
  ["a small decimal", "<Money>0.0000001</Money>", { money: 1e-7 }, "<Money>0.0000001</Money>"],
  ["a negative zero", "<Money>-0.0</Money>", { money: 0 }, "<Money>0</Money>"],
  ["a decimal with a pattern", "<Cents>-12.50</Cents>", { cents: -12.5 }, "<Cents>-12.50</Cents>"],
  ["a bounded decimal", "<Percent>99.90</Percent>", { percent: 99.9 }, "<Percent>99.9</Percent>"],
  ["an enumerated decimal", "<Rate>7</Rate>", { rate: 7 }, "<Rate>7</Rate>"],
  ["a moment", "<At>2026-11-23T10:00:00.1254+01:00</At>", { at: moment }, "<At>2026-11-23T09:00:00.125Z</At>"],
  ["a day", "<On>2026-11-23+01:00</On>", { on: day }, "<On>2026-11-23</On>"],
  ["a union with a moment", "<When>2026-11-23T09:00:00.125Z</When>", { when: moment }, "<When>2026-11-23T09:00:00.125Z</When>"],
  ["a union with an integer", "<When>5</When>", { when: 5 }, "<When>5</When>"],
  ["a union with text", "<When>soon</When>", { when: "soon" }, "<When>soon</When>"],
  ["a list", "<Ids>5 6</Ids>", { ids: [5, 6] }, "<Ids>5 6</Ids>"],
  ["a default", "<Filled/>", { filled: 2.5 }, "<Filled>2.5</Filled>"],
  ["a fixed value", "<Fixed>2.500</Fixed>", { fixed: 2.5 }, "<Fixed>2.5</Fixed>"],
];

const refusedTexts: readonly (readonly [string, string, string])[] = [
  ["an integer that is not safe", "<Long>9007199254740993</Long>", "value-not-representable"],
  ["such an integer in a union", "<When>9007199254740993</When>", "value-not-representable"],
  ["such an integer in a list", "<Ids>9007199254740993</Ids>", "value-not-representable"],
  ["a moment before the year 1", "<At>-0044-03-15T12:00:00Z</At>", "value-not-representable"],
  ["what the type forbids", "<Long>x</Long>", "cvc-datatype-valid.1.2.1"],
  ["what the restriction forbids", "<Money>0.12345678</Money>", "cvc-fractionDigits-valid"],
  ["another fixed value", "<Fixed>2.51</Fixed>", "cvc-elt.5.2.2.2.2"],
];

const refusedValues: readonly (readonly [string, unknown])[] = [
  ["a bigint for a number", { long: 7n }],
  ["an integer that is not safe", { long: 2 ** 53 }],
  ["a broken number", { money: 0.1 + 0.2 }],
  ["no number", { money: Number.NaN }],
  ["an infinite number", { money: Number.POSITIVE_INFINITY }],
  ["a number too large", { money: 1e21 }],
  ["a text for a moment", { at: "2026-11-23T10:00:00Z" }],
  ["no moment", { at: new Date(Number.NaN) }],
  ["a moment for a day", { on: moment }],
  ["a number that is not enumerated", { rate: 8 }],
];

const programs = [
  ["printed", printed],
  ["in memory", async (mapping: Mapping) => inMemory(mapping)],
] as const;

describe.each(programs)("everything mapped, %s", (_, make) => {
  let program: Program;
  beforeAll(async () => {
    program = await make(everything);
  });
  const idsOf = (issues: readonly Issue[]): readonly string[] => issues.map(({ id }) => id);

  test.each(readings)("%s is read, checked, written and goes through JSON", (_name, content, value, written) => {
    const { codec, runtime } = program;
    const decoded = runtime.decode(codec, `<A>${content}</A>`);
    expect(decoded).toEqual(value);
    // A codec of whatever type takes what it gave.
    const own = decoded as never;
    expect(runtime.validate(codec, own)).toEqual([]);
    expect(new TextDecoder().decode(runtime.encode(codec, own))).toBe(`<A>${written}</A>`);
    const json = JSON.parse(JSON.stringify(runtime.toJson(codec, own)));
    expect(runtime.fromJson(codec, json)).toEqual(value);
  });

  test("attributes", () => {
    const { codec, runtime } = program;
    const decoded = runtime.decode(codec, '<A id="18" since="2026-11-23T09:00:00.125Z"/>');
    expect(decoded).toEqual({ id: 18, since: moment });
    expect(new TextDecoder().decode(runtime.encode(codec, decoded as never))).toBe('<A id="18" since="2026-11-23T09:00:00.125Z"/>');
    const result = runtime.tryDecode(codec, '<A id="18446744073709551615"/>');
    expect(result.ok ? [] : result.issues.map(({ id, path }) => [id, path])).toEqual([["value-not-representable", "/A/@id"]]);
  });

  test.each(refusedTexts)("a document with %s is refused", (_name, content, id) => {
    const result = program.runtime.tryDecode(program.codec, `<A>${content}</A>`);
    expect(result.ok ? [] : idsOf(result.issues)).toEqual([id]);
  });

  test.each(refusedValues)("%s is refused", (_name, value) => {
    const { codec, runtime } = program;
    expect(runtime.validate(codec, value as never)).toHaveLength(1);
    expect(() => runtime.encode(codec, value as never)).toThrow();
    expect(() => runtime.toJson(codec, value as never)).toThrow();
  });
});

describe.each(programs)("long integers as strings, %s", (_, make) => {
  test("keep their text", async () => {
    const { codec, runtime } = await make({ long: "string" });
    const value = runtime.decode(codec, '<A id="+018"><Long>9007199254740993</Long><Short>7</Short></A>');
    expect(value).toEqual({ id: "+018", long: "9007199254740993", short: 7 });
    expect(new TextDecoder().decode(runtime.encode(codec, value as never))).toContain('id="+018"');
    expect(runtime.validate(codec, { long: "1.0" } as never)).toHaveLength(1);
    expect(runtime.validate(codec, { long: "9223372036854775808" } as never).map(({ id }) => id)).toEqual(["cvc-maxInclusive-valid"]);
  });
});

describe("the types that are printed", () => {
  const typesOf = async (mapping: Mapping): Promise<string> => {
    const { files } = await generate({ entries: ["a.xsd"], host: memoryHost({ "a.xsd": schema }), mapping });
    return [...files.values()].join("\n");
  };

  test("with everything mapped", async () => {
    const text = await typesOf(everything);
    for (const line of [
      "long?: number;",
      "wide?: string;",
      "at?: Date;",
      "on?: Date;",
      "id?: number;",
      "fixed?: 2.5;",
      "export type Money = number;",
      "export type Cents = Money;",
      "export type Percent = number;",
      "export type Rate = 7 | 19;",
      "export type When = Date | number | string;",
    ]) {
      expect(text).toContain(line);
    }
  });

  test("without a mapping and with the usual one are the same", async () => {
    expect(await typesOf({ long: "bigint", decimal: "string", dateTime: "string", date: "string" })).toBe(await typesOf({}));
  });

  test("of a schema with a type Date", async () => {
    const own = xsd('<xs:complexType name="Date"><xs:attribute name="at" type="xs:dateTime"/></xs:complexType>');
    const { files } = await generate({ entries: ["a.xsd"], host: memoryHost({ "a.xsd": own }), mapping: everything });
    expect([...files.values()].join("\n")).toContain("at?: globalThis.Date;");
  });
});
