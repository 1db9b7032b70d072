/**
 * Services of WSDL documents as others write them: several bindings of one port type, unknown kinds of bindings, attachments, and
 * what lenient mode makes of breaches.
 */
import { describe, expect, test } from "vitest";
import { generate } from "../../../../codegen/generate.js";
import { memoryHost } from "../../../../codegen/load/host.js";

interface Parts {
  readonly messages: string;
  readonly operations: string;
  readonly bindings: string;
}

/** A WSDL document with the element w:Order, whose type is w:OrderType. */
function service({ messages, operations, bindings }: Parts): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:m="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:h="http://schemas.xmlsoap.org/wsdl/http/"
    targetNamespace="urn:w" xmlns:w="urn:w" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:old="http://www.w3.org/1999/XMLSchema">
    <types><xs:schema targetNamespace="urn:w"><xs:element name="Order" type="w:OrderType"/><xs:element name="Number" type="w:NumberType"/>
      <xs:simpleType name="NumberType"><xs:restriction base="xs:int"/></xs:simpleType>
      <xs:complexType name="OrderType"><xs:sequence><xs:element name="sku" type="xs:string"/></xs:sequence></xs:complexType></xs:schema></types>
    ${messages}<portType name="Shop">${operations}</portType>${bindings}
    <service name="Shops"><port name="A" binding="w:A"><s:address location="http://localhost/a"/></port>
      <port name="B" binding="w:B"><s:address location="http://localhost/b"/></port></service>
  </definitions>`;
}

const typed =
  '<message name="In"><part name="order" type="w:OrderType"/></message><message name="Out"><part name="number" type="xs:int"/></message>';
const elements =
  '<message name="In"><part name="order" element="w:Order"/></message><message name="Out"><part name="order" element="w:Order"/></message>';
const place = '<operation name="Place"><input message="w:In"/><output message="w:Out"/></operation>';

/** A binding of the one operation; `body` goes into soap:body. */
const soap = (name: string, style: string, body: string): string => `<binding name="${name}" type="w:Shop">
  <s:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
  <operation name="Place"><s:operation soapAction=""/><input><s:body ${body}/></input><output><s:body ${body}/></output></operation></binding>`;

async function compile(parts: Parts, lenient = false): Promise<{ readonly service: string; readonly findings: readonly string[] }> {
  const { files, diagnostics } = await generate({ entries: ["a.wsdl"], host: memoryHost({ "a.wsdl": service(parts) }), lenient });
  return { service: files.get("service.ts") ?? "", findings: diagnostics.map(({ id, severity }) => `${severity} ${id}`) };
}

/** The interfaces that a person implements. */
const servers = (text: string): readonly string[] =>
  [...text.matchAll(/^export (?:interface|type) (\w+Server)\b/gm)].map(([, name = ""]) => name);

describe("two bindings of one port type", () => {
  test("that put the same on the wire share an interface", async () => {
    const bindings = soap("A", "document", 'use="literal"') + soap("B", "document", 'use="literal"').replaceAll("s:", "s12:");
    const { service: text, findings } = await compile({ messages: elements, operations: place, bindings });
    expect(findings).toEqual([]);
    expect(servers(text)).toEqual(["ShopServer"]);
  });

  test("that wrap parts in other namespaces have an interface each", async () => {
    const bindings = soap("A", "rpc", 'use="literal" namespace="urn:a"') + soap("B", "rpc", 'use="literal" namespace="urn:b"');
    const { service: text, findings } = await compile({ messages: typed, operations: place, bindings });
    expect(findings).toEqual([]);
    expect(servers(text)).toEqual(["ShopServer", "ShopBServer"]);
    expect(text).toContain('"{urn:a}Place"');
    expect(text).toContain('"{urn:b}Place"');
  });
});

test("a binding of another kind is left out with its ports, and said", async () => {
  const other = '<binding name="B" type="w:Shop"><x:binding xmlns:x="urn:carrier-pigeon"/></binding>';
  const { service: text, findings } = await compile({
    messages: elements,
    operations: place,
    bindings: soap("A", "document", 'use="literal"') + other,
  });
  expect(findings).toEqual(["warning wsdl-binding-unsupported"]);
  expect(text).toContain("http://localhost/a");
  expect(text).not.toContain("http://localhost/b");
});

test("an HTTP operation with a format that is not known is left out, and said", async () => {
  const http = `<binding name="B" type="w:Shop"><h:binding verb="POST"/><operation name="Place"><h:operation location="/place"/>
    <input><m:content type="text/plain"/></input><output/></operation></binding>`;
  const bindings = soap("A", "document", 'use="literal"') + http;
  const { service: text, findings } = await compile({ messages: elements, operations: place, bindings });
  expect(findings).toEqual(["warning wsdl-binding-unsupported"]);
  expect(text).toContain("export interface ShopBOperations {}");
});

describe("the parts of a message in a URL or form", () => {
  const messages = (parts: string): string => `<message name="In">${parts}</message><message name="Out"/>`;
  const binding = `<binding name="A" type="w:Shop"><h:binding verb="GET"/><operation name="Place"><h:operation location="/place"/>
    <input><h:urlEncoded/></input><output/></operation></binding>`;
  const bindings = binding + binding.replace('"A"', '"B"');

  test("are parameters where their types are simple", async () => {
    const parts = '<part name="number" element="w:Number"/><part name="Number" type="xs:string"/>';
    const { service: text, findings } = await compile({ messages: messages(parts), operations: place, bindings });
    expect(findings).toEqual([]);
    expect(text).toContain("place: { input: { number: NumberType; number2: string }; output: void };");
    expect(text).toMatch(/number: \{ name: "number", type: \(\) => NumberType \},\s+number2: \{ name: "Number", type: \(\) => xsString \}/);
  });

  test.each(['<part name="order" element="w:Order"/>', '<part name="order" type="w:OrderType"/>', '<part name="all" type="xs:anyType"/>'])(
    "leave the operation out where one is not: %s",
    async (part) => {
      const { service: text, findings } = await compile({ messages: messages(part), operations: place, bindings });
      expect(findings).toEqual(["warning wsdl-parameter-type"]);
      expect(text).toContain("operations: {},");
    },
  );
});

describe("attachments", () => {
  const picture = '<part name="picture" type="old:DataHandler"/>';
  const multipart = (body: string, content: string): string =>
    `<m:multipartRelated><m:part><s:body ${body}/></m:part><m:part>${content}</m:part></m:multipartRelated>`;
  const images = '<m:content part="picture" type="image/png"/><m:content part="picture" type="image/jpeg"/>';
  const onOneLine = (text: string): string => text.replaceAll(/,?\s+/g, " ");
  const bound = (style: string, body: string, content = images) =>
    ["A", "B"].map((name) => soap(name, style, 'use="literal"').replace(/<s:body[^>]*>/, multipart(body, content))).join("");

  test("of an rpc message are properties beside its parts", async () => {
    const messages = typed.replace("</message>", `${picture}</message>`);
    const { service: text, findings } = await compile({
      messages,
      operations: place,
      bindings: bound("rpc", 'use="literal" namespace="urn:a"'),
    });
    expect(findings).toEqual([]);
    expect(onOneLine(text)).toContain("input: Place & { /** image/png or image/jpeg */ picture: AttachedPart; }");
    expect(onOneLine(text)).toContain('inputAttachments: { parts: { picture: { name: "picture" types: ["image/png" "image/jpeg"] } } }');
  });

  test.each([
    ["with the parts of the body named", 'use="literal" parts="order"'],
    ["without", 'use="literal"'],
  ])("of a document are properties beside it: %s", async (_, body) => {
    const messages = elements.replace("</message>", `${picture}</message>`);
    const { service: text, findings } = await compile({ messages, operations: place, bindings: bound("document", body) });
    expect(findings).toEqual([]);
    expect(onOneLine(text)).toContain("/** image/png or image/jpeg */ picture: AttachedPart; }");
    expect(onOneLine(text)).toContain('inputAttachments: { body: "order" parts: { picture: ');
  });

  test.each([
    ['<m:content part="picture"/>', "any type"],
    ['<m:content part="picture" type="*/*"/>', "any type"],
    ['<m:content part="picture" type="image/png"/><m:content part="picture"/>', "any type"],
    ['<m:mimeXml part="picture"/>', 'types: ["text/xml", "application/xml"]'],
    ['<m:content part="picture" type="image/*"/><m:content part="picture" type="image/*"/>', 'types: ["image/*"]'],
  ])("%s has %s", async (content, wanted) => {
    const messages = elements.replace("</message>", `${picture}</message>`);
    const { service: text } = await compile({ messages, operations: place, bindings: bound("document", 'use="literal"', content) });
    if (wanted === "any type") expect(text).toContain('picture: { name: "picture" }');
    else expect(text).toContain(wanted);
  });

  test("that name a part that the message does not have are refused", async () => {
    const { findings } = await compile({
      messages: elements,
      operations: place,
      bindings: bound("document", 'use="literal"', '<m:content part="photo"/>'),
    });
    expect(findings).toEqual(["error wsdl-unresolved", "error wsdl-unresolved"]);
  });

  test("make a port type of its own of a binding that has them otherwise", async () => {
    const messages = elements.replace("</message>", `${picture}</message>`);
    const bindings = bound("document", 'use="literal" parts="order"').replaceAll('name="B"', 'name="C"');
    const plain = soap("B", "document", 'use="literal" parts="order"');
    const { service: text } = await compile({ messages, operations: place, bindings: bindings + plain });
    expect(text.match(/inputAttachments/g)).toHaveLength(1);
    expect(text.match(/input: \(\) => /g)).toHaveLength(2);
  });
});

test("an operation with several documents in the body is left out, and said; the others stay", async () => {
  const messages = `${elements}<message name="Two"><part name="a" element="w:Order"/><part name="b" element="w:Order"/></message>`;
  const operations = `${place}<operation name="Bad"><input message="w:Two"/></operation>`;
  const bindings = soap("A", "document", 'use="literal"') + soap("B", "document", 'use="literal"');
  const { service: text, findings } = await compile({ messages, operations, bindings });
  expect(findings).toEqual(["warning wsdl-multipart-body"]);
  expect(text).toContain("place");
  expect(text).not.toContain("bad");
});

describe("in lenient mode", () => {
  const binding = soap("A", "document", 'use="literal"');
  const bindings = binding + binding.replace('"A"', '"B"');

  test("an undeclared element can hold anything", async () => {
    const { service: text, findings } = await compile(
      { messages: elements.replace("w:Order", "w:Parcel"), operations: place, bindings },
      true,
    );
    expect(findings).toEqual(["warning wsdl-unresolved"]);
    expect(text).toContain('element<XmlContent>("{urn:w}Parcel", () => xsAnyType, "", { prefixes })');
  });

  test("a type of an early draft of XML Schema is unknown, and can hold anything", async () => {
    const { service: text, findings } = await compile(
      { messages: typed.replace("xs:int", "old:int"), operations: place, bindings: bindings.replaceAll("document", "rpc") },
      true,
    );
    expect(findings).toEqual(["warning wsdl-unresolved"]);
    expect(text).toContain("number: XmlContent");
  });

  test("a part with a type is an element of its name in a document", async () => {
    const { service: text, findings } = await compile({ messages: typed, operations: place, bindings }, true);
    expect(findings).toEqual(["warning wsdl-type-part", "warning wsdl-type-part"]);
    expect(text).toContain('element<OrderType>("order", () => OrderType, "", { prefixes })');
  });

  test("a name with a wrong prefix means the only definition with its local name", async () => {
    const operations = place.replace("w:In", "In");
    const { service: text, findings } = await compile({ messages: elements, operations, bindings }, true);
    expect(findings).toEqual(["warning wsdl-unresolved"]);
    expect(text).toContain("place");
  });
});
