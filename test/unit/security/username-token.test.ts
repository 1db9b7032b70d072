/**
 * UsernameToken and Timestamp: our client against our handler, and tokens as they should not be.
 */
import { createHash } from "node:crypto";
import { requireUsernameToken, type UsernameTokenPolicy, usernameToken } from "soapwright/security";
import { type Call, createClient, createHandler, serve } from "soapwright/soap";
import { beforeEach, describe, expect, it } from "vitest";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, ParcelSoap12 } from "../protocols/soap/parcel-contract.js";

const start = Date.parse("2026-03-01T12:00:00Z");
const input = { to: "Anna", weight: "1" };
const wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";

let now: number;
let users: string[];
beforeEach(() => {
  now = start;
  users = [];
});

function handlerOf(policy: Partial<UsernameTokenPolicy> = {}) {
  const gate = requireUsernameToken({ passwordOf: (name) => (name === "bert" ? "sesame" : undefined), now: () => now, ...policy });
  const server: ParcelServer = {
    async send({ to }, call: Call<ParcelOperations["send"]>) {
      users.push(gate.userOf(call));
      return { number: to.length };
    },
    note: async () => undefined,
    open: async () => 1,
    close: async () => 2,
    count: async () => 3,
  };
  return createHandler({
    services: [serve(ParcelSoap11, server), serve(ParcelSoap12, server)],
    understands: gate.understands,
    before: gate.before,
  });
}

const bert = { username: "bert", password: "sesame", now: () => now };

describe.each([
  ["SOAP 1.1", ParcelSoap11],
  ["SOAP 1.2", ParcelSoap12],
] as const)("%s", (_, binding) => {
  it.each(["text", "digest"] as const)("lets a user in: %s", async (passwordType) => {
    const client = createClient(binding, { url: "http://a/", fetch: handlerOf(), headerBlocks: usernameToken({ ...bert, passwordType }) });
    expect(await client.send(input)).toEqual({ number: 4 });
    expect(await client.send(input)).toEqual({ number: 4 });
    expect(users).toEqual(["bert", "bert"]);
  });

  it.each([
    ["a wrong password", { password: "sesam" }],
    ["a password that is longer", { password: "sesamesesame" }],
    ["an unknown user", { username: "eve" }],
  ])("refuses %s, and does not say which", async (_name, wrong) => {
    for (const passwordType of ["text", "digest"] as const) {
      const headerBlocks = usernameToken({ ...bert, ...wrong, passwordType });
      const caught = await createClient(binding, { url: "http://a/", fetch: handlerOf(), headerBlocks })
        .send(input)
        .catch((error: unknown) => error);
      expect(caught).toMatchObject({ code: "Sender", message: "the security token could not be authenticated or authorized" });
    }
    expect(users).toEqual([]);
  });
});

it("checks passwords in clear text by a function", async () => {
  const fetch = handlerOf({ verifyPassword: async (name, password) => name === "anna" && password === "hashed" });
  const client = createClient(ParcelSoap11, {
    url: "http://a/",
    fetch,
    headerBlocks: usernameToken({ ...bert, username: "anna", password: "hashed" }),
  });
  expect(await client.send(input)).toEqual({ number: 4 });
});

/** What a message with this Security header is answered: the user that was let in, or the fault's text. */
async function post(security: string, policy: Partial<UsernameTokenPolicy> = {}, handler = handlerOf(policy)): Promise<string> {
  const ns = "http://schemas.xmlsoap.org/soap/envelope/";
  const header =
    security === ""
      ? ""
      : `<e:Header><s:Security xmlns:s="${wsse}" xmlns:u="${wsu}" e:mustUnderstand="1">${security}</s:Security></e:Header>`;
  const body = `<e:Envelope xmlns:e="${ns}">${header}<e:Body><Send xmlns="urn:parcel"><To>Anna</To><Weight>1</Weight></Send></e:Body></e:Envelope>`;
  const response = await handler(new Request("http://a/", { method: "POST", headers: { "content-type": "text/xml" }, body }));
  const text = await response.text();
  return /<faultstring[^>]*>([^<]*)</.exec(text)?.[1] ?? `${users.at(-1)}`;
}

const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
const stamp = (created: string, expires?: string): string =>
  `<u:Timestamp><u:Created>${created}</u:Created>${expires === undefined ? "" : `<u:Expires>${expires}</u:Expires>`}</u:Timestamp>`;
const clear = `<s:UsernameToken><s:Username>bert</s:Username><s:Password>sesame</s:Password></s:UsernameToken>`;
const nonce = Buffer.from("0123456789abcdef");
const digestOf = (created: string): string => createHash("sha1").update(nonce).update(created).update("sesame").digest("base64");
const digested = (created: string, nonceText: string = nonce.toString("base64"), digest = digestOf(created)): string =>
  `<s:UsernameToken u:Id="t"><s:Username>bert</s:Username><s:Password Type="${profile}#PasswordDigest">${digest}</s:Password>` +
  `<s:Nonce>${nonceText}</s:Nonce><u:Created>${created}</u:Created></s:UsernameToken>`;
const failed = "the security token could not be authenticated or authorized";

describe("a token of another stack", () => {
  it.each([
    ["in clear text, without a type", clear],
    ["as a digest", digested(at(0))],
    ["as old as it may be", digested(at(-300))],
    ["of a clock that is ahead", digested(at(50))],
    ["with a time without a zone", digested("2026-03-01T12:00:00")],
    ["with a Timestamp", stamp(at(-10), at(10)) + clear],
    ["with a Timestamp whose Expires has just passed", stamp(at(-100), at(-30)) + clear],
  ])("is let in: %s", async (_, security) => expect(await post(security)).toBe("bert"));

  it.each<[string, string, RegExp]>([
    ["no header", "", /has no Security header/],
    ["no token", stamp(at(0)), /has no UsernameToken/],
    ["two tokens", clear + clear, /several UsernameToken/],
    ["two names", clear.replace("<s:Username>", "<s:Username>eve</s:Username><s:Username>"), /several Username/],
    ["no name", clear.replace("bert", ""), /has no Username/],
    ["an element as name", clear.replace("bert", "<b/>"), /is not text/],
    ["a long name", clear.replace("bert", "b".repeat(5000)), /too long/],
    ["no password", clear.replace(/<s:Password>.*<\/s:Password>/, ""), new RegExp(failed)],
    ["an unknown type of password", clear.replace("<s:Password>", '<s:Password Type="urn:x">'), /are not known/],
    ["a digest without a nonce", digested(at(0)).replace(/<s:Nonce>.*<\/s:Nonce>/, ""), /needs Nonce and Created/],
    ["a digest without a time", digested(at(0)).replace(/<u:Created>.*<\/u:Created>/, ""), /needs Nonce and Created/],
    ["a nonce that is not base64", digested(at(0), "?"), /not in base64/],
    ["a digest of another password", digested(at(0), nonce.toString("base64"), digestOf(at(1))), new RegExp(failed)],
    ["a digest that is too old", digested(at(-400)), /expired/],
    ["a digest of the future", digested(at(100)), /in the future/],
    ["a time that is none", digested("yesterday"), /not a dateTime/],
    ["a Timestamp that has expired", stamp(at(-200), at(-100)) + clear, /expired/],
    ["a Timestamp of the future", stamp(at(100)) + clear, /in the future/],
    ["two Timestamps", stamp(at(0)) + stamp(at(0)) + clear, /several Timestamp/],
    [
      "a signature that nobody checks",
      `<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/>${clear}`,
      /not supported in a Security header/,
    ],
  ])("is refused with %s", async (_, security, problem) => {
    expect(await post(security)).toMatch(problem);
    expect(users).toEqual([]);
  });

  it("is refused without a Timestamp if the policy says so", async () => {
    expect(await post(clear, { requireTimestamp: true })).toMatch(/has no Timestamp/);
  });
});

describe("a digest", () => {
  it("is good once, however its nonce is written, until it is too old anyway", async () => {
    const handler = handlerOf();
    expect(await post(digested(at(0)), {}, handler)).toBe("bert");
    now += 100_000;
    const text = nonce.toString("base64");
    for (const spelled of [text, ` ${text.slice(0, 4)} ${text.slice(4)}`, text.replaceAll("=", "")]) {
      expect(await post(digested(at(0), spelled), {}, handler)).toBe(failed);
    }
    now += 300_000;
    expect(await post(digested(at(0)), {}, handler)).toMatch(/expired/);
    expect(users).toEqual(["bert"]);
  });

  it("of the same nonce is good at another time, after the first is forgotten", async () => {
    const handler = handlerOf();
    expect(await post(digested(at(0)), {}, handler)).toBe("bert");
    now += 1_000_000;
    expect(await post(digested(at(1000)), {}, handler)).toBe("bert");
  });

  it("is refused while the memory is full: none is forgotten early", async () => {
    const handler = handlerOf({ maxNonces: 1 });
    expect(await post(digested(at(0)), {}, handler)).toBe("bert");
    const other = Buffer.from("another nonce...").toString("base64");
    const digest = createHash("sha1").update(Buffer.from(other, "base64")).update(at(1)).update("sesame").digest("base64");
    expect(await post(digested(at(1), other, digest), {}, handler)).toBe(failed);
  });
});

it("a call that has not come through the gate has no user", () => {
  expect(() => requireUsernameToken({}).userOf({ headerBlocks: [] })).toThrow("has not come through");
});
