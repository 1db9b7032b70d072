/**
 * Second signatures, over the first one, and attacks on them; encrypted signatures, signed tokens, places of the Timestamp.
 */
import {
  type ClientMeans,
  clientSecurity,
  endorseMessages,
  requireEndorsement,
  requireSignature,
  type ServerMeans,
  serverSecurity,
  signMessages,
} from "soapwright/security";
import type { EnvelopeExchange, EnvelopeFilter } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { filterReceived, filterSent } from "../../../src/service/envelope-filter.js";
import type { Policy, PolicyAssertion } from "../../../src/service/policy.js";
import { makeCertificate } from "../../support/tls-certificate.js";
import {
  anna,
  annas,
  asymmetric,
  body,
  call,
  gcm,
  number,
  parts,
  password,
  passwords,
  policed,
  shop,
  shops,
  signedBody,
  sp,
  suite,
  symmetric,
  tls,
  username,
  x509,
} from "./policed-parcels.js";

const bert = makeCertificate("Bert");
const endorsed: ClientMeans = { endorsing: { key: bert.key, certificate: bert.cert } };
const endorsers: ServerMeans = { endorsers: { certificates: [bert.cert] } };
const signedAndEncrypted: Policy = [[parts("SignedParts", body), parts("EncryptedParts", body)]];
const shared: ClientMeans = { partner: shop.cert, ...endorsed };
const sharing: ServerMeans = { key: shop.key, certificate: shop.cert, ...endorsers };
const text = (change: (envelope: string) => string): EnvelopeFilter => ({
  send: (bytes, { side }) => (side === "server" ? bytes : new TextEncoder().encode(change(new TextDecoder().decode(bytes)))),
});
const endorsing = (kind: string, ...inside: readonly PolicyAssertion[]): PolicyAssertion =>
  sp(`${kind}SupportingTokens`, x509("AlwaysToRecipient", ...inside));
const count = (envelope: string, pattern: RegExp): number => [...envelope.matchAll(pattern)].length;

describe("a second signature", () => {
  const kinds = ["Endorsing", "SignedEndorsing", "EndorsingEncrypted", "SignedEndorsingEncrypted"];
  it.each(kinds)("by %sSupportingTokens, beside signatures of certificates", async (kind) => {
    const binding = policed([[asymmetric(gcm), endorsing(kind)]], signedAndEncrypted);
    const { answer, signer, endorser, request, response } = await call(binding, { ...annas, ...endorsed }, { ...shops, ...endorsers });
    expect({ answer, signer, endorser }).toEqual({ answer: number, signer: "CN=Anna", endorser: "CN=Bert" });
    expect(count(request, /<ds:Signature /g)).toBe(2);
    expect(request.includes('wsu:Id="endorsing-certificate"')).toBe(!kind.endsWith("Encrypted"));
    expect(count(response, /<ds:Signature /g)).toBe(1);
  });

  it.each(kinds)("by %sSupportingTokens, beside a shared key", async (kind) => {
    const derived = sp("RequireDerivedKeys");
    for (const inside of [[], [derived]]) {
      const binding = policed([[symmetric(gcm, ...inside), endorsing(kind), username()]], signedAndEncrypted);
      const { answer, user, endorser, request } = await call(binding, { ...shared, ...password }, { ...sharing, ...passwords });
      expect({ answer, user, endorser }).toEqual({ answer: number, user: "anna", endorser: "CN=Bert" });
      expect(request.includes('wsu:Id="endorsing-certificate"')).toBe(!kind.endsWith("Encrypted"));
    }
  });

  it("is confirmed as the first one", async () => {
    const confirming = sp("Wss11", sp("RequireSignatureConfirmation"));
    const { answer, response } = await call(policed([[symmetric(gcm), endorsing("Endorsing"), confirming]], signedBody), shared, sharing);
    expect(answer).toEqual(number);
    expect(count(response, /<wsse11:SignatureConfirmation /g)).toBe(2);
  });

  it("names its certificate as the policy says", async () => {
    const named = sp("EndorsingSupportingTokens", x509("Never", sp("RequireThumbprintReference")));
    const { answer, endorser, request } = await call(policed([[symmetric(gcm), named]], signedBody), shared, sharing);
    expect({ answer, endorser }).toEqual({ answer: number, endorser: "CN=Bert" });
    expect(request).not.toContain("endorsing-certificate");
  });

  it("is made by the own key, and accepted from who signs, where nothing else is given", async () => {
    const { answer, signer, endorser } = await call(policed([[asymmetric(gcm), endorsing("Endorsing")]], signedBody), annas, shops);
    expect({ answer, signer, endorser }).toEqual({ answer: number, signer: "CN=Anna", endorser: "CN=Anna" });
  });

  it("over the Timestamp under TLS, and over what the policy adds", async () => {
    const to = parts("SignedParts", { name: `${body.name.slice(0, -4)}Header`, attributes: { Namespace: "urn:a", Name: "Order" } });
    const binding = policed([[tls(), sp("EndorsingSupportingTokens", x509("AlwaysToRecipient"), to)]]);
    const means = { key: anna.key, certificate: anna.cert };
    const missing = await call(binding, means, { partner: anna.cert });
    expect(missing.answer).toMatchObject({ message: "the message has no {urn:a}Order" });
    const { answer, endorser } = await call(policed([[tls(), endorsing("SignedEndorsing")]]), means, { partner: anna.cert });
    expect({ answer, endorser }).toEqual({ answer: number, endorser: "CN=Anna" });
  });
});

describe("a second signature is refused", () => {
  const binding = policed([[asymmetric(gcm), endorsing("SignedEndorsing")]], signedBody);
  const signature = /<ds:Signature (?:(?!<ds:Signature ).)*?<\/ds:Signature>/gs;
  const token = /<wsse:BinarySecurityToken [^>]*wsu:Id="endorsing-certificate".*?<\/wsse:BinarySecurityToken>/s;
  const of = (envelope: string, index: number): string => [...envelope.matchAll(signature)][index]?.[0] ?? "";
  const eve = makeCertificate("Eve");
  let earlier = "";
  const eves = eve.cert.replaceAll(/-----[^-]*-----|\s/g, "");
  it.each<[string, (envelope: string) => string, string]>([
    ["missing", (each) => each.replace(of(each, 1), ""), "no signature of the message is over its own signature"],
    ["without the first one", (each) => each.replace(of(each, 0), ""), "no signature of the message is over its own signature"],
    ["twice", (each) => each.replace(of(each, 1), "$&$&"), "the message has more than two signatures"],
    [
      "over the first one of another message",
      (each) => each.replace(of(each, 1), () => of(earlier, 1)),
      "no signature of the message is over its own signature",
    ],
    [
      "with its first one from another message",
      (each) => each.replace(of(each, 0), () => of(earlier, 0)).replace(of(each, 1), () => of(earlier, 1)),
      "a reference is neither to the Body, nor a header block, nor a token",
    ],
    [
      "over a first one that stands in its place",
      (each) => each.replace(of(each, 0), () => of(earlier, 0).replace(/ Id="[^"]*"/, / Id="[^"]*"/.exec(of(each, 0))?.[0] ?? "")),
      "a part of the message is not what was signed",
    ],
    [
      "over a first one that stands beside that of the message",
      (each) => each.replace(of(each, 0), () => of(earlier, 0) + of(each, 0)),
      "the message has more than two signatures",
    ],
    [
      "over the first one, which stands in another element",
      (each) => each.replace(of(each, 0), (own) => `<x:Old xmlns:x="urn:x">${own}</x:Old>${of(earlier, 0)}`),
      "no signature of the message is over its own signature",
    ],
    [
      "over the first one, which is not the only one with its identifier",
      (each) => each.replace(/(<\/\w+:Body>)/, `<x Id="${/ Id="([^"]*)"/.exec(of(each, 0))?.[1]}"/>$1`),
      "several elements have the identifier of a signed part",
    ],
    [
      "with another value",
      (each) => each.replace(of(each, 1), (own) => own.replace(/(SignatureValue>)../, "$1AA")),
      "the signature is not that",
    ],
    [
      "of somebody whom nobody trusts",
      (each) => each.replace(token, (own) => own.replace(/>[^<]+</, `>${eves}<`)),
      "could not be authenticated",
    ],
    [
      "with its certificate twice",
      (each) => each.replace(token, "$&$&"),
      "the token that the signature refers to is not in the Security header",
    ],
    [
      "with a certificate that the first one is not over",
      (each) =>
        each
          .replace(token, (own) => own + own.replace("endorsing-certificate", "another"))
          .replace(of(each, 1), (own) => own.replace("#endorsing-certificate", "#another")),
      "a supporting token is not signed",
    ],
    [
      "that names its certificate in another way",
      (each) =>
        each.replace(of(each, 1), (own) =>
          own.replace(
            /<wsse:Reference [^>]*>/,
            '<wsse:KeyIdentifier ValueType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3" EncodingType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary">' +
              `${bert.cert.replaceAll(/-----[^-]*-----|\s/g, "")}</wsse:KeyIdentifier>`,
          ),
        ),
      "the token that the second signature is made with is not in the message",
    ],
  ])("%s", async (_, attack, message) => {
    const first = await call(binding, { ...annas, ...endorsed }, { ...shops, ...endorsers });
    earlier = first.request;
    const { answer } = await call(binding, { ...annas, ...endorsed }, { ...shops, ...endorsers }, [text(attack)]);
    expect(answer).toMatchObject({ name: "SoapFault", message: expect.stringContaining(message) });
  });

  it("where nothing asks for it", async () => {
    const plain = policed([[asymmetric(gcm)]], signedBody);
    const exchange: EnvelopeExchange = { side: "client", url: "http://a/" };
    const own = endorseMessages({ key: bert.key, certificate: bert.cert });
    const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
    const sent = await filterSent([own.token, signMessages({ key: anna.key, certificate: anna.cert }), own.signature], envelope, exchange);
    const gate = requireSignature({ trust: { certificates: [anna.cert] } });
    const there: EnvelopeExchange = { side: "server", url: "http://a/" };
    await expect(filterReceived([gate.filter], sent, there)).rejects.toThrow("the message has several signatures");
    const endorsements = requireEndorsement({ trust: { certificates: [bert.cert] }, accept: ({ subject }) => subject !== "CN=Bert" });
    await expect(filterReceived([gate.filter, endorsements.filter], sent, there)).rejects.toThrow("could not be authenticated");
    expect((await call(plain, annas, shops)).endorser).toBeUndefined();
    await expect(filterSent([own.token, own.signature], envelope, exchange)).rejects.toThrow("the message has no signature to endorse");
  });
});

describe("an encrypted signature", () => {
  it.each<[string, Policy, ClientMeans, ServerMeans]>([
    ["of a certificate", [[asymmetric(gcm, sp("EncryptSignature"))]], annas, shops],
    ["of a shared key", [[symmetric(gcm)]], shared, sharing],
    [
      "that is endorsed",
      [[asymmetric(gcm, sp("EncryptSignature")), endorsing("Endorsing")]],
      { ...annas, ...endorsed },
      { ...shops, ...endorsers },
    ],
  ])("%s", async (name, endpoint, client, server) => {
    const [alternative = []] = endpoint;
    const hidden = name === "of a shared key" ? [[hiding(alternative[0])]] : [alternative];
    const confirmed = [[...(hidden[0] ?? []), sp("Wss11", sp("RequireSignatureConfirmation"))]];
    const { answer, request, response } = await call(policed(confirmed, signedAndEncrypted), client, server);
    expect(answer).toEqual(number);
    expect(count(request, /<ds:Signature /g)).toBe(name === "that is endorsed" ? 1 : 0);
    expect(response).not.toMatch(/<ds:Signature |SignatureConfirmation/);
    const plain = await call(policed([alternative.map(showing)], signedAndEncrypted), client, server);
    expect(plain.request).toContain("<ds:Signature ");
  });

  const hiding = (binding: PolicyAssertion | undefined): PolicyAssertion => ({
    name: "",
    ...binding,
    policy: (binding?.policy ?? []).map((inside) => [...inside, sp("EncryptSignature")]),
  });
  const showing = (binding: PolicyAssertion): PolicyAssertion =>
    binding.policy === undefined
      ? binding
      : { ...binding, policy: binding.policy.map((inside) => inside.filter(({ name }) => !name.endsWith("}EncryptSignature"))) };

  it("is asked for", async () => {
    const hidden = policed([[asymmetric(gcm, sp("EncryptSignature"))]], signedAndEncrypted);
    const shown = policed([[asymmetric(gcm)]], signedAndEncrypted);
    const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
    const sent = await filterSent(clientSecurity(shown, annas).filters, envelope, { side: "client", url: "http://a/" });
    const { filters } = serverSecurity(hidden, shops).options;
    await expect(filterReceived(filters, sent, { side: "server", url: "http://a/" })).rejects.toThrow(
      "the signature of the message is not encrypted",
    );
  });

  it("of another message is no use", async () => {
    const hidden = policed([[hiding(symmetric(gcm))]], signedAndEncrypted);
    let earlier = "";
    const swap = text((envelope) => {
      const [data = ""] =
        /<xenc:EncryptedData (?:(?!<xenc:EncryptedData ).)*<\/xenc:EncryptedData>(?=<\/wsse:Security>)/s.exec(envelope) ?? [];
      const [old = ""] =
        /<xenc:EncryptedData (?:(?!<xenc:EncryptedData ).)*<\/xenc:EncryptedData>(?=<\/wsse:Security>)/s.exec(earlier) ?? [];
      if (earlier === "") earlier = envelope;
      expect(data).not.toBe("");
      return old === "" ? envelope : envelope.replace(data, () => old);
    });
    const first = await call(hidden, shared, sharing, [swap]);
    expect(first.answer).toEqual(number);
    expect((await call(hidden, shared, sharing, [swap])).answer).toMatchObject({ name: "SoapFault" });
  });
});

describe("signed tokens", () => {
  const twin = /<wsse:BinarySecurityToken [^>]*wsu:Id="signing-certificate".*?<\/wsse:BinarySecurityToken>/s;
  it.each<[string, Policy, ClientMeans, ServerMeans, number]>([
    ["of certificates", [[asymmetric(gcm, sp("ProtectTokens"))]], annas, shops, 3],
    ["of a shared key", [[protecting(symmetric(gcm))]], shared, sharing, 3],
    ["of a shared key by derived keys", [[protecting(symmetric(gcm, sp("RequireDerivedKeys")))]], shared, sharing, 3],
    [
      "of second signatures",
      [[asymmetric(gcm, sp("ProtectTokens")), endorsing("SignedEndorsing")]],
      { ...annas, ...endorsed },
      { ...shops, ...endorsers },
      6,
    ],
  ])("%s", async (_, endpoint, client, server, references) => {
    const { answer, request } = await call(policed(endpoint, signedBody), client, server);
    expect(answer).toEqual(number);
    expect(count(request, /<ds:Reference /g)).toBe(references);
  });

  it.each<[string, Policy, (envelope: string) => string, string]>([
    [
      "another token with the same key",
      [[asymmetric(gcm, sp("ProtectTokens"))]],
      (each) =>
        each
          .replace(twin, (own) => own + own.replace("signing-certificate", "another"))
          .replace(/<wsse:Reference URI="#signing-certificate"/, '<wsse:Reference URI="#another"'),
      "the token that the signature is made with is not signed",
    ],
    [
      "a changed token",
      [[asymmetric(gcm, sp("ProtectTokens"))]],
      (each) => each.replace(twin, (own) => own.replace("<wsse:BinarySecurityToken ", '<wsse:BinarySecurityToken title="x" ')),
      "a part of the message is not what was signed",
    ],
  ])("refuse %s", async (_, endpoint, attack, message) => {
    const { answer } = await call(policed(endpoint, signedBody), annas, shops, [text(attack)]);
    expect(answer).toMatchObject({ name: "SoapFault", message });
  });

  it("are asked for", async () => {
    const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
    const cases: readonly (readonly [PolicyAssertion, PolicyAssertion, ClientMeans, ServerMeans])[] = [
      [asymmetric(gcm), asymmetric(gcm, sp("ProtectTokens")), annas, shops],
      [symmetric(gcm), protecting(symmetric(gcm)), shared, sharing],
    ];
    for (const [open, protects, client, server] of cases) {
      const sent = await filterSent(clientSecurity(policed([[open]], signedBody), client).filters, envelope, {
        side: "client",
        url: "http://a/",
      });
      const { filters } = serverSecurity(policed([[protects]], signedBody), server).options;
      await expect(filterReceived(filters, sent, { side: "server", url: "http://a/" })).rejects.toThrow(
        "the token that the signature is made with is not signed",
      );
    }
  });

  function protecting(binding: PolicyAssertion): PolicyAssertion {
    return { ...binding, policy: (binding.policy ?? []).map((inside) => [...inside, sp("ProtectTokens")]) };
  }
});

describe("the Timestamp", () => {
  const placed = (binding: PolicyAssertion, layout: string): PolicyAssertion => ({
    ...binding,
    policy: (binding.policy ?? []).map((inside) => [...inside.filter(({ name }) => !name.endsWith("}Layout")), sp("Layout", sp(layout))]),
  });
  const names = (envelope: string): readonly string[] =>
    [
      ...(/<\w+:Security [^>]*>(.*)<\/\w+:Security>/s.exec(envelope)?.[1] ?? "")
        .replaceAll(/(<(\w+:\w+)[^>]*)>.*?<\/\2>/gs, "$1/>")
        .matchAll(/<\w+:(\w+)/g),
    ].map(([, name = ""]) => name);
  it.each<[string, PolicyAssertion, readonly PolicyAssertion[], ClientMeans, ServerMeans]>([
    ["under TLS", tls(), [username()], password, passwords],
    ["beside signatures", asymmetric(gcm), [endorsing("Endorsing")], { ...annas, ...endorsed }, { ...shops, ...endorsers }],
    ["beside a shared key", symmetric(gcm), [], shared, sharing],
  ])("stands where the layout says, %s", async (name, binding, others, client, server) => {
    const messages = name === "under TLS" ? undefined : signedAndEncrypted;
    for (const [layout, at] of [
      ["LaxTsFirst", 0],
      ["LaxTsLast", -1],
    ] as const) {
      const { answer, request, response } = await call(policed([[placed(binding, layout), ...others]], messages), client, server);
      expect(answer).toEqual(number);
      for (const envelope of [request, response]) expect(names(envelope).at(at)).toBe("Timestamp");
    }
    const mixed = await call(policed([[placed(binding, "LaxTsFirst"), ...others]], messages), client, server, [
      text((each) => each.replace(/(<(\w+):Timestamp\b.*<\/\2:Timestamp>)(.*)(<\/\w+:Security>)/s, "$3$1$4")),
    ]);
    expect(mixed.answer).toMatchObject({ message: expect.stringMatching(/Timestamp does not stand first/) });
  });

  it("has to be there for that", async () => {
    const without = sp("TransportBinding", sp("TransportToken", sp("HttpsToken")), suite("Basic256Sha256"), sp("Layout", sp("LaxTsFirst")));
    expect(() => clientSecurity(policed([[without]]), {})).toThrow("Layout: it needs IncludeTimestamp");
  });
});

describe("tokens and bindings in policies of single messages", () => {
  it("are read, or refused", async () => {
    const binding = (input: Policy, output: Policy = [[]]) => {
      const policies = { endpoint: [[tls()]], operations: { send: { input, output } } };
      return { ...policed([[tls()]]), policies };
    };
    expect(() => clientSecurity(binding([[username()]]), { operation: "send" })).toThrow(
      "UsernameToken: there are no names and passwords for it",
    );
    expect(clientSecurity(binding([[username()]]), { ...password, operation: "send" }).filters).toHaveLength(2);
    expect(() => clientSecurity(binding([[]], [[username()]]), { ...password, operation: "send" })).toThrow(
      "SignedSupportingTokens: not supported in answers",
    );
    expect(() => clientSecurity(binding([[symmetric(gcm)]]), { ...password, operation: "send" })).toThrow(
      "SymmetricBinding: a binding is not for single messages",
    );
  });
});
