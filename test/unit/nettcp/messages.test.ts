/** SOAP messages with addressing headers in every encoding, and documents that are not messages. */
import { xmlElement } from "soapwright";
import { describe, expect, test } from "vitest";
import { StartProgressCallbackElement } from "../../../generated/ipam/microsoft-windows-ipam.js";
import { createMessageDecoder, createMessageEncoder } from "../../../src/nettcp/message-encoding.js";
import { defaultQuotas } from "../../../src/nettcp/quotas.js";
import type { OutgoingMessage } from "../../../src/protocols/duplex/channel.js";
import { type ReceivedMessage, readMessage } from "../../../src/protocols/duplex/read-message.js";
import { type HeaderStyle, writeMessage } from "../../../src/protocols/duplex/write-message.js";
import { SoapFault } from "../../../src/service/fault.js";

const binary = "application/soap+msbinsession1";
const text = "application/soap+xml; charset=utf-8";
const contentTypes = [
  binary,
  "application/soap+msbin1",
  text,
  "application/soap+xml; charset=utf16",
  "application/soap+xml; charset=unicodeLE",
];

const action = "urn:do";
const messageId = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e";
const element = { codec: StartProgressCallbackElement, value: { isNonDeterministic: true } };
const body = { kind: "element", element } as const;

function sent(contentType: string, message: OutgoingMessage, headers: HeaderStyle = "minimal"): ReceivedMessage {
  const octets = createMessageEncoder(contentType).encode((writer) => writeMessage(writer, message, { headers, to: "net.tcp://host/x" }));
  return readMessage(createMessageDecoder(contentType).open(octets));
}

const soap = "http://www.w3.org/2003/05/soap-envelope";
const addressing = "http://www.w3.org/2005/08/addressing";

function received(xml: string): ReceivedMessage {
  return readMessage(createMessageDecoder(text).open(new TextEncoder().encode(xml)));
}

const envelope = (headers: string, content = "<x/>"): string =>
  `<s:Envelope xmlns:s="${soap}" xmlns:a="${addressing}"><s:Header>${headers}</s:Header><s:Body>${content}</s:Body></s:Envelope>`;

describe.each(contentTypes)("%s", (contentType) => {
  test("a request with its headers", () => {
    const message = sent(contentType, { action, messageId, body }, "full");
    expect(message).toMatchObject({ action, messageId, expectsReply: true, isFault: false, headerFault: undefined });
    expect(message.readBody(StartProgressCallbackElement)).toEqual({ ok: true, value: { isNonDeterministic: true } });
  });

  test("a callback has its action alone", () => {
    const message = sent(contentType, { action, body });
    expect(message).toMatchObject({ action, expectsReply: false });
    expect([message.messageId, message.relatesTo]).toEqual([undefined, undefined]);
  });

  test("a fault", () => {
    const fault = new SoapFault("Sender", "no ü", { subcodes: [`{${addressing}}ActionNotSupported`], language: "en-US" });
    const message = sent(contentType, { action, relatesTo: messageId, body: { kind: "fault", fault } });
    expect(message).toMatchObject({ isFault: true, relatesTo: messageId });
    const read = message.readFault({});
    expect(read.ok && read.value).toMatchObject({ code: "Sender", message: "no ü", subcodes: [`{${addressing}}ActionNotSupported`] });
  });

  test("an empty body", () => {
    const message = sent(contentType, { action, body: { kind: "empty" } });
    expect(message.bodyElement).toBeUndefined();
    expect(message.skipBody()).toEqual({ ok: true, value: undefined });
    expect(sent(contentType, { action, body: { kind: "empty" } }).readBody(xmlElement)).toMatchObject({ ok: false, isMalformed: false });
  });
});

test("a full message without an answer has an identifier too", () => {
  expect(sent(binary, { action, body }, "full").messageId).toMatch(/^urn:uuid:[\da-f-]{36}$/);
  expect(sent(binary, { action, relatesTo: messageId, body }, "full").messageId).toBeUndefined();
});

test("a value that is refused leaves the session's strings as they were", () => {
  const encoder = createMessageEncoder(binary);
  const decoder = createMessageDecoder(binary);
  const write = (value: object): Uint8Array =>
    encoder.encode((writer) =>
      writeMessage(writer, { action, body: { kind: "element", element: { ...element, value } } }, { headers: "minimal", to: "" }),
    );
  expect(() => write({ isNonDeterministic: "maybe" })).toThrow();
  for (let round = 0; round < 3; round++) {
    const message = readMessage(decoder.open(write({ isNonDeterministic: true })));
    expect(message.readBody(StartProgressCallbackElement).ok).toBe(true);
  }
});

test("a session's strings stay within their quota, and messages go on", () => {
  const encoder = createMessageEncoder(binary);
  const decoder = createMessageDecoder(binary);
  for (let round = 0; round < 200; round++) {
    const name = `urn:action:${String(round).padStart(40, "0")}`;
    const octets = encoder.encode((writer) => writeMessage(writer, { action: name, body }, { headers: "minimal", to: "" }));
    expect(readMessage(decoder.open(octets)).action).toBe(name);
  }
});

describe("headers", () => {
  test.each([
    ["no identifier", "", false],
    ["an identifier", "<a:MessageID>urn:1</a:MessageID>", true],
    ["an anonymous address", `<a:MessageID>urn:1</a:MessageID><a:ReplyTo><a:Address>${addressing}/anonymous</a:Address></a:ReplyTo>`, true],
    [
      "an address among other things",
      `<a:MessageID>urn:1</a:MessageID><a:ReplyTo><x><a:Address>${addressing}/none</a:Address></x><a:Address>urn:me</a:Address><a:Metadata/></a:ReplyTo>`,
      true,
    ],
    ["nobody to reply to", `<a:MessageID>urn:1</a:MessageID><a:ReplyTo><a:Address>${addressing}/none</a:Address></a:ReplyTo>`, false],
  ])("%s: a reply is wanted or not", (_, headers, wanted) => {
    const message = received(envelope(`${headers}<a:Action>urn:x</a:Action>`));
    expect([message.expectsReply, message.action, message.bodyElement]).toEqual([wanted, "urn:x", "x"]);
    expect(message.skipBody()).toEqual({ ok: true, value: undefined });
  });

  test("white space around an action does not count", () => {
    expect(received(envelope("<a:Action>\n urn:x </a:Action>")).action).toBe("urn:x");
  });

  test("those that must be understood and are not", () => {
    const headers = `<a:To s:mustUnderstand="1">urn:me</a:To><h:Tx xmlns:h="urn:h" s:mustUnderstand="true"/><h:Log xmlns:h="urn:h"/>`;
    expect(received(envelope(headers)).headerFault).toMatchObject({ code: "MustUnderstand", notUnderstood: ["{urn:h}Tx"] });
  });
});

describe("headers that stand twice", () => {
  test.each([
    ["an action", "<a:Action>urn:x</a:Action>", true],
    ["an identifier", "<a:MessageID>urn:1</a:MessageID>", true],
    ["an address", "<a:ReplyTo><a:Address>urn:me</a:Address></a:ReplyTo>", true],
    ["a relation", "<a:RelatesTo>urn:1</a:RelatesTo>", false],
  ])("%s", (_, header, isRefused) => {
    const { headerFault } = received(envelope(header + header));
    expect(headerFault?.subcodes.map((name) => name.slice(addressing.length + 2))).toEqual(
      isRefused ? ["InvalidAddressingHeader", "InvalidCardinality"] : undefined,
    );
  });

  test("of several relations the reply counts", () => {
    const headers = '<a:RelatesTo RelationshipType="urn:other">urn:1</a:RelatesTo><a:RelatesTo>urn:2</a:RelatesTo>';
    expect(received(envelope(headers)).relatesTo).toBe("urn:2");
  });
});

describe("no message", () => {
  test.each([
    ["another root", "<x/>"],
    ["SOAP 1.1", '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'],
    ["no body", `<s:Envelope xmlns:s="${soap}"/>`],
    ["a document type", `<!DOCTYPE x><s:Envelope xmlns:s="${soap}"><s:Body/></s:Envelope>`],
    ["nothing", ""],
    ["an action that holds elements", envelope("<a:Action><x/></a:Action>")],
  ])("%s", (_, xml) => expect(() => received(xml)).toThrow());

  test.each([
    ["a second element in the body", envelope("", "<x/><y/>"), false],
    ["ill-formed", envelope("", "<x>&nope;</x>"), true],
    ["cut", envelope("").slice(0, -20), true],
  ])("%s: the body is refused", (_, xml, isMalformed) =>
    expect(received(xml).readBody(xmlElement)).toMatchObject({ ok: false, isMalformed }),
  );

  test("an element that the contract does not allow is not malformed", () => {
    const message = received(envelope("", '<StartProgressCallback xmlns="http://Microsoft.Windows.Ipam"><x/></StartProgressCallback>'));
    expect(message.readBody(StartProgressCallbackElement)).toMatchObject({ ok: false, isMalformed: false });
    expect(message.readNode().ok).toBe(true);
  });
});

test("quotas reach the text reader", () => {
  const deep = envelope("", "<x>".repeat(40) + "</x>".repeat(40));
  const open = (depth: number): ReceivedMessage =>
    readMessage(createMessageDecoder(text, { ...defaultQuotas, depth }).open(new TextEncoder().encode(deep)));
  expect(open(32).readBody(xmlElement)).toMatchObject({ ok: false, isMalformed: true });
  expect(open(64).readBody(xmlElement).ok).toBe(true);
  const long = envelope("", `<x>${"y".repeat(30_000)}</x>`);
  expect(received(long).readBody(xmlElement)).toMatchObject({ ok: false, isMalformed: true });
});
