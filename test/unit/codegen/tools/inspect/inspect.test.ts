import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inspect } from "../../../../../codegen/tools/inspect/inspect.js";
import { openContractText, openShop } from "../../../../support/contracts.js";

const content = `
  <xs:simpleType name="Size"><xs:annotation><xs:documentation>How large</xs:documentation></xs:annotation>
    <xs:restriction base="xs:token"><xs:enumeration value="S"/><xs:maxLength value="3" fixed="true"/></xs:restriction></xs:simpleType>
  <xs:element name="Order" nillable="true"><xs:complexType><xs:sequence>
    <xs:choice maxOccurs="unbounded"><xs:element name="Size" type="Size"/><xs:element ref="Note" minOccurs="0"/></xs:choice>
    <xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
    <xs:attribute name="id" type="xs:ID" use="required"/><xs:attribute name="v" type="xs:int" default="1"/></xs:complexType>
    <xs:key name="k"><xs:selector xpath="*"/><xs:field xpath="."/></xs:key></xs:element>
  <xs:element name="Note" type="xs:string"/><xs:element name="LongNote" type="xs:string" substitutionGroup="Note"/>`;

describe("inspect", () => {
  it("gives elements with their content", () => {
    const { elements, format, namespaces } = inspect(openShop(content));
    expect({ format, namespaces }).toEqual({ format: 1, namespaces: ["urn:shop"] });
    expect(elements["{urn:shop}Order"]).toMatchObject({
      kind: "element",
      nillable: true,
      identityConstraints: [{ name: "{urn:shop}k", category: "key", selector: "*", fields: ["."] }],
      type: {
        kind: "complexType",
        derivation: "restriction",
        attributes: [
          { name: "id", type: "{http://www.w3.org/2001/XMLSchema}ID", required: true },
          { name: "v", type: "{http://www.w3.org/2001/XMLSchema}int", default: "1" },
        ],
        content: {
          kind: "elementOnly",
          model: {
            kind: "sequence",
            particles: [
              {
                kind: "choice",
                maxOccurs: "unbounded",
                particles: [
                  { kind: "element", local: { name: "{urn:shop}Size", type: "{urn:shop}Size" } },
                  { kind: "element", ref: "{urn:shop}Note", minOccurs: 0 },
                ],
              },
              { kind: "any", namespaces: "##other urn:shop", processContents: "lax" },
            ],
          },
        },
      },
    });
    expect(elements["{urn:shop}Note"]).toMatchObject({ substitutes: ["{urn:shop}LongNote"] });
  });

  it("ends where a group contains itself by an anonymous type", () => {
    const { groups } = inspect(
      openShop(`<xs:group name="Parts"><xs:sequence><xs:element name="Part" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:group ref="Parts"/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:group>`),
    );
    const inner = { kind: "sequence", particles: [{ kind: "sequence", group: "{urn:shop}Parts", particles: [] }] };
    const part = { local: { name: "{urn:shop}Part", type: { content: { model: inner } } } };
    expect(groups["{urn:shop}Parts"]).toMatchObject({ particles: [part] });
  });

  it("gives simple types with the facets of their step", () => {
    expect(inspect(openShop(content)).types["{urn:shop}Size"]).toEqual({
      kind: "simpleType",
      name: "{urn:shop}Size",
      variety: "atomic",
      base: "{http://www.w3.org/2001/XMLSchema}token",
      facets: [
        { kind: "enumeration", value: "S" },
        { kind: "maxLength", value: "3", fixed: true },
      ],
      documentation: "How large",
      at: expect.stringMatching(/^shop\.xsd:2:/),
    });
  });

  it("keeps components of one name", () => {
    const { elements, types } = inspect(openShop(content), "Size");
    expect({ elements: Object.keys(elements), types: Object.keys(types) }).toEqual({ elements: [], types: ["{urn:shop}Size"] });
  });

  it("gives operations with the elements of their messages", () => {
    const contract = openContractText({
      "a.wsdl": `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:a"
        xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">
        <message name="In"><part name="x" type="xs:int"/></message><message name="Out"/>
        <portType name="P"><operation name="Add"><input message="t:In"/><output message="t:Out"/></operation></portType>
        <binding name="B" type="t:P"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
          <operation name="Add"><soap:operation soapAction="urn:add"/><input><soap:body use="literal" namespace="urn:a"/></input>
          <output><soap:body use="literal" namespace="urn:a"/></output></operation></binding>
        <service name="S"><port name="P1" binding="t:B"><soap:address location="http://example.com/"/></port></service></definitions>`,
    });
    const { portTypes, services, elements } = inspect(contract);
    expect(portTypes["{urn:a}P"]?.operations).toMatchObject([
      {
        name: "Add",
        pattern: "request-response",
        input: { body: ["{urn:a}Add"] },
        output: { body: ["{urn:a}AddResponse"] },
        bindings: [{ name: "{urn:a}B", protocol: "SOAP 1.1", style: "rpc", use: "literal", action: "urn:add" }],
      },
    ]);
    expect(services["{urn:a}S"]?.ports).toEqual([{ name: "P1", binding: "{urn:a}B", address: "http://example.com/" }]);
    expect(elements["{urn:a}Add"]).toMatchObject({
      type: { content: { model: { particles: [{ local: { name: "x", type: "{http://www.w3.org/2001/XMLSchema}int" } }] } } },
    });
  });

  it("has no member that its documentation lacks", () => {
    const documentation = readFileSync(new URL("../../../../../docs/inspect.md", import.meta.url), "utf8");
    const model = readFileSync(new URL("../../../../../codegen/tools/inspect/model.ts", import.meta.url), "utf8");
    const members = [...model.matchAll(/readonly (\w+)\??:/g)].map((match) => match[1] ?? "");
    expect(members.filter((member) => !documentation.includes(`\`${member}\``))).toEqual([]);
  });
});
