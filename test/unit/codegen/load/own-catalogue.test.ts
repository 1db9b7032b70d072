/**
 * The declarations that come with the package: sound, found by namespace and by location, and kept out of the way of those that a contract brings.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { generate } from "../../../../codegen/generate.js";
import { fileHost } from "../../../../codegen/load/file-host.js";
import { type Host, memoryHost } from "../../../../codegen/load/host.js";
import { openContract } from "../../../../codegen/open-contract.js";
import { xsd } from "../../../support/contracts.js";

const folder = fileURLToPath(new URL("../../../../schemas", import.meta.url));
const catalog: Readonly<Record<"namespaces" | "locations", Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(`${folder}/catalog.json`, "utf8"),
);

/** Documents in memory over the files of the package. */
function hostOf(documents: Readonly<Record<string, string>>): Host {
  const [memory, files] = [memoryHost(documents), fileHost()];
  return { readDocument: (uri) => memory.readDocument(uri) ?? files.readDocument(uri), resolveUri: files.resolveUri };
}

describe("the package's own declarations", () => {
  it.each(readdirSync(`${folder}/w3c`).filter((file) => file.endsWith(".xsd")))("%s is sound and in the catalogue", async (file) => {
    const { diagnostics } = await generate({ entries: [`${folder}/w3c/${file}`] });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(Object.values(catalog.namespaces)).toContain(`w3c/${file}`);
  });

  it.each(Object.entries(catalog.namespaces))("%s is found", (namespace) => {
    const host = hostOf({ "a.xsd": xsd(`<xs:import namespace="${namespace}"/>`, 'targetNamespace="urn:a"') });
    const { contract, diagnostics } = openContract({ entries: ["a.xsd"], host });
    expect(diagnostics).toEqual([]);
    expect(contract?.schema.namespaces.has(namespace)).toBe(true);
  });
});

describe("a message with a schema before its data", () => {
  const dataSet =
    '<xs:element name="data"><xs:complexType><xs:sequence><xs:element ref="xs:schema"/><xs:any/></xs:sequence></xs:complexType></xs:element>';
  const document = `<data xmlns="urn:a"><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" id="n"><xs:element name="x"/></xs:schema>
    <d:diffgram xmlns:d="urn:d"/></data>`;

  it.each([
    ["with the import", '<xs:import namespace="http://www.w3.org/2001/XMLSchema"/>'],
    ["without it", ""],
  ])("is described strictly, %s", (_, imports) => {
    const host = hostOf({
      "a.xsd": xsd(
        imports + dataSet.replace("<xs:any/>", '<xs:any processContents="lax"/>'),
        'targetNamespace="urn:a" elementFormDefault="qualified"',
      ),
    });
    const { contract, diagnostics } = openContract({ entries: ["a.xsd"], host });
    expect(diagnostics).toEqual([]);
    expect(contract?.validate(document)).toEqual([]);
  });

  it("is described by the contract's own document where there is one", () => {
    const own = xsd('<xs:element name="schema"><xs:complexType/></xs:element>', 'targetNamespace="http://www.w3.org/2001/XMLSchema"');
    const host = hostOf({
      "a.xsd": xsd(
        `<xs:import namespace="http://www.w3.org/2001/XMLSchema" schemaLocation="b.xsd"/>${dataSet}`,
        'targetNamespace="urn:a" elementFormDefault="qualified"',
      ),
      "b.xsd": own,
    });
    const { contract } = openContract({ entries: ["a.xsd"], host });
    expect(contract?.validate(document).map(({ id }) => id)).toContain("cvc-complex-type.3.2.2");
  });
});
