/**
 * Attacks on signed messages: each changes a message that was signed, so that a careless receiver would verify one thing and read another.
 */
import { sign } from "node:crypto";
import { requireSignature, requireUsernameToken, signMessages, usernameToken } from "soapwright/security";
import { createClient, createHandler, SoapFault, serve } from "soapwright/soap";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalizeDocument } from "../../../src/xml/canonical/canonicalize.js";
import { makeCertificate } from "../../support/tls-certificate.js";
import { ParcelSoap11 } from "../protocols/soap/parcel-contract.js";

const anna = makeCertificate("Anna");
const exchange = { side: "server", url: "http://a/" } as const;
const ns = "http://schemas.xmlsoap.org/soap/envelope/";
const wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const evil = '<Send xmlns="urn:parcel"><To>Eve</To><Weight>1</Weight></Send>';
const gateOf = () => requireSignature({ trust: { certificates: [anna.cert] } });

/** The message of the client, as it was signed. */
let message = "";
let bodyId = "";
let body = "";
let security = "";
beforeAll(async () => {
  const fetch = async (request: Request) => {
    message = await request.text();
    return new Response(null, { status: 500 });
  };
  const filters = [signMessages({ key: anna.key, certificate: anna.cert })];
  const client = createClient(ParcelSoap11, { url: "http://a/", fetch, filters });
  await client.send({ to: "Anna", weight: "1" }).catch(() => undefined);
  body = /<soap:Body.*<\/soap:Body>/s.exec(message)?.[0] ?? "";
  bodyId = /wsuid:Id="([^"]+)"/.exec(body)?.[1] ?? "";
  security = /<wsse:Security.*<\/wsse:Security>/s.exec(message)?.[0] ?? "";
});

/** What the gate hands on; undefined: it refuses. */
async function receive(text: string | Uint8Array): Promise<string> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return new TextDecoder().decode(await gateOf().filter.receive?.(bytes, exchange));
}

const evilBody = (attributes = ""): string => `<soap:Body${attributes}>${evil}</soap:Body>`;
const replaced = (from: string, to: string): string => {
  if (!message.includes(from)) throw new Error(`the message has no ${from}`);
  return message.replace(from, () => to);
};
/** Puts the signed body somewhere else, and an evil one in its place. */
const moved = (around: (body: string) => string, attributes = ""): string =>
  message.replace(body, () => evilBody(attributes)).replace("</soap:Header>", () => `${around(body)}</soap:Header>`);

it("as it was signed, it comes through, made of signed octets alone", async () => {
  const text = await receive(message);
  expect(text).toContain("To>Anna</");
  expect(text).not.toContain("Signature");
  expect(text.startsWith("<e:Envelope")).toBe(true);
});

describe("refused, since the body is not what was signed", () => {
  it.each<[string, () => string, RegExp]>([
    ["another body", () => replaced("Anna</", "Eve</"), /not what was signed/],
    ["the body moved into a header block", () => moved((each) => `<x:Wrapper xmlns:x="urn:x">${each}</x:Wrapper>`), /neither to the Body/],
    [
      "the body moved into a Security header's child",
      () => replaced(body, evilBody()).replace("</wsse:Security>", () => `<x>${body}</x></wsse:Security>`),
      /"x" is not supported/,
    ],
    ["the body moved to be a header block", () => moved((each) => each), /the body of the message is not signed/],
    [
      "the body moved into the signature",
      () => replaced(body, evilBody()).replace("</ds:Signature>", () => `<ds:Object>${body}</ds:Object></ds:Signature>`),
      /Object" is not accepted/,
    ],
    [
      "the body moved into an envelope in a header block",
      () => moved((each) => `<soap:Envelope>${each}</soap:Envelope>`),
      /neither to the Body/,
    ],
    ["the body moved behind the envelope's body", () => replaced(body, evilBody() + body), /behind the Body/],
    ["the body moved before the envelope's body", () => replaced(body, body + evilBody()), /behind the Body/],
    ["the body moved out of the Header and the Body", () => replaced(body, `<x>${body}</x>${evilBody()}`), /unexpected element "x"/],
    ["the body moved into the evil body", () => replaced(body, `<soap:Body>${evil}${body}</soap:Body>`), /neither to the Body/],
    [
      "the identifier twice",
      () => moved((each) => `<x:W xmlns:x="urn:x">${each}</x:W>`, ` xmlns:u="${wsu}" u:Id="${bodyId}"`),
      /several elements have the identifier/,
    ],
    [
      "the identifier as xml:id of the evil body",
      () => moved((each) => `<x:W xmlns:x="urn:x">${each}</x:W>`, ` xml:id="${bodyId}"`),
      /several elements have the identifier/,
    ],
    [
      "the identifier as Id without a namespace",
      () => moved((each) => `<x:W xmlns:x="urn:x">${each}</x:W>`, ` Id="${bodyId}"`),
      /several elements have the identifier/,
    ],
    [
      "the identifier in a namespace of its own",
      () => moved((each) => `<x:W xmlns:x="urn:x">${each}</x:W>`, ` xmlns:u="urn:u" u:Id="${bodyId}"`),
      /several elements have the identifier/,
    ],
    ["the identifier as Id alone", () => replaced(body, body.replace(/wsuid:Id=/, "Id=")), /not what was signed/],
    ["the identifier as xml:id alone", () => replaced(body, body.replace(/wsuid:Id=/, "xml:id=")), /neither to the Body/],
    [
      "a second envelope around the first",
      () =>
        `<soap:Envelope xmlns:soap="${ns}"><soap:Header>${message.replace(/<\?xml.*?\?>/, "")}</soap:Header>${evilBody()}</soap:Envelope>`,
      /not signed/,
    ],
    ["a second envelope behind the first", () => message + message, /only comments/],
    ["a second Header", () => replaced("<soap:Header>", "<soap:Header></soap:Header><soap:Header>"), /unexpected element "Header"/],
    [
      "a second Security header",
      () => replaced(security, security + security.replaceAll(/<ds:Signature .*<\/ds:Signature>/gs, "")),
      /several Security headers/,
    ],
    ["a Security header for somebody else", () => replaced('env:mustUnderstand="1"', 'env:actor="urn:x"'), /for another node/],
    [
      "a second Signature",
      () => replaced("</wsse:Security>", `${/<ds:Signature .*<\/ds:Signature>/s.exec(message)?.[0]}</wsse:Security>`),
      /several signatures/,
    ],
    [
      "a second SignedInfo",
      () => replaced("<ds:SignatureValue>", `${/<ds:SignedInfo .*<\/ds:SignedInfo>/s.exec(message)?.[0]}<ds:SignatureValue>`),
      /several SignedInfo/,
    ],
    [
      "a SignedInfo that is not the first child",
      () => replaced("<ds:SignedInfo ", "<x/><ds:SignedInfo "),
      /"x" is not accepted in a Signature/,
    ],
    [
      "a second SignatureValue",
      () => replaced("<ds:KeyInfo ", "<ds:SignatureValue></ds:SignatureValue><ds:KeyInfo "),
      /several SignatureValue/,
    ],
    ["no Signature", () => message.replaceAll(/<ds:Signature .*<\/ds:Signature>/gs, ""), /is not signed/],
    ["no Security header", () => replaced(security, ""), /is not signed/],
    [
      "a comment in a DigestValue",
      () => message.replace(/<ds:DigestValue>(....)/, "<ds:DigestValue>$1<!--x-->"),
      /comments or processing instructions/,
    ],
    [
      "a comment in the SignatureValue",
      () => message.replace(/<ds:SignatureValue>(....)/, "<ds:SignatureValue>$1<!---->"),
      /comments or processing instructions/,
    ],
    ["an element in a DigestValue", () => message.replace(/<ds:DigestValue>(....)/, "<ds:DigestValue><a>x</a>$1"), /holds more than text/],
    ["a processing instruction in the body", () => replaced(">Anna</", "><?x y?>Anna</"), /no processing instructions/],
    ["a document type declaration", () => `<!DOCTYPE x [<!ENTITY e "Eve">]>${message}`, /document type declaration/],
    [
      "another token with the identifier",
      () => replaced("<wsse:BinarySecurityToken ", '<wsse:UsernameToken Id="signing-certificate"/><wsse:BinarySecurityToken '),
      /not in the Security header/,
    ],
    [
      "a mandatory header block that is not signed",
      () => replaced("</soap:Header>", '<x:Pay xmlns:x="urn:x" soap:mustUnderstand="1"/></soap:Header>'),
      /must be understood and is not signed/,
    ],
    [
      "content that stands in an attachment",
      () => replaced(">Anna</", '><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:a"/></'),
      /attachment cannot be verified/,
    ],
    ["text between the parts", () => replaced(body, `Eve${body}`), /text between/],
    [
      "an assertion beside",
      () => replaced("</wsse:Security>", '<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"/></wsse:Security>'),
      /not supported/,
    ],
  ])("%s", async (_, attack, reason) => {
    const text = attack();
    expect(text).not.toBe(message);
    await expect(receive(text)).rejects.toThrow(reason);
  });
});

/** A message whose SignedInfo the attacker can write as he likes, since it is signed anew: what a signer must not be led to accept. */
function resigned(change: (signedInfo: string) => string): string {
  const signedInfo = change(/<ds:SignedInfo .*<\/ds:SignedInfo>/s.exec(message)?.[0] ?? "");
  const canonical = canonicalizeDocument(signedInfo, { exclusive: true, comments: false });
  const value = sign("sha256", canonical, anna.key).toString("base64");
  return message
    .replace(/<ds:SignedInfo .*<\/ds:SignedInfo>/s, () => signedInfo)
    .replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${value}`);
}

const transform = (algorithm: string, content = ""): [RegExp, string] => [
  /<ds:Transform Algorithm[^>]*><\/ds:Transform>/,
  `<ds:Transform Algorithm="${algorithm}">${content}</ds:Transform>`,
];

describe("refused, although the signature fits", () => {
  it("is made right where nothing is changed", async () => expect(await receive(resigned((each) => each))).toContain("Anna"));

  it.each<[string, RegExp | string, string, RegExp]>([
    [
      "XSLT",
      ...transform("http://www.w3.org/TR/1999/REC-xslt-19991116", '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>'),
      /other parameters|is not accepted/,
    ],
    ["XPath", ...transform("http://www.w3.org/TR/1999/REC-xpath-19991116"), /is not accepted/],
    ["XPath Filter 2", ...transform("http://www.w3.org/2002/06/xmldsig-filter2"), /is not accepted/],
    ["base64", ...transform("http://www.w3.org/2000/09/xmldsig#base64"), /is not accepted/],
    ["an enveloped signature", ...transform("http://www.w3.org/2000/09/xmldsig#enveloped-signature"), /is not accepted/],
    ["a form with comments", ...transform("http://www.w3.org/2001/10/xml-exc-c14n#WithComments"), /is not accepted/],
    [
      "two transforms",
      "</ds:Transform>",
      '</ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>',
      /one transform/,
    ],
    ["no transforms", /<ds:Transforms>.*?<\/ds:Transforms>/, "", /Transforms" is missing/],
    ["a reference outside", /URI="#[^"]*"/, 'URI="http://evil.example/"', /not to a part of the message/],
    ["a reference to a file", /URI="#[^"]*"/, 'URI="file:///etc/passwd"', /not to a part of the message/],
    ["a reference to the whole document", /URI="#[^"]*"/, 'URI=""', /not to a part of the message/],
    ["a reference by XPointer", /URI="#[^"]*"/, 'URI="#xpointer(/)"', /not to a part of the message/],
    ["a reference without a target", /URI="#[^"]*"/, 'URI="#nothing"', /neither to the Body/],
    ["a reference without URI", / URI="#[^"]*"/, "", /no attribute "URI"/],
    ["two references to one part", /(<ds:Reference .*?<\/ds:Reference>)/, "$1$1", /two references/],
    ["a Manifest", "</ds:SignedInfo>", "<ds:Manifest></ds:Manifest></ds:SignedInfo>", /is not accepted in SignedInfo/],
    ["no references", /<ds:Reference .*<\/ds:Reference>/, "", /1 to 64 references/],
    ["MD5", /DigestMethod Algorithm="[^"]*"/, 'DigestMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#md5"', /is not accepted/],
    [
      "SHA-1 in a digest",
      /DigestMethod Algorithm="[^"]*"/,
      'DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"',
      /is not accepted/,
    ],
    [
      "an HMAC by the public key",
      /SignatureMethod Algorithm="[^"]*"/,
      'SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"',
      /is not accepted/,
    ],
    [
      "a signature cut short",
      "</ds:SignatureMethod>",
      "<ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>",
      /parameters of signature algorithms/,
    ],
    [
      "ECDSA with a key of RSA",
      /SignatureMethod Algorithm="[^"]*"/,
      'SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"',
      /not that of the message/,
    ],
  ])("%s", async (_, from, to, reason) => {
    const text = resigned((signedInfo) => {
      const changed = signedInfo.replace(from, to);
      expect(changed).not.toBe(signedInfo);
      return changed;
    });
    await expect(receive(text)).rejects.toThrow(reason);
  });
});

describe("what is around signed parts does not change what is read", () => {
  it("a comment in the body is gone", async () => {
    expect(await receive(replaced(">Anna</", ">An<!-- x -->na</"))).toContain("To>Anna</");
  });

  it("header blocks that are not signed do not arrive", async () => {
    expect(await receive(replaced("</soap:Header>", '<x:Pay xmlns:x="urn:x"/></soap:Header>'))).not.toContain("Pay");
  });

  it("declarations of the envelope do not arrive", async () => {
    expect(await receive(message.replace("<soap:Envelope ", '<soap:Envelope xmlns:evil="urn:evil" '))).not.toContain("urn:evil");
  });

  it("the encoding that the transport names does not count", async () => {
    const gate = gateOf();
    const names: string[] = [];
    const send = async ({ to }: { to: string }) => {
      names.push(to);
      return { number: 1 };
    };
    const handler = createHandler({ services: [serve(ParcelSoap11, { send } as never)], filters: [gate.filter] });
    let signed = new Uint8Array();
    const fetch = async (request: Request) => {
      signed = new Uint8Array(await request.arrayBuffer());
      return new Response(null, { status: 500 });
    };
    const client = createClient(ParcelSoap11, {
      url: "http://a/",
      fetch,
      filters: [signMessages({ key: anna.key, certificate: anna.cert })],
    });
    await client.send({ to: "Zoë", weight: "1" }).catch(() => undefined);
    const headers = { "content-type": "text/xml; charset=iso-8859-1", soapaction: '"urn:parcel#Send"' };
    await handler(new Request("http://a/", { method: "POST", headers, body: signed }));
    expect(names).toEqual(["Zoë"]);
  });
});

describe("a message that nobody verifies", () => {
  const handler = createHandler({ services: [serve(ParcelSoap11, { send: async () => ({ number: 1 }) } as never)] });
  const post = async (text: string, to = handler): Promise<string> => {
    const headers = { "content-type": "text/xml", soapaction: '"urn:parcel#Send"' };
    const answer = await (await to(new Request("http://a/", { method: "POST", headers, body: text }))).text();
    return /<faultstring[^>]*>([^<]*)/.exec(answer)?.[1] ?? "answered";
  };

  it("is refused if it is signed, whether it must be understood or not", async () => {
    expect(await post(message)).toMatch(/signed or encrypted|not understood/);
    expect(await post(message.replace(' env:mustUnderstand="1"', ""))).toBe(
      "the message is signed or encrypted, and nothing here verifies it",
    );
    expect(await post(message.replaceAll(/ env:mustUnderstand="1"|<ds:Signature .*<\/ds:Signature>/gs, ""))).toBe("answered");
  });

  it("is refused by the gate of UsernameTokens, also with a second Security header", async () => {
    const users = requireUsernameToken({ passwordOf: () => "sesame" });
    const withUsers = createHandler({
      services: [serve(ParcelSoap11, { send: async () => ({ number: 1 }) } as never)],
      understands: users.understands,
      before: users.before,
    });
    expect(await post(message, withUsers)).toMatch(/is not supported in a Security header/);
    const [header] = await usernameToken({ username: "bert", password: "sesame" })({ operation: "Send", mustUnderstand: "" });
    expect(header?.name).toContain("Security");
    const wsse = /xmlns:wsse="([^"]*)"/.exec(message)?.[1];
    const token = `<s:Security xmlns:s="${wsse}"><s:UsernameToken><s:Username>bert</s:Username><s:Password>sesame</s:Password></s:UsernameToken></s:Security>`;
    expect(
      await post(
        message.replace(security, () => token),
        withUsers,
      ),
    ).toBe("answered");
    expect(
      await post(
        message.replace(security, () => token + security),
        withUsers,
      ),
    ).toMatch(/signed or encrypted/);
  });

  it("is refused by a client", async () => {
    const signing = createHandler({
      services: [serve(ParcelSoap11, { send: async () => ({ number: 1 }) } as never)],
      filters: [signMessages({ key: anna.key, certificate: anna.cert })],
    });
    const client = createClient(ParcelSoap11, { url: "http://a/", fetch: signing });
    const input = { to: "Anna", weight: "1" };
    await expect(client.send(input)).rejects.toThrow("signed or encrypted");
    await expect(client.send(input, { onHeaderBlocks: () => undefined })).rejects.toThrow("signed or encrypted");
  });
});

it("a list of prefixes that costs more than it says is refused before the signature is looked at", async () => {
  const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const list = `<ec:InclusiveNamespaces xmlns:ec="${exclusive}" PrefixList="${"soap ".repeat(101)}"></ec:InclusiveNamespaces>`;
  await expect(receive(message.replace("</ds:CanonicalizationMethod>", `${list}</ds:CanonicalizationMethod>`))).rejects.toThrow(
    "more than 100 prefixes",
  );
});

it("every octet of the signed parts counts", async () => {
  const bytes = new TextEncoder().encode(message);
  const start = message.indexOf(body);
  let refused = 0;
  for (let at = start; at < start + body.length; at++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    await receive(changed).then(
      (text) => expect(text).toBe("refused"),
      () => refused++,
    );
  }
  expect(refused).toBeGreaterThan(50);
  await expect(receive(message.replace("Anna</", "Eve</"))).rejects.toBeInstanceOf(SoapFault);
});
