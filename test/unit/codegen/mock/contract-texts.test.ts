/**
 * `?wsdl` of a mock gives the documents of a contract, wherever they lie and however they are encoded.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readMockContract } from "../../../../codegen/mock/mock-contract.js";

const wsdl = `<?xml version="1.0" encoding="UTF-16"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:t">
<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="urn:t" schemaLocation="../schemas/t.xsd"/></xs:schema></types>
</definitions>`;
const xsd = `<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t"><xs:import namespace="http://www.w3.org/XML/1998/namespace"
  schemaLocation="http://www.w3.org/2001/xml.xsd"/><xs:element name="Größe"/></xs:schema>`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-mock-"));
  for (const name of ["services", "schemas"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "services/t.wsdl"), `\uFEFF${wsdl}`, "utf16le");
  writeFileSync(join(folder, "schemas/t.xsd"), xsd, "latin1");
});
afterAll(() => rmSync(folder, { recursive: true }));

it("names them by their places among each other, in UTF-8, without those of the package", () => {
  const { contract, diagnostics } = readMockContract({ entries: [join(folder, "services/t.wsdl")] });
  expect(diagnostics).toEqual([]);
  expect(contract?.documents).toEqual({
    main: "services/t.wsdl",
    documents: { "services/t.wsdl": wsdl.replace(' encoding="UTF-16"', ""), "schemas/t.xsd": xsd.replace(' encoding="ISO-8859-1"', "") },
  });
});
