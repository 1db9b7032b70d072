/**
 * Clients and servers made from policies: what comes of an alternative, calls through it, and what is refused by name.
 */
import { fileURLToPath } from "node:url";
import { loadContract } from "soapwright/schema";
import {
  type ClientMeans,
  clientSecurity,
  type PolicedBinding,
  PolicyError,
  type ServerMeans,
  serverSecurity,
  timestampMessages,
} from "soapwright/security";
import { createClient, type EnvelopeFilter, recordEnvelopes } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import type { BindingPolicies, Policy, PolicyAssertion } from "../../../src/service/policy.js";
import { ParcelSoap11, ParcelSoap12 } from "../protocols/soap/parcel-contract.js";

import {
  anna,
  annas,
  asymmetric,
  body,
  call,
  gcm,
  header,
  issued,
  namespace,
  number,
  older,
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
  xpath,
} from "./policed-parcels.js";

describe("calls", () => {
  it.each<[string, Policy, string]>([
    ["in clear text", [[tls(), username()]], "#PasswordText"],
    ["by digest", [[tls(), username(sp("HashPassword"))]], "#PasswordDigest"],
    ["without a binding", [[sp("SupportingTokens", sp("UsernameToken"))]], "#PasswordText"],
  ])("with a UsernameToken %s", async (_, endpoint, type) => {
    const { answer, user, request, response } = await call(policed(endpoint), password, passwords);
    expect({ answer, user }).toEqual({ answer: number, user: "anna" });
    expect(request).toContain(type);
    const hasTimestamp = endpoint[0]?.length === 2;
    expect([request, response].map((text) => text.includes("Timestamp>"))).toEqual([hasTimestamp, hasTimestamp]);
  });

  it("by the names of 2005/07", async () => {
    const endpoint: Policy = JSON.parse(JSON.stringify([[tls(), username()]]).replaceAll(namespace, older));
    expect(await call(policed(endpoint), password, passwords)).toMatchObject({ answer: number, user: "anna" });
  });

  it("with signatures", async () => {
    const binding = policed(
      [[asymmetric(suite("Basic256Sha256"))]],
      [[parts("SignedParts", body, header("http://www.w3.org/2005/08/addressing"))]],
    );
    const { answer, signer, request, response } = await call(binding, annas, shops);
    expect({ answer, signer }).toEqual({ answer: number, signer: "CN=Anna" });
    expect(request).toContain("BinarySecurityToken");
    expect(response).not.toContain("BinarySecurityToken");
    expect(response).toContain("#ThumbprintSHA1");
  });

  it.each<[string, PolicyAssertion, Partial<ServerMeans>, string]>([
    ["with encryption in GCM mode", gcm, {}, "#aes256-gcm"],
    ["with encryption in CBC mode, by option", suite("Basic128Sha256"), { allowOld: true }, "#aes128-cbc"],
    ["with SHA-1, by option", suite("Basic256"), { allowOld: true }, "#rsa-sha1"],
  ])("%s", async (_, algorithms, old, expected) => {
    const binding = policed([[asymmetric(algorithms), username()]], [[parts("SignedParts", body), parts("EncryptedParts", body)]]);
    const { allowOld = false } = old;
    const before: string[] = [];
    const record = recordEnvelopes(({ way, text }) => void (way === "sent" && before.push(text)));
    const { answer, user, signer, request } = await call(
      binding,
      { ...annas, ...password, allowOld },
      { ...shops, ...passwords, allowOld },
      [record],
    );
    expect({ answer, user, signer }).toEqual({ answer: number, user: "anna", signer: "CN=Anna" });
    expect(request).toContain(expected);
    expect(request).not.toContain(":send");
  });

  describe("with a key that both sides have", () => {
    const signedToken = sp("SignedEncryptedSupportingTokens", sp("UsernameToken", sp("WssUsernameToken10")));
    const messages = [[parts("SignedParts", body), parts("EncryptedParts", body)]];
    const caller: ClientMeans = { ...password, partner: shop.cert };
    const server: ServerMeans = { ...passwords, key: shop.key, certificate: shop.cert };

    it.each<[string, Policy]>([
      ["itself", [[symmetric(gcm), signedToken]]],
      ["by derived keys", [[symmetric(gcm, sp("RequireDerivedKeys")), signedToken]]],
      [
        "by derived keys of 2005/02",
        JSON.parse(JSON.stringify([[symmetric(gcm, sp("RequireDerivedKeys")), signedToken]]).replaceAll(namespace, older)),
      ],
      ["implied by references", [[symmetric(gcm, sp("RequireImpliedDerivedKeys")), signedToken]]],
      ["confirmed", [[symmetric(gcm), signedToken, sp("Wss11", sp("MustSupportRefEncryptedKey"), sp("RequireSignatureConfirmation"))]]],
    ])("%s", async (name, endpoint) => {
      const { answer, user, request, response } = await call(policed(endpoint, messages), caller, server);
      expect({ answer, user }).toEqual({ answer: number, user: "anna" });
      for (const secret of ["secret", "anna", ":send"]) expect(request).not.toContain(secret);
      expect(request).toContain("#hmac-sha256");
      expect(response).toContain("#EncryptedKeySHA1");
      expect(request.includes("/2005/02/sc")).toBe(name.endsWith("2005/02"));
      expect(request.includes("DerivedKeyToken")).toBe(name.startsWith("by"));
      expect(request.includes("wsc:Nonce=")).toBe(name.startsWith("implied"));
      expect(response).not.toContain("EncryptedKey>");
    });

    it("in the sizes and modes of suites", async () => {
      const old = { allowOld: true };
      const { answer, request } = await call(
        policed([[symmetric(suite("Basic128"), sp("RequireExplicitDerivedKeys")), signedToken]], messages),
        { ...caller, ...old },
        { ...server, ...old },
      );
      expect(answer).toEqual(number);
      expect(request).toContain("#hmac-sha1");
      expect(request).toContain("#aes128-cbc");
    });

    it.each<[string, Policy, Policy | undefined, ClientMeans, string]>([
      ["the other side's certificate", [[symmetric(gcm)]], messages, {}, "X509Token: the certificate of the other side is missing"],
      [
        "something to sign",
        [[sp("SymmetricBinding", sp("ProtectionToken", x509("Never")), gcm)]],
        undefined,
        caller,
        "a shared key signs something in each message",
      ],
      [
        "a key of a session",
        [[sp("SymmetricBinding", sp("ProtectionToken", sp("SecureConversationToken")), gcm)]],
        messages,
        caller,
        "sessions of WS-SecureConversation are not established",
      ],
      [
        "one way to derive keys",
        [[symmetric(gcm, sp("RequireImpliedDerivedKeys"), sp("RequireExplicitDerivedKeys"))]],
        messages,
        caller,
        "X509Token: it derives keys in two ways",
      ],
      ["CBC", [[symmetric(suite("Basic256Sha256"))]], messages, caller, "it encrypts in CBC mode, which `allowOld` accepts"],
    ])("not without %s", (_, endpoint, own, means, message) => {
      expect(() => clientSecurity(policed(endpoint, own), means)).toThrow(message);
    });
  });

  it("with a signature over the Timestamp under TLS", async () => {
    const endpoint = [[tls(), sp("EndorsingSupportingTokens", x509("AlwaysToRecipient"))]];
    const { answer, signer } = await call(policed(endpoint), { key: anna.key, certificate: anna.cert }, { partner: anna.cert });
    expect({ answer, signer }).toEqual({ answer: number, signer: "CN=Anna" });
  });

  describe("with confirmed signatures", () => {
    const confirming = sp("Wss11", sp("RequireSignatureConfirmation"));
    const signing = policed([[asymmetric(suite("Basic256Sha256")), confirming]], signedBody);
    const confirmation = /<wsse11:SignatureConfirmation [^>]*\/>/;
    const signatureValue = (text: string): string | undefined => /SignatureValue>([^<]*)</.exec(text)?.[1];

    it("of the request", async () => {
      const { answer, request, response } = await call(signing, annas, shops);
      expect(answer).toEqual(number);
      expect(confirmation.exec(response)?.[0]).toContain(` Value="${signatureValue(request)}"`);
      expect(request).not.toMatch(confirmation);
    });

    it("under TLS, signed or not", async () => {
      const endorsed = [[tls(), confirming, sp("EndorsingSupportingTokens", x509("AlwaysToRecipient"))]];
      const { answer, response } = await call(policed(endorsed), { key: anna.key, certificate: anna.cert }, { partner: anna.cert });
      expect(answer).toEqual(number);
      expect(response).toMatch(confirmation);
      const plain = await call(policed([[tls(), confirming, username()]]), password, passwords);
      expect(plain.answer).toEqual(number);
      expect(confirmation.exec(plain.response)?.[0]).not.toContain("Value");
    });

    it.each<[string, (text: string) => string]>([
      ["the answer to another request", (text) => text.replace(/( Value=")./, "$1_")],
      ["an answer without it", (text) => text.replace(confirmation, "")],
    ])("unlike %s", async (_, change) => {
      const attack: EnvelopeFilter = {
        receive: (bytes, { side }) => (side === "server" ? bytes : new TextEncoder().encode(change(new TextDecoder().decode(bytes)))),
      };
      const { answer } = await call(signing, annas, shops, [attack]);
      expect(answer).toMatchObject({ name: "SecurityError" });
      const plain = await call(policed([[tls(), confirming, username()]]), password, passwords, [
        {
          receive: (bytes, { side }) =>
            side === "server"
              ? bytes
              : new TextEncoder().encode(
                  new TextDecoder().decode(bytes).replace(/<(\w+):SignatureConfirmation/, '<$1:SignatureConfirmation Value="AA=="'),
                ),
        },
      ]);
      expect(plain.answer).toMatchObject({ message: "the answer does not confirm the signature of the request" });
    });
  });

  describe("with parts that have to be there", () => {
    const blocks = [[parts("SignedParts", body), parts("RequiredParts", header("urn:a", "Order"))]];
    const add: EnvelopeFilter = {
      send: (bytes) =>
        new TextEncoder().encode(new TextDecoder().decode(bytes).replace(/(<\w+:Header>)|(?=<(\w+):Body)/, '$1<o:Order xmlns:o="urn:a"/>')),
    };

    it.each<[string, Policy, ClientMeans, ServerMeans]>([
      ["signed", [[asymmetric(suite("Basic256Sha256"))]], annas, shops],
      ["under TLS", [[tls(), username()]], password, passwords],
    ])("%s", async (_, endpoint, client, server) => {
      const missing = await call(policed(endpoint, blocks), client, server);
      expect(missing.answer).toMatchObject({ name: "SecurityError", message: "the message has no {urn:a}Order" });
      const { filters } = clientSecurity(policed(endpoint, blocks), client);
      const last = filters.at(-1);
      expect(last).toBeDefined();
      const envelope = new TextEncoder().encode(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header></s:Header><s:Body/></s:Envelope>',
      );
      const gate = serverSecurity(policed(endpoint, blocks), server).options.filters;
      const sender = clientSecurity(policed(endpoint, signedBody), client).filters;
      const pass = async (withBlock: boolean): Promise<string> => {
        const exchange = { side: "client", url: "https://a/" } as const;
        let bytes = withBlock ? ((await add.send?.(envelope, exchange)) ?? envelope) : envelope;
        for (const { send } of sender) bytes = (await send?.(bytes, exchange)) ?? bytes;
        for (const { receive } of gate.toReversed()) bytes = (await receive?.(bytes, { side: "server", url: "https://a/" })) ?? bytes;
        return new TextDecoder().decode(bytes);
      };
      await expect(pass(false)).rejects.toMatchObject({ name: "SoapFault", message: "the message has no {urn:a}Order" });
      expect(await pass(true)).toContain("Body");
    });
  });

  it("by the first alternative that can be kept", async () => {
    const binding = policed([[sp("SymmetricBinding")], [asymmetric(suite("Basic256Sha256"))], [tls(), username()]], undefined);
    expect(await call(binding, password, passwords)).toMatchObject({ answer: number, user: "anna" });
  });

  it("are refused where the policy is not kept", async () => {
    const binding = policed([[tls(), username()]]);
    const wrong = await call(binding, { ...password, password: "wrong" }, passwords);
    expect(wrong.answer).toMatchObject({ name: "SoapFault", message: "the security token could not be authenticated or authorized" });
    const drop: EnvelopeFilter = {
      send: (bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes).replace(/<(\w+):Timestamp.*?<\/\1:Timestamp>/s, "")),
    };
    expect((await call(binding, password, passwords, [drop])).answer).toMatchObject({ message: "the message has no Timestamp" });
    const unsigned = policed([[asymmetric(suite("Basic256Sha256"))]], signedBody);
    const strip: EnvelopeFilter = {
      send: (bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes).replace(/<(\w+):Signature .*?<\/\1:Signature>/s, "")),
    };
    expect((await call(unsigned, annas, shops, [strip])).answer).toMatchObject({ message: "the message is not signed" });
  });

  it("are not sent without TLS that the policy asks for", async () => {
    const binding = policed([[tls(), username()]]);
    const parcels = createClient(binding, { url: "http://a/", fetch: async () => new Response(), ...clientSecurity(binding, password) });
    await expect(parcels.count()).rejects.toMatchObject({ message: 'the policy asks for TLS, and "http://a/" has none' });
  });
});

it("a binding of a WSDL has what its policies say", async () => {
  const entry = fileURLToPath(new URL("../../golden/services-policy/orders.wsdl", import.meta.url));
  const binding = Object.values((await loadContract({ entries: [entry] })).bindings)[0];
  if (binding?.kind !== "soap") return expect.unreachable();
  expect(clientSecurity(binding, password).filters).toHaveLength(2);
  const signed = clientSecurity(binding, annas);
  expect(signed.filters).toHaveLength(2);
  expect(await signed.headerBlocks({ operation: "Place", mustUnderstand: "mustUnderstand" })).toEqual([]);
});

describe("as .NET writes it", () => {
  const http = (local: string): PolicyAssertion => ({ name: `{http://schemas.microsoft.com/ws/06/2004/policy/http}${local}` });
  const https: PolicyAssertion = { name: `{${namespace}}HttpsToken`, attributes: { RequireClientCertificate: "false" } };
  const transport = sp("TransportBinding", sp("TransportToken", https), suite("Basic256"), sp("Layout", sp("Lax")), sp("IncludeTimestamp"));
  const others = [
    sp("Wss11"),
    sp("Trust10", sp("MustSupportIssuedTokens"), sp("RequireClientEntropy"), sp("RequireServerEntropy")),
    { name: "{http://www.w3.org/2006/05/addressing/wsdl}UsingAddressing" },
  ];

  it("TransportWithMessageCredential needs no SHA-1, since nothing is signed", async () => {
    expect(await call(policed([[transport, username(), ...others]]), password, passwords)).toMatchObject({ answer: number, user: "anna" });
  });

  it("HTTP authentication is up to the program", () => {
    const binding = policed([[transport, http("BasicAuthentication")]]);
    expect(() => clientSecurity(binding, {})).toThrow(
      'BasicAuthentication: the transport has to bring it: say so with `transport: ["basic"]`',
    );
    expect(clientSecurity(binding, { transport: ["basic"] }).filters).toHaveLength(2);
    expect(() => clientSecurity(policed([[transport, http("NegotiateAuthentication")]]), {})).toThrow(
      "NegotiateAuthentication: not supported",
    );
  });
});

it("an operation without an output does not differ by that", () => {
  const own = { input: signedBody, output: signedBody };
  const operations = { send: own, note: { input: signedBody }, open: own, close: own, count: own, arrived: { output: signedBody } };
  const binding = { ...ParcelSoap11, policies: { endpoint: [[asymmetric(suite("Basic256Sha256"))]], operations } };
  expect(clientSecurity(binding, annas).filters).toHaveLength(2);
  expect(() => clientSecurity({ ...binding, policies: { ...binding.policies, operations: { ...operations, note: {} } } }, annas)).toThrow(
    PolicyError,
  );
});

describe("what cannot be kept is named", () => {
  const under = (...assertions: readonly PolicyAssertion[]): Policy => [[tls(...assertions), username()]];
  const all: ClientMeans = { ...annas, ...password };
  it.each<[string, PolicedBinding, ClientMeans, string]>([
    ["no password", policed([[tls(), username()]]), {}, "UsernameToken"],
    ["no key", policed([[asymmetric(suite("Basic256Sha256"))]], signedBody), { partner: shop.cert }, "X509Token"],
    [
      "nobody to trust",
      policed([[asymmetric(suite("Basic256Sha256"))]], signedBody),
      { key: anna.key, certificate: anna.cert },
      "X509Token",
    ],
    ["SHA-1", policed([[asymmetric(suite("Basic256"))]], signedBody), all, "Basic256"],
    ["CBC", policed([[asymmetric(suite("Basic256Sha256"))]], [[parts("EncryptedParts", body)]]), all, "Basic256Sha256"],
    [
      "Triple DES",
      policed([[asymmetric(suite("TripleDesSha256"))]], [[parts("EncryptedParts", body)]]),
      { ...all, allowOld: true },
      "TripleDesSha256",
    ],
    ["an unknown suite", policed([[asymmetric(suite("Basic512"))]]), all, "Basic512"],
    ["symmetric keys", policed([[sp("SymmetricBinding")]]), all, "SymmetricBinding"],
    ["signing after encryption", policed([[asymmetric(suite("Basic256Sha256"), sp("EncryptBeforeSigning"))]]), all, "EncryptBeforeSigning"],
    ["signed tokens under TLS", policed(under(sp("ProtectTokens"))), all, "ProtectTokens"],
    ["an unknown layout", policed(under(sp("Layout", sp("LaxTsMiddle")))), all, "LaxTsMiddle"],
    ["no password in the token", policed([[tls(), username(sp("NoPassword"))]]), all, "NoPassword"],
    ["a nonce with clear text", policed([[tls(), username(sp("Nonce"))]]), all, "Nonce"],
    [
      "an issued token that is none of SAML",
      policed([[tls(), sp("SupportingTokens", issued({ TokenType: "urn:own" }))]]),
      all,
      "IssuedToken",
    ],
    ["a secret of an issuer", policed([[tls(), sp("EndorsingSupportingTokens", issued({}))]]), all, "IssuedToken"],
    ["a ticket", policed([[tls(), sp("SupportingTokens", sp("KerberosToken"))]]), all, "KerberosToken"],
    [
      "a client certificate",
      policed([[sp("TransportBinding", sp("TransportToken", sp("HttpsToken", sp("RequireClientCertificate"))))]]),
      all,
      "RequireClientCertificate",
    ],
    ["required elements of any path", policed([[tls(), parts("RequiredElements", xpath("//a"))]]), all, "RequiredElements"],
    ["every header block", policed([[tls()]], [[parts("SignedParts")]]), all, "SignedParts"],
    ["attachments", policed([[tls()]], [[parts("SignedParts", { name: `{${namespace}}Attachments` })]]), all, "SignedParts"],
    ["a path", policed([[tls()]], [[parts("SignedElements", xpath("//Q{urn:a}b[1]"))]]), all, "SignedElements"],
    ["signing by nothing", policed([[sp("SupportingTokens", sp("UsernameToken"))]], signedBody), all, "SignedParts"],
    [
      "other assertions about security",
      policed([[{ name: "{http://schemas.microsoft.com/ws/2005/07/securitypolicy}SspiNegotiation" }]]),
      all,
      "SspiNegotiation",
    ],
    ["a policy without alternatives", policed([]), all, "Parcels1.1"],
  ])("%s", (_, binding, means, assertion) => {
    try {
      clientSecurity(binding, means);
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      expect(error).toMatchObject({ name: "PolicyError", assertion: expect.stringMatching(new RegExp(`(^|\\})${assertion}$`)) });
      return;
    }
    expect.unreachable();
  });

  it.each([["KerberosToken", /HTTP authentication by Negotiate/]])("%s, with what to do instead", (token, advice) => {
    expect(() => clientSecurity(policed([[tls(), sp("SupportingTokens", sp(token))]]), all)).toThrow(advice);
  });

  it("for operations with different policies, unless one is named", () => {
    const policies: BindingPolicies = { endpoint: [[tls()]], operations: { send: { operation: [[username()]] } } };
    const binding = { ...ParcelSoap11, policies };
    expect(() => clientSecurity(binding, password)).toThrow("operations have different policies");
    expect(() => clientSecurity(binding, { operation: "send" })).toThrow(/UsernameToken/);
    expect(clientSecurity(binding, { ...password, operation: "send" }).filters).toHaveLength(2);
    expect(() => clientSecurity(binding, { operation: "sent" })).toThrow(TypeError);
  });

  it("not for a binding without policies, which is a mistake of the program", () => {
    expect(() => clientSecurity(ParcelSoap12, password)).toThrow(TypeError);
  });
});

describe("what is no demand on us", () => {
  it.each<[string, Policy, Policy | undefined]>([
    [
      "capabilities",
      [[tls(), username(), sp("Wss10", sp("MustSupportRefIssuerSerial")), sp("Trust13", sp("MustSupportIssuedTokens"))]],
      undefined,
    ],
    ["other domains", [[tls(), username(), { name: "{http://www.w3.org/2007/05/addressing/metadata}Addressing" }]], undefined],
    ["parts that TLS protects", [[tls(), username()]], [[parts("SignedParts", body), parts("EncryptedParts", body)]]],
    [
      "paths to parts",
      [[tls(), username()]],
      [
        [
          parts(
            "SignedElements",
            xpath("/Q{http://schemas.xmlsoap.org/soap/envelope/}Envelope/Q{http://schemas.xmlsoap.org/soap/envelope/}Body"),
          ),
        ],
      ],
    ],
  ])("%s", (_, endpoint, messages) => {
    expect(clientSecurity(policed(endpoint, messages), password).filters).toHaveLength(2);
  });
});

describe("timestampMessages", () => {
  const exchange = { side: "server", url: "http://a/" } as const;
  const envelope = new TextEncoder().encode('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>');
  it.each<[string, number, string | undefined]>([
    ["at once", 0, undefined],
    ["within the difference of clocks", 350, undefined],
    ["too late", 361, "the message has expired"],
    ["too early", -61, "the message was created in the future: do the clocks differ?"],
  ])("%s", async (_, seconds, message) => {
    const sent = await timestampMessages({ now: () => 1_000_000_000_000 }).send?.(envelope, exchange);
    const receive = async (): Promise<Uint8Array | undefined> =>
      timestampMessages({ now: () => 1_000_000_000_000 + seconds * 1000 }).receive?.(sent ?? envelope, exchange);
    if (message !== undefined) await expect(receive()).rejects.toThrow(message);
    else expect(new TextDecoder().decode(await receive())).not.toContain("Security");
  });
});
