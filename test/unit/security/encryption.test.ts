/**
 * Encryption: our client with our handler, and messages as they should not be.
 */
import {
  type DecryptionOptions,
  decryptMessages,
  type EncryptionOptions,
  encryptMessages,
  requireSignature,
  requireUsernameToken,
  signMessages,
  usernameToken,
} from "soapwright/security";
import { createClient, createHandler, type EnvelopeFilter, recordEnvelopes, SoapFault, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { issueCertificate, makeCertificate } from "../../support/tls-certificate.js";
import { ParcelSoap11, ParcelSoap12 } from "../protocols/soap/parcel-contract.js";

const shop = makeCertificate("Shop");
const anna = makeCertificate("Anna");
const input = { to: "Zoë", weight: "1" };
const exchange = { side: "server", url: "http://a/" } as const;

interface World {
  readonly encryption?: Partial<EncryptionOptions>;
  readonly decryption?: Partial<DecryptionOptions>;
  readonly signs?: boolean;
  readonly binding?: typeof ParcelSoap11;
  readonly filters?: readonly EnvelopeFilter[];
}

/** Calls a handler with an encrypted message, which may be signed too, and gets an encrypted answer. */
async function call({ encryption, decryption, signs = true, binding = ParcelSoap11, filters }: World = {}) {
  let sent = "";
  const names: string[] = [];
  const send = async ({ to }: { to: string }) => {
    names.push(to);
    return { number: to.length };
  };
  const gate = requireSignature({ trust: { certificates: [anna.cert] } });
  const handler = createHandler({
    services: [serve(binding, { send, count: async () => 3 } as never)],
    filters: [
      ...(signs ? [gate.filter] : []),
      decryptMessages({ key: shop.key, ...decryption }),
      encryptMessages({ certificate: anna.cert }),
    ],
  });
  const client = createClient(binding, {
    url: "http://a/",
    fetch: handler,
    filters: filters ?? [
      ...(signs ? [signMessages({ key: anna.key, certificate: anna.cert })] : []),
      encryptMessages({ certificate: shop.cert, ...encryption }),
      decryptMessages({ key: anna.key }),
      recordEnvelopes(({ way, text }) => {
        if (way === "sent") sent = text;
      }),
    ],
  });
  const answer = await client.send(input).catch((error: unknown) => error);
  return { answer, sent, names, client };
}

describe("an encrypted message is answered with an encrypted one", () => {
  it.each<[string, World]>([
    ["signed before, SOAP 1.1", {}],
    ["signed before, SOAP 1.2", { binding: ParcelSoap12 }],
    ["not signed", { signs: false }],
    ["AES-128-GCM", { encryption: { algorithm: "AES-128-GCM" } }],
    ["the certificate in the message", { encryption: { reference: "token" } }],
    ["the certificate in the message, not signed", { encryption: { reference: "token" }, signs: false }],
    ["the certificate by its serial number", { encryption: { reference: "issuerSerial" } }],
  ])("%s", async (_, world) => {
    const { answer, sent, names } = await call(world);
    expect(answer).toEqual({ number: 3 });
    expect(names).toEqual(["Zoë"]);
    expect(sent).toContain("EncryptedData");
    expect(sent).not.toContain("Zoë");
  });

  it("with an empty body", async () => {
    const { client } = await call();
    expect(await client.count(undefined)).toBe(3);
  });
});

it("tokens and header blocks are encrypted too, and arrive", async () => {
  const users = requireUsernameToken({ passwordOf: () => "sesame" });
  const seen: string[] = [];
  let sent = "";
  const handler = createHandler({
    services: [serve(ParcelSoap11, { send: async (_: unknown, call: never) => seen.push(users.userOf(call)) && { number: 1 } } as never)],
    filters: [decryptMessages({ key: shop.key, require: ["body", "usernameToken", "{urn:s}Session"] })],
    understands: [...users.understands, "{urn:s}Session"],
    before: (operation) => {
      seen.push(JSON.stringify(operation.call.headerBlocks.find(({ name }) => name === "{urn:s}Session")?.children));
      return users.before(operation);
    },
  });
  const parts = ["body", "usernameToken", "{urn:s}Session"] as const;
  const client = createClient(ParcelSoap11, {
    url: "http://a/",
    fetch: handler,
    headerBlocks: usernameToken({ username: "bert", password: "sesame" }),
    filters: [
      encryptMessages({ certificate: shop.cert, encrypt: parts }),
      recordEnvelopes(({ way, text }) => {
        if (way === "sent") sent = text;
      }),
    ],
  });
  const session = { name: "{urn:s}Session", attributes: {}, namespaces: {}, children: ["secret"] };
  expect(await client.send(input, { headerBlocks: [session] })).toEqual({ number: 1 });
  expect(seen).toEqual(['["secret"]', "bert"]);
  expect(sent).not.toMatch(/secret|sesame|bert|Zoë/);
});

describe("refuses", () => {
  const failed = "the message cannot be decrypted";
  it("what is encrypted for another key", async () => {
    const { answer, names } = await call({ encryption: { certificate: anna.cert } });
    // The answer is encrypted, faults too.
    expect(answer).toMatchObject({ name: "SoapFault", message: failed });
    expect(names).toEqual([]);
  });

  it("what is not encrypted, in both directions", async () => {
    expect((await call({ filters: [decryptMessages({ key: anna.key })] })).answer).toMatchObject({
      message: "the message is not encrypted as it should be",
    });
    const handler = createHandler({ services: [serve(ParcelSoap11, { send: async () => ({ number: 1 }) } as never)] });
    const client = createClient(ParcelSoap11, { url: "http://a/", fetch: handler, filters: [decryptMessages({ key: anna.key })] });
    await expect(client.send(input)).rejects.toMatchObject({ name: "SecurityError", code: "InvalidSecurity" });
  });

  it("a part that had to be encrypted", async () => {
    const { answer } = await call({ decryption: { require: ["body", "timestamp"] } });
    expect(answer).toMatchObject({ message: "the timestamp of the message is not encrypted" });
  });

  it("an encrypted message where nobody decrypts", async () => {
    const { sent } = await call();
    const handler = createHandler({ services: [serve(ParcelSoap11, { send: async () => ({ number: 1 }) } as never)] });
    const text = sent.replaceAll(/ \w+:mustUnderstand="1"/g, "");
    const answer = await handler(new Request("http://a/", { method: "POST", headers: { "content-type": "text/xml" }, body: text }));
    expect(await answer.text()).toContain("signed or encrypted");
  });

  const decrypt = (text: string, options: Partial<DecryptionOptions> = {}): unknown =>
    decryptMessages({ key: shop.key, ...options }).receive?.(new TextEncoder().encode(text), exchange);
  const data = /<xenc:EncryptedData .*<\/xenc:EncryptedData>/s;

  it.each<[string, (sent: string) => string, RegExp]>([
    ["another key", (sent) => sent.replace(/(<xenc:CipherValue>)....(.*<\/xenc:EncryptedKey>)/s, "$1AAAA$2"), /cannot be decrypted/],
    [
      "changed content",
      (sent) =>
        sent.replace(
          /(<soap:Body.*<xenc:CipherValue>.{40})(.)/s,
          (_, before: string, octet: string) => before + (octet === "A" ? "B" : "A"),
        ),
      /cannot be decrypted/,
    ],
    ["content cut short", (sent) => sent.replace(/(<soap:Body.*<xenc:CipherValue>.{16})[^<]*/s, "$1"), /cannot be decrypted/],
    [
      "content moved out of the body",
      (sent) => sent.replace(data, "<x/>").replace("</soap:Header>", () => `<x>${data.exec(sent)?.[0]}</x></soap:Header>`),
      /not in the message/,
    ],
    ["content twice", (sent) => sent.replace(data, (each) => each + each), /there twice/],
    ["an identifier twice", (sent) => sent.replace("<soap:Body", `<soap:Body id="${/Id="(ED-[^"]*)/.exec(sent)?.[1]}"`), /there twice/],
    ["content that no key is for", (sent) => sent.replace(/<xenc:DataReference [^>]*>/, ""), /not encrypted as it should be/],
    ["no key", (sent) => sent.replace(/<xenc:EncryptedKey .*<\/xenc:EncryptedKey>/s, ""), /not encrypted as it should be/],
    ["keys by PKCS #1 1.5", (sent) => sent.replace("rsa-oaep-mgf1p", "rsa-1_5"), /rsa-1_5" is not accepted/],
    [
      "CBC",
      (sent) => sent.replace("http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
      /aes256-cbc" is not accepted/,
    ],
    ["a key of another length", (sent) => sent.replace("aes256-gcm", "aes128-gcm"), /cannot be decrypted/],
    [
      "keys of two hashes",
      (sent) =>
        sent.replace(
          /(rsa-oaep-mgf1p")\/>/,
          '$1><d:DigestMethod xmlns:d="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/></xenc:EncryptionMethod>',
        ),
      /two hashes/,
    ],
  ])("%s", async (_, change, reason) => {
    const { sent } = await call({ signs: false });
    const changed = change(sent);
    expect(changed).not.toBe(sent);
    const refused = await Promise.resolve(decrypt(changed)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SoapFault);
    expect((refused as SoapFault).message).toMatch(reason);
  });

  it("more keys than a message needs", async () => {
    const { sent } = await call({ signs: false });
    const keys = sent.replace(/<xenc:EncryptedKey .*<\/xenc:EncryptedKey>/s, (key) => key.repeat(1000));
    expect(await Promise.resolve(decrypt(keys)).catch((error: Error) => error.message)).toBe("a message has 4 encrypted keys at most");
  });

  it("a certificate whose key cannot be used for it", () => {
    expect(() => encryptMessages({ certificate: issueCertificate({ name: "Curved", kind: "ec" }).cert })).toThrow(TypeError);
  });
});
