/**
 * The recipes of docs/calling.md, against servers that ask for what they do.
 */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { listen } from "soapwright/node";
import { type ClientOptions, createClient, createHandler, serve } from "soapwright/soap";
import { Agent, ProxyAgent, fetch as undiciFetch } from "undici";
import { afterAll, expect, it } from "vitest";
import { makeCertificate } from "../../support/tls-certificate.js";
import { type ParcelServer, ParcelSoap11 } from "../protocols/soap/parcel-contract.js";

const server: ParcelServer = {
  send: async ({ to }) => ({ number: to.length }),
  note: async () => undefined,
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};
const handler = createHandler({ services: [serve(ParcelSoap11, server)] });

type Handler = (request: Request) => Promise<Response>;
const closing: (() => Promise<unknown> | unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function start(guarded: Handler): Promise<string> {
  const listening = await listen(guarded, { port: 0 });
  closing.push(() => listening.close(0));
  return listening.url;
}

async function send(options: ClientOptions): Promise<number> {
  const { number } = await createClient(ParcelSoap11, options).send({ to: "Anna", weight: "1" });
  return number;
}

const unauthorized = (challenge: string): Response => new Response("who?", { status: 401, headers: { "www-authenticate": challenge } });

it("Basic", async () => {
  const url = await start(async (request) =>
    request.headers.get("authorization") === `Basic ${btoa("anna:sesame")}` ? handler(request) : unauthorized("Basic"),
  );
  await expect(send({ url })).rejects.toMatchObject({ status: 401 });
  expect(await send({ url, httpHeaders: { authorization: `Basic ${Buffer.from("anna:sesame").toString("base64")}` } })).toBe(4);
});

it("Bearer, with a token that is fetched again when it has expired", async () => {
  let valid = "token 1";
  const url = await start(async (request) =>
    request.headers.get("authorization") === `Bearer ${valid}` ? handler(request) : unauthorized("Bearer"),
  );
  let token = "token 0";
  const fetchToken = async (): Promise<string> => valid;
  const withToken = async (request: Request, init: RequestInit): Promise<Response> => {
    const authorized = (): Promise<Response> =>
      fetch(request.url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
    const response = await authorized();
    if (response.status !== 401) return response;
    token = await fetchToken();
    return authorized();
  };
  expect(await send({ url, fetch: withToken })).toBe(4);
  valid = "token 2";
  expect(await send({ url, fetch: withToken })).toBe(4);
});

it("Digest", async () => {
  const hash = (text: string): string => createHash("md5").update(text).digest("hex");
  const nonce = randomBytes(8).toString("hex");
  const url = await start(async (request) => {
    const given = new Map(
      [...(request.headers.get("authorization") ?? "").matchAll(/(\w+)="?([^",]*)"?/g)].map(([, name, value]) => [name, value]),
    );
    const ha2 = hash(`POST:${given.get("uri")}`);
    const want = hash(`${hash("anna:post:sesame")}:${nonce}:${given.get("nc")}:${given.get("cnonce")}:auth:${ha2}`);
    return given.get("response") === want ? handler(request) : unauthorized(`Digest realm="post", qop="auth", nonce="${nonce}"`);
  });
  const digest =
    (username: string, password: string) =>
    async (request: Request, init: RequestInit): Promise<Response> => {
      const first = await fetch(request.url, init);
      const challenge = first.headers.get("www-authenticate") ?? "";
      if (first.status !== 401 || !/^Digest /i.test(challenge)) return first;
      const { realm = "", nonce: given = "" } = Object.fromEntries(
        [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
      );
      const uri = new URL(request.url).pathname;
      const cnonce = randomBytes(8).toString("hex");
      const response = hash(
        `${hash(`${username}:${realm}:${password}`)}:${given}:00000001:${cnonce}:auth:${hash(`${request.method}:${uri}`)}`,
      );
      const authorization = `Digest username="${username}", realm="${realm}", nonce="${given}", uri="${uri}", qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"`;
      return fetch(request.url, { ...init, headers: { ...init.headers, authorization } });
    };
  expect(await send({ url, fetch: digest("anna", "sesame") })).toBe(4);
  await expect(send({ url, fetch: digest("anna", "sesam") })).rejects.toMatchObject({ status: 401 });
});

it("cookies of a session", async () => {
  const sessions: (string | null)[] = [];
  const url = await start(async (request) => {
    sessions.push(request.headers.get("cookie"));
    const response = await handler(request);
    response.headers.append("set-cookie", "session=42; HttpOnly; Path=/");
    return response;
  });
  const cookies = new Map<string, string>();
  const withCookies = async (request: Request, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(request.url, { ...init, headers: { ...init.headers, ...(cookie !== "" && { cookie }) } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  await send({ url, fetch: withCookies });
  await send({ url, fetch: withCookies });
  expect(sessions).toEqual([null, "session=42"]);
});

/** Reads the body of a request of node:https, and answers through the handler. */
function serveTls(cert: string, key: string, ca: string): Promise<{ url: string; stop: () => void }> {
  const tls = createTlsServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const answer = await handler(
      new Request("https://post.example/", { method: "POST", headers: { "content-type": "text/xml" }, body: Buffer.concat(chunks) }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  return new Promise((resolve) => {
    tls.listen(0, "127.0.0.1", () =>
      resolve({ url: `https://127.0.0.1:${(tls.address() as AddressInfo).port}/`, stop: () => tls.close() }),
    );
  });
}

it("a client certificate, and a server's that only we trust", async () => {
  const ofServer = makeCertificate("localhost");
  const ofClient = makeCertificate("client");
  const { url, stop } = await serveTls(ofServer.cert, ofServer.key, ofClient.cert);
  const dispatcher = new Agent({ connect: { ca: ofServer.cert, cert: ofClient.cert, key: ofClient.key } });
  closing.push(() => dispatcher.close(), stop);
  const withCertificate = async (request: Request, init: RequestInit): Promise<Response> =>
    // The types of undici's own Request and Response are those of another package.
    (await undiciFetch(request.url, { ...(init as object), dispatcher })) as unknown as Response;
  expect(await send({ url, fetch: withCertificate })).toBe(4);
  await expect(send({ url })).rejects.toThrow(TypeError);
});

it("a proxy", async () => {
  const url = await start(handler);
  let connections = 0;
  const proxy: Server = createServer();
  proxy.on("connect", (message, socket) => {
    connections++;
    const [host = "", port = ""] = (message.url ?? "").split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(target).pipe(socket);
    });
    for (const each of [socket, target]) each.on("error", () => each.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const dispatcher = new ProxyAgent({ uri: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, proxyTunnel: true });
  closing.push(
    () => dispatcher.close(),
    () => proxy.close(),
  );
  const throughProxy = async (request: Request, init: RequestInit): Promise<Response> =>
    (await undiciFetch(request.url, { ...(init as object), dispatcher })) as unknown as Response;
  expect(await send({ url, fetch: throughProxy })).toBe(4);
  expect(connections).toBe(1);
});
