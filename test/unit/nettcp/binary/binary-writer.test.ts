import { describe, expect, it } from "vitest";
import { BinaryReader } from "../../../../src/nettcp/binary/binary-reader.js";
import { BinaryWriter } from "../../../../src/nettcp/binary/binary-writer.js";
import { ReceivedStrings, SentStrings } from "../../../../src/nettcp/binary/dictionaries.js";
import { OctetBuffer } from "../../../../src/nettcp/binary/octet-buffer.js";
import { OctetCursor } from "../../../../src/nettcp/binary/octet-cursor.js";
import { readRecords, writeRecord } from "../../../../src/nettcp/binary/records.js";
import { stringText } from "../../../../src/nettcp/binary/typed-text.js";
import { XmlWriteError } from "../../../../src/xml/errors.js";
import { internName } from "../../../../src/xml/names.js";
import { Reader } from "../../../../src/xml/read/reader.js";
import type { TokenWriter } from "../../../../src/xml/write/token-writer.js";
import { Writer } from "../../../../src/xml/write/writer.js";
import { copyDocument } from "../../../support/copy-document.js";
import { leavesOf, tokensOf } from "../../../support/document-tokens.js";
import { localNames, namespaces, randomOf, randomRecords, randomXml } from "../../../support/random-documents.js";

const written = (write: (writer: BinaryWriter) => void): string => {
  const writer = new BinaryWriter();
  write(writer);
  return Buffer.from(writer.finish()).toString("hex");
};
const plain = (local: string) => ({ namespace: "", local });

describe("the writer", () => {
  it.each<{ about: string; given: (writer: TokenWriter) => void; want: string }>([
    {
      about: "ends an element within its text",
      given: (writer) => writer.leaf(plain("e1"), "text"),
      want: "40026531 9904 74657874",
    },
    {
      about: "writes an empty element",
      given: (writer) => writer.leaf(plain("e1"), ""),
      want: "40026531 01",
    },
    {
      about: "knows the static dictionary",
      given: (writer) => writer.leaf({ namespace: "http://www.w3.org/2003/05/soap-envelope", local: "Body", prefix: "s" }, "1"),
      want: "560e 0b017304 83",
    },
    {
      about: "puts declarations behind attributes",
      given: (writer) => {
        writer.startElement({ namespace: "u1", local: "e1", prefix: "p" });
        writer.attribute({ namespace: "v1", local: "a1", prefix: "Q" }, "0");
        writer.endElement();
      },
      want: "6d026531 050151026131 80 090170027531 090151027631 01",
    },
    {
      about: "does not end an element within text before a child",
      given: (writer) => {
        writer.startElement(plain("e1"));
        writer.text("t");
        writer.leaf(plain("e2"), "");
        writer.endElement();
      },
      want: "40026531 980174 40026532 01 01",
    },
  ])("$about", ({ given, want }) => {
    expect(written(given)).toBe(want.replaceAll(" ", ""));
  });

  it.each([
    ["", "empty"],
    ["0", "zero"],
    ["1", "one"],
    ["x".repeat(255), "chars8"],
    ["ü".repeat(128), "chars16"],
    ["x".repeat(65_536), "chars32"],
    ["数数", "unicodeChars8"],
    ["数".repeat(128), "unicodeChars16"],
    ["😀", "chars8"],
  ])("%.3s goes out as %s", (text, type) => {
    expect(stringText(text).type).toBe(type);
    if (text !== "")
      expect(
        leavesOf(
          new BinaryReader(
            Buffer.from(
              written((writer) => writer.leaf(plain("a"), text)),
              "hex",
            ),
            { quotas: { stringContentLength: 100_000 } },
          ),
        )[1],
      ).toBe(JSON.stringify(text));
  });

  it.each<{ about: string; given: (writer: TokenWriter) => void }>([
    { about: "a control character", given: (writer) => writer.text("a\u0001") },
    { about: "a control character in a long text", given: (writer) => writer.text(`${"a".repeat(100)}\u0000`) },
    { about: "a lone surrogate", given: (writer) => writer.text("\ud800") },
    { about: "a lone surrogate in UTF-16", given: (writer) => writer.text("数数数\udc00") },
    { about: "an invalid name", given: (writer) => writer.startElement(plain("a b")) },
    { about: "an attribute called xmlns", given: (writer) => writer.attribute(plain("xmlns"), "u") },
    {
      about: "an attribute twice",
      given: (writer) => {
        writer.attribute(plain("a"), "1");
        writer.attribute(plain("a"), "2");
      },
    },
    { about: "a prefix undone", given: (writer) => writer.declareNamespace("p", "") },
    { about: "xmlns declared", given: (writer) => writer.declareNamespace("xmlns", "u") },
  ])("refuses $about, as the writer of text does", ({ given }) => {
    for (const writer of [new BinaryWriter(), new Writer()]) {
      writer.startElement(plain("root"));
      expect(() => given(writer)).toThrow(XmlWriteError);
    }
  });

  it.each<{ about: string; given: (writer: TokenWriter) => void }>([
    { about: "text outside the root", given: (writer) => writer.text("a") },
    { about: "an end too many", given: (writer) => writer.endElement() },
    { about: "a document without a root", given: (writer) => writer.finish() },
    {
      about: "an attribute behind text",
      given: (writer) => {
        writer.startElement(plain("a"));
        writer.text("t");
        writer.attribute(plain("b"), "c");
      },
    },
  ])("says that $about is a mistake of the program", ({ given }) => {
    for (const writer of [new BinaryWriter(), new Writer()]) expect(() => given(writer)).toThrow(/^internal: /);
  });

  it("gives prefixes for qualified names", () => {
    const writer = new BinaryWriter();
    writer.startElement({ namespace: "u", local: "a", prefix: "p" });
    const prefix = writer.qnamePrefix("v");
    expect([writer.qnamePrefix("u"), writer.lookupNamespace(prefix), writer.lookupNamespace("xml")]).toEqual([
      "p",
      "v",
      "http://www.w3.org/XML/1998/namespace",
    ]);
    writer.text(`${prefix}:x`);
    writer.endElement();
    const reader = new BinaryReader(writer.finish());
    reader.next();
    expect(reader.lookupNamespace(prefix)).toBe("v");
  });
});

describe("strings of a session", () => {
  const name = internName("urn:binary-writer-test", "SharedName");

  function message(strings: SentStrings, write: (writer: BinaryWriter) => void): Buffer {
    const writer = new BinaryWriter({ dictionary: strings });
    write(writer);
    const document = writer.finish();
    return Buffer.concat([strings.takeTable(), document]);
  }

  it("are names of schemas and what is shared by intent, once", () => {
    const sent = new SentStrings(2048);
    const received = new ReceivedStrings(2048);
    const write = (writer: BinaryWriter) => {
      writer.startElement(name);
      writer.startElement(plain("UserName"));
      writer.sharedText("urn:action");
      writer.endElement();
      writer.leaf(plain("UserName"), "secret");
      writer.endElement();
    };
    const first = message(sent, write);
    const second = message(sent, write);
    expect(first.toString("latin1")).toContain("SharedName");
    expect(second[0]).toBe(0);
    expect(second.toString("latin1")).not.toMatch(/SharedName|urn:/);
    for (const octets of [first, second]) {
      const reader = new BinaryReader(octets, { dictionary: received, start: received.readTable(octets) });
      expect(tokensOf(reader)).toContain('"urn:action"');
    }
    expect([received.find(1), received.find(3), received.find(5), received.find(7)]).toEqual([
      "SharedName",
      "urn:binary-writer-test",
      "urn:action",
      undefined,
    ]);
  });

  it("stop at the limit, after which text stands in the message", () => {
    const sent = new SentStrings(30);
    const received = new ReceivedStrings(30);
    for (let round = 0; round < 3; round++) {
      const octets = message(sent, (writer) => {
        writer.startElement(name);
        for (const text of ["urn:a", "urn:bb", "urn:ccc", "urn:dddd"]) {
          writer.startElement(plain("x"));
          writer.sharedText(text);
          writer.endElement();
        }
        writer.endElement();
      });
      const reader = new BinaryReader(octets, { dictionary: received, start: received.readTable(octets) });
      expect(tokensOf(reader).filter((token) => token.startsWith('"'))).toEqual(['"urn:a"', '"urn:bb"', '"urn:ccc"', '"urn:dddd"']);
    }
  });

  it("of a message that is not sent are forgotten", () => {
    const sent = new SentStrings(2048);
    expect(sent.share("urn:first")).toBe(1);
    sent.takeTable();
    expect(sent.share("urn:second")).toBe(3);
    sent.discard();
    expect(sent.find("urn:second")).toBeUndefined();
    expect(sent.share("urn:third")).toBe(3);
    expect(Buffer.from(sent.takeTable()).toString("latin1")).toBe("\x0a\x09urn:third");
  });
});

describe("random documents", () => {
  const rounds = 1500;

  it("are the same in binary and in text", () => {
    const random = randomOf(7);
    for (const namespace of namespaces) for (const local of localNames.slice(0, 30)) internName(namespace, local);
    let sent = new SentStrings(2048);
    let received = new ReceivedStrings(2048);
    for (let round = 0; round < rounds; round++) {
      if (round % 10 === 0) {
        sent = new SentStrings(2048);
        received = new ReceivedStrings(2048);
      }
      const xml = randomXml(random);
      const binary = new BinaryWriter({ dictionary: sent });
      copyDocument(new Reader(xml), binary);
      const document = binary.finish();
      const octets = Buffer.concat([sent.takeTable(), document]);
      const open = (start: number) => new BinaryReader(octets, { dictionary: received, start, quotas: { bytesPerRead: 65_536 } });
      const start = received.readTable(octets);
      const expected = tokensOf(new Reader(xml));
      expect(tokensOf(open(start))).toEqual(expected);
      const text = new Writer();
      copyDocument(open(start), text);
      expect(tokensOf(new Reader(text.finish()))).toEqual(expected);
    }
  });

  it("are written again record by record", () => {
    const random = randomOf(8);
    for (let round = 0; round < rounds; round++) {
      const records = randomRecords(random);
      const first = new OctetBuffer();
      for (const record of records) writeRecord(first, record);
      const octets = first.finish();
      const second = new OctetBuffer();
      for (const record of readRecords(new OctetCursor(octets))) writeRecord(second, record);
      expect(Buffer.from(second.finish()).equals(octets)).toBe(true);
    }
  });
});
