/** `Negotiate` and `NTLM` over HTTP: a server of ours, its client of ours, and clients that send something else. */

import { createServer as createHttpServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { channelBindingOf } from "../../../src/negotiate/channel-binding.js";
import { readHttpTokens, writeHttpToken } from "../../../src/negotiate/http-challenge.js";
import { nodeCryptography } from "../../../src/node/cryptography.js";
import { HttpAuthentication } from "../../../src/node/http-authentication.js";
import { negotiatingFetch } from "../../../src/node/http-negotiate-client.js";
import { type Listening, type ListenOptions, listen } from "../../../src/node/http-server.js";
import type { HttpRequest } from "../../../src/service/exchange.js";
import { toFetchHandler } from "../../../src/service/fetch-adapter.js";
import { ntlmClient, ntlmServer } from "../../support/negotiate-world.js";
import { makeCertificate } from "../../support/tls-certificate.js";

const servers: Listening[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(100)));
});

const refused: string[] = [];

/** Answers with who has asked, and what. */
async function serve(options: Partial<ListenOptions> = {}): Promise<string> {
  const handler = toFetchHandler(async (request: HttpRequest) => {
    const body = new TextDecoder().decode(await request.readBody(1000));
    return { status: 200, headers: { "content-type": "text/plain" }, body: `${request.sender?.name}: ${request.method} ${body}` };
  });
  refused.length = 0;
  const authentication = { mechanisms: [ntlmServer()], onRefused: (reason: Error) => refused.push(reason.message) };
  const server = await listen(handler, { port: 0, authentication, ...options });
  servers.push(server);
  return server.url;
}

const post = (url: string): Request => new Request(url, { method: "POST", body: "a message", headers: { "content-type": "text/plain" } });

describe("a client with credentials", () => {
  test("is known", async () => {
    const answer = await negotiatingFetch({ mechanisms: () => [ntlmClient()] })(post(await serve()));
    expect([answer.status, await answer.text()]).toEqual([200, "TEST\\anna: POST a message"]);
    expect(refused).toEqual([]);
  });

  test("with a wrong password is answered 401", async () => {
    const answer = await negotiatingFetch({ mechanisms: () => [ntlmClient("anna", "wrong")] })(post(await serve()));
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Negotiate, NTLM"]);
    expect(refused).toEqual(['NTLM: no account "TEST\\anna" with this password']);
  });

  test("that guesses is answered 401 with the right password, too", async () => {
    const mechanisms = [ntlmServer({ wrongPasswords: { perAddress: 2, perName: 100 } })];
    const url = await serve({ authentication: { mechanisms, onRefused: (reason) => refused.push(reason.message) } });
    for (const password of ["1", "2", "secret"]) {
      const answer = await negotiatingFetch({ mechanisms: () => [ntlmClient("anna", password)] })(post(url));
      expect([answer.status, answer.headers.get("www-authenticate"), await answer.text()]).toEqual([401, "Negotiate, NTLM", ""]);
    }
    expect(refused.at(-1)).toBe('NTLM: too many passwords were wrong for "TEST\\anna" or from its address');
  });

  test("of a server that asks for nothing sends none", async () => {
    const answer = await negotiatingFetch({ mechanisms: () => [] })(post(await serve({ authentication: undefined })));
    expect(await answer.text()).toBe("undefined: POST a message");
  });

  test("of a server that offers NTLM alone", async () => {
    const authentication = new HttpAuthentication({ mechanisms: [ntlmServer()] });
    const server = createHttpServer((message, response) => {
      const checked = authentication.check(message);
      const { status = 200, headers = {} } = checked.kind === "answered" ? checked.answer : {};
      const only = Object.entries(headers).map(([name, value]) => [name, value === "Negotiate, NTLM" ? "NTLM" : value]);
      response.writeHead(status, Object.fromEntries(only)).end(checked.kind === "known" ? checked.sender.name : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await (await negotiatingFetch({ mechanisms: () => [ntlmClient()] })(new Request(url))).text()).toBe("TEST\\anna");
    server.close();
  });

  test("is bound to the channel of TLS", async () => {
    const { key, cert } = makeCertificate("localhost");
    const der = Buffer.from(cert.replace(/-----[^-]+-----|\s/g, ""), "base64");
    const answers: number[] = [];
    for (const channelBinding of [channelBindingOf(nodeCryptography, der), new Uint8Array(16).fill(9)]) {
      const authentication = new HttpAuthentication({ mechanisms: [ntlmServer({ channelBinding })] });
      const server = createSecureServer({ key, cert }, (message, response) => {
        const checked = authentication.check(message);
        if (checked.kind === "known") response.writeHead(200, { ...checked.headers }).end();
        else response.writeHead(checked.answer.status, { ...checked.answer.headers }).end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
      const call = negotiatingFetch({ mechanisms: (binding) => [ntlmClient("anna", "secret", { channelBinding: binding })], ca: cert });
      answers.push((await call(new Request(url))).status);
      server.close();
    }
    expect(answers).toEqual([200, 401]);
  });
});

describe("other clients", () => {
  test.each([
    { authorization: undefined },
    { authorization: "Basic YTpi" },
    { authorization: "Negotiate" },
    { authorization: "Negotiate !!!" },
    { authorization: `Negotiate ${Buffer.alloc(40_000).toString("base64")}` },
    { authorization: `NTLM ${Buffer.from("NTLMSSP\0\x03\0\0\0").toString("base64")}` },
  ])("$authorization", async ({ authorization }) => {
    const answer = await fetch(await serve(), authorization === undefined ? {} : { headers: { authorization } });
    expect([answer.status, answer.headers.get("www-authenticate"), await answer.text()]).toEqual([401, "Negotiate, NTLM", ""]);
  });

  test("one connection's sender is nobody on another", async () => {
    const url = await serve();
    expect((await negotiatingFetch({ mechanisms: () => [ntlmClient()] })(post(url))).status).toBe(200);
    expect((await fetch(url)).status).toBe(401);
  });

  test("behind a proxy nobody can be known by a connection", () => {
    const handler = toFetchHandler(async () => ({ status: 200 }));
    const authentication = { mechanisms: [ntlmServer()] };
    expect(() => listen(handler, { port: 0, trustForwarded: true, authentication })).toThrow("exclude each other");
  });
});

test("a server that answers without proving who it is", async () => {
  const server = createServer((socket) => {
    let answers = 0;
    socket.on("error", () => undefined);
    socket.on("data", () => {
      answers++;
      const head = answers === 1 ? "401 Unauthorized\r\nwww-authenticate: Negotiate" : "200 OK\r\ncontent-type: text/plain";
      socket.write(`HTTP/1.1 ${head}\r\ncontent-length: 2\r\n\r\nhi`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await expect(negotiatingFetch({ mechanisms: () => [ntlmClient()] })(new Request(url))).rejects.toThrow("without proving who it is");
  server.close();
});

test.each([
  { given: "Negotiate, NTLM", want: ["Negotiate", "NTLM"] },
  { given: 'Basic realm="a, b", negotiate', want: ["Negotiate"] },
  { given: "NTLM TlRM", want: ["NTLM TlRM"] },
  { given: "Negotiate YQ==, Basic", want: ["Negotiate YQ=="] },
  { given: "Negotiate YQ=YQ", want: [] },
  { given: "Bearer abc", want: [] },
])("challenges of $given", ({ given, want }) => {
  expect(readHttpTokens(given).map(writeHttpToken)).toEqual(want);
});
