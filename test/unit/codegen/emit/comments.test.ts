/**
 * What people read when they hover: the contract's documentation, and what the type alone does not say.
 */
import { generate } from "soapwright/codegen";
import { describe, expect, test } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";
import { xsd } from "../../../support/contracts.js";

const documentation = (...texts: readonly string[]): string =>
  `<xs:annotation>${texts.map((text) => `<xs:documentation>${text}</xs:documentation>`).join("")}</xs:annotation>`;

const element = (inside: string): string =>
  `<xs:element name="Order"><xs:complexType><xs:sequence>${inside}</xs:sequence></xs:complexType></xs:element>`;

/** The interface of Order, without the stars of comments. */
async function orderOf(declarations: string): Promise<string> {
  const { files, diagnostics } = await generate({
    entries: ["a.xsd"],
    host: memoryHost({ "a.xsd": xsd(declarations, 'xmlns="urn:a" targetNamespace="urn:a"') }),
  });
  expect(diagnostics).toEqual([]);
  const [, body = ""] = /\nexport interface Order \{\n([\s\S]*?)\n\}\n/.exec(files.get("a.ts") ?? "") ?? [];
  return body
    .replaceAll(/^ +(\/\*\*|\*\/|\*)?/gm, "")
    .replaceAll(/ ?\*\/$/gm, "")
    .trim();
}

describe("documentation", () => {
  const note = (annotation: string): string => `<xs:element name="Note" type="xs:string">${annotation}</xs:element>`;

  test.each<[string, string, string]>([
    ["of a local element", element(note(documentation("Said by the buyer."))), " Said by the buyer.\nnote: string;"],
    [
      "of a reference",
      element(`<xs:element ref="Note">${documentation("Of this order.")}</xs:element>`) + note(documentation("Any note.")),
      " Of this order.\nnote: string;",
    ],
    [
      "of the element that a reference means",
      element('<xs:element ref="Note"/>') + note(documentation("Any note.")),
      " Any note.\nnote: string;",
    ],
    ["in several blocks", element(note(documentation("One.", "Two."))), "\n One.\n\n Two.\n\nnote: string;"],
    [
      "with structure",
      element(
        note(documentation("<c xmlns='urn:c'><Name>Order. Note</Name><Definition>\n   What the\n   buyer says  more.</Definition></c>")),
      ),
      "\n Name: Order. Note\n\n Definition: What the\n buyer says more.\n\nnote: string;",
    ],
    ["that would end the comment", element(note(documentation("a */ b&#x85;c"))), " a *\\/ b c\nnote: string;"],
    [
      "that would be a tag",
      element(note(documentation("@deprecated for @internal use"))),
      " \\@deprecated for @ internal use\nnote: string;",
    ],
  ])("%s", async (_, declarations, want) => {
    expect(await orderOf(declarations)).toBe(want.trim());
  });

  test("of an element of a choice stands in its branch", async () => {
    const choice = `<xs:choice><xs:element name="A" type="xs:string">${documentation("This one.")}</xs:element><xs:element name="B" type="xs:date"/></xs:choice>`;
    const { files } = await generate({
      entries: ["a.xsd"],
      host: memoryHost({ "a.xsd": xsd(element(choice), 'xmlns="urn:a" targetNamespace="urn:a"') }),
    });
    expect(files.get("a.ts")).toContain(`export type Order = OneOf<[
  {
    /** This one. */
    a: string;
  },
  {
    /** xs:date */
    b: string;
  },
]>;`);
  });
});

describe("what a type does not say", () => {
  const restricted = (base: string, facets: string): string =>
    `<xs:element name="X"><xs:simpleType><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;

  test.each<[string, string, string]>([
    ["a date", '<xs:element name="X" type="xs:date"/>', "xs:date"],
    ["an integer", '<xs:element name="X" type="xs:unsignedShort"/>', "xs:unsignedShort"],
    ["lengths", restricted("xs:string", '<xs:minLength value="1"/><xs:maxLength value="35"/>'), "xs:string, 1 to 35 characters"],
    ["a length", restricted("xs:hexBinary", '<xs:length value="1"/>'), "xs:hexBinary, 1 octet"],
    ["a least length", restricted("xs:token", '<xs:minLength value="2"/>'), "xs:token, at least 2 characters"],
    ["a pattern", restricted("xs:token", '<xs:pattern value="[A-Z]{2}"/>'), "xs:token, pattern `[A-Z]{2}`"],
    ["a pattern that would end the comment", restricted("xs:token", '<xs:pattern value="a*/b"/>'), "xs:token, pattern `a*\\/b`"],
    ["bounds", restricted("xs:int", '<xs:minInclusive value="0"/><xs:maxExclusive value="100"/>'), "xs:int, &gt;= 0, &lt; 100"],
    [
      "digits",
      restricted("xs:decimal", '<xs:totalDigits value="12"/><xs:fractionDigits value="1"/>'),
      "xs:decimal, at most 12 digits, at most 1 fraction digit",
    ],
    ["a list", '<xs:element name="X"><xs:simpleType><xs:list itemType="xs:date"/></xs:simpleType></xs:element>', "list of xs:date"],
    ["a default", '<xs:element name="X" type="xs:string" default="a&#10;b"/>', "@defaultValue a b"],
    ["a fixed value", '<xs:element name="X" type="xs:decimal" fixed="1.50"/>', 'xs:decimal, always "1.50"'],
    ["of a text nothing", '<xs:element name="X" type="xs:string"/>', ""],
    ["of literals nothing", restricted("xs:token", '<xs:enumeration value="a"/>'), ""],
  ])("%s", async (_, declaration, want) => {
    const order = await orderOf(element(declaration));
    const comment = order.slice(0, order.lastIndexOf("x:")).trim();
    expect(comment).toBe(want.replaceAll("&gt;", ">").replaceAll("&lt;", "<"));
  });

  test("stands beside the documentation", async () => {
    expect(await orderOf(element(`<xs:element name="Due" type="xs:date">${documentation("When it is due.")}</xs:element>`))).toBe(
      "When it is due. (xs:date)\ndue: string;",
    );
  });

  test("is said of attributes, of content beside attributes, and of types", async () => {
    const declarations =
      '<xs:complexType name="Price"><xs:simpleContent><xs:extension base="Money"><xs:attribute name="on" type="xs:date" use="required"/></xs:extension></xs:simpleContent></xs:complexType>' +
      '<xs:simpleType name="Money"><xs:restriction base="xs:decimal"><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>';
    const { files } = await generate({
      entries: ["a.xsd"],
      host: memoryHost({ "a.xsd": xsd(declarations, 'xmlns="urn:a" targetNamespace="urn:a"') }),
    });
    expect(files.get("a.ts")).toContain(`export interface Price {
  /** xs:decimal, at most 2 fraction digits */
  $value: Money;
  /** xs:date */
  on: string;
}`);
    expect(files.get("a.ts")).toContain("/** xs:decimal, at most 2 fraction digits */\nexport type Money = string;");
  });
});
