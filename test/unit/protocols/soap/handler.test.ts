/**
 * SOAP over HTTP: what the server answers to messages that are right, wrong, and hostile. Raw messages, no client of ours.
 */
import { deflateSync, gzipSync } from "node:zlib";
import { type Call, createHandler, declaredFault, SoapFault, serve } from "soapwright/soap";
import { beforeEach, describe, expect, it } from "vitest";
import { outputActionOf } from "../../../../src/protocols/soap/addressing.js";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, ParcelSoap12 } from "./parcel-contract.js";

const ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
const ns12 = "http://www.w3.org/2003/05/soap-envelope";
const send = '<p:Send xmlns:p="urn:parcel"><p:To>Anna</p:To><p:Weight>1.50</p:Weight></p:Send>';

let notes: string[];
let faults: SoapFault[];
let seen: Call<ParcelOperations["send"]> | undefined;
beforeEach(() => {
  notes = [];
  faults = [];
  seen = undefined;
});

const server: ParcelServer = {
  async send({ to, weight }, call) {
    seen = call;
    if (to === "crash") throw new Error("a secret of the server");
    if (to === "wrong answer") return { number: 2 ** 40 };
    if (to === "fault")
      throw new SoapFault("Sender", "no such place", { subcodes: ["{urn:parcel}NoPlace"], role: "urn:post", language: "de" });
    if (to === "sleep") await new Promise(() => undefined);
    if (Number(weight) > 30) throw declaredFault<ParcelOperations["send"]>({ name: "tooHeavy", detail: { limit: "30.0" } }, "too heavy");
    if (call.headers.sender !== undefined) call.replyHeaders.stamp = `from ${call.headers.sender.name}`;
    return { number: 7 };
  },
  note: async (text) => void notes.push(text),
  open: async () => 1,
  close: async () => 2,
  count: async () => notes.length,
};

/** Whoever sends "sleep" gets no answer: that is waited for in a short time, everything else in a long one. */
const handlerWithin = (timeout: number) =>
  createHandler({
    services: [serve(ParcelSoap11, server), serve(ParcelSoap12, server)],
    maxBodyBytes: 10_000,
    timeout,
    limits: { depth: 50 },
    onFault: (fault) => faults.push(fault),
  });

const handler = handlerWithin(60_000);
const impatient = handlerWithin(200);

interface Post {
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function post({ body = "", type = "text/xml; charset=utf-8", headers = {}, method = "POST" }: Post): Promise<Answer> {
  const request = new Request("http://post.example/parcels", {
    method,
    headers: { ...(type !== "" && { "content-type": type }), ...headers },
    ...(method === "POST" && { body: body as BodyInit }),
  });
  const response = await (String(body).includes("sleep") ? impatient : handler)(request);
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
}

const envelope = (body: string, header = "", namespace = ns11): string =>
  `<e:Envelope xmlns:e="${namespace}">${header === "" ? "" : `<e:Header>${header}</e:Header>`}<e:Body>${body}</e:Body></e:Envelope>`;
const post11 = (body: string, header = "", headers: Record<string, string> = {}): Promise<Answer> =>
  post({ body: envelope(body, header), headers: { soapaction: '"urn:parcel#Send"', ...headers } });
const post12 = (body: string, header = "", action = "urn:parcel#Send"): Promise<Answer> =>
  post({ body: envelope(body, header, ns12), type: `application/soap+xml; charset=utf-8; action="${action}"` });

/** Fault code and text, of either version. */
function faultOf({ status, text }: Answer): string {
  const code = /<faultcode>\w+:(\w+)</.exec(text)?.[1] ?? /<\w+:Code><\w+:Value>\w+:(\w+)</.exec(text)?.[1];
  const reason = /<faultstring[^>]*>([^<]*)</.exec(text)?.[1] ?? /<\w+:Text[^>]*>([^<]*)</.exec(text)?.[1];
  return `${status} ${code}: ${reason?.replaceAll("&quot;", '"')}`;
}

describe("a message that is right", () => {
  it("is answered in SOAP 1.1", async () => {
    const answer = await post11(send);
    expect(answer).toMatchObject({ status: 200, type: "text/xml; charset=utf-8" });
    expect(answer.text).toMatch(/Number>7</);
    expect(answer.text).toContain(ns11);
  });

  it("is answered in SOAP 1.2 with an action", async () => {
    const answer = await post12(send);
    expect(answer).toMatchObject({ status: 200, type: 'application/soap+xml; charset=utf-8; action="urn:parcel#SendResponse"' });
    expect(answer.text).toContain(ns12);
  });

  it.each([
    ["without an action", {}],
    ["with an empty one", { soapaction: '""' }],
    ["with one without quotes", { soapaction: "urn:parcel#Send" }],
  ])("%s", async (_, headers) => expect((await post({ body: envelope(send), headers })).status).toBe(200));

  it.each<[string, Uint8Array, string]>([
    ["UTF-16", new Uint8Array(Buffer.from(`\ufeff${envelope(send)}`, "utf16le")), "text/xml"],
    ["UTF-8 with a byte order mark", new TextEncoder().encode(`\ufeff${envelope(send)}`), "text/xml"],
    [
      "ISO-8859-1 by the media type",
      new Uint8Array(Buffer.from(envelope(send.replace("Anna", "Änne")), "latin1")),
      "text/xml; charset=iso-8859-1",
    ],
  ])("in %s", async (_, body, type) => expect((await post({ body, type })).status).toBe(200));

  it("may name SOAP's encoding in SOAP 1.1, which says nothing where the contract is literal", async () => {
    const named = envelope(send).replace("<e:Body", '<e:Body e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"');
    expect((await post({ body: named })).status).toBe(200);
  });

  it("may have an empty action in SOAP 1.2", async () => {
    expect((await post12(send, "", "")).status).toBe(200);
  });

  it("may have comments, white space and unknown headers", async () => {
    const answer = await post11(`\n<!-- a --> ${send} <?p i?>\n`, '<x:Trace xmlns:x="urn:x" e:mustUnderstand="0"><x:a/></x:Trace>');
    expect(answer.status).toBe(200);
  });

  it("one way is answered with 202 and nothing", async () => {
    expect(await post({ body: envelope('<Note xmlns="urn:parcel">hello</Note>') })).toEqual({ status: 202, type: "", text: "" });
    expect(notes).toEqual(["hello"]);
  });

  it("may have the action of another operation if the body wins", async () => {
    const tolerant = createHandler({ services: [serve(ParcelSoap11, server)], action: "bodyWins" });
    const send11 = (action: string): Promise<Response> =>
      tolerant(
        new Request("http://post.example/", {
          method: "POST",
          headers: { "content-type": "text/xml", soapaction: action },
          body: envelope(send),
        }),
      );
    expect((await send11('"urn:parcel#Note"')).status).toBe(200);
    expect((await post11(send, "", { soapaction: '"urn:parcel#Note"' })).status).toBe(500);
  });

  it.each([
    ["", "urn:parcel:Parcels:NoteResponse"],
    ["urn:parcel/Parcels/Note", "urn:parcel/Parcels/NoteResponse"],
  ])("without a SOAPAction has WS-Addressing's default action in its answer: asked with %j", (action, want) => {
    const request = { action, messageId: undefined, relatesTo: undefined, replyTo: undefined, faultTo: undefined };
    expect(outputActionOf("{urn:parcel}Parcels", "Note", "", request)).toBe(want);
    expect(outputActionOf("{http://parcel.example/}Parcels", "Note", undefined, undefined)).toBe(
      "http://parcel.example/Parcels/NoteResponse",
    );
  });

  it("with an empty body is identified by it", async () => expect((await post({ body: envelope("") })).text).toMatch(/Count[^>]*>0</));

  it("whose element two operations share is identified by its action", async () => {
    const body = envelope('<Stamp xmlns="urn:parcel">x</Stamp>');
    expect((await post({ body, headers: { soapaction: '"urn:parcel#Open"' } })).text).toMatch(/Count[^>]*>1</);
    expect((await post({ body, headers: { soapaction: '"urn:parcel#Close"' } })).text).toMatch(/Count[^>]*>2</);
    expect(faultOf(await post({ body }))).toMatch(/^500 Client: several operations/);
  });

  it("has its headers decoded, and the answer's encoded", async () => {
    const answer = await post11(send, '<p:Sender xmlns:p="urn:parcel" e:mustUnderstand="1"><p:Name>Bert</p:Name></p:Sender>');
    expect(answer.status).toBe(200);
    expect(seen?.headers.sender).toEqual({ name: "Bert" });
    expect(answer.text).toMatch(/Header>.*Stamp[^>]*>from Bert</s);
  });

  it("with WS-Addressing is answered with it", async () => {
    const wsa = "http://www.w3.org/2005/08/addressing";
    const header = `<a:Action xmlns:a="${wsa}" e:mustUnderstand="1">urn:parcel#Send</a:Action><a:MessageID xmlns:a="${wsa}">urn:m:1</a:MessageID>`;
    const { text } = await post12(send, header);
    expect(text).toMatch(/RelatesTo[^>]*>urn:m:1</);
    expect(text).toMatch(/Action[^>]*>urn:parcel#SendResponse</);
  });
});

describe("WS-Addressing", () => {
  const wsa = "http://www.w3.org/2005/08/addressing";
  const action = `<a:Action xmlns:a="${wsa}">urn:parcel#Send</a:Action>`;
  const to = (local: string, address: string): string => `<a:${local} xmlns:a="${wsa}"><a:Address>${address}</a:Address></a:${local}>`;

  it("with an anonymous ReplyTo is answered", async () => {
    expect((await post12(send, action + to("ReplyTo", `${wsa}/anonymous`))).status).toBe(200);
  });

  it("with none as ReplyTo is taken, and not answered", async () => {
    expect(await post12(send, action + to("ReplyTo", `${wsa}/none`))).toEqual({ status: 202, type: "", text: "" });
  });

  it.each([
    ["ReplyTo", to("ReplyTo", "http://elsewhere.example/"), "OnlyAnonymousAddressSupported"],
    ["FaultTo", to("FaultTo", "http://elsewhere.example/"), "OnlyAnonymousAddressSupported"],
    ["two actions", action, "InvalidCardinality"],
  ])("with an answer that cannot be given is refused: %s", async (_, header, subcode) => {
    const { status, text } = await post12(send, action + header);
    expect(status).toBe(400);
    expect(text).toContain("InvalidAddressingHeader");
    expect(text).toContain(subcode);
    expect(seen).toBeUndefined();
  });
});

describe("HTTP", () => {
  it.each<[string, Post, number]>([
    ["GET", { method: "GET" }, 405],
    ["PUT", { method: "PUT" }, 405],
    ["no media type", { type: "", body: new Uint8Array([60]) }, 415],
    ["application/xml", { type: "application/xml", body: envelope(send) }, 415],
    ["a broken media type", { type: "text/xml; charset", body: envelope(send) }, 415],
    ["a content coding that is not known", { headers: { "content-encoding": "br" }, body: envelope(send) }, 415],
    ["a body that is not compressed and says so", { headers: { "content-encoding": "gzip" }, body: envelope(send) }, 400],
    ["too much, compressed", { headers: { "content-encoding": "gzip" }, body: gzipSync(envelope(" ".repeat(10_000))) }, 413],
    ["too much", { body: envelope(" ".repeat(10_000)) }, 413],
    ["too slow", { body: envelope(send.replace("Anna", "sleep")) }, 503],
  ])("%s: %i", async (_, given, want) => expect((await post(given)).status).toBe(want));

  it("says which content codings are read", async () => {
    const request = new Request("http://post.example/", {
      method: "POST",
      headers: { "content-type": "text/xml", "content-encoding": "br" },
      body: envelope(send),
    });
    expect((await handler(request)).headers.get("accept-encoding")).toBe("gzip, deflate, identity");
  });

  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["Identity", (text: string) => Buffer.from(text)],
  ])("reads what is compressed: %s", async (coding, compress) => {
    const answer = await post({ headers: { "content-encoding": coding }, body: compress(envelope(send)) });
    expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(/Number>7</) });
  });
});

describe("a fault", () => {
  it.each<[string, () => Promise<Answer>, string]>([
    ["no XML", () => post({ body: "hello" }), "400 Client: "],
    ["nothing", () => post({ body: "" }), "400 Client: "],
    ["cut off", () => post({ body: envelope(send).slice(0, 150) }), "400 Client: "],
    ["a document type declaration", () => post({ body: `<!DOCTYPE e>${envelope(send)}` }), "400 Client: 1:1 xml-doctype"],
    [
      "an encoding that is not read",
      () => post({ type: "text/xml", body: `<?xml version="1.0" encoding="EBCDIC"?>${envelope(send)}` }),
      "400 Client: ",
    ],
    [
      "bytes that are not of the encoding",
      () => post({ body: new Uint8Array(Buffer.from(envelope(send.replace("Anna", "\xff")), "latin1")) }),
      "400 Client: ",
    ],
    ["too deep", () => post11(send, "<a>".repeat(60)), "400 Client: "],
    ["another document", () => post({ body: "<a/>" }), '500 Client: the document is "a", not a SOAP envelope'],
    ["a version that is not known", () => post({ body: envelope(send, "", "urn:soap:9") }), "500 VersionMismatch: "],
    ["SOAP 1.2 as text/xml", () => post({ body: envelope(send, "", ns12) }), "500 VersionMismatch: "],
    ["SOAP 1.1 as application/soap+xml", () => post({ body: envelope(send), type: "application/soap+xml" }), "500 VersionMismatch: "],
    ["an action of another operation", () => post11(send, "", { soapaction: '"urn:parcel#Open"' }), "500 Client: the action"],
    ["an action of another operation", () => post12(send, "", "urn:parcel#Open"), "400 Sender: the action"],
    ["an element of no operation", () => post11('<a xmlns="urn:x"/>'), '500 Client: no operation has the body element "{urn:x}a"'],
    ["what only the server sends", () => post11('<SendResponse xmlns="urn:parcel"/>'), "500 Client: no operation has the body element"],
    ["a header that is not understood", () => post11(send, '<x:T xmlns:x="urn:x" e:mustUnderstand="1"/>'), "500 MustUnderstand: "],
    [
      "the same, written as SOAP 1.2 allows it",
      () => post11(send, '<x:T xmlns:x="urn:x" e:mustUnderstand="true"/>'),
      "500 MustUnderstand: ",
    ],
    ["the same in SOAP 1.2", () => post12(send, '<x:T xmlns:x="urn:x" e:mustUnderstand="true"/>'), "500 MustUnderstand: "],
    ["an invalid input", () => post11(send.replace("1.50", "heavy")), "500 Client: /Send/Weight "],
    ["the same in SOAP 1.2", () => post12(send.replace("1.50", "heavy")), "400 Sender: /Send/Weight "],
    ["an invalid header", () => post11(send, '<p:Sender xmlns:p="urn:parcel"/>'), "500 Client: "],
    ["two elements", () => post11(send + send), '500 Client: the Body has a second element "Send"'],
    ["text in the envelope", () => post11(`hello${send}`), "500 Client: text between"],
    ["no Body", () => post({ body: `<e:Envelope xmlns:e="${ns11}"/>` }), "500 Client: the envelope has no Body"],
    ["a second Body", () => post({ body: envelope(send).replace("</e:Envelope>", "<e:Body/></e:Envelope>") }), "500 Client: "],
    [
      "an encoding style",
      () => post({ body: envelope(send).replace("<e:Body", '<e:Body e:encodingStyle="urn:x"') }),
      "500 Client: the encoding style",
    ],
    [
      "an encoding style in SOAP 1.2",
      () =>
        post({
          body: envelope(send, "", ns12).replace("<e:Body", '<e:Body e:encodingStyle="http://www.w3.org/2003/05/soap-encoding"'),
          type: "application/soap+xml",
        }),
      "400 Sender: encodingStyle is not allowed on Body",
    ],
    ["what the server throws", () => post11(send.replace("Anna", "crash")), "500 Server: internal error"],
    ["the same in SOAP 1.2", () => post12(send.replace("Anna", "crash")), "500 Receiver: internal error"],
    ["an answer that is not valid", () => post11(send.replace("Anna", "wrong answer")), "500 Server: internal error"],
    ["a fault of the server", () => post11(send.replace("Anna", "fault")), "500 Client: no such place"],
    ["the same in SOAP 1.2", () => post12(send.replace("Anna", "fault")), "400 Sender: no such place"],
  ])("%s", async (_, run, want) => {
    const answer = await run();
    expect(faultOf(answer).startsWith(want), faultOf(answer)).toBe(true);
    expect(answer.text).not.toContain("a secret of the server");
    expect(faults).toHaveLength(1);
  });

  it("reports the cause to the log only", async () => {
    await post11(send.replace("Anna", "crash"));
    expect(String(faults[0]?.cause)).toBe("Error: a secret of the server");
  });

  it("that the contract declares has its detail", async () => {
    const heavy = send.replace("1.50", "31");
    const answer = await post11(heavy);
    expect(faultOf(answer)).toBe("500 Client: too heavy");
    expect(answer.text).toMatch(/<detail>.*TooHeavy.*Limit>30.0</s);
    expect((await post12(heavy)).text).toMatch(/Detail>.*TooHeavy.*Limit>30.0</s);
  });

  it("of the sender in SOAP 1.2 has the status 500 where clients need it", async () => {
    const forWcf = createHandler({ services: [serve(ParcelSoap12, server)], senderFaultStatus: 500 });
    const request = (body: string): Request =>
      new Request("http://post.example/", { method: "POST", headers: { "content-type": "application/soap+xml" }, body });
    expect((await forWcf(request(envelope(send.replace("1.50", "heavy"), "", ns12)))).status).toBe(500);
    expect((await forWcf(request("no XML"))).status).toBe(400);
    expect((await forWcf(request(envelope(send, "", ns12)))).status).toBe(200);
  });

  it("in SOAP 1.2 has subcode, language and role", async () => {
    const { text } = await post12(send.replace("Anna", "fault"));
    expect(text).toMatch(/Subcode><\w+:Value[^>]*>(\w+:)?NoPlace</);
    expect(text).toContain('xml:lang="de"');
    expect(text).toMatch(/Role>urn:post</);
  });

  it("names no more than twenty headers that are not understood", async () => {
    const headers = Array.from({ length: 50 }, (_, index) => `<x:T${index} xmlns:x="urn:x" e:mustUnderstand="1"/>`).join("");
    const { text } = await post12(send, headers);
    expect(text.match(/NotUnderstood/g)).toHaveLength(20);
  });

  it("names headers that are not understood, and the versions that are", async () => {
    const notUnderstood = await post12(send, '<x:T xmlns:x="urn:x" e:mustUnderstand="true"/>');
    expect(notUnderstood.text).toMatch(/NotUnderstood[^>]*qname="\w+:T"/);
    const mismatch = await post({ body: envelope(send), type: "application/soap+xml" });
    expect(mismatch.text).toMatch(/Upgrade>.*SupportedEnvelope/s);
  });

  it("has the issues for programs", async () => {
    const { text } = await post11(send.replace("<p:To>Anna</p:To>", "").replace("1.50", "x"));
    expect(text).toMatch(/Issue[^>]* id="cvc-/);
  });

  it("is not sent for headers meant for other nodes", async () => {
    const header = '<x:T xmlns:x="urn:x" e:mustUnderstand="1" e:actor="urn:somebody-else"/>';
    expect((await post11(send, header)).status).toBe(200);
  });
});
