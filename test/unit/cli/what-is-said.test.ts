/**
 * What commands say of mistakes: why something cannot be read, what may be meant, what a flag would change.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workplace } from "./run-command.js";

const schema = (body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:shop" targetNamespace="urn:shop">\n${body}\n</xs:schema>\n`;

const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:w" targetNamespace="urn:w">
  <message name="Ask"/><portType name="Desk"><operation name="GetPrice"><input message="t:Aks"/></operation></portType>
</definitions>`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  place.write("order.xsd", schema('<xs:element name="Order" type="OrderType"/><xs:complexType name="OrderType"/>'));
  place.write("desk.wsdl", wsdl.replace("Aks", "Ask"));
  place.write("misspelled.wsdl", wsdl);
  const types = `<types>${schema('<xs:element name="Order" type="xs:int"/>').replaceAll("urn:shop", "urn:w")}</types>`;
  const part = `${types}<message name="Ask"><part name="body" element="t:Ordre"/></message>`;
  place.write("part.wsdl", wsdl.replace('<message name="Ask"/>', part).replace("Aks", "Ask"));
  place.write("data.json", '{ "a": 1 }');
  place.write("page.html", "<!DOCTYPE html>\n<html><br></html>");
  place.write("empty.xml", "");
  place.write("archive.xml", "PK\u0003\u0004");
  place.write("notes.txt", "notes");
  place.write("latin.xml", Buffer.from("<a>caf\xe9</a>", "latin1"));
  place.write("cut.xml", '<o:Order xmlns:o="urn:shop">\n  <line>\n    <item>1</item>\n');
  place.write("cut.xsd", `${schema("").slice(0, -14)}<xs:element name="A">\n<xs:complexType>`);
  place.write(
    "types.xsd",
    schema('<xs:element name="A" type="OrdreType"/><xs:element name="B" type="xs:strng"/><xs:complexType name="OrderType"/>'),
  );
  place.write("namespaces.xsd", schema('<xs:element name="A" type="x:OrderType" xmlns:x="urn:shopp"/><xs:complexType name="OrderType"/>'));
  place.write("shopp.xml", '<Order xmlns="urn:shopp"/>');
  place.write("harmless.xsd", schema('<xs:import namespace="urn:shop"/><xs:element name="A" type="Missing"/>'));
  place.write("mixed.xsd", schema('<xs:import namespace="urn:shop"/><xs:element name="A" type="xs:int" nillable="maybe"/>'));
  place.write("soapwright.config.json", '{ "contracts": [{ "entries": ["order.xsd"], "out": "o", "mappings": {} }] }');
});
afterAll(() => place.remove());

describe("a mistake is explained", () => {
  it.each<[line: string, said: string]>([
    ["generate none.xsd --out o", '"none.xsd" cannot be read: there is no such file\n'],
    ["generate ordr.xsd --out o", '"ordr.xsd" cannot be read: there is no such file; did you mean "order.xsd"?'],
    ["generate orders/order.xsd --out o", 'there is no such file, nor a folder "orders"'],
    ["generate . --out o", "cannot be read: it is a folder; name a file in it"],
    ["generate http://example.org/a?wsdl --out o", "soapwright fetch 'http://example.org/a?wsdl' --out contracts"],
    ["validate --schema . order.xsd", "cannot be read: it is a folder"],
    ["validate ordr.xsd", '"ordr.xsd" cannot be read: there is no such file; did you mean "order.xsd"?'],
    ["validate https://example.org/a.xml", "soapwright fetch 'https://example.org/a.xml' --out contracts"],
    ["validate data.json", "this looks like JSON, not XML"],
    ["generate data.json --out o", "this looks like JSON, not XML"],
    ["validate page.html", "this is an HTML page, not XML"],
    ["validate empty.xml", "the file is empty"],
    ["validate archive.xml", "this is a ZIP archive; unpack it first"],
    ["validate notes.txt", 'this is not XML: it does not begin with "<"'],
    ["validate latin.xml", "the bytes are not valid UTF-8; a document in another encoding says so in its XML declaration"],
    ["validate cut.xml", '"line" is open, which begins at 2:3'],
    ["generate cut.xsd --out o", '"xs:complexType" is open, which begins at 3:1'],
    ["generat order.xsd", 'there is no command "generat"; did you mean "generate"?'],
    ["generate order.xsd --uot o", 'there is no flag "--uot"; did you mean --out?'],
    ["generate types.xsd --out o", 'there is no type "{urn:shop}OrdreType"; did you mean "{urn:shop}OrderType"?'],
    ["generate types.xsd --out o", 'did you mean "{http://www.w3.org/2001/XMLSchema}string"?'],
    ["generate namespaces.xsd --out o", 'there is no type "{urn:shopp}OrderType"; did you mean "{urn:shop}OrderType"?'],
    ["generate order.xsd --out o --element Ordre", 'there is no global element "Ordre"; did you mean "Order"?'],
    ["generate order.xsd --out o --element {urn:shopp}Order", 'did you mean "{urn:shop}Order"?'],
    ["generate desk.wsdl --out o --operation GetPrise", 'there is no operation "GetPrise"; did you mean "GetPrice"?'],
    ["generate part.wsdl --out o", 'there is no element "{urn:w}Ordre"; did you mean "{urn:w}Order"?'],
    ["generate misspelled.wsdl --out o", 'there is no message "{urn:w}Aks"; did you mean "{urn:w}Ask"?'],
    ["sample order.xsd --element Ordr", 'did you mean "Order"?'],
    ["inspect order.xsd --component OrderTyp", 'did you mean "OrderType"?'],
    ["ipam run EditDhcpServe", 'did you mean "EditDhcpServer"?'],
    ["validate --schema order.xsd shopp.xml", 'there is no declaration of element "{urn:shopp}Order"; did you mean "{urn:shop}Order"?'],
    ["validate --schema order.xsd --root Ordre shopp.xml", '--root: the schema declares no global element "Ordre"; did you mean "Order"?'],
    ["check", 'did you mean "mapping"?'],
    ["generate harmless.xsd --out o", "all 2 errors are harmless: with --lenient (in a configuration, lenient: true) they are warnings\n"],
    ["generate mixed.xsd --out o", "1 of the errors is harmless: with --lenient"],
    ["lint harmless.xsd", "all 2 errors are harmless: with --lenient"],
  ])("%s", async (line, said) => {
    const { status, stdout, stderr } = await place.run(...line.split(" "));
    expect([1, 2, 3]).toContain(status);
    expect(stdout + stderr).toContain(said);
  });

  it("but not for what no flag changes", async () => {
    expect((await place.run("generate", "types.xsd", "--out", "o", "--lenient")).stderr).not.toContain("with --lenient");
  });
});

describe("XML Schema 1.1 is called that", () => {
  const inType = (content: string): string => `<xs:complexType name="T">${content}</xs:complexType>`;
  it.each([
    ["an assertion", inType('<xs:sequence/><xs:assert test="true()"/>')],
    [
      "a facet that is one",
      '<xs:simpleType name="S"><xs:restriction base="xs:int"><xs:assertion test="true()"/></xs:restriction></xs:simpleType>',
    ],
    ["an alternative", '<xs:element name="A"><xs:alternative type="xs:int"/></xs:element>'],
    ["open content", inType("<xs:openContent><xs:any/></xs:openContent><xs:sequence/>")],
    ["an override", '<xs:override schemaLocation="order.xsd"/>'],
    ["an element of an all group that is repeated", inType('<xs:all><xs:element name="a" type="xs:int" maxOccurs="2"/></xs:all>')],
    ["a wildcard in an all group", inType("<xs:all><xs:any/></xs:all>")],
    ["names that a wildcard leaves out", inType('<xs:sequence><xs:any notNamespace="urn:a"/></xs:sequence>')],
    ["a type", '<xs:element name="A" type="xs:dateTimeStamp"/>'],
    ["several heads", '<xs:element name="A" type="xs:int" substitutionGroup="B C"/>'],
  ])("%s", async (_, body) => {
    place.write("later.xsd", schema(body));
    const { status, stderr } = await place.run("generate", "later.xsd", "--out", "o");
    expect([status, stderr]).toEqual([1, expect.stringContaining("that is XML Schema 1.1, and 1.0 is what is read")]);
  });
});

describe("what reaches the terminal", () => {
  const root = fileURLToPath(new URL("../../../src/cli", import.meta.url));
  /** Each has its reason in a comment. */
  const others = ["commands/sample.ts", "read-password.ts", "report/print.ts"];

  it("goes through one file", () => {
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const writing = files.filter((file) =>
      /(stdout|stderr|stream)\.write\(|\bconsole\.\w+\(/i.test(readFileSync(join(root, file), "utf8")),
    );
    expect(writing.sort()).toEqual(others);
  });
});
