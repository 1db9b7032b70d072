import { expect, test } from "vitest";
import { moduleFileNames, moduleIdentifier } from "../../../../codegen/lower/names/module-names.js";

test.each([
  ["urn:veloconnect:transaction-1.6", "transaction-1-6", "transaction16"],
  ["http://www.opengis.net/gml/3.2", "gml-3-2", "gml32"],
  ["http://www.w3.org/2000/09/xmldsig#", "xmldsig", "xmldsig"],
  ["http://www.w3.org/XML/1998/namespace", "xml", "xml"],
  ["http://schemas.xmlsoap.org/soap/envelope/", "envelope", "envelope"],
  ["urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2", "common-basic-components-2", "commonBasicComponents2"],
  ["urn:x:default", "default", "default_"],
  ["urn:2021", "ns-2021", "ns2021"],
  ["", "no-namespace", "noNamespace"],
  ["urn:größe", "größe", "größe"],
  [`urn:${"x".repeat(300)}`, "x".repeat(60), "x".repeat(60)],
  ["../../etc/passwd", "passwd", "passwd"],
  ["%%%", "namespace", "namespace_"],
])("%s is in %s.ts and called %s", (namespace, fileName, identifier) => {
  expect(moduleFileNames(namespace)[0]).toBe(fileName);
  expect(moduleIdentifier(fileName)).toBe(identifier);
});

test("a second namespace of one name takes the step before, without dates", () => {
  expect(moduleFileNames("http://schemas.datacontract.org/2004/07/System.Net")).toEqual([
    "system-net",
    "schemas-datacontract-org-system-net",
  ]);
});
