/**
 * Policies that ask for assertions of SAML, by SamlToken or IssuedToken: under TLS, in signed messages, for bearers and for holders of keys.
 */
import { type ClientMeans, clientSecurity, PolicyError, type ServerMeans, serverSecurity } from "soapwright/security";
import type { EnvelopeFilter } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { filterReceived, filterSent } from "../../../src/service/envelope-filter.js";
import type { Policy, PolicyAssertion } from "../../../src/service/policy.js";
import { assertionText, holderOfKey, signAssertion } from "../../support/saml-assertion.js";
import { makeCertificate } from "../../support/tls-certificate.js";
import {
  anna,
  annas,
  asymmetric,
  body,
  call,
  gcm,
  issued,
  number,
  parts,
  password,
  passwords,
  policed,
  shops,
  signedBody,
  sp,
  symmetric,
  tls,
} from "./policed-parcels.js";

describe("assertions of SAML", () => {
  const provider = makeCertificate("Provider");
  const saml = (...inside: readonly PolicyAssertion[]): Policy => [[tls(), sp("SignedSupportingTokens", sp("SamlToken", ...inside))]];
  const means: ServerMeans = {
    assertions: { issuers: { "https://idp.example": { certificates: [provider.cert] } }, audience: "urn:shop" },
  };
  const assertion = signAssertion(assertionText(), provider);

  it("are sent, checked and given", async () => {
    const binding = policed(saml(sp("WssSamlV20Token11")));
    expect(await call(binding, { assertion }, means)).toMatchObject({ answer: number, identity: "anna@example.com" });
  });

  it("are of the version that the policy names", async () => {
    const { answer } = await call(policed(saml(sp("WssSamlV11Token11"))), { assertion }, means);
    expect(answer).toMatchObject({ message: "assertions are of SAML 1.1" });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["of any type", {}],
    ["of SAML 2.0", { TokenType: "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0" }],
    ["for their bearers", { KeyType: "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Bearer" }],
  ])("are sent as issued tokens %s", async (_, template) => {
    const binding = policed([[tls(), sp("SignedSupportingTokens", issued(template))]]);
    expect(await call(binding, { assertion }, means)).toMatchObject({ answer: number, identity: "anna@example.com" });
    expect(() => clientSecurity(binding, {})).toThrow("IssuedToken: there is no assertion for it");
  });

  describe("in messages that are signed", () => {
    const signing = asymmetric(gcm);
    const messages: Policy = [[parts("SignedParts", body), parts("EncryptedParts", body)]];
    const token = sp("SamlToken", sp("WssSamlV20Token11"));
    const holder = signAssertion(assertionText({ ...holderOfKey(anna.cert) }), provider);
    const [client, server]: readonly [ClientMeans, ServerMeans] = [
      { ...annas, assertion },
      { ...shops, ...means },
    ];

    const eve = makeCertificate("Eve");

    it.each(["Supporting", "SignedSupporting", "SignedEncryptedSupporting", "EncryptedSupporting"])("by %sTokens", async (kind) => {
      for (const binding of [signing, symmetric(gcm)]) {
        const { answer, identity, request } = await call(policed([[binding, sp(`${kind}Tokens`, token)]], messages), client, server);
        expect({ answer, identity }).toEqual({ answer: number, identity: "anna@example.com" });
        expect(request.includes("anna@example.com")).toBe(!kind.includes("Encrypted"));
        expect(request.includes("#STR-Transform")).toBe(kind.startsWith("Signed"));
      }
    });

    it.each(["Endorsing", "SignedEndorsing", "SignedEndorsingEncrypted"])("by %sSupportingTokens", async (kind) => {
      for (const each of [token, issued({ KeyType: "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey" })]) {
        for (const binding of [signing, symmetric(gcm)]) {
          const policy = policed([[binding, sp(`${kind}SupportingTokens`, each)]], messages);
          const { answer, identity } = await call(policy, { ...client, assertion: holder }, server);
          expect({ answer, identity }).toEqual({ answer: number, identity: "anna@example.com" });
          const bearer = await call(policy, client, server);
          expect(bearer.answer).toMatchObject({ message: "the subject of the assertion is not confirmed by a key" });
          const other = await call(policy, { ...client, assertion: holder, endorsing: { key: eve.key, certificate: eve.cert } }, server);
          expect(other.answer).toMatchObject({ message: "the message is not signed by the key that the assertion names" });
        }
      }
    });

    it("and under TLS the Timestamp", async () => {
      const policy = policed([[tls(), sp("EndorsingSupportingTokens", token)]]);
      const own = { key: anna.key, certificate: anna.cert };
      const { answer, identity } = await call(policy, { ...own, assertion: holder }, means);
      expect({ answer, identity }).toEqual({ answer: number, identity: "anna@example.com" });
      const bearer = await call(policy, { ...own, assertion }, means);
      expect(bearer.answer).toMatchObject({ message: "the subject of the assertion is not confirmed by a key" });
    });

    const change = (edit: (envelope: string) => string): EnvelopeFilter => ({
      send: (bytes, { side }) => (side === "server" ? bytes : new TextEncoder().encode(edit(new TextDecoder().decode(bytes)))),
    });
    const another = signAssertion(assertionText({ name: "eve@example.com" }).replace(/ ID="[^"]*"/, ' ID="another"'), provider);
    const assertionIn = /<(\w+:)?Assertion .*<\/\1Assertion>/s;
    it.each<[string, (envelope: string) => string, string]>([
      [
        "another one",
        (each) => each.replace(assertionIn, () => another),
        "the assertion that the signature refers to is not in the message",
      ],
      [
        "another one, to which the reference is changed",
        (each) => each.replace(assertionIn, () => another).replaceAll(/(KeyIdentifier [^>]*SAMLID">)[^<]*/g, "$1another"),
        "a part of the message is not what was signed",
      ],
      ["another one beside", (each) => each.replace(assertionIn, (own) => another + own), "the message has several assertions"],
      [
        "another reference beside",
        (each) => each.replace(/<wsse:SecurityTokenReference [^>]*wsu:Id="STR-.*?<\/wsse:SecurityTokenReference>/s, (own) => own + own),
        "a reference to a token is neither that of the signature's key nor one of the Security header",
      ],
    ])("not with %s", async (_, edit, message) => {
      const policy = policed([[signing, sp("SignedSupportingTokens", token)]], signedBody);
      const { answer } = await call(policy, client, server, [change(edit)]);
      expect(answer).toMatchObject({ name: "SoapFault", message });
    });

    it("not unsigned where the policy asks for that", async () => {
      const open = policed([[signing, sp("SupportingTokens", token)]], signedBody);
      const sent = await filterSent(clientSecurity(open, client).filters, envelope, { side: "client", url: "http://a/" });
      const { filters } = serverSecurity(policed([[signing, sp("SignedSupportingTokens", token)]], signedBody), server).options;
      await expect(filterReceived(filters, sent, { side: "server", url: "http://a/" })).rejects.toThrow("a supporting token is not signed");
    });
    const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
  });

  it("must be there", () => {
    expect(() => clientSecurity(policed(saml(sp("WssSamlV20Token11"))), password)).toThrow("SamlToken: there is no assertion for it");
    expect(() => serverSecurity(policed(saml(sp("WssSamlV20Token11"))), passwords)).toThrow(PolicyError);
    expect(() => clientSecurity(policed(saml()), { assertion })).toThrow("it names no version of SAML, or two");
  });
});
