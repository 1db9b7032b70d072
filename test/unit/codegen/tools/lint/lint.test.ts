/**
 * The rules of lint: a contract that keeps them all, and for each rule an edit that breaks it and nothing else.
 */
import { describe, expect, it } from "vitest";
import { readContract } from "../../../../../codegen/contract.js";
import { memoryHost } from "../../../../../codegen/load/host.js";
import { lint } from "../../../../../codegen/tools/lint/lint.js";
import { rules } from "../../../../../codegen/tools/lint/rules.js";

const clean = `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:shop" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" targetNamespace="urn:shop">
  <wsdl:types>
    <xs:schema targetNamespace="urn:shop" elementFormDefault="qualified">
      <xs:element name="Order"><xs:complexType><xs:sequence>
        <xs:element name="Sku" type="t:Text" minOccurs="0"/>
        <xs:element name="Price" type="xs:decimal"/>
        <xs:element name="CustomerId" type="t:Text"/>
        <xs:element name="Colour" type="t:Colour"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="Receipt" type="t:Text"/>
      <xs:element name="Cancel" type="t:Text"/>
      <xs:element name="Late" type="t:Text"/>
      <xs:element name="Ticket" type="t:Text"/>
      <xs:simpleType name="Text"><xs:restriction base="xs:string"><xs:maxLength value="80"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Colour"><xs:restriction base="xs:string">
        <xs:enumeration value="red"/><xs:enumeration value="green"/><xs:pattern value="[a-z$]+"/>
      </xs:restriction></xs:simpleType>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="BuyIn"><wsdl:part name="body" element="t:Order"/></wsdl:message>
  <wsdl:message name="BuyOut"><wsdl:part name="body" element="t:Receipt"/></wsdl:message>
  <wsdl:message name="CancelIn"><wsdl:part name="body" element="t:Cancel"/></wsdl:message>
  <wsdl:message name="LateFault"><wsdl:part name="fault" element="t:Late"/></wsdl:message>
  <wsdl:message name="Headers"><wsdl:part name="ticket" element="t:Ticket"/></wsdl:message>
  <wsdl:message name="RpcIn"><wsdl:part name="a" type="xs:string"/><wsdl:part name="b" type="xs:string"/></wsdl:message>
  <wsdl:message name="RpcOut"><wsdl:part name="c" type="xs:string"/><wsdl:part name="d" type="xs:string"/></wsdl:message>
  <wsdl:portType name="Shop">
    <wsdl:operation name="Buy"><wsdl:documentation>Buys.</wsdl:documentation>
      <wsdl:input message="t:BuyIn"/><wsdl:output message="t:BuyOut"/><wsdl:fault name="Late" message="t:LateFault"/>
    </wsdl:operation>
    <wsdl:operation name="Cancel"><wsdl:documentation>Cancels.</wsdl:documentation><wsdl:input message="t:CancelIn"/></wsdl:operation>
  </wsdl:portType>
  <wsdl:portType name="Calls">
    <wsdl:operation name="Call" parameterOrder="a b d"><wsdl:documentation>Calls.</wsdl:documentation>
      <wsdl:input message="t:RpcIn"/><wsdl:output message="t:RpcOut"/></wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="ShopSoap" type="t:Shop">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Buy"><soap:operation soapAction="buy"/>
      <wsdl:input><soap:header message="t:Headers" part="ticket" use="literal"/><soap:body use="literal"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output>
      <wsdl:fault name="Late"><soap:fault name="Late" use="literal"/></wsdl:fault>
    </wsdl:operation>
    <wsdl:operation name="Cancel"><soap:operation soapAction="cancel"/><wsdl:input><soap:body parts="body" use="literal"/></wsdl:input></wsdl:operation>
  </wsdl:binding>
  <wsdl:binding name="CallsSoap" type="t:Calls">
    <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Call"><soap:operation soapAction="call"/>
      <wsdl:input><soap:body use="literal" namespace="urn:shop"/></wsdl:input><wsdl:output><soap:body use="literal" namespace="urn:shop"/></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="Shop">
    <wsdl:port name="Shop" binding="t:ShopSoap"><soap:address location="https://shop.invalid/shop"/></wsdl:port>
    <wsdl:port name="Calls" binding="t:CallsSoap"><soap:address location="https://shop.invalid/calls"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>`;

const otherWsdl = (namespace: string): string =>
  `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${namespace}"><wsdl:message name="Other"/></wsdl:definitions>`;

function findingsOf(text: string, others: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({
    "shop.wsdl": text,
    "other.wsdl": otherWsdl("urn:other"),
    "s.xsd": '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:s"/>',
    ...others,
  });
  return lint(readContract({ entries: ["shop.wsdl"], host }), new Set()).findings;
}

function rulesBrokenBy(text: string): readonly string[] {
  return [...new Set(findingsOf(text).map(({ id }) => id))].sort();
}

const importing = (attributes: string): readonly [string, string] => ["  <wsdl:types>", `  <wsdl:import ${attributes}/>\n  <wsdl:types>`];
const second =
  '<wsdl:operation name="Buy"><wsdl:documentation>Buys.</wsdl:documentation><wsdl:input name="x" message="t:CancelIn"/></wsdl:operation>';

/** Rule, what is replaced, by what; and other rules that the edit cannot help to break. */
const breaches: readonly (readonly [string, readonly [string, string], (readonly string[])?])[] = [
  ["R2001", importing('namespace="urn:s" location="s.xsd"')],
  ["R2003", ["<wsdl:types>", '<wsdl:types><xs:import namespace="urn:s" schemaLocation="s.xsd"/>']],
  ["R2005", importing('namespace="urn:wrong" location="other.wsdl"'), ["soapwright-unused-message"]],
  ["R2007", importing('namespace="urn:other"'), ["load-missing"]],
  [
    "R2022",
    ["  </wsdl:types>", '  </wsdl:types><wsdl:import namespace="urn:other" location="other.wsdl"/>'],
    ["soapwright-unused-message"],
  ],
  ["R2023", ["  <wsdl:types>", '  <wsdl:message name="Early"/><wsdl:types>'], ["soapwright-unused-message"]],
  ["R2026", ['<soap:binding style="document"', '<soap:binding wsdl:required="true" style="document"']],
  ["R2101", ['<wsdl:input message="t:CancelIn"/>', '<wsdl:input xmlns:o="urn:elsewhere" message="o:CancelIn"/>'], ["wsdl-unresolved"]],
  ["R2102", ['element="t:Cancel"', 'xmlns:o="urn:elsewhere" element="o:Cancel"'], ["R2206", "soapwright-unused-component"]],
  [
    "R2105",
    ["  </wsdl:types>", '<xs:schema><xs:element name="x" type="xs:string"/></xs:schema></wsdl:types>'],
    ["soapwright-unused-component"],
  ],
  ["R2112", ["<xs:simpleType", '<xs:complexType name="ArrayOfString"/><xs:simpleType'], ["soapwright-unused-component"]],
  ["R2201", ['<soap:body parts="body" use="literal"/>', '<soap:body parts="body body" use="literal"/>']],
  ["R2203", ['name="a" type="xs:string"', 'name="a" element="t:Cancel"']],
  ["R2204", ['element="t:Cancel"', 'type="xs:string"'], ["soapwright-unused-component"]],
  ["R2205", ['name="ticket" element="t:Ticket"', 'name="ticket" type="xs:string"'], ["soapwright-unused-component"]],
  ["R2205", ['name="fault" element="t:Late"', 'name="fault" type="xs:string"'], ["soapwright-unused-component"]],
  ["R2206", ['element="t:Cancel"', 'element="t:Cancle"'], ["soapwright-unused-component"]],
  [
    "R2209",
    ['<wsdl:part name="body" element="t:Cancel"/>', '<wsdl:part name="body" element="t:Cancel"/><wsdl:part name="left" element="t:Late"/>'],
  ],
  [
    "R2210",
    ['<wsdl:part name="body" element="t:Order"/>', '<wsdl:part name="body" element="t:Order"/><wsdl:part name="too" element="t:Late"/>'],
  ],
  ["R2303", ['<wsdl:input message="t:CancelIn"/>', '<wsdl:output message="t:CancelIn"/>']],
  ["R2304", ["  </wsdl:portType>", `${second}</wsdl:portType>`], ["R2718"]],
  ["R2305", ['parameterOrder="a b d"', 'parameterOrder="a b"']],
  ["R2701", ['<soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>', '<soap:binding style="rpc"/>']],
  [
    "R2702",
    ['<soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>', '<soap:binding style="rpc" transport="urn:smtp"/>'],
  ],
  ["R2705", ['<soap:operation soapAction="cancel"/>', '<soap:operation style="rpc" soapAction="cancel"/>'], ["R2203", "R2717"]],
  ["R2706", ['<soap:body parts="body" use="literal"/>', '<soap:body parts="body" use="encoded"/>']],
  [
    "R2710",
    ['<wsdl:input message="t:CancelIn"/>', '<wsdl:input message="t:BuyIn"/>'],
    ["soapwright-unused-component", "soapwright-unused-message"],
  ],
  [
    "R2711",
    [
      'binding="t:CallsSoap"><soap:address location="https://shop.invalid/calls"',
      'binding="t:CallsSoap"><soap:address location="https://shop.invalid/shop"',
    ],
  ],
  ["R2716", ['<soap:fault name="Late"', '<soap:fault namespace="urn:shop" name="Late"']],
  ["R2717", ['<wsdl:input><soap:body use="literal" namespace="urn:shop"/>', '<wsdl:input><soap:body use="literal"/>']],
  ["R2717", ['<wsdl:input><soap:body use="literal" namespace="urn:shop"/>', '<wsdl:input><soap:body use="literal" namespace="shop"/>']],
  [
    "R2718",
    [
      '<wsdl:operation name="Cancel"><soap:operation soapAction="cancel"/><wsdl:input><soap:body parts="body" use="literal"/></wsdl:input></wsdl:operation>',
      "",
    ],
  ],
  ["R2720", ['part="ticket" use', 'part="" use'], ["soapwright-unused-component", "soapwright-unused-message", "wsdl-unresolved"]],
  ["R2721", ['<soap:fault name="Late" use="literal"/>', '<soap:fault use="literal"/>']],
  [
    "R2726",
    [
      '<wsdl:output><soap:body use="literal" namespace="urn:shop"/>',
      '<wsdl:output><soap:body use="literal" namespace="urn:shop"/><soap:header message="t:Headers" part="ticket" use="literal" namespace="urn:shop"/>',
    ],
  ],
  ["R2740", ['<wsdl:fault name="Late"><soap:fault name="Late" use="literal"/></wsdl:fault>', ""]],
  ["R2749", ['part="ticket" use', 'part="ticket" parts="ticket" use']],
  ["R2754", ['<soap:fault name="Late" use', '<soap:fault name="Latter" use']],
  ["R2801", ["<wsdl:types>", '<wsdl:types><schema xmlns="http://www.w3.org/2000/10/XMLSchema"/>']],
  ["R2803", importing('namespace="other" location="other.wsdl"'), ["R2005", "soapwright-unused-message"]],
  [
    "soapwright-anonymous-clash",
    [
      '<xs:element name="Sku"',
      '<xs:element name="Order" minOccurs="0"><xs:complexType><xs:attribute name="a"/></xs:complexType></xs:element><xs:element name="Sku"',
    ],
  ],
  ["soapwright-unlimited-text", ['name="Sku" type="t:Text"', 'name="Sku" type="xs:string"']],
  ["soapwright-any-type", ['<xs:element name="Sku" type="t:Text"', '<xs:element name="Sku" type="xs:anyType"']],
  ["soapwright-enumeration-blank", ['<xs:enumeration value="red"/>', '<xs:enumeration value=""/>']],
  ["soapwright-enumeration-blank", ['<xs:enumeration value="red"/>', '<xs:enumeration value="red "/>']],
  ["soapwright-enumeration-case", ['<xs:enumeration value="red"/>', '<xs:enumeration value="Green"/>']],
  ["soapwright-float-amount", ['name="Price" type="xs:decimal"', 'name="Price" type="xs:double"']],
  ["soapwright-name-case", ["<xs:simpleType", '<xs:element name="late" type="xs:string"/><xs:simpleType'], ["soapwright-unused-component"]],
  ["soapwright-name-case", ['<xs:element name="Sku"', '<xs:element name="SKU" type="t:Text"/><xs:element name="Sku"']],
  ["soapwright-namespace-placeholder", ["  </wsdl:types>", '<xs:schema targetNamespace="http://tempuri.org/"/></wsdl:types>']],
  ["soapwright-namespace-relative", ["  </wsdl:types>", '<xs:schema targetNamespace="shop"/></wsdl:types>']],
  ["soapwright-nillable-optional", ['<xs:element name="Sku"', '<xs:element nillable="true" name="Sku"']],
  ["soapwright-no-documentation", ["<wsdl:documentation>Cancels.</wsdl:documentation>", ""]],
  ["soapwright-number-identifier", ['name="CustomerId" type="t:Text"', 'name="CustomerId" type="xs:decimal"']],
  ["soapwright-pattern-anchor", ['value="[a-z$]+"', 'value="^[a-z]+"']],
  ["soapwright-pattern-anchor", ['value="[a-z$]+"', 'value="[a-z]+$"']],
  ["soapwright-plain-http", ["https://shop.invalid/calls", "http://shop.invalid/calls"]],
  ["soapwright-unbound-port-type", ["  <wsdl:binding", '<wsdl:portType name="Empty"/><wsdl:binding']],
  ["soapwright-unqualified-locals", [' elementFormDefault="qualified"', ""]],
  ["soapwright-unused-component", ["<xs:simpleType", '<xs:element name="Forgotten" type="xs:string"/><xs:simpleType']],
  ["soapwright-unused-message", ["  <wsdl:portType", '  <wsdl:message name="Forgotten"/><wsdl:portType']],
];

describe("a contract", () => {
  it("that keeps all rules has no findings", () => expect(findingsOf(clean)).toEqual([]));

  const rows = breaches.map(([id, edit, others = []]) => ({ id, edit, others }));

  it.each(rows)("that breaks $id by $edit gets a finding", ({ id, edit: [from, to], others }) => {
    expect(clean).toContain(from);
    const edited = clean.replace(from, () => to);
    expect(rulesBrokenBy(edited)).toEqual([id, ...others].sort());
    const finding = findingsOf(edited).find((each) => each.id === id);
    expect(finding?.at?.uri).toBe("shop.wsdl");
    expect(finding?.at?.line).toBeGreaterThan(0);
    expect(finding?.message).toMatch(/^[^A-Z].*[^.]$/);
  });

  it("with SOAP encoding gets one finding for each thing", () => {
    const encoding = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" targetNamespace="http://schemas.xmlsoap.org/soap/encoding/">
      <xs:attribute name="arrayType" type="xs:string"/><xs:complexType name="Array"><xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/></xs:sequence><xs:attribute ref="e:arrayType"/></xs:complexType></xs:schema>`;
    const array = (name: string): string => `<xs:complexType name="${name}"><xs:complexContent><xs:restriction base="soapenc:Array">
      <xs:attribute ref="soapenc:arrayType" wsdl:arrayType="xs:string[]"/></xs:restriction></xs:complexContent></xs:complexType>`;
    const edited = clean
      .replace("<xs:simpleType", `${array("Strings")}${array("Texts")}<xs:simpleType`)
      .replace(
        '<xs:element name="Order">',
        '<xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/" schemaLocation="encoding.xsd"/><xs:element name="Order">',
      );
    const findings = findingsOf(edited, { "encoding.xsd": encoding }).filter(({ id }) => id.startsWith("R"));
    expect(findings.map(({ id, message, related }) => [id, message.includes("1 more like it"), related.length])).toEqual([
      ["R2110", true, 1],
      ["R2111", true, 1],
    ]);
  });

  it("that is wrong by XML Schema has that finding too", () => {
    expect(rulesBrokenBy(clean.replace("xs:decimal", "xs:decimol"))).toContain("src-resolve");
  });

  it("that cannot be read is unreadable", () => {
    const result = lint(readContract({ entries: ["none.wsdl"], host: memoryHost({}) }), new Set());
    expect(result).toMatchObject({ unreadable: true, findings: [{ id: "load-unreadable" }] });
  });

  it("without WSDL is judged by our own rules", () => {
    const host = memoryHost({
      "a.xsd":
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"><xs:element name="UnitPrice" type="xs:float"/></xs:schema>',
    });
    const { findings } = lint(readContract({ entries: ["a.xsd"], host }), new Set());
    expect(findings.map(({ id }) => id)).toEqual(["soapwright-float-amount"]);
  });
});

describe("the rules", () => {
  it("have ids of their own, and each has a test that breaks it", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const broken = new Set([...breaches.map(([id]) => id), "R2110", "R2111", "R2401"]);
    expect(ids.filter((id) => !broken.has(id))).toEqual([]);
  });

  it("say of an HTTP binding that the profile does not speak of it", () => {
    const http = `<wsdl:binding name="Get" type="t:Shop" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/"><http:binding verb="GET"/></wsdl:binding>`;
    expect(rulesBrokenBy(clean.replace("  <wsdl:service", `${http}<wsdl:service`))).toEqual(["R2401"]);
  });
});
