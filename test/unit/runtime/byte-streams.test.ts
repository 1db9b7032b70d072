/**
 * Binary values as streams: generated code and tables in memory read and write the same documents.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ByteStream,
  byteStream,
  type Codec,
  decode,
  type EncodeOptions,
  encodeToString,
  fromJson,
  type Issue,
  toJson,
  tryDecode,
  ValidationError,
  validate,
} from "soapwright";
import { loadSchema } from "soapwright/schema";
import { describe, expect, it } from "vitest";
import { EntryElement } from "../../golden/binary-streams/expected/archive.js";

const file = fileURLToPath(new URL("../../golden/binary-streams/archive.xsd", import.meta.url));
const { documents } = await loadSchema({ entries: [file], mapping: { binary: "stream" } });
const inMemory = documents["{urn:archive}Entry"];
if (inMemory === undefined) throw new Error("the schema has no Entry");
// The same element, whose values are typed in one of them.
const generated = EntryElement as unknown as Codec<unknown>;
const codecs: readonly (readonly [string, Codec<unknown>])[] = [
  ["generated", generated],
  ["in memory", inMemory as Codec<unknown>],
];

const entry = (content: string, attributes = ""): string => `<Entry xmlns="urn:archive"${attributes}><Name>a</Name>${content}</Entry>`;
const text = (value: unknown): string => new TextDecoder().decode((value as ByteStream).content);
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);

async function readAll({ stream }: ByteStream): Promise<string> {
  return new Response(stream() as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}

function issuesOf(write: () => unknown): readonly Issue[] {
  try {
    write();
  } catch (error) {
    if (error instanceof ValidationError) return error.issues;
    throw error;
  }
  return [];
}

describe.each(codecs)("%s", (_, codec) => {
  it("reads and writes what stands in the document", async () => {
    const xml = entry(
      '<Data>aGVsbG8=</Data><Page number="1">YQ==</Page><Page>Yg==</Page><Preview/><Digest>00</Digest><Note>YWJj</Note>',
      ' seal="Yw=="',
    );
    // Values of the codec's own types, which its documentation describes.
    const value = decode(codec, xml) as Record<string, unknown>;
    expect([text(value.data), text(value.preview), text(value.seal), text(value.note)]).toEqual(["hello", "", "c", "abc"]);
    expect(await readAll(value.data as ByteStream)).toBe("hello");
    expect((value.page as { $value: ByteStream }[]).map((page) => text(page.$value))).toEqual(["a", "b"]);
    expect(value.digest).toEqual(new Uint8Array(1));
    const written = encodeToString(codec, value);
    expect(written.replace("<Preview></Preview>", "<Preview/>")).toBe(xml);
    expect(validate(codec, value)).toEqual([]);
    const again = fromJson(codec, JSON.parse(JSON.stringify(toJson(codec, value))));
    expect(encodeToString(codec, again)).toBe(written);
  });

  it.each([
    ["text that is not base64", entry("<Data>a</Data>"), "/Entry/Data"],
    ["too many bytes", entry(`<Data/><Preview>${"AAAA".repeat(34)}</Preview>`), "/Entry/Preview"],
    ["too many bytes of an attribute", entry("<Data/>", ` seal="${"AAAA".repeat(34)}"`), "/Entry/@seal"],
    [
      "an Include without its message",
      entry('<Data><Include xmlns="http://www.w3.org/2004/08/xop/include" href="cid:a"/></Data>'),
      "/Entry",
    ],
  ])("refuses %s", (_name, xml, path) => {
    const result = tryDecode(codec, xml);
    expect(result.ok ? [] : result.issues.map((issue) => issue.path).filter((found) => found.startsWith(path))).toHaveLength(1);
  });

  it.each<[string, object, EncodeOptions, string]>([
    ["a stream alone", { data: new Blob(["x"]) }, {}, "/Entry/Data"],
    ["a stream beside attributes", { data: byteStream(bytes(1)), page: [{ $value: new Blob(["x"]) }] }, {}, "/Entry/Page[1]"],
    [
      "a stream as an attribute",
      { data: byteStream(bytes(1)), seal: new Blob(["x"]) },
      { beside: { putStream: () => "cid:a" } },
      "/Entry/@seal",
    ],
    ["too many bytes", { data: byteStream(bytes(1)), preview: byteStream(bytes(101)) }, {}, "/Entry/Preview"],
    ["bytes", { data: bytes(1) }, {}, "/Entry/Data"],
    ["a text", { data: "YQ==" }, {}, "/Entry/Data"],
    ["an object of another kind", { data: { content: bytes(1) } }, {}, "/Entry/Data"],
    ["a stream, however tolerant it is", { data: new Blob(["x"]) }, { onDeviation: () => undefined }, "/Entry"],
  ])("does not write %s", (_name, value, options, path) => {
    const issues = issuesOf(() => encodeToString(codec, { name: "a", ...value }, options));
    expect(issues.map((issue) => issue.path)).toEqual([path]);
  });

  it("says how a stream can be written", () => {
    const [issue] = issuesOf(() => encodeToString(codec, { name: "a", data: new Blob(["x"]) }));
    expect(issue?.expected).toContain('packaging: "mtom"');
    expect(validate(codec, { name: "a", data: new Blob(["x"]) })).toHaveLength(1);
  });

  it("gives streams to what takes them, and bytes too where it takes them", () => {
    const value = {
      name: "a",
      data: new Blob(["x"], { type: "text/plain" }),
      page: [{ $value: byteStream(bytes(2), "image/png"), number: 1 }],
    };
    const put: unknown[] = [];
    const putStream = ({ type }: ByteStream): string => `cid:${put.push(type)}`;
    const reference = (id: number): string => `<ns1:Include xmlns:ns1="http://www.w3.org/2004/08/xop/include" href="cid:${id}"/>`;
    const written = encodeToString(codec, value, { beside: { putStream } });
    expect(written).toContain(`<Data>${reference(1)}</Data>`);
    expect(written).toContain('<Page number="1">Bwc=</Page>');
    expect(put).toEqual(["text/plain"]);
    encodeToString(codec, value, { beside: { putStream, put: (content, type) => `cid:${put.push([content.length, type])}` } });
    expect(put).toEqual(["text/plain", "text/plain", [2, "image/png"]]);
  });
});

describe("a document with rules for all of it", () => {
  it("is checked without its streams", async () => {
    const folder = mkdtempSync(join(tmpdir(), "soapwright-streams-"));
    try {
      const path = join(folder, "a.xsd");
      writeFileSync(
        path,
        `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a" elementFormDefault="qualified">
          <xs:element name="Count" type="xs:int"/>
          <xs:element name="A"><xs:complexType><xs:sequence>
            <xs:element name="Data" type="xs:base64Binary" minOccurs="2" maxOccurs="2"/><xs:any processContents="strict" namespace="##targetNamespace"/>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>`,
      );
      const loaded = await loadSchema({ entries: [path], mapping: { binary: "stream" } });
      const codec = loaded.documents["{urn:a}A"] as Codec<unknown>;
      const value = (text: string): unknown => ({
        data: [new Blob(["x"]), byteStream(bytes(3))],
        $any: { name: "{urn:a}Count", attributes: {}, namespaces: {}, children: [text] },
      });
      const put: number[] = [];
      const beside = { putStream: () => `cid:${put.push(0)}`, put: () => `cid:${put.push(1)}` };
      expect(encodeToString(codec, value("1"), { beside })).toContain("cid:2");
      expect(put).toEqual([0, 1]);
      expect(issuesOf(() => encodeToString(codec, value("x"), { beside })).map((issue) => issue.path)).toEqual(["/A/Count"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
