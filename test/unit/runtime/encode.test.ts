/** What the type forbids is refused with rule, path and property, and never written. */
import { decode, encode, namespacesOf, readContent, readElement, toContent, toElement, ValidationError } from "soapwright";
import {
  type Codec,
  complexType,
  element,
  xmlAttributes,
  xmlElement,
  xsAnyType,
  xsDecimal,
  xsID,
  xsInt,
  xsQName,
  xsString,
} from "soapwright/runtime-v1";
import { describe, expect, test } from "vitest";
import { valueIssuesOf } from "../../support/issues.js";
import * as t from "./constructs.js";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("refused values", () => {
  const price = { $value: "1", currency: "EUR" };
  test.each<[string, Codec, unknown, string[]]>([
    ["unknown property", t.Party, { name: "n", other: 1 }, ["value-property /Party other"]],
    ["missing element", t.Party, {}, ["cvc-complex-type.2.4.b /Party name"]],
    [
      "missing attribute",
      t.Price,
      { $value: "1" },
      ["cvc-complex-type.4 /Price/@currency currency"].map((s) => s.replace("/@currency", "")),
    ],
    ["missing text", t.Price, { currency: "EUR" }, ["cvc-datatype-valid.1.2.1 /Price $value"]],
    ["value of an attribute", t.Price, { ...price, currency: "USD" }, ["cvc-enumeration-valid /Price/@currency currency"]],
    ["fixed attribute", t.Price, { ...price, version: "2" }, ["cvc-complex-type.3.1 /Price/@version version"]],
    ["not an object", t.Party, "n", ["value-type /Party "]],
    ["not an array", t.Twice, { a: ["1"], a2: "2" }, ["cvc-datatype-valid.1.2.1 /Twice/A a"]],
    ["not an array either", t.Occurs, { a: "1", b: null, f: "x" }, ["value-type /Occurs f"]],
    ["nil where none may be", t.Party, { name: null }, ["cvc-elt.3.1 /Party/Name name"]],
    ["content in a nil element", t.Priced, { price: { $nil: true, ...price } }, ["cvc-elt.3.2.1 /Priced/Price price.$value"]],
    ["two branches", t.Payment, { amount: "1", iban: "I", voucher: ["v"] }, ["value-type /Payment voucher"]],
    ["branch not complete", t.Payment, { amount: "1", bic: "B" }, ["cvc-complex-type.2.4.a /Payment/Bic bic"]],
    ["no branch", t.Payment, { amount: "1" }, ["cvc-complex-type.2.4.b /Payment "]],
    [
      "unknown item",
      t.Ledger,
      {
        $choice: [
          { name: "Credit", value: "1" },
          { name: "X", value: "1" },
        ],
      },
      ["value-type /Ledger $choice.1"],
    ],
    [
      "value of an item",
      t.Ledger,
      {
        $choice: [
          { name: "Debit", value: "1" },
          { name: "Debit", value: "x" },
        ],
      },
      ["cvc-datatype-valid.1.2.1 /Ledger/Debit[2] $choice.1"],
    ],
    ["round not complete", t.Entries, { $sequence: [{ key: "1" }, { val: "2" }] }, ["value-type /Entries $sequence.1"]],
    ["unknown type", t.Shipment, { to: { $type: "Nope", street: "s" } }, ["cvc-elt.4.2 /Shipment/To to.$type"]],
    ["property of another type", t.Shipment, { to: { street: "s", zip: "1" } }, ["value-property /Shipment/To to.zip"]],
    [
      "deep",
      t.Shipment,
      { to: { street: "s" }, stops: [{ street: "s" }, { street: 1 }] },
      ["cvc-datatype-valid.1.2.1 /Shipment/Stops[2]/Street stops.1.street"],
    ],
    ["a character that XML cannot hold", t.Party, { name: "\u0001" }, ["xml-not-well-formed /Party "]],
    ["reference without ID", t.Node, { id: "a", next: "b" }, ["cvc-id.1 /Node "]],
    [
      "wildcard of the wrong namespace",
      t.Open,
      { id: "1", $any: [{ name: "{urn:shop}x", attributes: {}, namespaces: {}, children: [] }] },
      ["cvc-complex-type.2.4.a /Open/x[1] $any.0"],
    ],
    [
      "known element in a wildcard",
      t.Open,
      { id: "1", $any: [{ name: "{urn:ext}Note", attributes: {}, namespaces: {}, children: [] }] },
      ["cvc-complex-type.2.4.b /Open/Note "],
    ],
  ])("%s", (_, codec, value, want) => {
    expect(valueIssuesOf(codec, value).map((issue) => issue.replace(" undefined", " "))).toEqual(want);
    // The compiler could not check these values either.
    expect(() => encode(codec, value as never)).toThrow(ValidationError);
  });

  test("an empty text where empty means the default", () => {
    const codec = complexType("{urn:u}R", {
      a: ["A", () => xsString, "", { default: "x" }],
      f: ["F", () => xsDecimal, "?", { fixed: "1.0" }],
    });
    expect(valueIssuesOf(codec, { a: "" })).toEqual(["cvc-elt.5.1.2 /R/A a"]);
    expect(valueIssuesOf(codec, { a: "y", f: "1" })).toEqual([]);
    expect(valueIssuesOf(codec, { a: "y", f: "2" })).toEqual(["cvc-elt.5.2.2.2.2 /R/F f"]);
    expect(decode(codec, '<R xmlns="urn:u"><A/></R>')).toEqual({ a: "x" });
  });

  test("identity constraints and IDs", () => {
    const Item = complexType("{urn:u}Item", { k: ["@k", () => xsInt] });
    const Doc = complexType("{urn:u}R", { item: ["Item", () => Item, "*"], id: ["@id", () => xsID, "?"] });
    const constraints = [{ name: "{urn:u}k", category: "unique" as const, selector: "p:Item", fields: ["@k"], namespaces: { p: "urn:u" } }];
    const codec = element("{urn:u}R", () => Doc, "", { constraints });
    expect(valueIssuesOf(codec, { item: [{ k: 1 }, { k: 1 }] })).toEqual(["cvc-identity-constraint.4.1 /R/Item[2] undefined"]);
  });
});

describe("writing", () => {
  test("an undefined property counts as absent; an empty array writes nothing", () => {
    expect(text(encode(t.Ledger, { $choice: [] }))).toBe('<ns1:Ledger xmlns:ns1="urn:shop"/>');
    expect(text(encode(t.Party, { name: "n", extra: undefined } as t.Party, { prefixes: { "urn:shop": "" } }))).toBe(
      '<Party xmlns="urn:shop"><Name>n</Name></Party>',
    );
  });

  test("an empty array is not one element", () => {
    expect(valueIssuesOf(t.Entries, { $sequence: [] })).toEqual(["cvc-complex-type.2.4.b /Entries "].map((issue) => issue));
  });

  test("names in content keep their prefixes", () => {
    const codec = complexType<{ q: string }>("{urn:u}R", { q: ["Q", () => xsQName] });
    const value = decode(codec, '<R xmlns="urn:u" xmlns:my="urn:my"><Q>my:name</Q></R>');
    expect(value).toEqual({ q: "{urn:my}name" });
    expect(namespacesOf(value)).toEqual({ "": "urn:u", my: "urn:my" });
    expect(text(encode(codec, value))).toBe('<R xmlns="urn:u" xmlns:my="urn:my"><Q>my:name</Q></R>');
    expect(decode(codec, encode(codec, { ...value }))).toEqual(value);
  });

  test("declarations that were read go with a value into another one, and nobody else sees them", () => {
    const codec = complexType<{ q: string }>("{urn:u}R", { q: ["Q", () => xsQName] });
    const list = complexType<{ r: readonly { q: string }[] }>("{urn:u}L", { r: ["R", () => codec, "+"] });
    const value = decode(codec, '<R xmlns="urn:u" xmlns:my="urn:my"><Q>my:name</Q></R>');
    expect(text(encode(list, { r: [value, { q: "{urn:my}name" }] }))).toContain('<R xmlns="urn:u" xmlns:my="urn:my"><Q>my:name</Q></R>');
    expect(value).toStrictEqual({ q: "{urn:my}name" });
    expect(Object.getOwnPropertySymbols({ ...value })).toEqual([]);
  });
});

describe("nodes", () => {
  const party = { name: "n" };
  test("an element of a wildcard", () => {
    const node = toElement(t.NoteElement, party);
    expect(node.name).toBe("{urn:ext}Note");
    expect(readElement(t.NoteElement, node)).toEqual(party);
    expect(readElement(t.CircleElement, node)).toBeUndefined();
    const open: t.Open = { id: "1", $any: [node], data: toContent(xsInt, 5) };
    const back = decode(t.Open, encode(t.Open, open));
    expect(readElement(t.NoteElement, back.$any?.[0] ?? node)).toEqual(party);
    expect(readContent(xsInt, back.data ?? toContent(xsInt, 0))).toBe(5);
  });

  test("names that would hurt an object", () => {
    const codec = element("{urn:u}R", () =>
      complexType("{urn:u}R", { $attributes: ["@any ##any skip", () => xmlAttributes, "?"], x: ["X", () => xsAnyType, "?"] }),
    );
    const value = decode(codec, '<R xmlns="urn:u" __proto__="p" constructor="c"><X __proto__="q"/></R>');
    expect(text(encode(codec, value as never, { prefixes: { "urn:u": "" } }))).toBe(
      '<R xmlns="urn:u" __proto__="p" constructor="c"><X __proto__="q"/></R>',
    );
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test("any document", () => {
    const xml = '<a xmlns:p="urn:p" b="1"><p:c>x</p:c>y<d/></a>';
    expect(text(encode(xmlElement, decode(xmlElement, xml)))).toBe(xml);
  });
});

describe("Standard Schema", () => {
  test("validates values", () => {
    const schema = t.Shipment["~standard"];
    expect(schema.version).toBe(1);
    expect(schema.validate({ to: { street: "s" } })).toEqual({ value: { to: { street: "s" } } });
    expect(schema.validate({ to: { street: "s" }, stops: [{ street: 1 }] })).toEqual({
      issues: [{ message: expect.any(String), path: ["stops", 0, "street"] }],
    });
  });
});
