/**
 * Assertions of SAML: carried by our client, checked by our handler, and attacked on the way.
 */
import { createPublicKey } from "node:crypto";
import {
  type AssertedIdentity,
  type AssertionPolicy,
  requireAssertion,
  requireSignature,
  type SigningOptions,
  sendAssertion,
  signMessages,
} from "soapwright/security";
import { createClient, createHandler, type EnvelopeFilter, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { type AssertionParts, assertionText, assertionTime, holderOfKey, signAssertion, timeAfter } from "../../support/saml-assertion.js";
import { issueCertificate, makeCertificate } from "../../support/tls-certificate.js";
import { type ParcelServer, ParcelSoap11, ParcelSoap12 } from "../protocols/soap/parcel-contract.js";

const idp = issueCertificate({ name: "Provider" });
const other = issueCertificate({ name: "Other" });
const issuers = { "https://idp.example": { certificates: [idp.cert] }, "https://other.example": { certificates: [other.cert] } };

interface World {
  readonly policy?: Partial<AssertionPolicy>;
  readonly binding?: typeof ParcelSoap11;
  readonly between?: (envelope: string) => string;
  readonly seconds?: number;
  readonly calls?: number;
}

interface Outcome {
  readonly answer: unknown;
  readonly identity: AssertedIdentity | undefined;
}

/** Calls a handler that asks for an assertion, and gives who the operation saw. */
async function call(assertion: string, { policy, binding = ParcelSoap11, between, seconds = 0, calls = 1 }: World = {}): Promise<Outcome> {
  const now = (): number => assertionTime + seconds * 1000;
  const gate = requireAssertion({ issuers, audience: "urn:shop", now, ...policy });
  let identity: AssertedIdentity | undefined;
  const parcels: ParcelServer = {
    async send({ to }, received) {
      identity = gate.identityOf(received);
      return { number: to.length };
    },
    note: async () => undefined,
    open: async () => 1,
    close: async () => 2,
    count: async () => 3,
  };
  const handler = createHandler({ services: [serve(binding, parcels)], filters: [gate.filter] });
  const change: EnvelopeFilter = {
    send: (envelope) => new TextEncoder().encode((between ?? ((same) => same))(new TextDecoder().decode(envelope))),
  };
  const client = createClient(binding, { url: "http://a/", fetch: handler, filters: [sendAssertion({ assertion, now }), change] });
  let answer: unknown;
  for (let count = 0; count < calls; count++) answer = await client.send({ to: "Anna", weight: "1" }).catch((error: unknown) => error);
  return { answer, identity };
}

const signed = (parts: AssertionParts = {}, by = idp): string => signAssertion(assertionText(parts), by);
const number = { number: 4 };

describe("an assertion is checked and read", () => {
  it.each<["1.1" | "2.0", typeof ParcelSoap11]>([
    ["2.0", ParcelSoap11],
    ["2.0", ParcelSoap12],
    ["1.1", ParcelSoap11],
    ["1.1", ParcelSoap12],
  ])("of SAML %s", async (version, binding) => {
    const { answer, identity } = await call(signed({ version }), { binding });
    expect(answer).toEqual(number);
    expect(identity).toMatchObject({
      version,
      id: "_a1",
      issuer: "https://idp.example",
      name: "anna@example.com",
      authentication: "urn:x509",
      notOnOrAfter: new Date(timeAfter(300)),
    });
    expect([...(identity?.attributes ?? [])]).toEqual([["role", ["clerk", "buyer"]]]);
  });

  it.each<[string, string, World]>([
    ["with a declaration, comments and blanks around it", `<?xml version="1.0"?>\n<!-- a > b -->\n${signed()}\n`, {}],
    ["within the difference of clocks", signed(), { seconds: 359 }],
    ["from another issuer of the list", signed({ issuer: "https://other.example" }, other), {}],
    [
      "for our recipient",
      signed({ confirmation: 'Recipient="https://shop.example/"' }),
      { policy: { recipient: "https://shop.example/" } },
    ],
    ["with SHA-1, by option", signAssertion(assertionText(), idp, "sha1"), { policy: { allowOld: true } }],
    ["that may be used again", signed(), { calls: 2 }],
    [
      "for one of several audiences",
      signed({
        restrictions:
          "<saml:AudienceRestriction><saml:Audience>urn:a</saml:Audience><saml:Audience>urn:shop</saml:Audience></saml:AudienceRestriction>",
      }),
      {},
    ],
    ["that ends by its confirmation", signed({ conditions: "", confirmation: `NotOnOrAfter="${timeAfter(60)}"` }), {}],
  ])("%s", async (_, assertion, world) => {
    expect((await call(assertion, world)).answer).toEqual(number);
  });

  it("fetched for each message", async () => {
    const given: string[] = [];
    const filter = sendAssertion({
      assertion: async () => {
        given.push("again");
        return signed();
      },
    });
    const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
    for (const _ of [1, 2])
      expect(new TextDecoder().decode(await filter.send?.(envelope, { side: "client", url: "" }))).toContain(signed());
    expect(given).toHaveLength(2);
    await expect(async () => sendAssertion({ assertion: "<a/>" }).send?.(envelope, { side: "client", url: "" })).rejects.toThrow(TypeError);
  });

  it("beside a signature of the message", async () => {
    const anna = makeCertificate("Anna");
    const gate = requireAssertion({ issuers, audience: "urn:shop" });
    const signatures = requireSignature({ trust: { certificates: [anna.cert] } });
    const seen: unknown[] = [];
    const parcels: ParcelServer = {
      async send({ to }, received) {
        seen.push(gate.identityOf(received).name, signatures.signerOf(received).subject);
        return { number: to.length };
      },
      note: async () => undefined,
      open: async () => 1,
      close: async () => 2,
      count: async () => 3,
    };
    const handler = createHandler({ services: [serve(ParcelSoap11, parcels)], filters: [signatures.filter, gate.filter] });
    const filters = [signMessages({ key: anna.key, certificate: anna.cert }), sendAssertion({ assertion: signed(), lifetime: 0 })];
    const sent = createClient(ParcelSoap11, { url: "http://a/", fetch: handler, filters }).send({ to: "Anna", weight: "1" });
    expect(await sent).toEqual(number);
    expect(seen).toEqual(["anna@example.com", "CN=Anna"]);
  });
});

describe("an assertion is refused", () => {
  it.each<[string, string, World, string]>([
    ["without a signature", assertionText(), {}, "the assertion is not signed"],
    ["too late", signed(), { seconds: 360 }, "the assertion has expired"],
    ["too early", signed(), { seconds: -61 }, "the assertion is not valid yet"],
    ["for another audience", signed(), { policy: { audience: "urn:bank" } }, "the assertion is for another audience"],
    ["for all audiences", signed({ restrictions: "" }), {}, "the assertion is for another audience"],
    [
      "with a second restriction that leaves us out",
      signed({
        restrictions: ["urn:shop", "urn:bank"]
          .map((each) => `<saml:AudienceRestriction><saml:Audience>${each}</saml:Audience></saml:AudienceRestriction>`)
          .join(""),
      }),
      {},
      "the assertion is for another audience",
    ],
    [
      "for another recipient",
      signed({ confirmation: 'Recipient="https://bank.example/"' }),
      { policy: { recipient: "https://shop.example/" } },
      "the assertion is for another recipient",
    ],
    [
      "for a recipient that nobody has named",
      signed({ confirmation: 'Recipient="https://shop.example/"' }),
      {},
      "the assertion is for another recipient",
    ],
    ["for a confirmation that is over", signed({ confirmation: `NotOnOrAfter="${timeAfter(-120)}"` }), {}, "the assertion has expired"],
    ["without an end", signed({ conditions: "" }), {}, "the assertion has no end"],
    ["for holders of a key", signed({ method: "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key" }), {}, "not confirmed as its bearer"],
    [
      "for senders who vouch",
      signed({ version: "1.1", method: "urn:oasis:names:tc:SAML:1.0:cm:sender-vouches" }),
      {},
      "not confirmed as its bearer",
    ],
    ["under a condition that is not known", signed({ restrictions: "<saml:Condition/>" }), {}, "is not known"],
    ["from an unknown issuer", signed({ issuer: "https://evil.example" }), {}, "the issuer of the assertion is not trusted"],
    ["signed by another issuer of the list", signed({}, other), {}, "could not be authenticated"],
    ["with SHA-1", signAssertion(assertionText(), idp, "sha1"), {}, "is not accepted"],
    [
      "used twice though for one use",
      signed({
        restrictions: "<saml:AudienceRestriction><saml:Audience>urn:shop</saml:Audience></saml:AudienceRestriction><saml:OneTimeUse/>",
      }),
      { calls: 2 },
      "the assertion has been used",
    ],
    [
      "of SAML 1.0",
      signAssertion(assertionText({ version: "1.1" }).replace('MinorVersion="1"', 'MinorVersion="0"'), idp),
      {},
      "assertions are of SAML 1.1 or 2.0",
    ],
    [
      "about two subjects",
      signed({
        version: "1.1",
        statements:
          "<AttributeStatement><Subject><NameIdentifier>root</NameIdentifier><SubjectConfirmation><ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:bearer</ConfirmationMethod></SubjectConfirmation></Subject></AttributeStatement>",
      }),
      {},
      "the assertion is about several subjects",
    ],
  ])("%s", async (_, assertion, world, message) => {
    const { answer } = await call(assertion, world);
    expect(answer).toMatchObject({ name: "SoapFault", message: expect.stringContaining(message) });
  });
});

describe("an attack is refused", () => {
  const good = signed();
  const evil = assertionText({ name: "root@example.com" });
  const signatureOf = (assertion: string): string => /<ds:Signature .*<\/ds:Signature>/s.exec(assertion)?.[0] ?? "";
  /** An assertion of the attacker's that has a signature of another one in it. */
  const withSignature = (assertion: string, signature: string): string => assertion.replace("</saml:Issuer>", (end) => end + signature);
  const replaced = (by: string) => (envelope: string) => envelope.replace(good, () => by);
  it.each<[string, (envelope: string) => string, string]>([
    ["another name", (envelope) => envelope.replace("anna@example.com", "root@example.com"), "not what was signed"],
    ["another role", (envelope) => envelope.replace(">clerk<", ">admin<"), "not what was signed"],
    [
      "a longer time",
      (envelope) => envelope.replace(`NotOnOrAfter="${timeAfter(300)}"`, `NotOnOrAfter="${timeAfter(3000)}"`),
      "not what was signed",
    ],
    [
      "an element more",
      (envelope) => envelope.replace("</saml:AttributeStatement>", '<saml:Attribute Name="role"/></saml:AttributeStatement>'),
      "not what was signed",
    ],
    ["an unsigned assertion with a foreign signature", replaced(withSignature(evil, signatureOf(good))), "not what was signed"],
    [
      "another identifier",
      replaced(withSignature(assertionText({ name: "root@example.com", id: "_evil" }), signatureOf(good))),
      "is not over that assertion",
    ],
    ["the signed one beside", replaced(withSignature(evil, signatureOf(good)) + good), "several assertions"],
    [
      "the signed one inside, with its identifier",
      replaced(withSignature(evil, signatureOf(good)).replace("</saml:Assertion>", `<saml:Advice>${good}</saml:Advice></saml:Assertion>`)),
      "is not the only one",
    ],
    [
      "the signed one inside, another outside",
      replaced(
        withSignature(assertionText({ name: "root@example.com", id: "_evil" }), signatureOf(good)).replace(
          "</saml:Assertion>",
          `<saml:Advice>${good}</saml:Advice></saml:Assertion>`,
        ),
      ),
      "is not over that assertion",
    ],
    [
      "the signed one in an Object",
      replaced(withSignature(evil, signatureOf(good).replace("</ds:Signature>", `<ds:Object>${good}</ds:Object></ds:Signature>`))),
      "is not accepted in a Signature",
    ],
    [
      "the signed one in another header block",
      (envelope) =>
        replaced(withSignature(evil, signatureOf(good)))(envelope).replace(
          "<wsse:Security",
          `<x:Keep xmlns:x="urn:x">${good}</x:Keep><wsse:Security`,
        ),
      "is not the only one",
    ],
    [
      "the signed one in the Body",
      (envelope) => replaced(withSignature(evil, signatureOf(good)))(envelope).replace(/<\/(\w+):Body>/, (end) => good + end),
      "is not the only one",
    ],
    [
      "the identifier again, in the Body",
      (envelope) => envelope.replace(/<(\w+:To|To)>/, (start) => start.replace(">", ' ID="_a1">')),
      "is not the only one",
    ],
    ["a comment in the name", (envelope) => envelope.replace("anna@", "anna@<!-- -->"), "comments or processing instructions"],
    ["two signatures", (envelope) => envelope.replace(signatureOf(good), (signature) => signature + signature), "several Signature"],
    [
      "a signature by a key of the attacker's own",
      replaced(signed({ name: "root@example.com" }, makeCertificate("Evil"))),
      "could not be authenticated",
    ],
    [
      "two Security headers",
      (envelope) => envelope.replace(/<wsse:Security.*<\/wsse:Security>/s, (header) => header + header),
      "several Security headers",
    ],
    ["no assertion", replaced(""), "the message has no assertion"],
  ])("%s", async (_, between, message) => {
    const { answer, identity } = await call(good, { between });
    expect(answer).toMatchObject({ name: "SoapFault", message: expect.stringContaining(message) });
    expect(identity).toBeUndefined();
  });
});

describe("an assertion for the holder of a key", () => {
  const anna = issueCertificate({ name: "Anna" });
  const eve = issueCertificate({ name: "Eve" });

  interface Held {
    readonly assertion?: string;
    readonly signer?: typeof anna;
    readonly options?: Partial<SigningOptions>;
    readonly between?: (envelope: string) => string;
    readonly calls?: number;
  }

  async function send({ assertion, signer = anna, options, between = (same) => same, calls = 1 }: Held = {}): Promise<Outcome> {
    const gate = requireAssertion({ issuers, audience: "urn:shop", holderOfKey: {} });
    let identity: AssertedIdentity | undefined;
    const parcels: ParcelServer = {
      async send({ to }, received) {
        identity = gate.identityOf(received);
        return { number: to.length };
      },
      note: async () => undefined,
      open: async () => 1,
      close: async () => 2,
      count: async () => 3,
    };
    const handler = createHandler({ services: [serve(ParcelSoap11, parcels)], filters: [gate.filter] });
    const signing = signMessages({ key: signer.key, certificate: signer.cert, reference: "assertion", ...options });
    let sent: Uint8Array | undefined;
    const change: EnvelopeFilter = { send: (envelope) => (sent ??= new TextEncoder().encode(between(new TextDecoder().decode(envelope)))) };
    const filters = [sendAssertion({ assertion: assertion ?? signed(holderOfKey(anna.cert)) }), signing, change];
    const client = createClient(ParcelSoap11, { url: "http://a/", fetch: handler, filters });
    let answer: unknown;
    for (let count = 0; count < calls; count++) answer = await client.send({ to: "Anna", weight: "1" }).catch((error: unknown) => error);
    return { answer, identity };
  }

  const numbers = createPublicKey(anna.key).export({ format: "jwk" });
  const rsaNumber = (number: string | undefined): string => Buffer.from(number ?? "", "base64url").toString("base64");
  const keyValue = `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${rsaNumber(numbers.n)}</ds:Modulus><ds:Exponent>${rsaNumber(numbers.e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`;

  it.each<[string, Held]>([
    ["of SAML 2.0", {}],
    ["of SAML 1.1", { assertion: signed(holderOfKey(anna.cert, "1.1")) }],
    ["that has the numbers of the key", { assertion: signed({ ...holderOfKey(anna.cert), keyInfo: keyValue }) }],
    ["whose signature names the certificate", { options: { reference: "token" } }],
  ])("%s", async (_, parts) => {
    const { answer, identity } = await send(parts);
    expect({ answer, name: identity?.name }).toEqual({ answer: { number: 4 }, name: "anna@example.com" });
  });

  it.each<[string, Held, string]>([
    ["by somebody else's key", { signer: eve }, "the message is not signed by the key that the assertion names"],
    [
      "by somebody else, with the certificate",
      { signer: eve, options: { reference: "token" } },
      "the message is not signed by the key that the assertion names",
    ],
    [
      "without a signature",
      { between: (each) => each.replace(/(<\/saml:Assertion>.*)<ds:Signature .*<\/ds:Signature>/s, "$1") },
      "the message is not signed",
    ],
    [
      "with another body",
      { between: (each) => each.replace("<p:To>Anna", "<p:To>Eve").replace(/(To>)Anna/, "$1Eve") },
      "a part of the message is not what was signed",
    ],
    [
      "with another key in the assertion",
      { signer: eve, between: (each) => each.replace(pem(anna.cert), pem(eve.cert)) },
      "the assertion is not what was signed",
    ],
    ["without a signed body", { options: { sign: ["timestamp"] } }, "the body of the message is not signed"],
    ["without a key", { assertion: signed({ method: "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key" }) }, "the assertion names no key"],
    ["with an assertion for its bearer", { assertion: signed() }, "the subject of the assertion is not confirmed by a key"],
    [
      "by an issuer that nobody trusts",
      { assertion: signed({ ...holderOfKey(anna.cert), issuer: "https://eve.example" }) },
      "the issuer of the assertion is not trusted",
    ],
    ["twice", { calls: 2 }, "the message has come before"],
    [
      "with a token that nobody knows",
      { between: (each) => each.replace("<saml:Assertion", "<x:Token xmlns:x='urn:x'/>$&") },
      '"{urn:x}Token" is not supported in a Security header',
    ],
  ])("is refused %s", async (_, parts, message) => {
    const { answer } = await send(parts);
    expect(answer).toMatchObject({ name: "SoapFault", message: expect.stringContaining(message) });
  });

  it("has one key in all statements of SAML 1.1", async () => {
    const two = assertionText(holderOfKey(anna.cert, "1.1"));
    const at = two.lastIndexOf(pem(anna.cert));
    const mixed = signAssertion(two.slice(0, at) + pem(eve.cert) + two.slice(at + pem(anna.cert).length), idp);
    expect((await send({ assertion: mixed })).answer).toMatchObject({ message: "the assertion names several keys" });
  });

  it("must be in the message that is signed by its key", () => {
    const signing = signMessages({ key: anna.key, certificate: anna.cert, reference: "assertion" });
    const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
    return expect(signing.send?.(envelope, { side: "client", url: "http://a/" })).rejects.toThrow(TypeError);
  });
});

/** The base64 of a certificate. */
function pem(cert: string): string {
  return cert.replace(/-----[^-]+-----|\s/g, "");
}
