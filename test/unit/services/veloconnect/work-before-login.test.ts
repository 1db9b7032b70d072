/**
 * What a stranger's request costs before its sender is known, at the default limits.
 *
 * A tenth of a second of CPU on an idle machine is what is promised; the bound here leaves room for one on which the caches are others'. Without
 * limits these requests cost up to thirteen seconds.
 */
import { describe, expect, it } from "vitest";
import { defaultOptions } from "../../../../src/server/options.js";
import type { HttpAnswer } from "../../../../src/service/exchange.js";
import { fromRequest, type ServiceHandler } from "../../../../src/service/fetch-adapter.js";
import { serve } from "../../../support/veloconnect-server.js";

const mostMilliseconds = 1500;
const { maxBodyBytes } = defaultOptions;
const { handle, soap } = serve({ maxBodyBytes });

const envelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
const statusOf = (buyersId: string, password: string): string =>
  `<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"><BuyersID>${buyersId}</BuyersID><Credential><Password>${password}</Password></Credential></GetStatusRequest>`;
const envelope = (header: string, body = statusOf("B9", "x")): string =>
  `<s:Envelope xmlns:s="${envelopeNamespace}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;

/** As many pieces as fit into the body, with room for what is around them; at most `most`. */
function fill(piece: (index: number) => string, most = Number.POSITIVE_INFINITY): string {
  const pieces: string[] = [];
  for (let index = 0, length = 2000; index < most; index++) {
    const next = piece(index);
    length += next.length;
    if (length > maxBodyBytes) break;
    pieces.push(next);
  }
  return pieces.join("");
}

/** One piece again and again, as often as it fits into the body; pieces of their own would leave work for the collector of garbage. */
function repeat(piece: string): string {
  return piece.repeat(Math.floor((maxBodyBytes - 2000) / new TextEncoder().encode(piece).length));
}

const utf16 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
const half = maxBodyBytes / 2 - 2000;

const inSoap: readonly (readonly [string, () => string | Uint8Array<ArrayBuffer>])[] = [
  ["elements in a header", () => envelope(`<h xmlns="u">${repeat("<a/>")}</h>`)],
  ["headers", () => envelope(repeat('<h xmlns="u">123456</h>'))],
  [
    "attributes in a header",
    () => envelope(`<h xmlns="u">${repeat(`<a ${Array.from({ length: 999 }, (_, i) => `a${i}="1"`).join(" ")}/>`)}</h>`),
  ],
  ["namespaces", () => envelope(`<h xmlns="u">${fill((i) => `<a xmlns:p${i}="urn:${i}"/>`)}</h>`)],
  ["text in a header", () => envelope(`<h xmlns="u">${repeat("x")}</h>`)],
  ["headers to be understood", () => envelope(fill((i) => `<h${i} xmlns="u" s:mustUnderstand="1"/>`))],
  ["addresses", () => envelope(repeat('<To xmlns="http://www.w3.org/2005/08/addressing">http://x/</To>'))],
  ["attributes of the envelope", () => `<s:Envelope xmlns:s="${envelopeNamespace}" ${fill((i) => `s:a${i}="1" `)}><s:Body/></s:Envelope>`],
  ["names", () => envelope(`<h xmlns="u">${fill((i) => `<a${i}/>`)}</h>`)],
  ["elements deep in each other", () => envelope(`<h xmlns="u">${repeat("<a>")}`)],
  ["character references", () => envelope(`<h xmlns="u">${repeat("&#65;")}</h>`)],
  ["character references in an attribute", () => envelope(`<h xmlns="u" a="${repeat("&#65;")}"/>`)],
  ["comments", () => envelope(`<h xmlns="u">${repeat("<!---->")}</h>`)],
  ["CDATA sections", () => envelope(`<h xmlns="u">${repeat("<![CDATA[a]]>")}</h>`)],
  ["a password", () => envelope("", statusOf("B1", repeat("x")))],
  ["a password to be normalized", () => envelope("", statusOf("B1", repeat("a\u0301\u0323")))],
  ["a BuyersID", () => envelope("", statusOf(repeat("x"), "x"))],
  ["text in UTF-16", () => utf16(envelope(`<h xmlns="u">${"x".repeat(half)}</h>`))],
  ["elements in UTF-16", () => utf16(envelope(`<h xmlns="u">${"<a/>".repeat(half / 4)}</h>`))],
  ["elements in the body that do not belong there", () => envelope("", statusOf("B1", "x").replace("</Get", `${repeat("<a/>")}</Get`))],
];

const credentials = "BuyersID=B9&Password=x";
const inForms: readonly (readonly [string, () => string])[] = [
  ["order lines", () => `RequestName=CreateOrderRequest&${credentials}${fill((i) => `&Quantity.${i}=1&quantityUnitCode.${i}=EA`, 9900)}`],
  ["order lines that are wrong", () => `RequestName=CreateOrderRequest&${credentials}${fill((i) => `&Quantity.${i}=x`, 19_000)}`],
  ["items", () => `RequestName=GetItemDetailsListRequest&${credentials}${fill(() => "&SellersItemIdentification=1", 19_000)}`],
  ["one parameter again and again", () => `RequestName=GetStatusRequest&${credentials}${fill(() => "&BuyersID=x", 19_000)}`],
  ["parameters", () => repeat("a=1&")],
  ["a long BuyersID", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${repeat("x")}`],
  ["plus signs", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${"+".repeat(1_000_000)}`],
  ["percent signs", () => `RequestName=GetStatusRequest&Password=x&BuyersID=${"%41".repeat(330_000)}`],
];

/** Milliseconds of CPU for an answer, the best of five, and its length. */
async function costOf(
  { exchange }: ServiceHandler,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<{ time: number; length: number }> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  expect(bytes.length).toBeLessThanOrEqual(maxBodyBytes);
  const given = fromRequest(
    new Request("http://seller.example/veloconnect", { method: "POST", headers: { "content-type": type }, body: "" }),
  );
  const request = {
    method: "POST",
    path: given.path,
    query: given.query,
    origin: given.origin,
    headers: given.headers,
    signal: given.signal,
    readBody: async () => bytes,
    stopReading: () => false,
  };
  let time = Number.POSITIVE_INFINITY;
  let answer: HttpAnswer = { status: 0 };
  for (let run = 0; run < 5; run++) {
    const before = process.cpuUsage();
    answer = await exchange(request);
    const { user, system } = process.cpuUsage(before);
    time = Math.min(time, (user + system) / 1000);
  }
  expect(answer.status).not.toBe(413);
  return { time, length: lengthOf(answer.body) };
}

describe("a message full of", () => {
  it.each(inSoap)("%s", async (_, make) => {
    const { time, length } = await costOf(soap, "text/xml", make());
    expect(time).toBeLessThan(mostMilliseconds);
    expect(length).toBeLessThan(3000);
  });
});

describe("a form full of", () => {
  it.each(inForms)("%s", async (_, make) => {
    const { time, length } = await costOf(handle, "application/x-www-form-urlencoded", make());
    expect(time).toBeLessThan(mostMilliseconds);
    expect(length).toBeLessThan(3000);
  });
});

function lengthOf(body: HttpAnswer["body"]): number {
  return typeof body === "string" || body instanceof Uint8Array ? body.length : 0;
}
