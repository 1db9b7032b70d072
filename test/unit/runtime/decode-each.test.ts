/** Items of documents that arrive in chunks are those of decoding the whole, and so is what is wrong. */

import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { decodeEach, type Issue, tryDecode, ValidationError, validateDocument, validateStream } from "soapwright";
import type { Codec } from "soapwright/runtime-v1";
import { beforeAll, describe, expect, test } from "vitest";
import { loadSchemaText } from "../../support/schemas.js";

const schemaText =
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:f" targetNamespace="urn:f" elementFormDefault="qualified">
  <xs:element name="Feed">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Title" type="xs:string"/>
        <xs:element name="Group" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:choice minOccurs="0" maxOccurs="unbounded">
              <xs:element ref="Entry"/>
              <xs:element name="Line" type="Line"/>
              <xs:element name="Count" type="Count" nillable="true"/>
              <xs:any namespace="##other" processContents="lax"/>
            </xs:choice>
            <xs:attribute name="no" type="xs:int"/>
          </xs:complexType>
        </xs:element>
        <xs:element name="Total" type="xs:int" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="version" use="required"/>
    </xs:complexType>
    <xs:key name="lines"><xs:selector xpath=".//Line" xmlns="urn:f"/><xs:field xpath="@no"/></xs:key>
    <xs:keyref name="entries" refer="lines"><xs:selector xpath=".//f:Entry" xmlns:f="urn:f"/><xs:field xpath="@line"/></xs:keyref>
  </xs:element>
  <xs:element name="Entry" type="Entry"/>
  <xs:complexType name="Entry" mixed="true">
    <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element ref="Entry"/><xs:element name="b" type="xs:string"/><xs:any namespace="##other" processContents="skip"/></xs:choice>
    <xs:attribute name="line" type="xs:int"/>
    <xs:attribute name="id" type="xs:ID"/>
    <xs:attribute name="see" type="xs:IDREFS"/>
  </xs:complexType>
  <xs:complexType name="Line">
    <xs:sequence><xs:element name="price" type="xs:decimal"/><xs:element name="on" type="xs:date" minOccurs="0"/></xs:sequence>
    <xs:attribute name="no" type="xs:int"/>
  </xs:complexType>
  <xs:complexType name="LongLine">
    <xs:complexContent><xs:extension base="Line"><xs:sequence><xs:element name="note" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent>
  </xs:complexType>
  <xs:simpleType name="Count"><xs:restriction base="xs:int"><xs:maxInclusive value="99"/></xs:restriction></xs:simpleType>
</xs:schema>`.replace('xpath=".//Line" xmlns="urn:f"', 'xpath=".//f:Line" xmlns:f="urn:f"');

const document = `<?xml version="1.0"?>
<!-- a feed --><?note first?>
<f:Feed xmlns:f="urn:f" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version='1 "quoted" >'>
  <f:Title>Ä &lt;title&gt; <![CDATA[<f:Line>]]> ü</f:Title>
  <f:Group no="1">
    <f:Line no="1"><f:price>1.50</f:price></f:Line>
    <f:Line no="2" xsi:type="f:LongLine"><f:price>2</f:price><f:on>2026-11-30</f:on><f:note>x &amp; <!-- y --> z</f:note></f:Line><f:Count>7</f:Count>
    <f:Count xsi:nil="true"/><x:Other xmlns:x="urn:x"><x:deep a="1">text <f:Entry line="1">in any</f:Entry></x:deep></x:Other>
    <f:Entry line="1" id="a" see="b a">one <f:b>two</f:b> <f:Entry id="b">inner</f:Entry><y:any xmlns:y="urn:y"><y:z/>skipped</y:any> three</f:Entry>
  </f:Group>
  <f:Group/>
  <f:Group><f:Entry line="2"/><f:Entry/><f:Line no="3"><f:price>-0.7</f:price></f:Line></f:Group>
  <f:Total>3</f:Total>
</f:Feed>
<!-- end -->
`;

const encoder = new TextEncoder();
const codecs: Record<"feed" | "entry" | "line" | "count", Codec> = {} as never;
let schema: Parameters<typeof validateDocument>[0];

beforeAll(async () => {
  const loaded = await loadSchemaText(schemaText);
  if (loaded.schema === undefined) throw new Error("the schema is not usable");
  schema = loaded.schema;
  const known = (codec: Codec | undefined): Codec => codec ?? expect.fail("there is no such component");
  codecs.feed = known(schema.elements["{urn:f}Feed"]);
  codecs.entry = known(schema.elements["{urn:f}Entry"]);
  codecs.line = known(schema.types["{urn:f}Line"]);
  codecs.count = known(schema.types["{urn:f}Count"]);
});

/** Cuts bytes into chunks of these lengths in turn. They are gone when the next chunk is asked for, as in a buffer that is read into again. */
function* chunksOf(bytes: Uint8Array, lengths: readonly number[]): Iterable<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    const chunk = bytes.slice(at, at + length);
    yield chunk;
    chunk.fill(0);
    at += length;
  }
}

async function each(xml: string | Uint8Array, item: Codec, lengths: readonly number[], options = {}) {
  const items: unknown[] = [];
  const bytes = typeof xml === "string" ? encoder.encode(xml) : xml;
  try {
    for await (const value of decodeEach(codecs.feed, chunksOf(bytes, lengths), item, { schema, ...options })) items.push(value);
    return { items, issues: [] };
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return { items, issues: error.issues };
  }
}

/** What decoding the whole document finds wrong. */
function issuesOfWhole(xml: string | Uint8Array): readonly Issue[] {
  const result = tryDecode(codecs.feed, xml, { schema });
  return result.ok ? [] : result.issues;
}

const lengths = [[1], [7], [512], [65_536], [3, 1, 40]];

describe("decodeEach", () => {
  test.each(lengths)("gives the items of elements, types and simple types in chunks of %i", async (...cut) => {
    const lines = await each(document, codecs.line, cut);
    expect(lines).toEqual({
      items: [
        { no: 1, price: "1.50" },
        { $type: "LongLine", no: 2, price: "2", on: expect.anything(), note: "x &  z" },
        { no: 3, price: "-0.7" },
      ],
      issues: [],
    });
    const { items } = await each(document, codecs.count, cut);
    expect(items).toEqual([7, null]);
    const whole = tryDecode(codecs.feed, document, { schema });
    // The value has the form of the schema above.
    const groups = whole.ok ? (whole.value as { group: { $choice?: { name: string; value: unknown }[] }[] }).group : [];
    const entries = groups.flatMap(({ $choice = [] }) => $choice.filter(({ name }) => name === "Entry").map(({ value }) => value));
    const found = await each(document, codecs.entry, cut);
    // One that stands in what a wildcard lets in is an item as well.
    expect(found.items.length).toBe(4);
    expect(found.items.slice(1)).toEqual(entries);
  });
});

const encodings: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ["utf-16le", (text: string) => Uint8Array.from(Buffer.from(`\ufeff${text.replace('"1.0"', '"1.0" encoding="UTF-16"')}`, "utf16le"))],
  ["latin1", (text: string) => Uint8Array.from(Buffer.from(text.replace('"1.0"', '"1.0" encoding="ISO-8859-1"'), "latin1"))],
  [
    "shift_jis",
    (text: string) =>
      Uint8Array.from(Buffer.from(text.replace('"1.0"', '"1.0" encoding="Shift_JIS"').replaceAll(/[Äü]/g, "\x83\x41"), "latin1")),
  ],
];

test.each(encodings)("reads %s", async (_, write) => {
  for (const cut of [...lengths, [2, 1, 1], [1, 2, 5]]) {
    expect((await each(write(document), codecs.count, cut)).items).toEqual([7, null]);
    const wrong = write(document.replace("<f:Total>3", "<f:Total>ö"));
    expect((await each(wrong, codecs.count, cut)).issues).toEqual(issuesOfWhole(wrong));
  }
});

test("wherever a document is cut, its items are the same", async () => {
  const documents = [encoder.encode(document), ...encodings.map(([, write]) => write(document))];
  const wanted = await Promise.all(documents.map((bytes) => each(bytes, codecs.entry, [bytes.length])));
  const someLengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.nat(documents.length - 1), someLengths, async (which, cut) => {
      const bytes = documents[which] ?? expect.fail("there is no such document");
      expect(await each(bytes, codecs.entry, cut)).toEqual(wanted[which]);
    }),
  );
});

describe("issues", () => {
  const table: readonly [string, string][] = [
    ['no="2"', 'no="1"'],
    ['no="3"', 'no="x"'],
    ['line="2"', 'line="9"'],
    ['see="b a"', 'see="b c"'],
    ['id="b"', 'id="a"'],
    [" version=", " wrong="],
    ["<f:Total>3</f:Total>", ""],
    ["<f:Total>3", "<f:Total>3<f:x>y</f:x>"],
    ["1.50", "one"],
    ["1.50", "\ufffe"],
    ["<f:on>", "<f:off>"],
    ["<f:Title>", "<f:Tittle>"],
    ["<!-- end -->", "end"],
    ["</f:Feed>", ""],
    ["</f:Feed>", "</f:Feeds>"],
    ["<f:Feed", "<f:Food"],
    ["<!-- a feed -->", "<!DOCTYPE f:Feed>"],
    ["<f:Count>7", "<f:Count a='1'>777"],
    ["x &amp;", "x &amp"],
    ["urn:x", ""],
  ];
  test.each(table)("%s -> %s", async (before, after) => {
    const wrong = document.replace(before, after);
    const want = issuesOfWhole(wrong);
    for (const cut of lengths) {
      expect((await each(wrong, codecs.line, cut)).issues).toEqual(want);
      expect(await validateStream(schema, chunksOf(encoder.encode(wrong), cut))).toEqual(validateDocument(schema, wrong));
    }
  });

  test("mutated documents have the same ones as a whole", async () => {
    const bytes = encoder.encode(document);
    const mutation = fc.record({
      at: fc.nat(bytes.length - 1),
      drop: fc.nat(12),
      put: fc.constantFrom("", "<", ">", "&", '"', "/", "x", "]]>", "<f:Line no='1'>", "\n", "\xff", "ü", "<!--", "<![CDATA["),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.constantFrom(...lengths), async (mutations, cut) => {
        let wrong = bytes;
        for (const { at, drop, put } of mutations) {
          wrong = Uint8Array.from([...wrong.slice(0, at), ...Buffer.from(put, "latin1"), ...wrong.slice(at + drop)]);
        }
        const found = await each(wrong, codecs.line, cut);
        expect(found.issues).toEqual(issuesOfWhole(wrong));
      }),
      { numRuns: 400 },
    );
  });
});

describe("the source", () => {
  /** Chunks without end, and whether they were stopped. */
  function endless() {
    const seen = { chunks: 0, stopped: false };
    async function* chunks() {
      try {
        yield encoder.encode('<Feed xmlns="urn:f" version="1"><Title/><Group>');
        for (;;) {
          seen.chunks++;
          yield encoder.encode(`<Count>${seen.chunks % 100}</Count>`);
        }
      } finally {
        seen.stopped = true;
      }
    }
    return { seen, chunks: chunks() };
  }

  test("is stopped when the loop is left", async () => {
    const { seen, chunks } = endless();
    for await (const count of decodeEach(codecs.feed, chunks, codecs.count)) if (count === 20) break;
    expect(seen).toEqual({ chunks: expect.closeTo(20, -1), stopped: true });
  });

  test("is stopped when the document is refused", async () => {
    const { seen, chunks } = endless();
    const refused = decodeEach(codecs.feed, chunks, codecs.line, { limits: { depth: 1 } }).next();
    await expect(refused).rejects.toThrow("xml-limit-depth");
    expect(seen.stopped).toBe(true);
  });

  test("may be a stream of the web or of Node", async () => {
    const bytes = encoder.encode(document);
    const web = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(bytes);
        controller.close();
      },
    });
    // As on platforms where streams cannot be iterated over.
    const plain = { getReader: () => new Blob([bytes]).stream().getReader() };
    for (const source of [web, plain, Readable.from([Buffer.from(bytes)]), [bytes]]) {
      const counts: unknown[] = [];
      for await (const count of decodeEach(codecs.feed, source, codecs.count, { schema })) counts.push(count);
      expect(counts).toEqual([7, null]);
    }
  });

  test("a web stream is cancelled", async () => {
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(encoder.encode('<Feed xmlns="urn:f" wrong="1"><a/><b/>')),
      cancel: () => {
        cancelled = true;
      },
    });
    const plain = { getReader: () => source.getReader() };
    await expect(decodeEach(codecs.feed, plain, codecs.line, { maxIssues: 1 }).next()).rejects.toThrow(ValidationError);
    expect(cancelled).toBe(true);
  });

  test("its own error is passed on, and text is refused", async () => {
    const broken = Readable.from(
      (function* () {
        yield encoder.encode("<Feed");
        throw new Error("the disk is gone");
      })(),
    );
    await expect(decodeEach(codecs.feed, broken, codecs.line).next()).rejects.toThrow("the disk is gone");
    // A stream of text has the type of any stream.
    const text = Readable.from([document]) as AsyncIterable<Uint8Array>;
    await expect(decodeEach(codecs.feed, text, codecs.line).next()).rejects.toThrow(TypeError);
  });

  test("an item comes as soon as its end tag is here", async () => {
    const { seen, chunks } = endless();
    const counts = decodeEach(codecs.feed, chunks, codecs.count);
    await counts.next();
    // The tag after the start tag tells if the element has children, and here the end tag is that.
    expect(seen.chunks).toBe(1);
    await counts.return();
  });
});

describe("limits", () => {
  const feed = (content: string) => `<Feed xmlns="urn:f" version="1"><Title/><Group>${content}</Group></Feed>`;
  const line = (no: number) => `<Line no="${no}"><price>1</price></Line>`;

  test("bytes, markup and children are those of one item", async () => {
    const many = feed(Array.from({ length: 500 }, (_, no) => line(no)).join(""));
    const { items, issues } = await each(many, codecs.line, [64], { limits: { bytes: 400, markup: 20, children: 10 } });
    expect([items.length, issues]).toEqual([500, []]);
    const long = feed(`${line(1)}<Line no="2"><price>${"1".repeat(600)}</price></Line>`);
    expect(await each(long, codecs.line, [64], { limits: { bytes: 400 } })).toMatchObject({
      items: [{ no: 1 }],
      issues: [{ id: "xml-limit-bytes" }],
    });
  });

  test("the window grows for long text and shrinks to no more than that", async () => {
    const text = "x".repeat(300_000);
    const { issues } = await each(feed("").replace("<Title/>", `<Title>${text}</Title>`), codecs.line, [1000]);
    expect(issues).toEqual([]);
    const refused = await each(feed("").replace("<Title/>", `<Title>${text}</Title>`), codecs.line, [1000], {
      limits: { textLength: 1000 },
    });
    expect(refused.issues.map(({ id }) => id)).toEqual(["xml-limit-text-length"]);
  });

  test("what is not an item is not kept", async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const other = '<x:o xmlns:x="urn:x"><x:p a="1">text</x:p></x:o>'.repeat(1000);
    const bytes = encoder.encode(feed(`${other}<Count>1</Count>`.repeat(20)));
    const used: number[] = [];
    let items = 0;
    for await (const _ of decodeEach(codecs.feed, chunksOf(bytes, [16_384]), codecs.count, { schema })) {
      if (++items !== 4 && items !== 20) continue;
      collect();
      used.push(process.memoryUsage().heapUsed);
    }
    // The document has a megabyte; as a value it would take ten times as much.
    expect(items).toBe(20);
    expect((used[1] ?? 0) - (used[0] ?? 0)).toBeLessThan(3_000_000);
  });
});

test("document type declarations in chunks", async () => {
  const subset = `<!DOCTYPE f:Feed [<!-- ' > --><?p '> ?><!ENTITY two "<f:Count xmlns:f='urn:f'>2</f:Count>"><!ENTITY t "x">]>`;
  const xml = document.replace("<!-- a feed -->", subset).replace("<f:Group/>", "<f:Group>&two;</f:Group>").replace("title", "&t;");
  for (const cut of lengths) expect(await each(xml, codecs.count, cut, { doctype: true })).toEqual({ items: [7, null, 2], issues: [] });
  for (const [before, after] of [
    ['"x">', '"x>'],
    ["<!ENTITY t", "<!ENTITIES t"],
    ["]>", "] x>"],
    ["&two;", "&three;"],
  ] as const) {
    const wrong = xml.replace(before, after);
    const whole = tryDecode(codecs.feed, wrong, { schema, doctype: true });
    for (const cut of lengths) {
      const { issues } = await each(wrong, codecs.count, cut, { doctype: true });
      expect(issues).toEqual(whole.ok ? [] : whole.issues);
    }
  }
});
