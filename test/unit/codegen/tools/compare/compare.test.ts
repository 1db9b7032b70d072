import { describe, expect, it } from "vitest";
import type { OpenContract } from "../../../../../codegen/open-contract.js";
import { compare } from "../../../../../codegen/tools/compare/compare.js";
import type { ChangeFinding, Direction } from "../../../../../codegen/tools/compare/finding.js";
import { openContractText, openShop } from "../../../../support/contracts.js";

/** Every witness is what it says: valid in the one contract, not in the other. */
function changesBetween(before: OpenContract, after: OpenContract, direction: Direction | "both"): readonly ChangeFinding[] {
  const found = compare(before, after, { direction });
  for (const { verdict, witness, id } of found) {
    if (verdict === "breaking") expect(witness, id).toBeDefined();
    if (witness === undefined) continue;
    const [accepting, refusing] = witness.validIn === "old" ? [before, after] : [after, before];
    expect(accepting.validate(witness.xml)).toEqual([]);
    expect(refusing.validate(witness.xml)).not.toEqual([]);
  }
  return found;
}

const brief = ({ verdict, id, subject }: ChangeFinding): string => `${verdict} ${id} ${subject}`;
const element = (type: string): string => `<xs:element name="Order" type="${type}"/>`;
const restricted = (base: string, facets: string): string =>
  `<xs:element name="Order"><xs:simpleType><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;
const enumeration = (...values: readonly string[]): string =>
  restricted("xs:token", values.map((value) => `<xs:enumeration value="${value}"/>`).join(""));
const content = (model: string, attributes = "", more = ""): string =>
  `<xs:element name="Order"><xs:complexType><xs:sequence>${model}</xs:sequence>${attributes}</xs:complexType>${more}</xs:element>`;
const a = '<xs:element name="A" type="xs:int"/>';
const b = '<xs:element name="B" type="xs:int"/>';
const optional = (particle: string): string => particle.replace("/>", ' minOccurs="0"/>');
const many = (particle: string, max: string): string => particle.replace("/>", ` maxOccurs="${max}"/>`);

/** Changes that narrow: breaking for requests; turned round, they break responses. */
const narrowings: readonly (readonly [name: string, wide: string, narrow: string, expected: string])[] = [
  ["a value out of an enumeration", enumeration("a", "b"), enumeration("a"), "value Order"],
  [
    "a shorter text",
    restricted("xs:string", '<xs:maxLength value="9"/>'),
    restricted("xs:string", '<xs:maxLength value="8"/>'),
    "value Order",
  ],
  [
    "a lower bound",
    restricted("xs:int", '<xs:maxInclusive value="9"/>'),
    restricted("xs:int", '<xs:maxExclusive value="9"/>'),
    "value Order",
  ],
  [
    "fewer digits",
    restricted("xs:decimal", '<xs:totalDigits value="5"/>'),
    restricted("xs:decimal", '<xs:totalDigits value="4"/>'),
    "value Order",
  ],
  [
    "another pattern",
    restricted("xs:token", '<xs:pattern value="[A-Z]{2,3}"/>'),
    restricted("xs:token", '<xs:pattern value="[A-Z]{2}|X.."/>'),
    "value Order",
  ],
  ["text to number", element("xs:string"), element("xs:int"), "value Order"],
  ["long to int", element("xs:long"), element("xs:int"), "value Order"],
  [
    "a union with a member less",
    '<xs:element name="Order"><xs:simpleType><xs:union memberTypes="xs:int xs:date"/></xs:simpleType></xs:element>',
    element("xs:int"),
    "value Order",
  ],
  ["an optional element required", content(optional(a)), content(a), "content Order"],
  ["an element less", content(a + optional(b)), content(a), "content Order"],
  ["fewer repetitions", content(many(a, "5")), content(many(a, "4")), "content Order"],
  [
    "another order",
    `<xs:element name="Order"><xs:complexType><xs:all>${a}${b}</xs:all></xs:complexType></xs:element>`,
    content(a + b),
    "content Order",
  ],
  [
    "a member of xs:all less",
    `<xs:element name="Order"><xs:complexType><xs:all>${a}${optional(b)}</xs:all></xs:complexType></xs:element>`,
    `<xs:element name="Order"><xs:complexType><xs:all>${a}</xs:all></xs:complexType></xs:element>`,
    "content Order",
  ],
  ["a branch of a choice less", content(`<xs:choice>${a}${b}</xs:choice>`), content(`<xs:choice>${a}</xs:choice>`), "content Order"],
  ["a wildcard less", content(`${a}<xs:any namespace="##other" processContents="lax" minOccurs="0"/>`), content(a), "content Order"],
  [
    "a stricter wildcard",
    content('<xs:any namespace="##any" processContents="lax"/>'),
    content('<xs:any namespace="##any" processContents="strict"/>'),
    "content Order",
  ],
  [
    "no text",
    '<xs:element name="Order"><xs:complexType mixed="true"/></xs:element>',
    '<xs:element name="Order"><xs:complexType/></xs:element>',
    "mixed Order",
  ],
  ["a value to elements", element("xs:string"), content(a), "content-kind Order"],
  ["an attribute less", content(a, '<xs:attribute name="x"/>'), content(a), "attribute Order/@x"],
  [
    "an attribute required",
    content(a, '<xs:attribute name="x"/>'),
    content(a, '<xs:attribute name="x" use="required"/>'),
    "attribute-required Order/@x",
  ],
  [
    "an attribute's type",
    content(a, '<xs:attribute name="x" type="xs:string"/>'),
    content(a, '<xs:attribute name="x" type="xs:boolean"/>'),
    "attribute-value Order/@x",
  ],
  [
    "an attribute fixed",
    content(a, '<xs:attribute name="x"/>'),
    content(a, '<xs:attribute name="x" fixed="1"/>'),
    "attribute-fixed Order/@x",
  ],
  [
    "no foreign attributes",
    content(a, '<xs:anyAttribute namespace="##other" processContents="skip"/>'),
    content(a),
    "attribute-wildcard Order/@*",
  ],
  ["not nillable", '<xs:element name="Order" type="xs:int" nillable="true"/>', element("xs:int"), "nillable Order"],
  ["a fixed value", element("xs:int"), '<xs:element name="Order" type="xs:int" fixed="5"/>', "fixed Order"],
  [
    "a key",
    content(`<xs:element name="A" type="xs:int" minOccurs="2" maxOccurs="2"/>`),
    content(
      `<xs:element name="A" type="xs:int" minOccurs="2" maxOccurs="2"/>`,
      "",
      '<xs:unique name="u"><xs:selector xpath="*"/><xs:field xpath="."/></xs:unique>',
    ),
    "identity-constraint Order",
  ],
  [
    "deep below",
    content(`<xs:element name="L"><xs:complexType><xs:sequence>${optional(a)}</xs:sequence></xs:complexType></xs:element>${b}`),
    content(`<xs:element name="L"><xs:complexType><xs:sequence>${a}</xs:sequence></xs:complexType></xs:element>${b}`),
    "content Order/L",
  ],
];

describe("narrowing", () => {
  it.each(narrowings)("%s breaks requests, and the other way round responses", (_, wide, narrow, expected) => {
    const [before, after] = [openShop(wide), openShop(narrow)];
    expect(changesBetween(before, after, "request").map(brief)).toContain(`breaking ${expected}`);
    expect(changesBetween(after, before, "response").map(brief)).toContain(`breaking ${expected}`);
    expect(changesBetween(after, before, "request").map(brief)).toContain(`compatible ${expected}`);
  });
});

describe("what only widens", () => {
  const strictlyWider = narrowings.filter(([name]) => !["another pattern", "a value to elements"].includes(name));
  it.each(strictlyWider)("%s, undone, breaks no request", (_, wide, narrow) => {
    expect(changesBetween(openShop(narrow), openShop(wide), "request").filter(({ verdict }) => verdict !== "compatible")).toEqual([]);
  });
});

describe("equal contracts", () => {
  it.each(narrowings)("%s: nothing", (_, wide) => expect(changesBetween(openShop(wide), openShop(wide), "both")).toEqual([]));
  it.each([
    [
      "a choice written differently",
      content(`<xs:choice>${a}<xs:sequence>${b}</xs:sequence></xs:choice>`),
      content(`<xs:choice>${b}${a}</xs:choice>`),
    ],
    ["counters written differently", content(`<xs:sequence maxOccurs="2">${a}</xs:sequence>`), content(many(a, "2"))],
    [
      "patterns written differently",
      restricted("xs:token", '<xs:pattern value="ab*"/>'),
      restricted("xs:token", '<xs:pattern value="a|ab+"/>'),
    ],
    [
      "an integer by digits",
      restricted("xs:decimal", '<xs:fractionDigits value="0"/>'),
      restricted("xs:decimal", '<xs:fractionDigits value="0"/><xs:whiteSpace value="collapse"/>'),
    ],
  ])("%s: nothing", (_, before, after) => expect(changesBetween(openShop(before), openShop(after), "both").map(brief)).toEqual([]));
});

describe("derived types and substitution", () => {
  const base = '<xs:complexType name="Base"><xs:sequence/></xs:complexType>';
  const derived = `<xs:complexType name="Derived"><xs:complexContent><xs:extension base="Base"><xs:sequence>${a}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
  it("a derived type that is gone breaks xsi:type", () => {
    const found = changesBetween(openShop(base + derived + element("Base")), openShop(base + element("Base")), "request");
    expect(found.map(brief)).toEqual(["breaking xsi-type Order", "unknown type {urn:shop}Derived"]);
    expect(found[0]?.witness?.xml).toContain("Derived");
  });
  it("what changes in a derived type is found through xsi:type", () => {
    const found = changesBetween(
      openShop(base + derived.replace("/>", ' minOccurs="0"/>') + element("Base")),
      openShop(base + derived + element("Base")),
      "request",
    );
    expect(found.map(brief)).toContain("breaking content Order");
  });
  it("a member of a substitution group that is gone", () => {
    const head =
      '<xs:element name="Head" type="xs:int"/><xs:element name="Order"><xs:complexType><xs:sequence><xs:element ref="Head"/></xs:sequence></xs:complexType></xs:element>';
    const member = '<xs:element name="Member" type="xs:int" substitutionGroup="Head"/>';
    expect(changesBetween(openShop(head + member), openShop(head), "request").map(brief)).toEqual([
      "breaking element Member",
      "breaking content Order",
    ]);
  });
});

describe("other changes", () => {
  it("a default that changes is not judged by documents", () => {
    const found = changesBetween(
      openShop(`<xs:complexType name="T"><xs:attribute name="x" default="1"/></xs:complexType>${element("T")}`),
      openShop(`<xs:complexType name="T"><xs:attribute name="x" default="2"/></xs:complexType>${element("T")}`),
      "both",
    );
    expect(found.map(brief)).toEqual(["unknown default {urn:shop}T/@x"]);
  });
  it("recursive types end", () => {
    const node = (extra: string): string =>
      `<xs:complexType name="Node"><xs:sequence><xs:element name="N" type="Node" minOccurs="0"/>${extra}</xs:sequence></xs:complexType>${element("Node")}`;
    expect(changesBetween(openShop(node("")), openShop(node(a)), "request").map(brief)).toEqual([
      "breaking content Order",
      "compatible content Order",
    ]);
  });
});

it("does not take a redefined type for one that xsi:type may name", () => {
  const schema = (body: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" targetNamespace="urn:a">${body}</xs:schema>`;
  const extended = (base: string, attribute: string): string =>
    `<xs:complexType name="Size"><xs:simpleContent><xs:extension base="${base}">${attribute}</xs:extension></xs:simpleContent></xs:complexType>`;
  const open = () =>
    openContractText({
      "a.xsd": schema(
        `<xs:redefine schemaLocation="b.xsd">${extended("Size", '<xs:attribute name="unit" use="required"/>')}</xs:redefine>${element("xs:string")}`,
      ),
      "b.xsd": schema(extended("xs:string", "")),
    });
  expect(changesBetween(open(), open(), "both")).toEqual([]);
});
