/**
 * Signatures: our client against our handler, and certificates as they should not be.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import {
  requireSignature,
  requireUsernameToken,
  type SignaturePolicy,
  type SigningOptions,
  signMessages,
  usernameToken,
} from "soapwright/security";
import { type Call, createClient, createHandler, type EnvelopeFilter, recordEnvelopes, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { issueCertificate, makeCertificate } from "../../support/tls-certificate.js";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, ParcelSoap12 } from "../protocols/soap/parcel-contract.js";

const input = { to: "Anna", weight: "1" };
const authority = makeCertificate("Authority");
const issuer = { name: "Authority", key: authority.key };
const anna = issueCertificate({ name: "Anna", issuer });
const curved = issueCertificate({ name: "Curved", kind: "ec", issuer });
const shop = makeCertificate("Shop");

interface World {
  readonly policy?: Partial<SignaturePolicy>;
  readonly signing?: Partial<SigningOptions>;
  /** Between client and server. */
  readonly between?: EnvelopeFilter;
  readonly binding?: typeof ParcelSoap11;
  readonly server?: Partial<ParcelServer>;
}

/** Calls a handler that asks for signatures, and signs its answers. Gives the signer that the operation saw, and the request. */
async function call({ policy, signing, between, binding = ParcelSoap11, server }: World = {}) {
  const gate = requireSignature({ trust: { authorities: [authority.cert] }, ...policy });
  let signer = "";
  let request = "";
  const parcels: ParcelServer = {
    async send({ to }, received: Call<ParcelOperations["send"]>) {
      signer = gate.signerOf(received).subject;
      return { number: to.length };
    },
    note: async () => undefined,
    open: async () => 1,
    close: async () => 2,
    count: async () => 3,
    ...server,
  };
  const handler = createHandler({
    services: [serve(binding, parcels)],
    filters: [gate.filter, signMessages({ key: shop.key, certificate: shop.cert })],
  });
  const answers = requireSignature({ trust: { certificates: [shop.cert] } });
  const record = recordEnvelopes(({ way, text }) => {
    if (way === "sent") request = text;
  });
  const client = createClient(binding, {
    url: "http://a/",
    fetch: handler,
    filters: [
      answers.filter,
      signMessages({ key: anna.key, certificate: anna.cert, ...signing }),
      ...(between === undefined ? [] : [between]),
      record,
    ],
  });
  const answer = await client.send(input).catch((error: unknown) => error);
  return { answer, signer, request };
}

const number = { number: 4 };

describe("a signed message is answered with a signed one", () => {
  it.each<[string, World, string]>([
    ["in SOAP 1.1", {}, "CN=Anna"],
    ["in SOAP 1.2", { binding: ParcelSoap12 }, "CN=Anna"],
    ["by a key on a curve", { signing: { key: curved.key, certificate: curved.cert } }, "CN=Curved"],
    ["by a pinned certificate", { policy: { trust: { certificates: [anna.cert] } } }, "CN=Anna"],
    ["by a pinned certificate in DER", { policy: { trust: { certificates: [new X509Certificate(anna.cert).raw] } } }, "CN=Anna"],
    ["with SHA-512", { signing: { hash: "SHA-512" } }, "CN=Anna"],
    ["with SHA-384", { signing: { hash: "SHA-384" } }, "CN=Anna"],
    ["with SHA-1, which the policy allows", { signing: { hash: "SHA-1" }, policy: { allowOld: true } }, "CN=Anna"],
    [
      "named by its key identifier",
      { signing: { reference: "keyIdentifier" }, policy: { trust: { certificates: [shop.cert, anna.cert] } } },
      "CN=Anna",
    ],
    [
      "named by its thumbprint",
      { signing: { reference: "thumbprint" }, policy: { trust: { certificates: [shop.cert, anna.cert] } } },
      "CN=Anna",
    ],
    [
      "named by its serial number",
      { signing: { reference: "issuerSerial" }, policy: { trust: { certificates: [shop.cert, anna.cert] } } },
      "CN=Anna",
    ],
  ])("%s", async (_, world, signer) => {
    const result = await call(world);
    expect(result).toMatchObject({ answer: number, signer });
    expect(result.request).toContain("<ds:Signature ");
  });
});

const failed = "could not be authenticated or authorized";

describe("refuses", () => {
  it.each<[string, World, RegExp]>([
    ["a signer of another authority", { signing: { key: shop.key, certificate: shop.cert } }, new RegExp(failed)],
    [
      "a certificate that another key signed in the authority's name",
      signedBy({ name: "Eve", issuer: { name: "Authority", key: shop.key } }),
      new RegExp(failed),
    ],
    ["a certificate that a sender has issued", signedBy({ name: "Eve", issuer: { name: "Anna", key: anna.key } }), new RegExp(failed)],
    ["a certificate that has expired", signedBy({ name: "Old", issuer, days: [-2, -1] }), /has expired/],
    ["a certificate that is not valid yet", signedBy({ name: "New", issuer, days: [1, 2] }), /not valid yet/],
    ["a certificate for encryption alone", signedBy({ name: "Safe", issuer, keyUsage: 0x20 }), /not for signatures/],
    ["another key than the certificate's", { signing: { key: shop.key } }, /not that of the message/],
    ["SHA-1", { signing: { hash: "SHA-1" } }, /xmldsig#rsa-sha1" is not accepted/],
    ["a certificate that is named and not pinned", { signing: { reference: "thumbprint" } }, /not known/],
    ["a signer whom the service does not accept", { policy: { accept: ({ subject }) => subject === "CN=Bert" } }, new RegExp(failed)],
    ["a body that is not signed", { signing: { sign: ["timestamp"] } }, /the body of the message is not signed/],
    ["a Timestamp that is not signed", { signing: { sign: ["body"] } }, /the timestamp of the message is not signed/],
    ["no Timestamp", { signing: { lifetime: 0 } }, /has no timestamp/],
    ["an old message", { signing: { now: () => Date.now() - 500_000 } }, /has expired/],
    ["a header that must be signed and is not there", { policy: { require: ["body", "{urn:a}Session"] } }, /has no \{urn:a\}Session/],
  ])("%s", async (_, world, reason) => {
    const { answer, signer } = await call(world);
    expect(signer).toBe("");
    // The fault is signed too, so the client reads it.
    expect(answer).toMatchObject({ name: "SoapFault", code: "Sender", message: expect.stringMatching(reason) });
  });

  it("a message that came before", async () => {
    const gate = requireSignature({ trust: { authorities: [authority.cert] } });
    const exchange = { side: "server", url: "http://a/" } as const;
    let bytes = new Uint8Array();
    const keep: EnvelopeFilter = { send: (sent) => (bytes = new Uint8Array(sent)) };
    await call({ between: keep });
    await gate.filter.receive?.(bytes, exchange);
    await expect(async () => gate.filter.receive?.(bytes, exchange)).rejects.toThrow("has come before");
  });

  it("an answer that is not signed, and one that another signed", async () => {
    for (const filters of [[], [signMessages({ key: anna.key, certificate: anna.cert })]]) {
      const handler = createHandler({ services: [serve(ParcelSoap11, { send: async () => number } as never)], filters });
      const answers = requireSignature({ trust: { certificates: [shop.cert] } });
      const client = createClient(ParcelSoap11, { url: "http://a/", fetch: handler, filters: [answers.filter] });
      await expect(client.send(input)).rejects.toMatchObject({
        name: "SecurityError",
        code: filters.length === 0 ? "InvalidSecurity" : "FailedAuthentication",
      });
    }
  });
});

function signedBy(options: Parameters<typeof issueCertificate>[0]): World {
  const { key, cert } = issueCertificate(options);
  return { signing: { key, certificate: cert } };
}

it("a policy names somebody to trust, and authorities are authorities", () => {
  expect(() => requireSignature({ trust: {} })).toThrow(TypeError);
  expect(() => requireSignature({ trust: { authorities: [anna.cert] } })).toThrow('"CN=Anna" may not issue certificates');
  expect(() => requireSignature({ trust: { certificates: ["anna.pem"] } })).toThrow("BEGIN CERTIFICATE");
});

it("signs with a key of the platform", async () => {
  const der = createPrivateKey(anna.key).export({ type: "pkcs8", format: "der" });
  const key = await crypto.subtle.importKey("pkcs8", new Uint8Array(der), { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["sign"]);
  expect(await call({ signing: { key } })).toMatchObject({ answer: number, signer: "CN=Anna" });
});

it("a signed UsernameToken reaches its gate, one that is not signed does not", async () => {
  const users = requireUsernameToken({ passwordOf: () => "sesame" });
  const signatures = requireSignature({ trust: { authorities: [authority.cert] } });
  const caller = async (sign: SigningOptions["sign"], unsigned?: "keep"): Promise<unknown> => {
    const gate =
      unsigned === undefined
        ? signatures
        : requireSignature({ trust: { authorities: [authority.cert] }, require: ["timestamp"], unsigned });
    let user = "";
    const send = async (_: unknown, received: Call<ParcelOperations["send"]>) => {
      user = `${users.userOf(received)} by ${gate.signerOf(received).subject}`;
      return number;
    };
    const handler = createHandler({
      services: [serve(ParcelSoap11, { send } as never)],
      filters: [gate.filter],
      understands: users.understands,
      before: users.before,
    });
    const client = createClient(ParcelSoap11, {
      url: "http://a/",
      fetch: handler,
      headerBlocks: usernameToken({ username: "bert", password: "sesame" }),
      filters: [signMessages({ key: anna.key, certificate: anna.cert, ...(sign && { sign }) })],
    });
    return client.send(input).then(
      () => user,
      (error: Error) => error.message,
    );
  };
  expect(await caller(undefined)).toBe("bert by CN=Anna");
  expect(await caller(["body", "timestamp"])).toBe("the message has no UsernameToken");
  // An endorsing signature, over the Timestamp alone: TLS protects the rest.
  expect(await caller(["timestamp"], "keep")).toBe("bert by CN=Anna");
});

it("a certificate may stand in the reference itself, where nothing asks for it to be signed", async () => {
  const embed: EnvelopeFilter = {
    send: (bytes, { side }) => {
      if (side === "server") return bytes;
      const envelope = new TextDecoder().decode(bytes);
      const [token = ""] = /<wsse:BinarySecurityToken .*?<\/wsse:BinarySecurityToken>/s.exec(envelope) ?? [];
      const embedded = envelope.replace(token, "").replace(/<wsse:Reference [^>]*\/>/, `<wsse:Embedded>${token}</wsse:Embedded>`);
      return new TextEncoder().encode(embedded);
    },
  };
  expect(await call({ between: embed })).toMatchObject({ signer: "CN=Anna" });
  const { answer } = await call({ between: embed, policy: { protectToken: true } });
  expect(answer).toMatchObject({ message: "the token that the signature is made with is not in the message" });
});
