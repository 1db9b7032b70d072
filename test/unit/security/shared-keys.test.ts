/**
 * Messages that a key protects which both sides have, and attacks on them.
 */
import { confirmSignatures, receiveSharedKey, type SharedKeyOptions, sendSharedKey } from "soapwright/security";
import type { EnvelopeExchange, EnvelopeFilter } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { deriveKey, seedOf } from "../../../src/security/symmetric/shared-key.js";
import { filterReceived, filterSent } from "../../../src/service/envelope-filter.js";
import { makeCertificate } from "../../support/tls-certificate.js";

const shop = makeCertificate("Shop");
const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const envelopeOf = (content: string): string =>
  `<s:Envelope xmlns:s="${soap}"><s:Header><a:Order xmlns:a="urn:a">1</a:Order></s:Header><s:Body>${content}</s:Body></s:Envelope>`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (octets: Uint8Array): string => new TextDecoder().decode(octets);
const clientExchange = (): EnvelopeExchange => ({ side: "client", url: "http://a/" });
const serverExchange = (): EnvelopeExchange => ({ side: "server", url: "http://a/" });

interface Talk {
  readonly request?: (envelope: string) => string;
  readonly answer?: (envelope: string, request: string) => string;
  readonly client?: SharedKeyOptions;
  readonly server?: SharedKeyOptions;
  readonly serverFilters?: readonly EnvelopeFilter[];
}

/** What the server and the client read. */
async function talk({
  request = (each) => each,
  answer = (each) => each,
  client,
  server,
  serverFilters,
}: Talk = {}): Promise<readonly string[]> {
  const ours = sendSharedKey({ certificate: shop.cert, ...client });
  const theirs = serverFilters ?? receiveSharedKey({ key: shop.key, ...server });
  const [here, there] = [clientExchange(), serverExchange()];
  const sent = request(text(await filterSent(ours, bytes(envelopeOf("<Ask/>")), here)));
  const asked = text(await filterReceived(theirs, bytes(sent), there));
  const back = answer(text(await filterSent(theirs, bytes(envelopeOf("<Told/>")), there)), sent);
  return [asked, text(await filterReceived(ours, bytes(back), here))];
}

describe("a key that both sides have", () => {
  it.each<[string, Talk]>([
    ["itself", {}],
    ["derived for each use", { client: { derivedKeys: "1.3" }, server: { derivedKeys: "2005/02" } }],
    [
      "derived by references alone",
      { client: { derivedKeys: "1.3", derivation: "implied" }, server: { derivedKeys: "2005/02", derivation: "implied" } },
    ],
    ["of 128 bits", { client: { algorithm: "AES-128-GCM", hash: "SHA-512" }, server: { algorithm: "AES-128-GCM" } }],
  ])("%s", async (_, parts) => {
    const [asked, told] = await talk(parts);
    expect(asked).toContain("<Ask></Ask>");
    expect(told).toContain("<Told></Told>");
    // What is not signed is not handed on.
    expect(asked).not.toContain("Order");
  });

  it("hides header blocks, too", async () => {
    const parts: SharedKeyOptions = {
      sign: ["body", "timestamp", "{urn:a}Order"],
      encrypt: ["body", "{urn:a}Order"],
      requireEncrypted: ["body", "{urn:a}Order"],
    };
    const seen: string[] = [];
    const [asked, told] = await talk({ client: parts, server: parts, request: (each) => seen[seen.push(each) - 1] ?? "" });
    expect([asked, told].every((each) => each?.includes("Order"))).toBe(true);
    expect(seen.join()).not.toContain("urn:a");
  });

  const wrong: readonly (readonly [string, Talk, string])[] = [
    [
      "another body",
      { request: (each) => each.replace(/(<s:Body[^>]*>).*(<\/s:Body>)/s, "$1<Ask/>$2") },
      "the body of the message is not encrypted",
    ],
    [
      "a second body",
      { request: (each) => each.replace("</s:Envelope>", "<s:Body><Ask/></s:Body></s:Envelope>") },
      'unexpected element "Body" behind the Body',
    ],
    ["no signature", { request: (each) => each.replace(/<ds:Signature .*<\/ds:Signature>/s, "") }, "the message is not signed"],
    ["another signature", { request: (each) => each.replace(/(SignatureValue>)../, "$1AA") }, "the signature is not that of the message"],
    [
      "changed content",
      { request: (each) => each.replace(/(.*CipherValue>)....(?=[^<]*<\/xenc:CipherValue>)/s, "$1AAAA") },
      "the message cannot be decrypted",
    ],
    [
      "no key",
      { request: (each) => each.replace(/<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/s, "") },
      "a message brings one key, encrypted for the receiver",
    ],
    [
      "two keys",
      { request: (each) => each.replace(/<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/s, "$&$&") },
      "a message brings one key, encrypted for the receiver",
    ],
    ["an old hash", { client: { hash: "SHA-1" } }, 'the algorithm "http://www.w3.org/2000/09/xmldsig#hmac-sha1" is not accepted'],
    [
      "content in CBC mode",
      { client: { algorithm: "AES-256-CBC" } },
      'the algorithm "http://www.w3.org/2001/04/xmlenc#aes256-cbc" is not accepted',
    ],
    [
      "a signature of fewer bits",
      { request: (each) => each.replace(/(<ds:SignatureMethod [^>]*>)/, "$1<ds:HMACOutputLength>8</ds:HMACOutputLength>") },
      "parameters of signature algorithms are not accepted",
    ],
    ["an answer that is not protected", { serverFilters: [] }, "the body of the message is not encrypted"],
    ["an answer in clear text", { answer: () => envelopeOf("<Told/>") }, "the body of the message is not encrypted"],
    [
      "the request as the answer",
      { answer: (_, request) => request.replace(/<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/s, "") },
      "a key is not the one that both sides have",
    ],
    ["the very request as the answer", { answer: (_, request) => request }, "the answer brings a key of its own"],
    [
      "a long derived key",
      { client: { derivedKeys: "1.3" }, request: (each) => each.replace(/<wsc:Length>\d+/g, "<wsc:Length>999999") },
      "a derived key is too short, too long, or too far away",
    ],
    [
      "a far derived key",
      { client: { derivedKeys: "1.3" }, request: (each) => each.replace(/<wsc:Offset>0/g, "<wsc:Offset>999999") },
      "a derived key is too short, too long, or too far away",
    ],
    [
      "a long key that a reference derives",
      { client: { derivedKeys: "1.3", derivation: "implied" }, request: (each) => each.replace(/wsc:Length="\d+/g, 'wsc:Length="999999') },
      "a derived key is too short, too long, or too far away",
    ],
    [
      "another nonce in a reference",
      {
        client: { derivedKeys: "1.3", derivation: "implied", encrypt: [] },
        server: { requireEncrypted: [] },
        request: (each) => each.replace(/wsc:Nonce="..../g, 'wsc:Nonce="AAAA'),
      },
      "the signature is not that of the message",
    ],
    [
      "a reference that derives in two ways",
      {
        client: { derivedKeys: "1.3", derivation: "implied" },
        request: (each) =>
          each.replaceAll("wsc:Nonce=", 'xmlns:old="http://schemas.xmlsoap.org/ws/2005/02/sc" old:Nonce="AAAA" wsc:Nonce='),
      },
      "a reference derives a key in two ways",
    ],
    [
      "a reference that derives from a derived key",
      {
        client: { derivedKeys: "1.3" },
        request: (each) =>
          each.replace(
            /(<ds:KeyInfo [^>]*><wsse:SecurityTokenReference )/g,
            '$1xmlns:c="http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512" c:Nonce="AAAA" ',
          ),
      },
      "a key is derived from a derived key",
    ],
    [
      "a derived key that is there twice",
      { client: { derivedKeys: "1.3" }, request: (each) => each.replace(/<wsc:DerivedKeyToken .*?<\/wsc:DerivedKeyToken>/gs, "$&$&") },
      "a key is not the one that both sides have",
    ],
    [
      "another way to derive keys",
      { client: { derivedKeys: "1.3" }, request: (each) => each.replaceAll("/dk/p_sha1", "/dk/own") },
      "keys are derived by P_SHA-1",
    ],
    [
      "keys that derive each other",
      {
        client: { derivedKeys: "1.3" },
        request: (each) => {
          const [first, second] = [...each.matchAll(/wsu:Id="(DK-[^"]*)"/g)].map(([, id]) => id);
          return each.replaceAll(/URI="#EK-[^"]*"/g, `URI="#${first}"`).replace(`URI="#${first}"`, `URI="#${second}"`);
        },
      },
      "a key is derived from a derived key",
    ],
    [
      "another kind of token",
      { request: (each) => each.replace("<xenc:EncryptedKey", "<x:Token xmlns:x='urn:x'/>$&") },
      '"{urn:x}Token" is not supported in a Security header',
    ],
  ];
  it.each(wrong)("refuses %s", async (_, parts, message) => {
    await expect(talk(parts)).rejects.toThrow(message);
  });

  it("accepts no message twice", async () => {
    const theirs = receiveSharedKey({ key: shop.key });
    const sent = await filterSent(sendSharedKey({ certificate: shop.cert }), bytes(envelopeOf("<Ask/>")), clientExchange());
    await filterReceived(theirs, sent, serverExchange());
    await expect(filterReceived(theirs, sent, serverExchange())).rejects.toThrow("the message has come before");
  });

  it("is no use to another server", async () => {
    const sent = await filterSent(sendSharedKey({ certificate: shop.cert }), bytes(envelopeOf("<Ask/>")), clientExchange());
    const other = receiveSharedKey({ key: makeCertificate("Other").key });
    await expect(filterReceived(other, sent, serverExchange())).rejects.toThrow("the message cannot be decrypted");
  });

  it("has what a client signed confirmed", async () => {
    const sign = ["body", "timestamp", "signatureConfirmation"] as const;
    const theirs = [confirmSignatures(), ...receiveSharedKey({ key: shop.key, sign })];
    const ours = [confirmSignatures(), ...sendSharedKey({ certificate: shop.cert, require: sign })];
    const [here, there, another] = [clientExchange(), serverExchange(), clientExchange()];
    await filterReceived(theirs, await filterSent(ours, bytes(envelopeOf("<Ask/>")), here), there);
    const answer = await filterSent(theirs, bytes(envelopeOf("<Told/>")), there);
    expect(text(await filterReceived(ours, answer, here))).toContain("<Told></Told>");
    await filterSent(ours, bytes(envelopeOf("<Ask/>")), another);
    await expect(filterReceived(ours, answer, another)).rejects.toMatchObject({ name: "SecurityError" });
  });
});

it("derived keys are pieces of one sequence", async () => {
  const octets = async (offset: number, length: number): Promise<string> =>
    Buffer.from(await deriveKey(new Uint8Array(16).fill(7), seedOf(new Uint8Array(16).fill(9)), offset, length)).toString("hex");
  const whole = await octets(0, 60);
  expect(await octets(20, 40)).toBe(whole.slice(40));
  expect(await octets(0, 24)).toBe(whole.slice(0, 48));
});
