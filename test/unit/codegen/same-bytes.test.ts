/**
 * What is generated depends on what a contract says: not on its layout, not on where it lies, not on how its documents are named.
 */
import { readdirSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { generate } from "soapwright/codegen";
import { describe, expect, it } from "vitest";
import { fileHost } from "../../../codegen/load/file-host.js";
import { type Host, memoryHost } from "../../../codegen/load/host.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function documentsIn(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}`)
    .filter((name) => /\.(xsd|wsdl)$/.test(name))
    .map((name) => `${root}${folder}/${name}`);
}

/** Contracts by name: each feature's, those of the services and examples, and those of the benchmark. */
const contracts: ReadonlyMap<string, readonly string[]> = new Map([
  ...readdirSync(`${root}test/golden`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, documentsIn(`test/golden/${name}`)] as const),
  ...[
    "schemas/veloconnect/veloconnect.wsdl",
    "schemas/ipam/operation-with-progress.wsdl",
    "examples/repair-order/repair-order.wsdl",
    "examples/currency/currency.wsdl",
    "examples/export-with-progress/export.wsdl",
  ].map((path) => [path, [`${root}${path}`]] as const),
  ...documentsIn("test/bench/schemas").map((path) => [relative(root, path), [path]] as const),
]);

const withoutMeaning = ["\n", "\n\n\n", "\r\n", "   ", "\t", "<!-- a comment -->", "\n<!--\n<element>\n-->\n"];

/** Puts white space and comments between tags, outside of documentation, whose text is part of what is generated. */
function spread(text: string, choose: (most: number) => number): string {
  const parts = text.split(/(<(\w+:)?(?:documentation|appinfo)\b[\s\S]*?<\/\2(?:documentation|appinfo)>|<!--[\s\S]*?-->)/);
  const [, declaration = "", rest = ""] = /^(\s*<\?xml[^>]*\?>)?([\s\S]*)$/.exec(parts[0] ?? "") ?? [];
  const insert = (part: string): string =>
    part.replace(/>(?=\s*<)/g, (found) => found + (choose(3) === 0 ? withoutMeaning[choose(withoutMeaning.length - 1)] : ""));
  // Of three parts, the first is outside, the second is documentation or a comment, the third its prefix.
  const outside = [
    insert(rest),
    ...parts.slice(1).map((part, index) => (index % 3 === 0 ? part : index % 3 === 1 ? "" : insert(part ?? ""))),
  ];
  return declaration + outside.join("");
}

/** The files of the disk, each with another layout. */
function spreadingHost(choose: (most: number) => number): Host {
  const host = fileHost();
  return {
    readDocument(uri) {
      const bytes = host.readDocument(uri);
      return bytes && new TextEncoder().encode(spread(new TextDecoder().decode(bytes), choose));
    },
    resolveUri: host.resolveUri,
  };
}

describe("blank lines and comments change no byte", () => {
  it("of thirty contracts", () => expect(contracts.size).toBeGreaterThanOrEqual(30));

  it.each([...contracts])("%s", async (_, entries) => {
    const { files, names } = await generate({ entries });
    expect(files.size).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const choose = (most: number): number => gen(fc.nat, { max: most });
        const other = await generate({ entries, host: spreadingHost(choose) });
        expect(other.diagnostics).toEqual([]);
        expect([...other.files]).toEqual([...files]);
        expect(other.names).toEqual(names);
      }),
      { numRuns: 3 },
    );
  });

  it("unless comments are to say the places", async () => {
    const documents = { "a.xsd": '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n<xs:complexType name="T"/></xs:schema>' };
    const { files } = await generate({ entries: ["a.xsd"], host: memoryHost(documents), places: true });
    expect(files.get("no-namespace.ts")).toContain("/** a.xsd:2 */");
  });
});

describe("the same bytes", () => {
  const schema = (namespace: string, body: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}">${body}</xs:schema>`;
  const type = '<xs:complexType name="T"/>';
  const documents = (folder: string): Readonly<Record<string, string>> => ({
    [`${folder}b/order.xsd`]: schema("urn:b", `<xs:include schemaLocation="../a/more.xsd"/>${type}`),
    [`${folder}a/more.xsd`]: schema("urn:b", '<xs:complexType name="U"/>'),
    [`${folder}c/c.xsd`]: schema("urn:c", type),
  });
  const entriesIn = (folder: string): readonly string[] => [`${folder}b/order.xsd`, `${folder}c/c.xsd`];

  it.each(["", "/", "/zzz/", "../", "0/1/", "/usr/share/", `${process.cwd()}/`])("with documents in %j", async (folder) => {
    const want = await generate({ entries: entriesIn(""), host: memoryHost(documents("")) });
    const found = await generate({ entries: entriesIn(folder), host: memoryHost(documents(folder)) });
    expect(found.diagnostics).toEqual([]);
    expect([...found.files]).toEqual([...want.files]);
    expect(found.files.get("b.ts")).toMatch(/^\/\/ Generated by soapwright \S+ from a\/more\.xsd, b\/order\.xsd\. /);
  });

  it("however a document is named, which is taken once", async () => {
    const path = `${root}examples/currency/currency.wsdl`;
    const spellings = [path, relative(process.cwd(), path), `${dirname(path)}/./x/..//currency.wsdl`, `file://${path}`];
    const { files } = await generate({ entries: [path] });
    for (const spelling of spellings) expect([...(await generate({ entries: [spelling] })).files]).toEqual([...files]);
    expect([...(await generate({ entries: spellings })).files]).toEqual([...files]);
  });
});
