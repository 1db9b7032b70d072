/**
 * xmime:expectedContentTypes in the comments of generated types, and what the catalogue knows about attachments.
 */
import { expect, test } from "vitest";
import { generate } from "../../../../codegen/generate.js";
import { fileHost } from "../../../../codegen/load/file-host.js";
import { memoryHost } from "../../../../codegen/load/host.js";

async function compile(content: string): Promise<{ readonly text: string; readonly findings: readonly string[] }> {
  const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="http://www.w3.org/2005/05/xmlmime" targetNamespace="urn:p"
    xmlns:p="urn:p" xmlns:wsi="http://ws-i.org/profiles/basic/1.1/xsd">
    <xs:import namespace="http://www.w3.org/2005/05/xmlmime"/><xs:import namespace="http://ws-i.org/profiles/basic/1.1/xsd"/>
    <xs:complexType name="Photo"><xs:sequence>${content}</xs:sequence></xs:complexType>
    <xs:complexType name="Picture" m:expectedContentTypes="image/*"><xs:simpleContent><xs:extension base="xs:base64Binary">
      <xs:attribute ref="m:contentType"/></xs:extension></xs:simpleContent></xs:complexType>
    </xs:schema>`;
  const own = memoryHost({ "p.xsd": schema });
  const files = fileHost();
  const host = { ...own, readDocument: (uri: string) => own.readDocument(uri) ?? files.readDocument(uri) };
  const { files: made, diagnostics } = await generate({ entries: ["p.xsd"], host });
  return { text: made.get("p.ts") ?? "", findings: diagnostics.map(({ id, message }) => `${id} ${message}`) };
}

test.each([
  ["an element", '<xs:element name="data" type="xs:base64Binary" m:expectedContentTypes="image/png"/>', "xs:base64Binary, image/png"],
  [
    "several, with weights",
    '<xs:element name="data" type="xs:base64Binary" m:expectedContentTypes="image/png;q=0.5, text/plain; charset=utf-8 ,image/*; q=0.1"/>',
    "xs:base64Binary, image/png or text/plain; charset=utf-8 or image/*",
  ],
  [
    "a comma in quotes",
    `<xs:element name="data" type="xs:hexBinary" m:expectedContentTypes='text/plain; a="b,c", text/html'/>`,
    'xs:hexBinary, text/plain; a="b,c" or text/html',
  ],
  [
    "an element with a comment",
    '<xs:element name="data" type="xs:base64Binary" m:expectedContentTypes="image/png"><xs:annotation><xs:documentation>The photo.</xs:documentation></xs:annotation></xs:element>',
    "The photo. (xs:base64Binary, image/png)",
  ],
  ["a type", '<xs:element name="data" type="p:Picture"/>', "image/*"],
  ["an element of a type with others", '<xs:element name="data" type="p:Picture" m:expectedContentTypes="image/gif"/>', "image/gif"],
  [
    "none of that namespace",
    '<xs:element name="data" type="xs:base64Binary" xmlns:o="urn:o" o:expectedContentTypes="a/b"/>',
    "xs:base64Binary",
  ],
  ["an empty list", '<xs:element name="data" type="xs:base64Binary" m:expectedContentTypes=" , "/>', "xs:base64Binary"],
])("expected content types: %s", async (_, content, comment) => {
  const { text, findings } = await compile(content);
  expect(findings).toEqual([]);
  expect(text).toContain(`/** ${comment} */\n  data: `);
});

test("wsi:swaRef is known without a document", async () => {
  const { text, findings } = await compile('<xs:element name="photo" type="wsi:swaRef"/>');
  expect(findings).toEqual([]);
  expect(text).toMatch(/photo: (?:string|SwaRef);/);
});
