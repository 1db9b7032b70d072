/**
 * Identity constraints are checked while documents are written: the issues are those that reading the document gives, and a valid one is not read.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type ElementCodec, encode, tryDecode, validate } from "soapwright";
import { loadSchema } from "soapwright/schema";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { encodeInto } from "../../../src/runtime/encode.js";
import { Reader } from "../../../src/xml/read/reader.js";
import { Writer } from "../../../src/xml/write/writer.js";
import { type BothForms, bothForms } from "../../support/generated-code.js";

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:keys" xmlns="urn:keys" elementFormDefault="qualified">
  <xs:element name="Stock" type="Stock">
    <xs:key name="item"><xs:selector xpath="s:Item" xmlns:s="urn:keys"/><xs:field xpath="@sku"/><xs:field xpath="s:At" xmlns:s="urn:keys"/></xs:key>
    <xs:key name="code"><xs:selector xpath=".//s:Code" xmlns:s="urn:keys"/><xs:field xpath="."/></xs:key>
    <xs:keyref name="codeRef" refer="code"><xs:selector xpath=".//s:Line" xmlns:s="urn:keys"/><xs:field xpath="@code"/></xs:keyref>
    <xs:unique name="price"><xs:selector xpath="s:Item" xmlns:s="urn:keys"/><xs:field xpath="s:Price" xmlns:s="urn:keys"/></xs:unique>
    <xs:unique name="kind"><xs:selector xpath="s:Item" xmlns:s="urn:keys"/><xs:field xpath="@kind"/><xs:field xpath="s:Name" xmlns:s="urn:keys"/></xs:unique>
    <xs:unique name="nilOrType"><xs:selector xpath="*"/><xs:field xpath="s:Nil" xmlns:s="urn:keys"/></xs:unique>
  </xs:element>
  <xs:complexType name="Stock"><xs:sequence>
    <xs:element name="Item" type="Item" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="Line" type="Line" minOccurs="0" maxOccurs="unbounded"/>
    <xs:any namespace="##other" processContents="skip" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Item"><xs:sequence>
    <xs:element name="At" type="xs:decimal"/>
    <xs:element name="Price" type="Price" minOccurs="0"/>
    <xs:element name="Name" type="xs:QName" minOccurs="0"/>
    <xs:element name="Nil" type="xs:int" nillable="true" minOccurs="0"/>
    <xs:element name="Code" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="Item" type="Item" minOccurs="0" maxOccurs="unbounded"><xs:unique name="inner"><xs:selector xpath="s:Item" xmlns:s="urn:keys"/><xs:field xpath="@sku"/></xs:unique></xs:element>
  </xs:sequence><xs:attribute name="sku" type="xs:string" use="required"/><xs:attribute name="kind" type="xs:int" default="1"/><xs:anyAttribute namespace="##other" processContents="skip"/></xs:complexType>
  <xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="Line"><xs:attribute name="code" type="xs:string" use="required"/></xs:complexType>
</xs:schema>`;

const root = "{urn:keys}Stock";
let codec: ElementCodec;
let forms: BothForms;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-keys-"));
  const file = join(folder, "keys.xsd");
  writeFileSync(file, schema);
  const found = (await loadSchema({ entries: [file] })).documents[root];
  const generated = await bothForms({ entries: [file] });
  rmSync(folder, { recursive: true });
  if (found === undefined || generated === undefined) throw new Error("the schema has mistakes");
  codec = found;
  forms = generated;
}, 60_000);
afterEach(() => vi.restoreAllMocks());

const letter = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const few = <T>(one: fc.Arbitrary<T>) => fc.oneof({ depthSize: "small" }, fc.constant<T[]>([]), fc.array(one, { maxLength: 3 }));
const node = fc.record({
  name: fc.constant("{urn:other}Any"),
  attributes: fc.constant({}),
  namespaces: fc.constant({}),
  children: fc.constant([]),
});
const { item } = fc.letrec((tie) => ({
  item: fc.record(
    {
      sku: letter,
      at: fc.constantFrom("1", "1.0", "2"),
      kind: fc.constantFrom(1, 2),
      price: fc.record({ $value: fc.constantFrom("1", "01", "2", "3", "4"), currency: letter }, { requiredKeys: ["$value"] }),
      name: fc.tuple(fc.constantFrom("", "{urn:keys}", "{urn:x}"), letter).map(([namespace, local]) => namespace + local),
      nil: fc.oneof({ weight: 4, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constant(null) }),
      code: few(letter),
      item: few(tie("item")),
      $attributes: fc.constant({ "{urn:other}sku": "1" }),
    },
    { requiredKeys: ["sku", "at"] },
  ),
}));
const stock = fc.record(
  { item: fc.array(item, { maxLength: 4 }), line: fc.array(fc.record({ code: letter }), { maxLength: 2 }), $any: node },
  { requiredKeys: ["item"] },
);

const idsAndPaths = (issues: readonly { readonly id: string; readonly path: string }[]) => issues.map(({ id, path }) => `${id} ${path}`);

/** The issues that reading gives of what was written. */
function issuesOfReader(value: unknown): readonly string[] {
  const result = tryDecode(codec, encode(codec, value as never, { onDeviation: () => {} }));
  return result.ok ? [] : idsAndPaths(result.issues);
}

test("the issues are those of a reader", () => {
  const found = new Map<string, number>();
  let isRead = 0;
  const next = vi.spyOn(Reader.prototype, "next");
  fc.assert(
    fc.property(stock, (value) => {
      const want = issuesOfReader(value);
      next.mockClear();
      expect(idsAndPaths(validate(codec, value))).toEqual(want);
      if (next.mock.calls.length > 0) isRead++;
      const fast = forms.fast.elements[root];
      if (fast !== undefined) expect(idsAndPaths(forms.runtime.validate(fast, value))).toEqual(want);
      for (const issue of want.length === 0 ? ["none"] : want) {
        const [id = ""] = issue.split(" ");
        found.set(id, (found.get(id) ?? 0) + 1);
      }
    }),
    { numRuns: 300 },
  );
  const rules = ["4.1", "4.2.2", "4.3"].map((rule) => `cvc-identity-constraint.${rule}`);
  expect([...found.keys()]).toEqual(expect.arrayContaining(["none", ...rules]));
  expect(isRead).toBeLessThan(300);
});

describe("a valid document is not read", () => {
  const valid = {
    item: [
      { sku: "a", at: "1", code: ["x"], price: { $value: "1" }, name: "{urn:x}n", item: [{ sku: "a", at: "1" }] },
      { sku: "a", at: "2", code: ["y"] },
    ],
    line: [{ code: "x" }, { code: "y" }],
  };

  test("by itself or in another document", () => {
    const next = vi.spyOn(Reader.prototype, "next");
    expect(validate(codec, valid)).toEqual([]);
    expect(encode(codec, valid as never).length).toBeGreaterThan(20);
    const writer = new Writer();
    writer.startElement({ namespace: "", local: "Body" });
    expect(encodeInto(codec, valid as never, writer)).toEqual([]);
    expect(next).not.toHaveBeenCalled();
  });

  test("a wrong one is", () => {
    const next = vi.spyOn(Reader.prototype, "next");
    const wrong = { ...valid, line: [{ code: "z" }] };
    expect(idsAndPaths(validate(codec, wrong))).toEqual(["cvc-identity-constraint.4.3 /Stock/Line[1]"]);
    expect(next).toHaveBeenCalled();
  });
});
