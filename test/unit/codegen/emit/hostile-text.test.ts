/**
 * Text of a contract never becomes code, whatever it says and wherever it stands.
 */
import { transform } from "esbuild";
import fc from "fast-check";
import { generate } from "soapwright/codegen";
import { expect, test } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";

const xmlText = (text: string): string => text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Letters that came with Unicode 16 and 17: where Node knows them, they stand in names, which esbuild, by which this test reads code, does not know yet. */
const newLetters = /[\u088f\u0c5c\u0cdc\u1c89\u1c8a\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7dc\ua7f1]/g;

/** What XML can hold, with a liking for what means something to a compiler. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "*/",
        "/*",
        "//",
        "`",
        "${",
        "}",
        "'",
        '"',
        "\\",
        "\n",
        "\u2028",
        "\u2029",
        "@ts-ignore",
        "</script>",
        "__proto__",
        "]]>",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) =>
    parts
      .join("")
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, "")
      .replace(newLetters, ""),
  );

function schema(documentation: string, value: string, namespace: string): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x:${xmlText(namespace)}">
    <xs:annotation><xs:documentation>${xmlText(documentation)}</xs:documentation></xs:annotation>
    <xs:simpleType name="E"><xs:annotation><xs:documentation>${xmlText(documentation)}</xs:documentation></xs:annotation>
      <xs:restriction base="xs:string"><xs:enumeration value="${xmlText(value)}"/><xs:enumeration value="x"/></xs:restriction></xs:simpleType>
    <xs:complexType name="T">
      <xs:attribute name="a" type="xs:string" default="${xmlText(value)}"><xs:annotation><xs:documentation>${xmlText(documentation)}</xs:documentation></xs:annotation></xs:attribute>
      <xs:attribute name="b" type="xs:string" fixed="${xmlText(value)}"/>
    </xs:complexType>
  </xs:schema>`;
}

test("generated files have the declarations of the contract and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (documentation, value, namespace) => {
      const host = memoryHost({ "a.xsd": schema(documentation, value, namespace) });
      const { files, diagnostics } = await generate({ entries: ["a.xsd"], host });
      // Not every text is a URI.
      fc.pre(diagnostics.length === 0);
      for (const [path, code] of files) {
        // Without template literals each statement stands on lines of its own, whatever its texts hold.
        const { code: script } = await transform(code, { loader: "ts", format: "esm", supported: { "template-literal": false } });
        const statements = script.split("\n").filter((line) => /^(?!import |export |const |\s|\/\/|\}|$)/.test(line));
        expect([path, statements]).toEqual([path, []]);
        if (path !== "index.ts") expect(script).toContain("export {\n  E,\n  T\n};");
      }
    }),
    { numRuns: 200, examples: [["", "\"'\n", ""]] },
  );
});
