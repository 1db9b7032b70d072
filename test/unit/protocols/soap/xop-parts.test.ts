/**
 * Binary values that are sent in parts of their own: which ones, and that the other end reads them as if they stood in the envelope.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadContract } from "soapwright/schema";
import {
  type Attachment,
  type ClientOptions,
  createClient,
  createHandler,
  type HandlerOptions,
  recordEnvelopes,
  serve,
} from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const xmime = "http://www.w3.org/2005/05/xmlmime";

const wsdl = `<wsdl:definitions targetNamespace="urn:photo" xmlns:t="urn:photo" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${xmime}">
  <attribute name="contentType"><simpleType><restriction base="string"><minLength value="3"/></restriction></simpleType></attribute>
</schema><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:photo" elementFormDefault="qualified" xmlns:xmime="${xmime}">
  <import namespace="${xmime}"/>
  <complexType name="Described"><simpleContent><extension base="xsd:base64Binary"><attribute ref="xmime:contentType"/></extension></simpleContent></complexType>
  <complexType name="Image"><simpleContent><extension base="xsd:base64Binary"><attribute ref="xmime:contentType" default="image/png"/></extension></simpleContent></complexType>
  <complexType name="Open"><simpleContent><extension base="xsd:base64Binary"><anyAttribute processContents="lax"/></extension></simpleContent></complexType>
  <simpleType name="Short"><restriction base="xsd:base64Binary"><maxLength value="30"/></restriction></simpleType>
  <complexType name="Typed"><simpleContent><extension base="xsd:base64Binary"><attribute name="kind" type="xsd:string"/></extension></simpleContent></complexType>
  <complexType name="Photo"><sequence>
    <element name="data" type="xsd:base64Binary" minOccurs="0" maxOccurs="unbounded"/>
    <element name="short" type="t:Short" minOccurs="0"/>
    <element name="typed" type="t:Typed" minOccurs="0"/>
    <element name="hex" type="xsd:hexBinary" minOccurs="0"/>
    <element name="maybe" type="xsd:base64Binary" nillable="true" minOccurs="0"/>
    <element name="described" type="t:Described" minOccurs="0"/>
    <element name="image" type="t:Image" minOccurs="0"/>
    <element name="open" type="t:Open" minOccurs="0"/>
  </sequence><attribute name="thumb" type="xsd:base64Binary"/></complexType>
  <element name="Keep" type="t:Photo"/><element name="Kept" type="t:Photo"/>
</schema></wsdl:types>
<wsdl:message name="Keep"><wsdl:part name="photo" element="t:Keep"/></wsdl:message>
<wsdl:message name="Kept"><wsdl:part name="photo" element="t:Kept"/></wsdl:message>
<wsdl:portType name="PhotoPort"><wsdl:operation name="keep"><wsdl:input message="t:Keep"/><wsdl:output message="t:Kept"/></wsdl:operation></wsdl:portType>
<wsdl:binding name="PhotoBinding" type="t:PhotoPort"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <wsdl:operation name="keep"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>
</wsdl:binding>
</wsdl:definitions>`;

const folder = mkdtempSync(join(tmpdir(), "soapwright-xop-"));
let binding: Extract<Awaited<ReturnType<typeof loadContract>>["bindings"][string], { readonly kind: "soap" }>;

beforeAll(async () => {
  const file = join(folder, "photo.wsdl");
  writeFileSync(file, wsdl);
  const [found] = Object.values((await loadContract({ entries: [file] })).bindings);
  if (found?.kind !== "soap") throw new Error("the contract has no binding");
  binding = found;
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Exchange {
  readonly client?: Partial<ClientOptions>;
  readonly handler?: Partial<HandlerOptions>;
}

/** Sends a photo to a server that sends it back; gives what came back, the bodies of both messages, and the attachments that the server saw. */
async function exchange(photo: unknown, { client = {}, handler = {} }: Exchange) {
  const seen: Attachment[] = [];
  const bodies: string[] = [];
  const answer = createHandler({
    services: [
      serve(binding, {
        keep: async (input, call) => {
          seen.push(...call.attachments);
          return input;
        },
      }),
    ],
    ...handler,
  });
  const fetch = async (request: Request): Promise<Response> => {
    bodies.push(await request.clone().text());
    const response = await answer(request);
    bodies.push(await response.clone().text());
    return response;
  };
  const operations = createClient(binding, { url: "http://photo.example/", fetch, ...client });
  const back = await operations.keep?.(photo);
  return { back, seen, request: bodies[0] ?? "", response: bodies[1] ?? "" };
}

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(length);
const mtom = { packaging: "mtom", xopThreshold: 10 } as const;
const includes = (body: string): number => body.split(":Include ").length - 1;

describe("values", () => {
  it.each([
    ["that are long enough", { data: [bytes(10), bytes(9), bytes(1000)] }, [10, 1000]],
    ["with facets", { short: bytes(30) }, [30]],
    ["beside attributes", { typed: { $value: bytes(20), kind: "png" } }, [20]],
    ["that may be nil", { maybe: bytes(20) }, [20]],
    ["that are nil", { maybe: null }, []],
    ["of hexBinary stay", { hex: bytes(20) }, []],
    ["of attributes stay", { thumb: bytes(20) }, []],
  ])("%s have parts of their own", async (_, photo, sizes) => {
    const { back, seen, request, response } = await exchange(photo, { client: mtom, handler: { xopThreshold: 10 } });
    expect(back).toEqual(photo);
    expect(seen.map((each) => each.bytes.length)).toEqual(sizes);
    expect(seen.every(({ contentType }) => contentType === "application/octet-stream")).toBe(true);
    expect([includes(request), includes(response)]).toEqual([sizes.length, sizes.length]);
  });

  it.each<[string, Exchange, number, number]>([
    ["without a threshold", { client: { packaging: "mtom" }, handler: {} }, 0, 0],
    ["in SOAP with attachments", { client: { packaging: "swa", xopThreshold: 10 }, handler: { xopThreshold: 10 } }, 0, 0],
    ["to a sender who does not speak MTOM", { handler: { xopThreshold: 10 } }, 0, 0],
    ["of the server alone", { client: { packaging: "mtom" }, handler: { xopThreshold: 0 } }, 0, 1],
    ["with filters", { client: { ...mtom, filters: [recordEnvelopes(() => undefined)] }, handler: { xopThreshold: 10 } }, 0, 1],
    [
      "of attachments that are streamed",
      { client: { ...mtom, maxStreamedBytes: 10_000 }, handler: { xopThreshold: 10, maxStreamedBytes: 10_000 } },
      1,
      1,
    ],
    ["that are reported", { client: { ...mtom, validation: "report" }, handler: { xopThreshold: 10, validation: "report" } }, 1, 1],
  ])("%s", async (_, options, there, back) => {
    const photo = { data: [bytes(20)] };
    const { back: kept, request, response } = await exchange(photo, options);
    expect(kept).toEqual(photo);
    expect([includes(request), includes(response)]).toEqual([there, back]);
  });

  it.each([
    ["an attribute", { described: { $value: bytes(20), contentType: "image/jpeg" } }, "image/jpeg"],
    [
      "an attribute with parameters",
      { described: { $value: bytes(20), contentType: 'text/xml; charset="utf-8"' } },
      'text/xml; charset="utf-8"',
    ],
    ["an attribute of a wildcard", { open: { $value: bytes(20), $attributes: { [`{${xmime}}contentType`]: "image/gif" } } }, "image/gif"],
    ["the default of an attribute", { image: { $value: bytes(20) } }, "image/png"],
    ["no attribute", { described: { $value: bytes(20) } }, "application/octet-stream"],
    ["an attribute that is not a media type", { described: { $value: bytes(20), contentType: "jpeg" } }, "application/octet-stream"],
    [
      "an attribute with more than a header has",
      { described: { $value: bytes(20), contentType: "a/b\r\nx: y" } },
      "application/octet-stream",
    ],
  ])("go as the media type of %s", async (_, photo, contentType) => {
    const { back, seen, response } = await exchange(photo, { client: mtom, handler: { xopThreshold: 10 } });
    expect(back).toMatchObject(photo);
    expect(seen.map((each) => each.contentType)).toEqual([contentType]);
    expect(response).toContain(`content-type: ${contentType}\r\n`);
  });

  it("that their type forbids are refused, with their place", async () => {
    await expect(exchange({ short: bytes(31) }, { client: mtom })).rejects.toThrow(/maxLength/);
  });
});
