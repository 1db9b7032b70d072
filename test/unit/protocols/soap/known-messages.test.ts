/** Messages that begin as earlier ones did: an endpoint that has read such answers them as one that has not. */
import { createHandler, type ServiceHandler, serve } from "soapwright/soap";
import { describe, expect, test } from "vitest";
import { type TransactionV10Server, TransactionV10Soap11, TransactionV10Soap12 } from "../../../../generated/veloconnect/service.js";

const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
const soap12 = "http://www.w3.org/2003/05/soap-envelope";

/** Answers with what it got. */
function endpoint(): ServiceHandler {
  const server: TransactionV10Server = {
    getStatus: async ({ buyersID, isTest }, { headers, headerBlocks }) => ({
      buyersID,
      responseCode: 200,
      responseMessage: JSON.stringify([buyersID.$value, isTest, headers, headerBlocks]),
      isTest: isTest ?? false,
    }),
    rollback: async ({ buyersID, transactionID }) => ({ buyersID, responseCode: 200, transactionID, statusCode: 1 }),
  };
  return createHandler({
    services: [serve(TransactionV10Soap11, server), serve(TransactionV10Soap12, server)],
    understands: ["{urn:h}Known"],
    limits: { depth: 6 },
  });
}

const request = (buyer: string): string => `<vct:GetStatusRequest xmlns:vct="urn:veloconnect:transaction-1.0">
      <vct:BuyersID>${buyer}</vct:BuyersID>
      <vct:Credential><vct:Password>pass</vct:Password></vct:Credential>
      <vct:IsTest>true</vct:IsTest>
    </vct:GetStatusRequest>`;
const envelope = (body: string, version = soap11, header = ""): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="${version}">${header}\n  <s:Body>\n    ${body}\n  </s:Body>\n</s:Envelope>\n`;

interface Post {
  readonly action?: string;
  readonly type?: string;
}

async function answerOf(handler: ServiceHandler, body: string, { action, type = "text/xml; charset=utf-8" }: Post = {}) {
  const headers = { "content-type": type, ...(action === undefined ? {} : { soapaction: `"${action}"` }) };
  const answer = await handler(new Request("http://seller.example/", { method: "POST", headers, body }));
  return { status: answer.status, text: await answer.text() };
}

const plain = envelope(request("4711"));
const cases: Readonly<Record<string, readonly [body: string, want: string | RegExp, post?: Post]>> = {
  "the same message": [plain, '["4711",true,{},[]]'],
  "another value": [envelope(request("other &amp; more")), '["other &amp; more"'],
  "SOAP 1.2": [envelope(request("12"), soap12), '["12"', { type: "application/soap+xml" }],
  "the media type of the other version": [plain, "VersionMismatch", { type: "application/soap+xml" }],
  "an action of another operation": [plain, /action "urn:other"/, { action: "urn:other" }],
  "another encoding": [plain.replace("4711", "x"), /x/, { type: "text/xml; charset=iso-8859-1" }],
  "a comment after the body's element": [plain.replace("</s:Body>", "<!-- --></s:Body>"), "4711"],
  "blanks in end tags": [plain.replace("</s:Body>", "</s:Body >"), "4711"],
  "a second element in the body": [plain.replace("</s:Body>", "<second/></s:Body>"), 'the Body has a second element "second"'],
  "an element after the body": [plain.replace("</s:Envelope>", "<after/></s:Envelope>"), 'unexpected element "after" after the Body'],
  "text in the envelope": [plain.replace("</s:Envelope>", "x</s:Envelope>"), "text between the elements of the envelope"],
  "text after the envelope": [`${plain}x`, "xml-not-well-formed"],
  "no end": [plain.slice(0, -8), "xml-unexpected-end"],
  "an end tag with another prefix": [plain.replace("</s:Body>", "</t:Body>"), "xml-not-well-formed"],
  "an invalid value": [plain.replace("true", "maybe"), "cvc-datatype-valid"],
  "an unknown child": [plain.replaceAll("Credential>", "Credentials>"), "cvc-complex-type.2.4"],
  "too many levels": [plain.replace("true", "<a><b/></a>"), /cvc-|xml-limit-depth/],
  "another operation": [
    envelope(
      '<vct:RollbackRequest xmlns:vct="urn:veloconnect:transaction-1.0"><vct:BuyersID>9</vct:BuyersID><vct:Credential><vct:Password>p</vct:Password></vct:Credential><vct:TransactionID>t</vct:TransactionID></vct:RollbackRequest>',
    ),
    "RollbackResponse",
  ],
  "a header block that is understood": [
    envelope(request("4711"), soap11, '<s:Header><k:Known xmlns:k="urn:h" a="1">v</k:Known></s:Header>'),
    "{urn:h}Known",
  ],
  "a header block that is not": [
    envelope(request("4711"), soap11, '<s:Header><k:Other xmlns:k="urn:h" s:mustUnderstand="1"/></s:Header>'),
    "MustUnderstand",
  ],
  "a header block that need not be": [envelope(request("4711"), soap11, '<s:Header><k:Other xmlns:k="urn:h"/></s:Header>'), "4711"],
  "a document type": [plain.replace("<s:Envelope", "<!DOCTYPE x><s:Envelope"), "xml-doctype"],
};

describe("a message that begins as earlier ones did", () => {
  test.each(Object.entries(cases))("%s", async (_, [body, want, post]) => {
    const fresh = await answerOf(endpoint(), body, post);
    if (typeof want === "string") expect(fresh.text).toContain(want);
    else expect(fresh.text).toMatch(want);
    const handler = endpoint();
    for (let round = 0; round < 4; round++) {
      await answerOf(handler, plain);
      expect(await answerOf(handler, body, post)).toEqual(fresh);
      expect(await answerOf(handler, body, post)).toEqual(fresh);
    }
  });

  test("many at once have their own answers", async () => {
    const handler = endpoint();
    const buyers = Array.from({ length: 60 }, (_, index) => `buyer ${index}`);
    const bodies = buyers.map((buyer, index) => envelope(request(buyer), soap11, index % 3 === 0 ? "<!-- -->" : ""));
    const answers = await Promise.all(bodies.map((body) => answerOf(handler, body)));
    for (const [index, { text }] of answers.entries()) expect(text).toContain(`["${buyers[index]}"`);
  });
});
