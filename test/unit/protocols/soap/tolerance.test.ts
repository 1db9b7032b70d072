/**
 * Clients and handlers that read and write what does not conform: what carries the envelope, the envelope, its content.
 */
import type { Issue } from "soapwright";
import { createClient, createHandler, type DeviatingMessage, serve, TransportError, type ValidationOptions } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { type ParcelServer, ParcelSoap11, ParcelSoap12 } from "./parcel-contract.js";

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const soap12 = "http://www.w3.org/2003/05/soap-envelope";
const envelope = (body: string, namespace = soap) => `<s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
const send = (content: string) => envelope(`<Send xmlns="urn:parcel">${content}</Send>`);
const valid = send("<To>Anna</To><Weight>1.5</Weight>");
const parcel = { to: "Anna", weight: "1.5" };

interface Posted {
  readonly body: string;
  readonly mediaType?: string;
  readonly action?: string;
}

/** Posts to a handler. Gives the status, the input that the operation got, and what was told. */
async function post({ body, mediaType = "text/xml", action = "" }: Posted, validation: NonNullable<ValidationOptions["validation"]>) {
  const inputs: unknown[] = [];
  const told: string[] = [];
  const take = async (input: unknown) => {
    inputs.push(input);
    return { number: 1 };
  };
  const server = { send: take, note: take, open: take, close: take, count: take } as unknown as ParcelServer;
  const onDeviation = ({ id }: Issue, { direction, operation }: DeviatingMessage) => told.push(`${id} of ${direction} of ${operation}`);
  const services = [serve(ParcelSoap11, server), serve(ParcelSoap12, server)];
  const handler = createHandler({ services, validation, onDeviation });
  const headers = { "content-type": mediaType, soapaction: `"${action}"` };
  const { status } = await handler(new Request("http://post.example/", { method: "POST", headers, body }));
  return { status, inputs, told };
}

/** What is wrong, the request, the input, what is told. */
const requests: readonly [string, Posted, unknown, readonly string[]][] = [
  ["nothing", { body: valid }, parcel, []],
  ["text/html", { body: valid, mediaType: "text/html" }, parcel, ["soap-media-type of input of undefined"]],
  ["application/xml", { body: valid, mediaType: "application/xml" }, parcel, ["soap-media-type of input of undefined"]],
  [
    "the media type of the other version",
    { body: envelope('<Send xmlns="urn:parcel"><To>Anna</To><Weight>1.5</Weight></Send>', soap12) },
    parcel,
    ["soap-envelope of input of undefined"],
  ],
  ["blanks before the declaration", { body: `\n <?xml version="1.0"?>${valid}` }, parcel, ["xml-declaration of input of undefined"]],
  ["another action", { body: valid, action: "urn:other" }, parcel, ["soap-envelope of input of undefined"]],
  [
    "the namespace of the body's element",
    { body: envelope('<Send xmlns="urn:other"><To>Anna</To></Send>') },
    { to: "Anna" },
    [
      "soap-envelope of input of undefined",
      "cvc-elt.1 of input of Send",
      "cvc-complex-type.2.4.a of input of Send",
      "cvc-complex-type.2.4.b of input of Send",
    ],
  ],
  [
    "another element with the action of an operation",
    { body: envelope('<Post xmlns="urn:parcel"><To>Anna</To><Weight>1.5</Weight></Post>'), action: "urn:parcel#Send" },
    parcel,
    ["soap-envelope of input of undefined", "cvc-elt.1 of input of Send"],
  ],
  ["text in the envelope", { body: valid.replace("<s:Body>", "text<s:Body>") }, parcel, ["soap-envelope of input of undefined"]],
  ["a second element in the body", { body: valid.replace("</s:Body>", "<b/></s:Body>") }, parcel, ["soap-envelope of input of Send"]],
  ["an element after the body", { body: valid.replace("</s:Body>", "</s:Body><b/>") }, parcel, ["soap-envelope of input of Send"]],
  [
    "the content",
    { body: send("<Weight>1.5</Weight><To>Anna</To><More/>") },
    parcel,
    ["cvc-complex-type.2.4.a of input of Send", "cvc-complex-type.2.4.a of input of Send"],
  ],
];

describe("a handler", () => {
  it.each(requests)("reads a request: %s", async (_, request, input, told) => {
    expect(await post(request, { input: "report" })).toEqual({ status: 200, inputs: [input], told });
    expect(await post(request, "off")).toEqual({ status: 200, inputs: [input], told: [] });
  });

  it.each(requests.slice(1))("refuses it when it is strict: %s", async (_, request) => {
    const { status, inputs, told } = await post(request, "strict");
    expect(status).toBeGreaterThanOrEqual(400);
    expect([inputs, told]).toEqual([[], []]);
  });

  it.each([
    ["another document", { body: "<a/>", mediaType: "text/html" }],
    ["an operation that is not there", { body: envelope("<Unknown/>") }],
    ["an envelope that is not well-formed", { body: valid.replace("</To>", "") }],
  ])("refuses in any mode: %s", async (_, request) => {
    const { status, inputs } = await post(request, "off");
    expect([status >= 400, inputs]).toEqual([true, []]);
  });

  it("writes an answer that does not conform", async () => {
    const told: string[] = [];
    const server = { send: async () => ({ number: "many", more: 1 }) } as unknown as ParcelServer;
    const onDeviation = ({ id, path }: Issue, { direction }: DeviatingMessage) => told.push(`${direction} ${path} ${id}`);
    const handler = createHandler({ services: [serve(ParcelSoap11, server)], validation: { output: "report" }, onDeviation });
    const response = await handler(
      new Request("http://post.example/", { method: "POST", headers: { "content-type": "text/xml" }, body: valid }),
    );
    expect(await response.text()).toContain(">many<");
    expect(told).toEqual(["output /SendResponse value-property", "output /SendResponse/Number cvc-datatype-valid.1.2.1"]);
  });
});

/** Calls a server that answers with this. */
async function call(answer: string, mediaType: string, options: ValidationOptions): Promise<unknown> {
  const fetch = async () => new Response(answer, { headers: { "content-type": mediaType } });
  return createClient(ParcelSoap11, { url: "http://post.example/", fetch, ...options }).send(parcel);
}

const receipt = (content: string) => envelope(`<SendResponse xmlns="urn:parcel">${content}</SendResponse>`);

describe("a client", () => {
  it.each([
    ["text/html", receipt("<Number>7</Number>"), "text/html", ["soap-media-type"]],
    ["blanks before the declaration", `\r\n<?xml version="1.0"?>${receipt("<Number>7</Number>")}`, "text/xml", ["xml-declaration"]],
    [
      "another name and a child without a namespace",
      envelope("<Answer><Number>7</Number></Answer>"),
      "text/xml",
      ["cvc-elt.1", "cvc-complex-type.2.4.a"],
    ],
    ["the content", receipt("<Unit>kg</Unit><Number>7</Number>"), "text/xml", ["cvc-complex-type.2.4.a"]],
  ])("reads an answer: %s", async (_, answer, mediaType, told) => {
    const ids: string[] = [];
    const options: ValidationOptions = { validation: { output: "report" }, onDeviation: ({ id }) => ids.push(id) };
    expect(await call(answer, mediaType, options)).toEqual({ number: 7 });
    expect(ids).toEqual(told);
    await expect(call(answer, mediaType, { validation: { input: "off" } })).rejects.toThrow();
  });

  it.each([
    ["a page of HTML", "<html><body>Bad gateway<br></body></html>"],
    ["text", "Bad gateway"],
  ])("is told of the media type when it gets %s", async (_, page) => {
    const caught = await call(page, "text/html", { validation: "off" }).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TransportError);
  });

  it("sends what does not conform", async () => {
    const told: string[] = [];
    let sent = "";
    const client = createClient(ParcelSoap11, {
      url: "http://post.example/",
      validation: "report",
      onDeviation: ({ id, path }, { direction }) => told.push(`${direction} ${path} ${id}`),
      fetch: async (request) => {
        sent = await request.text();
        return new Response(receipt("<Number>7</Number>"), { headers: { "content-type": "text/xml" } });
      },
    });
    expect(await client.send({ to: "Anna", weight: "heavy" })).toEqual({ number: 7 });
    expect(sent).toContain(">heavy<");
    expect(told).toEqual(["input /Send/Weight cvc-datatype-valid.1.2.1"]);
  });
});
