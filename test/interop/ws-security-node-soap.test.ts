/**
 * node-soap's WSSecurity and WSSecurityCert call a server of ours, and our client calls a server of node-soap.
 */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as soap from "soap";
import { passwordDigest } from "soap/lib/utils.js";
import { signMessages, usernameToken } from "soapwright/security";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type EnvelopeFilter } from "../../src/protocols/index.js";
import { makeCertificate } from "../support/tls-certificate.js";
import { peerIn } from "./interop-row.js";
import { type GeneratedParcels, generateParcels, serversFolder } from "./parcels-client.js";
import { type SecuredParcels, serveSigned, serveWithPasswords } from "./secured-parcels.js";

const nodeSoap = peerIn("node-soap", "WS-Security");

const wsdl = join(serversFolder, "parcels.wsdl");
const anna = makeCertificate("Anna");
const shop = makeCertificate("Shop");
let generated: GeneratedParcels;
beforeAll(async () => {
  generated = await generateParcels();
});
afterAll(() => generated?.remove());

async function callBy(security: soap.ISecurity, url: string): Promise<unknown> {
  const client = await soap.createClientAsync(wsdl, {}, url);
  client.setSecurity(security);
  const [answer] = await client.SendAsync({ To: "Zoë & Anna", Weight: "1.5" });
  return answer;
}

describe("node-soap's client", () => {
  let passwords: SecuredParcels;
  let signed: SecuredParcels;
  beforeAll(async () => {
    passwords = await serveWithPasswords(generated);
    signed = await serveSigned(generated, shop, anna.cert);
  });
  afterAll(async () => {
    await passwords?.listening.close(0);
    await signed?.listening.close(0);
  });

  it.each([
    ["clear text", { passwordType: "PasswordText" }],
    ["clear text with a nonce", { passwordType: "PasswordText", hasNonce: true }],
    ["a digest", { passwordType: "PasswordDigest" }],
    ["a digest that must be understood", { passwordType: "PasswordDigest", mustUnderstand: true }],
  ])("comes in by WSSecurity with %s", nodeSoap.client("UsernameToken"), async (_, options) => {
    const { callers, listening } = passwords;
    callers.length = 0;
    expect(await callBy(new soap.WSSecurity("anna", "secret", options), listening.url)).toMatchObject({ Number: 10 });
    await expect(callBy(new soap.WSSecurity("anna", "wrong", options), listening.url)).rejects.toThrow(/could not be authenticated/);
    expect(callers).toEqual(["anna"]);
  });

  it("comes in by WSSecurityCert", nodeSoap.client("signatures"), async () => {
    const { callers, listening } = signed;
    const by = (key: string, cert: string): soap.ISecurity =>
      new soap.WSSecurityCert(key, cert, "", {
        hasTimeStamp: true,
        signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
      });
    expect(await callBy(by(anna.key, anna.cert), listening.url)).toMatchObject({ Number: 10 });
    await expect(callBy(by(shop.key, shop.cert), listening.url)).rejects.toThrow();
    expect(callers).toEqual(["CN=Anna"]);
  });
});

interface ParsedToken {
  readonly Username: string;
  readonly Password: { readonly $value: string } | string;
  readonly Nonce?: { readonly $value: string };
  readonly Created?: string;
}

describe("node-soap's server", () => {
  let server: Server;
  let url: string;
  const users: string[] = [];
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/parcels`;
    const ports = { Soap11: { Send: ({ To }: { To: string }) => ({ Number: To.length, Note: "" }) } };
    const listening = soap.listen(server, { path: "/parcels", services: { Parcels: ports }, xml: readFileSync(wsdl, "utf8"), uri: wsdl });
    listening.authenticate = (security: { readonly UsernameToken?: ParsedToken } | undefined) => {
      const token = security?.UsernameToken;
      if (token === undefined) return security !== undefined;
      users.push(token.Username);
      const given = typeof token.Password === "string" ? token.Password : token.Password.$value;
      const { Nonce, Created } = token;
      return given === (Nonce === undefined || Created === undefined ? "secret" : passwordDigest(Nonce.$value, Created, "secret"));
    };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const call = async (options: {
    headerBlocks?: ReturnType<typeof usernameToken>;
    filters?: readonly EnvelopeFilter[];
  }): Promise<unknown> => {
    const binding = generated.bindings.Soap11;
    if (binding === undefined) throw new Error("the binding was not generated");
    return createClient(binding, { url, ...options }).send({ to: "Zoë & Anna", weight: "1.5" });
  };

  it.each(["text", "digest"] as const)("lets our UsernameToken in: %s", nodeSoap.server("UsernameToken"), async (passwordType) => {
    users.length = 0;
    expect(await call({ headerBlocks: usernameToken({ username: "anna", password: "secret", passwordType }) })).toMatchObject({
      number: 10,
    });
    await expect(call({ headerBlocks: usernameToken({ username: "anna", password: "wrong", passwordType }) })).rejects.toThrow();
    expect(users).toEqual(["anna", "anna"]);
  });

  it("reads what we sign", nodeSoap.server("signatures"), async () => {
    expect(await call({ filters: [signMessages({ key: anna.key, certificate: anna.cert })] })).toMatchObject({ number: 10 });
  });
});
