/**
 * Tables of types read and write binary XML as they do text: same values, same issues.
 */

import { encode, tryDecode } from "soapwright";
import {
  type ComplexType,
  complexType,
  element,
  xmlElement,
  xsBase64Binary,
  xsBoolean,
  xsDateTime,
  xsDecimal,
  xsInt,
  xsQName,
  xsString,
} from "soapwright/runtime-v1";
import { describe, expect, it } from "vitest";
import { BinaryReader } from "../../../../src/nettcp/binary/binary-reader.js";
import { BinaryWriter } from "../../../../src/nettcp/binary/binary-writer.js";
import { OctetBuffer } from "../../../../src/nettcp/binary/octet-buffer.js";
import { type BinaryRecord, writeRecord } from "../../../../src/nettcp/binary/records.js";
import type { TextValue } from "../../../../src/nettcp/binary/text-value.js";
import { decodeAt } from "../../../../src/runtime/decode.js";
import { encodeInto } from "../../../../src/runtime/encode.js";
import { Reader } from "../../../../src/xml/read/reader.js";
import { copyDocument } from "../../../support/copy-document.js";

interface Part {
  number: number;
  price?: string;
  name?: string;
  flag?: boolean;
}
const Part: ComplexType<Part> = complexType<Part>("{urn:parts}Part", {
  number: ["@number", () => xsInt],
  price: ["Price", () => xsDecimal, "?"],
  name: ["Name", () => xsString, "?"],
  flag: ["Flag", () => xsBoolean, "?"],
});
interface Parts {
  part?: readonly Part[];
  image?: Uint8Array;
  kind?: string;
  at?: string;
  count?: readonly number[];
  $any?: unknown;
}
const Parts: ComplexType<Parts> = complexType<Parts>("{urn:parts}Parts", {
  part: ["Part", () => Part, "*"],
  image: ["Image", () => xsBase64Binary, "?"],
  kind: ["Kind", () => xsQName, "?"],
  at: ["At", () => xsDateTime, "?"],
  count: ["Count", () => xsInt, "*"],
  $any: ["any ##other lax", () => xmlElement, "?"],
});
const PartsElement = element<Parts>("{urn:parts}Parts", () => Parts);

const value: Parts = {
  part: [
    { number: 1, price: "1.50", name: "ä <&>", flag: true },
    { number: -7, name: "" },
  ],
  image: Uint8Array.of(1, 2, 3, 254),
  kind: "{urn:kinds}small",
  at: "2024-02-29T23:59:59.1234567Z",
  count: [1, 2, 300_000],
};

function binaryOf(xml: string | Uint8Array): Uint8Array {
  const writer = new BinaryWriter();
  copyDocument(new Reader(xml), writer);
  return writer.finish();
}

function decodeBinary(octets: Uint8Array): ReturnType<typeof decodeAt<Parts, Parts>> {
  const reader = new BinaryReader(octets);
  reader.next();
  return decodeAt(PartsElement, reader);
}

describe("codecs", () => {
  it("write and read the same value in binary", () => {
    const writer = new BinaryWriter();
    expect(encodeInto(PartsElement, value, writer)).toEqual([]);
    const octets = writer.finish();
    expect(decodeBinary(octets)).toEqual({ ok: true, value });
    expect(octets.length).toBeLessThan(encode(PartsElement, value).length);
  });

  it("report the same issues with the same paths", () => {
    const wrong = [
      '<p:Parts xmlns:p="urn:parts"><p:Part number="x"><p:Price>1,5</p:Price><p:Flag>yes</p:Flag></p:Part><p:Part/></p:Parts>',
      '<Parts xmlns="urn:parts"><Part number="1"><Name>a</Name><Price>1</Price></Part>text<Wrong/></Parts>',
      '<Parts xmlns="urn:parts"><Kind>q:small</Kind><At>yesterday</At><Count>1</Count><Count>99999999999</Count></Parts>',
      '<Other xmlns="urn:parts"/>',
      '<Parts xmlns="urn:parts"><Part number="1"><Name>a<b/></Name></Part></Parts>',
    ];
    for (const xml of wrong) {
      const text = tryDecode(PartsElement, xml);
      const binary = decodeBinary(binaryOf(xml));
      if (text.ok || binary.ok) throw new Error(`${xml} is valid`);
      const withoutPlace = text.issues.map(({ line: _, column: __, ...issue }) => issue);
      expect(binary.issues.map(({ line: _, column: __, ...issue }) => issue)).toEqual(withoutPlace);
    }
  });

  it("place issues by octets", () => {
    const octets = binaryOf('<Parts xmlns="urn:parts"><Count>1</Count><Count>x</Count></Parts>');
    const result = decodeBinary(octets);
    if (result.ok) throw new Error("the document is valid");
    const [issue] = result.issues;
    expect(issue).toMatchObject({ path: "/Parts/Count[2]", line: 1 });
    const column = issue?.column ?? 0;
    expect(Buffer.from(octets).toString("latin1", column - 1, column + 6)).toBe("\x40\x05Count");
  });

  it("keep nodes of wildcards", () => {
    const xml = '<Parts xmlns="urn:parts"><x:Note xmlns:x="urn:x" x:a="1">n<x:b/>m</x:Note></Parts>';
    expect(decodeBinary(binaryOf(xml))).toEqual(tryDecode(PartsElement, xml));
  });

  it("report what the reader refuses as an issue", () => {
    const result = decodeBinary(Uint8Array.of(...binaryOf('<Parts xmlns="urn:parts"><Count>1</Count></Parts>').slice(0, -2)));
    expect(result).toMatchObject({ ok: false, issues: [{ id: "xml-unexpected-end", path: "/Parts" }] });
  });

  it("read typed records, whatever their type", () => {
    const texts: readonly [string, TextValue][] = [
      ["Image", { type: "bytes8", value: Uint8Array.of(9, 8, 7) }],
      ["At", { type: "dateTime", value: { ticks: 0x08c8_475b_f98e_4000n, zone: 1 } }],
    ];
    const end = { type: "endElement" } as const;
    const records: BinaryRecord[] = [
      { type: "element", prefix: "", name: "Parts" },
      { type: "xmlns", prefix: undefined, namespace: "urn:parts" },
      { type: "element", prefix: "", name: "Part" },
      { type: "attribute", prefix: "", name: "number", value: { type: "int8", value: -5 } },
      { type: "element", prefix: "", name: "Price" },
      { type: "text", value: { type: "decimal", value: { negative: true, scale: 2, coefficient: 150n } }, endsElement: true },
      { type: "element", prefix: "", name: "Flag" },
      { type: "text", value: { type: "bool", value: true }, endsElement: false },
      end,
      end,
      ...texts.flatMap(([name, text]): BinaryRecord[] => [
        { type: "element", prefix: "", name },
        { type: "text", value: text, endsElement: true },
      ]),
      {
        type: "array",
        element: { type: "element", prefix: "", name: "Count" },
        attributes: [],
        values: [1, -2, 3].map((number) => ({ type: "int32", value: number })),
      },
      end,
    ];
    const buffer = new OctetBuffer();
    for (const record of records) writeRecord(buffer, record);
    expect(decodeBinary(buffer.finish())).toEqual({
      ok: true,
      value: {
        part: [{ number: -5, price: "-1.50", flag: true }],
        image: Uint8Array.of(9, 8, 7),
        at: "2006-05-17T00:00:00Z",
        count: [1, -2, 3],
      },
    });
  });
});
