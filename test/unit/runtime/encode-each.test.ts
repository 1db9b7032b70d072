/** Documents that are written item by item are those that are written at once, and are refused alike. */

import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { decodeEach, encode, encodeEach, tryDecode, ValidationError } from "soapwright";
import { type Codec, complexType, element, xsString } from "soapwright/runtime-v1";
import { beforeAll, expect, test } from "vitest";
import { straightLine } from "../../../src/runtime/decode/straight-line.js";
import { cursor } from "../../../src/runtime/fast/input.js";
import { loadSchemaText } from "../../support/schemas.js";

const schemaText = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:f" xmlns:f="urn:f" targetNamespace="urn:f" elementFormDefault="qualified">
  <xs:element name="Feed">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="title" type="xs:string"/>
        <xs:element name="lines">
          <xs:complexType><xs:sequence><xs:element name="line" type="Line" minOccurs="2" maxOccurs="450"/></xs:sequence></xs:complexType>
        </xs:element>
        <xs:element name="last" type="xs:int" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="version" type="xs:int"/>
    </xs:complexType>
    <xs:key name="lines"><xs:selector xpath="f:lines/f:line"/><xs:field xpath="@no"/></xs:key>
    <xs:keyref name="last" refer="lines"><xs:selector xpath="f:last"/><xs:field xpath="."/></xs:keyref>
  </xs:element>
  <xs:complexType name="Line">
    <xs:sequence><xs:element name="price" type="xs:decimal"/><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
    <xs:attribute name="no" type="xs:int"/>
  </xs:complexType>
</xs:schema>`;

interface Line {
  readonly no: number;
  readonly price: string;
}
type Feed = {
  readonly title: string;
  readonly lines: { readonly line: readonly Line[] };
  readonly last?: number;
  readonly version?: number;
};

let feed: Codec<Feed, Feed>;
let line: Codec<Line, Line>;

beforeAll(async () => {
  const { schema } = await loadSchemaText(schemaText);
  // The interfaces above are what would be generated.
  feed = schema?.elements["{urn:f}Feed"] as unknown as typeof feed;
  line = schema?.types["{urn:f}Line"] as unknown as typeof line;
});

const lines = (count: number): Line[] => Array.from({ length: count }, (_, index) => ({ no: index + 1, price: `${index}.50` }));
const around =
  (last?: number) =>
  (some: readonly Line[]): Feed => ({
    version: 1,
    title: "a <title>",
    lines: { line: some },
    ...(last !== undefined && { last }),
  });

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** The issues of what is written item by item, as "rule path". */
async function refusal(document: (some: readonly Line[]) => Feed, items: Iterable<Line>): Promise<readonly string[]> {
  const error = await joined(encodeEach(feed, document, line, items)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ValidationError ? error.issues.map(({ id, path }) => `${id} ${path}`) : [String(error)];
}

test.each([2, 99, 100, 101, 200, 450])("%i items make the bytes of encode", async (count) => {
  const items = lines(count);
  const declaration = { declaration: true };
  const bytes = await joined(encodeEach(feed, around(count), line, items, declaration));
  expect(Buffer.from(bytes).toString()).toBe(Buffer.from(encode(feed, around(count)(items), declaration)).toString());
  const read: Line[] = [];
  for await (const item of decodeEach(feed, encodeEach(feed, around(), line, items), line)) read.push(item);
  expect(read).toEqual(items);
});

test("the number of items is checked", async () => {
  expect(await refusal(around(), [])).toEqual([expect.stringMatching(/^cvc-complex-type\.2\.4\.b \/Feed\/lines$/)]);
  expect(await refusal(around(), lines(1))).toEqual(["cvc-complex-type.2.4.b /Feed/lines"]);
  expect(await refusal(around(), lines(451))).toEqual(["cvc-complex-type.2.4.d /Feed/lines/line[451]"]);
});

test("keys are checked over all items", async () => {
  const twice = [...lines(300), { no: 7, price: "1" }];
  expect(await refusal(around(), twice)).toEqual(["cvc-identity-constraint.4.2.2 /Feed/lines/line[301]"]);
  expect(await refusal(around(301), lines(300))).toEqual(["cvc-identity-constraint.4.3 /Feed/last"]);
});

test("an item that is not valid ends the source", async () => {
  let stopped = false;
  function* items() {
    try {
      yield* lines(250);
      yield { no: 251, price: "much" };
      for (;;) yield { no: 1, price: "1" };
    } finally {
      stopped = true;
    }
  }
  expect(await refusal(around(), items())).toEqual([
    expect.stringMatching(/^cvc-datatype-valid\.1\.2\.1 \/Feed\/lines\/line\[\d+\]\/price$/),
  ]);
  expect(stopped).toBe(true);
});

test("who stops reading stops the source", async () => {
  let stopped = false;
  async function* items() {
    try {
      for (let no = 1; ; no++) yield { no, price: "1" };
    } finally {
      stopped = true;
    }
  }
  for await (const chunk of encodeEach(feed, around(), line, items())) if (chunk.length > 1000) break;
  expect(stopped).toBe(true);
});

test("what stands around the items must not depend on them", async () => {
  const counted = (some: readonly Line[]): Feed => ({ ...around()(some), version: some.length });
  expect(await refusal(counted, lines(3))).toEqual([expect.stringMatching(/^TypeError: what stands around/)]);
  expect(await refusal(() => around()(lines(2)), lines(3))).toEqual([expect.stringMatching(/^TypeError: the document of one item has 2 /)]);
});

test("it is a source for streams of Node", async () => {
  const stream = Readable.from(encodeEach(feed, around(), line, lines(150)));
  expect(tryDecode(feed, await text(stream))).toMatchObject({ ok: true, value: { lines: { line: lines(150) } } });
});

test("what is written is read by the readers of its types", async () => {
  let calls = 0;
  let itemText = "";
  const Node = complexType(
    "{urn:x}Node",
    { text: ["text", () => xsString] },
    {
      reader: () => ({
        read: (_, start) => {
          calls++;
          cursor.at = start + itemText.length;
          cursor.endTag = start + itemText.lastIndexOf("<");
          return { text: "a" };
        },
        by: straightLine,
      }),
    },
  );
  const Root = element("{urn:x}root", () => complexType("{urn:x}Root", { node: ["node", () => Node, "*"] }));
  itemText = /<[^<]*node>.*node>/.exec(Buffer.from(encode(Root, { node: [{ text: "a" }] })).toString())?.[0] ?? "";
  const items = Array.from({ length: 250 }, () => ({ text: "a" }));
  const bytes = await joined(encodeEach(Root, (node) => ({ node }), Node, items));
  expect(Buffer.from(bytes).toString().split(itemText).length).toBe(251);
  // The first one is also written alone.
  expect(calls).toBeGreaterThanOrEqual(250);
});
