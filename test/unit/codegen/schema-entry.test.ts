import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Converter, decode, encodeToString, validate } from "soapwright";
import { type LoadSchemaOptions, loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedCode } from "../../../src/runtime/decode/shared-code.js";
import { defaultLimits } from "../../../src/xml/limits.js";

let folder: string;

const order = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" elementFormDefault="qualified">
  <xs:element name="Order"><xs:complexType><xs:sequence><xs:element name="Id" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-schema-"));
  writeFileSync(join(folder, "order.xsd"), order);
  const include = (file: string) => `<xs:include schemaLocation="${file}"/>`;
  const schema = (content: string) =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">${content}</xs:schema>`;
  writeFileSync(join(folder, "part.xsd"), schema('<xs:element name="Part" type="xs:int"/>'));
  writeFileSync(join(folder, "whole.xsd"), schema(include("order.xsd") + include("part.xsd")));
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "bad.xsd"), order.replace("xs:int", "xs:missing"));
  writeFileSync(join(folder, "text.xsd"), "no XML");
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(file: string, options: Partial<LoadSchemaOptions> = {}) {
  return loadSchema({ entries: [join(folder, file)], ...options });
}

test("documents are read and written by the code that all types share", async () => {
  const { documents } = await load("order.xsd");
  const element = documents["{urn:a}Order"]?.["~table"];
  const type = element?.kind === "element" ? element.type()["~table"] : undefined;
  expect(type?.kind === "complex" && type.options.code?.()).toBe(sharedCode);
});

describe("converters", () => {
  interface Cents {
    readonly cents: number;
  }
  const cents: Converter<Cents> = { read: (text) => ({ cents: Number(text) * 100 }), write: (value) => `${value.cents / 100}` };
  const days: Converter<Date> = { read: (text) => new Date(text), write: (value) => value.toISOString().slice(0, 10) };

  beforeAll(() => {
    const price =
      '<xs:simpleType name="Price"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/></xs:restriction></xs:simpleType>';
    const attributes = '<xs:attribute name="price" type="a:Price"/><xs:attribute name="day" type="xs:date"/>';
    const offer = `<xs:element name="Offer"><xs:complexType>${attributes}</xs:complexType></xs:element>`;
    const head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="urn:a" targetNamespace="urn:a">';
    writeFileSync(join(folder, "offer.xsd"), `${head}${price}${offer}</xs:schema>`);
  });

  test("read and write the values of their types, which stay checked", async () => {
    const { documents } = await load("offer.xsd", { converters: { "{urn:a}Price": cents, "xs:date": days } });
    const offer = documents["{urn:a}Offer"];
    if (offer === undefined) throw new Error("there is no element");
    const document = '<a:Offer xmlns:a="urn:a" price="1.5" day="2026-01-02"/>';
    const value = decode(offer, document);
    expect(value).toEqual({ price: { cents: 150 }, day: new Date("2026-01-02") });
    // The codec was made from a schema, so that the compiler knows nothing of its values.
    expect(encodeToString(offer, value as never)).toBe(document);
    expect(validate(offer, { price: { cents: -100 } } as never).map(({ id }) => id)).toEqual(["cvc-minInclusive-valid"]);
  });

  test("for a type that is not there are an error", async () => {
    const { ok, diagnostics } = await load("offer.xsd", { converters: { "{urn:a}Offer": cents } });
    expect([ok, diagnostics.map(({ id }) => id)]).toEqual([false, ["mapping-unknown"]]);
  });
});

describe("a sound schema", () => {
  test.each([
    ['<Order xmlns="urn:a"><Id>1</Id></Order>', []],
    ['<Order xmlns="urn:a"><Id>x</Id></Order>', ["cvc-datatype-valid.1.2.1"]],
    ['<Order xmlns="urn:b"/>', ["cvc-elt.1"]],
    ["<Order", ["xml-unexpected-end"]],
  ])("%s", async (document, ids) => {
    const schema = await load("order.xsd");
    expect(schema.ok).toBe(true);
    expect(schema.validate(document).map(({ id }) => id)).toEqual(ids);
  });

  test("gives its elements", async () => {
    const codec = (await load("order.xsd")).documents["{urn:a}Order"];
    expect(codec && decode(codec, '<Order xmlns="urn:a"><Id>1</Id></Order>')).toEqual({ id: 1 });
  });
});

describe("what cannot be used", () => {
  test.each(["bad.xsd", "text.xsd", "none.xsd"])("%s is said, and no document is valid", async (file) => {
    const schema = await load(file);
    expect(schema.ok).toBe(false);
    expect(schema.diagnostics.length).toBeGreaterThan(0);
    expect(schema.documents).toEqual({});
    expect(schema.validate("<a/>").map(({ id }) => id)).toEqual(["schema-not-usable"]);
  });
});

describe("without entries", () => {
  const hinted =
    '<Order xmlns="urn:a" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:a order.xsd"><Id>x</Id></Order>';

  test("hints are not followed unless asked for", async () => {
    const schema = await loadSchema({ entries: [] });
    expect(schema.ok).toBe(true);
    expect(schema.validate(hinted, { baseUri: join(folder, "document.xml") }).map(({ id }) => id)).toEqual(["cvc-elt.1"]);
  });

  test("hints lead to schemas beside the document", async () => {
    const schema = await loadSchema({ entries: [], schemaLocationHints: true });
    expect(schema.validate(hinted, { baseUri: join(folder, "document.xml") }).map(({ id }) => id)).toEqual(["cvc-datatype-valid.1.2.1"]);
  });

  describe("a hint behind names of its namespace", () => {
    const late = (location: string, namespace = "urn:a") =>
      `<Order xmlns="urn:a"><Id xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="${namespace} ${location}">1</Id></Order>`;
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
      ["names the loaded document", late("order.xsd"), []],
      ["names it in another way", late("./sub/../order.xsd"), []],
      ["names a document that the loaded one includes", late("part.xsd"), []],
      ["names another document", late("bad.xsd"), ["xsi-schemaLocation"]],
      ["names no document", late("none.xsd"), ["xsi-schemaLocation"]],
      ["is of a namespace that has not been met", late("bad.xsd", "urn:b"), []],
      ["repeats one at a right place", hinted.replace("<Id>x", `<Id i:schemaLocation="urn:a order.xsd">1`), []],
    ];

    test.each(cases)("%s", async (_, document, want) => {
      const schema = await load("whole.xsd", { schemaLocationHints: true });
      expect(schema.validate(document, { baseUri: join(folder, "document.xml") }).map(({ id }) => id)).toEqual(want);
    });

    test("names a document that an earlier hint brought", async () => {
      const schema = await loadSchema({ entries: [], schemaLocationHints: true });
      const document = hinted.replace("<Id>x", `<Id i:schemaLocation="urn:a ./order.xsd">1`);
      expect(schema.validate(document, { baseUri: join(folder, "document.xml") })).toEqual([]);
    });
  });

  test("a document type declaration is refused unless allowed", async () => {
    const document = '<!DOCTYPE Order [<!ENTITY one "1">]><Order xmlns="urn:a"><Id>&one;</Id></Order>';
    expect((await load("order.xsd")).validate(document).map(({ id }) => id)).toEqual(["xml-doctype"]);
    expect((await load("order.xsd", { doctype: true })).validate(document)).toEqual([]);
  });

  test("an external entity is not read, and not dropped without notice", async () => {
    const schema = await load("order.xsd", { doctype: true });
    const document = (content: string) => `<!DOCTYPE Order [<!ENTITY e SYSTEM "e.xml">]>\n<Order xmlns="urn:a">${content}</Order>`;
    expect(schema.validate(document("<Id>1</Id>"))).toEqual([]);
    expect(schema.validate(document("<Id>1</Id>&e;"))).toMatchObject([{ id: "xml-entity-not-read", path: "/Order", line: 2, column: 32 }]);
  });

  test("documents have the limits of messages", async () => {
    const attributes = Array.from({ length: defaultLimits.attributes }, (_, index) => `a${index}=""`).join(" ");
    const { validate } = await load("order.xsd");
    const ids = (xml: string) => new Set(validate(xml).map(({ id }) => id));
    expect(ids(`<Order xmlns="urn:a" ${attributes}/>`)).toContain("xml-limit-attributes");
    expect(ids(`<p:Order xmlns:p="urn:a" ${attributes.slice('a0="" '.length)}/>`)).not.toContain("xml-limit-attributes");
  });
});
