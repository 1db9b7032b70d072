/**
 * The client against the handler, and against answers that no handler of ours gives.
 */

import { ValidationError } from "soapwright";
import { asDeclared, createClient, createHandler, declaredFault, SoapFault, serve, TransportError } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, ParcelSoap12 } from "./parcel-contract.js";

const server: ParcelServer = {
  async send({ to, weight }, call) {
    if (to === "nobody") throw new SoapFault("Receiver", "try again", { detail: [textNode("{urn:x}Hint", "later")], role: "urn:post" });
    if (Number(weight) > 30) throw declaredFault<ParcelOperations["send"]>({ name: "tooHeavy", detail: { limit: "30.0" } }, "too heavy");
    if (call.headers.sender !== undefined) call.replyHeaders.stamp = `from ${call.headers.sender.name}`;
    return { number: to.length };
  },
  note: async () => undefined,
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};
const handler = createHandler({ services: [serve(ParcelSoap11, server), serve(ParcelSoap12, server)] });

function textNode(name: string, text: string) {
  return { name, attributes: {}, namespaces: {}, children: [text] };
}

const clients = [
  ["SOAP 1.1", createClient(ParcelSoap11, { url: "http://post.example/", fetch: handler })],
  ["SOAP 1.2", createClient(ParcelSoap12, { url: "http://post.example/", fetch: handler })],
] as const;

describe.each(clients)("%s", (_, client) => {
  it("calls with input, output and headers", async () => {
    let stamp: string | undefined;
    const onHeaders = (headers: { stamp?: string }): void => {
      stamp = headers.stamp;
    };
    const receipt = await client.send({ to: "Anna", weight: "1.50" }, { headers: { sender: { name: "Bert" } }, onHeaders });
    expect(receipt).toEqual({ number: 4 });
    expect(stamp).toBe("from Bert");
  });

  it("calls one way, without input, and where operations share an element", async () => {
    expect(await client.note("hello")).toBeUndefined();
    expect(await client.count()).toBe(3);
    expect([await client.open("x"), await client.close("x")]).toEqual([1, 2]);
  });

  it("gets declared faults as the contract states them", async () => {
    const caught: unknown = await client.send({ to: "Anna", weight: "31" }).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(SoapFault);
    const declared = asDeclared<ParcelOperations["send"]>(caught);
    expect(declared).toEqual({ name: "tooHeavy", detail: { limit: "30.0" } });
    expect(caught).toMatchObject({ code: "Sender", message: "too heavy" });
  });

  it("gets other faults with their detail", async () => {
    const caught: unknown = await client.send({ to: "nobody", weight: "1" }).catch((error: unknown) => error);
    expect(caught).toMatchObject({ code: "Receiver", message: "try again", role: "urn:post", language: "en" });
    expect(asDeclared(caught)).toBeUndefined();
    expect(caught instanceof SoapFault && caught.detail.map(({ name, children }) => [name, children])).toEqual([
      ["{urn:x}Hint", ["later"]],
    ]);
  });

  it("refuses an input that is not valid before it is sent", async () => {
    await expect(client.send({ to: "Anna", weight: "heavy" })).rejects.toThrow(ValidationError);
  });
});

describe("answers that are none", () => {
  const answering = (body: string | Uint8Array<ArrayBuffer>, init: ResponseInit) =>
    createClient(ParcelSoap11, { url: "http://post.example/", fetch: async () => new Response(body, init) });
  const xml = { headers: { "content-type": "text/xml" } };

  it.each<[string, string, ResponseInit, RegExp]>([
    ["HTML", "<html>", { status: 502, headers: { "content-type": "text/html" } }, /HTTP 502 with media type "text\/html"/],
    ["nothing", "", { status: 200 }, /media type/],
    ["no envelope", "<a/>", xml, /not a SOAP envelope/],
    [
      "an empty body",
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>',
      xml,
      /has no "\{urn:parcel\}SendResponse"/,
    ],
    ["cut off", "<a", xml, /end/],
    ["another element", '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><x/></e:Body></e:Envelope>', xml, /"x"/],
    [
      "not valid",
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><p:SendResponse xmlns:p="urn:parcel"><p:Number>x</p:Number></p:SendResponse></e:Body></e:Envelope>',
      xml,
      /Number/,
    ],
  ])("%s", async (_, body, init, message) => {
    await expect(answering(body, init).send({ to: "Anna", weight: "1" })).rejects.toThrow(message);
  });

  it.each([
    ["nothing", "", { status: 404 }],
    ["another document", "<error/>", { status: 404, ...xml }],
    ["an envelope of another version", '<Envelope xmlns="urn:soap:9"/>', { status: 404, ...xml }],
  ])("is a transport error where there is no SOAP at all: %s", async (_, body, init) => {
    const caught: unknown = await answering(body, init)
      .send({ to: "Anna", weight: "1" })
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TransportError);
    expect(caught).toMatchObject({ status: 404 });
  });

  it("that is too long is refused", async () => {
    const client = createClient(ParcelSoap11, { url: "http://post.example/", maxBodyBytes: 10, fetch: handler });
    await expect(client.send({ to: "Anna", weight: "1" })).rejects.toThrow(/more than 10 bytes|at most 10/);
  });

  it("that does not come is given up", async () => {
    const never = (request: Request): Promise<Response> =>
      new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
    const client = createClient(ParcelSoap11, { url: "http://post.example/", timeout: 20, fetch: never });
    await expect(client.send({ to: "Anna", weight: "1" })).rejects.toThrow(/time/);
  });

  it("that does not come is given up, whether the fetch listens or not", async () => {
    const deaf = (): Promise<Response> => new Promise(() => undefined);
    const client = createClient(ParcelSoap11, { url: "http://post.example/", timeout: 20, fetch: deaf });
    await expect(client.send({ to: "Anna", weight: "1" })).rejects.toMatchObject({ name: "TimeoutError" });
    const signal = AbortSignal.abort(new Error("not wanted any more"));
    await expect(client.send({ to: "Anna", weight: "1" }, { signal })).rejects.toThrow("not wanted any more");
  });

  it("may be compressed: fetch has undone that, and left the header", async () => {
    const body =
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><p:SendResponse xmlns:p="urn:parcel"><p:Number>4</p:Number></p:SendResponse></e:Body></e:Envelope>';
    const client = answering(body, { headers: { "content-type": "text/xml", "content-encoding": "gzip" } });
    expect(await client.send({ to: "Anna", weight: "1" })).toEqual({ number: 4 });
  });

  it("may say who must understand their headers", async () => {
    const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><p:Stamp xmlns:p="urn:parcel" e:mustUnderstand="0">x</p:Stamp></e:Header>
      <e:Body><p:SendResponse xmlns:p="urn:parcel"><p:Number>4</p:Number></p:SendResponse></e:Body></e:Envelope>`;
    const stamps: unknown[] = [];
    await answering(body, xml).send({ to: "Anna", weight: "1" }, { onHeaders: (headers) => stamps.push(headers) });
    expect(stamps).toEqual([{ stamp: "x" }]);
  });

  it("reads faults of other stacks: prefixes, dotted codes, text around", async () => {
    const body = `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault xmlns:ns4="http://www.w3.org/2003/05/soap-envelope">
      <faultcode>S:Client.Authentication</faultcode> <faultstring>who are you?</faultstring></S:Fault></S:Body></S:Envelope>`;
    const caught = await answering(body, { status: 500, ...xml })
      .send({ to: "Anna", weight: "1" })
      .catch((error: unknown) => error);
    expect(caught).toMatchObject({ name: "SoapFault", code: "Sender", message: "who are you?" });
  });

  const envelopeOf = (fault: string): string =>
    `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault>${fault}</S:Fault></S:Body></S:Envelope>`;

  it.each<[string, string, object]>([
    [
      "the shape of SOAP 1.2 in an envelope of SOAP 1.1",
      `<S:Code><S:Value>S:Sender</S:Value><S:Subcode><S:Value>rpc:BadArguments</S:Value></S:Subcode></S:Code><S:Reason><S:Text>no</S:Text></S:Reason>`,
      { code: "Sender", message: "no", subcodes: ["rpc:BadArguments"] },
    ],
    [
      "a code of the service's own in the shape of SOAP 1.2",
      '<S:Code><S:Value xmlns:sf="urn:sf">sf:INVALID_LOGIN</S:Value><S:Subcode><S:Value>S:Why</S:Value></S:Subcode></S:Code><S:Reason/>',
      { code: "Receiver", subcodes: ["{urn:sf}INVALID_LOGIN", "{http://schemas.xmlsoap.org/soap/envelope/}Why"] },
    ],
    [
      "codes of SOAP 1.1 in the shape of SOAP 1.2",
      "<S:Code><S:Value>S:Client</S:Value></S:Code><S:Reason>no</S:Reason>",
      { code: "Sender", message: "no" },
    ],
    [
      "qualified children",
      "<S:faultcode>S:Client</S:faultcode><S:faultstring>no</S:faultstring><S:faultactor>urn:me</S:faultactor>",
      { code: "Sender", message: "no", role: "urn:me", subcodes: [] },
    ],
    [
      "a code of the service's own",
      '<faultcode xmlns:sf="urn:sf">sf:INVALID_LOGIN</faultcode><faultstring>no</faultstring>',
      { code: "Receiver", subcodes: ["{urn:sf}INVALID_LOGIN"] },
    ],
    [
      "a code with a dot",
      "<faultcode>S:Client.AuthFailed</faultcode><faultstring>no</faultstring>",
      { code: "Sender", subcodes: ["{http://schemas.xmlsoap.org/soap/envelope/}Client.AuthFailed"] },
    ],
    ["a code that is no name", "<faultcode>1234</faultcode><faultstring>no</faultstring>", { code: "Receiver", subcodes: ["1234"] }],
    [
      "a detail that is text",
      "<faultcode>S:Server</faultcode><faultstring>no</faultstring><detail> at Foo.java:1 </detail>",
      { code: "Receiver", subcodes: [], detail: [], detailText: "at Foo.java:1" },
    ],
  ])("reads faults of other stacks: %s", async (_, fault, want) => {
    const caught = await answering(envelopeOf(fault), { status: 500, ...xml })
      .send({ to: "Anna", weight: "1" })
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(SoapFault);
    expect(caught).toMatchObject(want);
  });

  it.each([
    ["nothing", ""],
    ["what is not well-formed", "<html><br></html>"],
    ["an envelope that is cut off", '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'],
    ["a fault that is cut off", envelopeOf("<faultcode>S:Server</faultcode>").slice(0, -20)],
    ["another encoding than it says", new Uint8Array([0xff, 0xfe, 0x3c])],
  ])("are not a SOAP message: %s", async (_, body) => {
    const caught = await answering(body, { status: 502, ...xml })
      .send({ to: "Anna", weight: "1" })
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TransportError);
    expect(caught).toMatchObject({ status: 502, body: typeof body === "string" ? new TextEncoder().encode(body) : body });
  });

  it("are kept in the error, headers and the body's beginning, if they are not SOAP", async () => {
    const init = { status: 503, headers: { "content-type": "text/html", "retry-after": "7" } };
    const caught = await answering(`busy${"!".repeat(100_000)}`, init)
      .send({ to: "Anna", weight: "1" })
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TransportError);
    if (!(caught instanceof TransportError)) return;
    expect(caught.headers?.get("retry-after")).toBe("7");
    expect(new TextDecoder().decode(caught.body)).toBe(`busy${"!".repeat(65_532)}`);
  });
});
