/**
 * The node:http adapter, over real sockets.
 */
import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Listening, type ListenOptions, listen } from "../../../src/node/http-server.js";
import { type FetchHandler, toFetchHandler } from "../../../src/service/fetch-adapter.js";

const servers: Listening[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
});

async function start(handler: FetchHandler, options: Partial<ListenOptions> = {}): Promise<Listening> {
  const server = await listen(handler, { port: 0, ...options });
  servers.push(server);
  return server;
}

/** What the server says to raw bytes until it closes the connection. `onSent` is called once the system has the bytes. */
function speak({ port }: Listening, bytes: string, onSent?: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes, onSent));
    let text = "";
    socket.on("data", (data) => (text += String(data)));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}

/** For what happens at once, on a machine that is busy later. */
const generous = { timeout: 60_000, interval: 5 };

it("is listening when its handler has warmed up", async () => {
  const order: string[] = [];
  const answer = async () => ({ status: 200 });
  const warmUp = async (): Promise<void> => {
    await new Promise(setImmediate);
    order.push("warm");
  };
  const server = await start(toFetchHandler(answer, warmUp));
  order.push("listening");
  expect(order).toEqual(["warm", "listening"]);
  expect((await fetch(server.url)).status).toBe(200);
});

/** A handler that says of each body if it was there at once. */
function readingBodies(limit: number): FetchHandler {
  const read = async (body: Promise<Uint8Array>) => ({ status: 200, body: `later ${(await body).length}` });
  return toFetchHandler((request) => {
    const body = request.readBody(limit);
    return body instanceof Promise ? read(body) : { status: 200, body: `at once ${body.length}` };
  });
}

describe("bodies", () => {
  const head = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";

  it.each([
    ["of known length", `${head}content-length: 4\r\n\r\nbody`, "at once 4"],
    ["in chunks", `${head}transfer-encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n`, "later 4"],
    ["without content", `${head}content-length: 0\r\n\r\n`, "at once 0"],
    ["longer than a chunk of the system", `${head}content-length: 200000\r\n\r\n${"x".repeat(200_000)}`, "later 200000"],
  ])("%s are read", async (_, bytes, said) => {
    expect(await speak(await start(readingBodies(200_000)), bytes)).toContain(said);
  });

  it("that came with their headers may not be too long either, announced or not", async () => {
    const server = await start(readingBodies(3), { onError: () => undefined });
    const chunks = "transfer-encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n";
    for (const rest of ["content-length: 4\r\n\r\nbody", chunks]) expect(await speak(server, head + rest)).toContain(" 500 ");
  });

  it("leave their connection to the next request", async () => {
    const server = await start(readingBodies(10));
    const first = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody";
    const answers = await speak(server, `${first}${first}${head}content-length: 4\r\n\r\nbody`);
    expect(answers.match(/at once 4/g)).toHaveLength(3);
  });
});

describe("requests", () => {
  it("that are answered at once keep their connection, however long that took", async () => {
    let time = 0;
    const now = vi.spyOn(performance, "now").mockImplementation(() => (time += 1000));
    const server = await start(toFetchHandler(() => ({ status: 200, body: "here" })));
    const request = "GET / HTTP/1.1\r\nhost: x\r\n";
    const answers = await speak(server, `${request}\r\n${request}connection: close\r\n\r\n`);
    now.mockRestore();
    expect(answers.match(/connection: [\w-]+/gi)).toEqual(["Connection: keep-alive", "Connection: close"]);
    expect(answers.match(/here/g)).toHaveLength(2);
  });

  it("arrive with method, address, headers and body", async () => {
    const server = await start(async (request) => {
      const seen = { method: request.method, url: request.url, header: request.headers.get("x-a"), body: await request.text() };
      return Response.json(seen, { status: 201, headers: { "x-b": "ä".normalize() === "ä" ? "1" : "" } });
    });
    const response = await fetch(`${server.url}/a%20b?c=d%2Fe`, { method: "POST", body: "hällo", headers: { "x-a": "1, 2" } });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-b")).toBe("1");
    expect(await response.json()).toEqual({ method: "POST", url: `${server.url}/a%20b?c=d%2Fe`, header: "1, 2", body: "hällo" });
  });

  it("stream both ways", async () => {
    const server = await start(async (request) => new Response(request.body));
    const size = 3_000_000;
    const response = await fetch(server.url, { method: "POST", body: new Uint8Array(size).fill(7) });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBe(size);
    expect(bytes.every((byte) => byte === 7)).toBe(true);
  });

  it.each<[string, boolean, Record<string, string>, string]>([
    ["the Host header", false, {}, "http://shop.example/x"],
    [
      "the Host header, whatever a client forwards",
      false,
      { "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" },
      "http://shop.example/x",
    ],
    [
      "a trusted proxy",
      true,
      { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example:8443, inner" },
      "https://shop.example:8443/x",
    ],
    ["no other protocol than two", true, { "x-forwarded-proto": "ftp" }, "http://shop.example/x"],
  ])("have the address given by %s", async (_, trustForwarded, headers, want) => {
    const server = await start(async (request) => new Response(request.url), { trustForwarded });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = await speak(server, `GET /x HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n${lines.join("")}\r\n`);
    expect(text.split("\r\n").find((line) => line.startsWith("http"))).toBe(want);
  });

  it.each<[string, boolean, Record<string, string>, string]>([
    ["the connection", false, { "x-forwarded-for": "192.0.2.1" }, "127.0.0.1"],
    ["a trusted proxy, which adds the last one", true, { "x-forwarded-for": "192.0.2.1, 192.0.2.2" }, "192.0.2.2"],
    ["the connection where a trusted proxy says nonsense", true, { "x-forwarded-for": "unknown" }, "127.0.0.1"],
    ["IPv6 by its network", true, { "x-forwarded-for": "2001:db8::1:2:3:4:5" }, "2001:db8:0:1::/64"],
    ["IPv4 in IPv6 as IPv4", true, { "x-forwarded-for": "::ffff:192.0.2.3" }, "192.0.2.3"],
  ])("come from the address of %s", async (_, trustForwarded, headers, want) => {
    const handler = toFetchHandler(async ({ peer }) => ({ status: 200, body: String(peer) }));
    const server = await start(handler, { trustForwarded });
    expect(await (await fetch(server.url, { headers })).text()).toBe(want);
  });

  it("that were sent one behind another are all aborted when the peer goes", async () => {
    const signals: AbortSignal[] = [];
    const handler = toFetchHandler((request) => {
      signals.push(request.signal);
      return new Promise(() => undefined);
    });
    const server = await start(handler);
    const socket = connect(server.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(12)));
    await expect.poll(() => signals.length).toBe(12);
    socket.destroy();
    await expect.poll(() => signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it.each([
    ["an invalid host", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400],
    ["TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400],
    ["no HTTP", "hello\r\n\r\n", 400],
    ["headers without end", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 431],
  ])("%s: %i", async (_, bytes, want) => {
    const server = await start(async () => new Response("here"));
    expect(await speak(server, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${want} `));
  });

  it("beyond the limit are answered with 503", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrived = 0;
    const server = await start(
      async () => {
        arrived++;
        await held;
        return new Response("done");
      },
      { maxConcurrent: 2 },
    );
    const first = [fetch(server.url), fetch(server.url)];
    await expect.poll(() => arrived, generous).toBe(2);
    const third = await fetch(server.url);
    expect([third.status, third.headers.get("retry-after")]).toEqual([503, "1"]);
    release();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await fetch(server.url)).status).toBe(200);
  });

  it("for the state of the server are served however many run", async () => {
    let arrived = 0;
    const never = (request: Request): Promise<Response> => {
      if (request.url.endsWith("/livez")) return Promise.resolve(new Response("alive"));
      arrived++;
      return new Promise(() => undefined);
    };
    const server = await start(never, { maxConcurrent: 1, alwaysServed: new Set(["/livez"]) });
    const stuck = fetch(server.url).catch(() => undefined);
    await expect.poll(() => arrived, generous).toBe(1);
    expect([(await fetch(server.url)).status, (await fetch(`${server.url}/livez`)).status]).toEqual([503, 200]);
    await server.close(0);
    await stuck;
  });

  it("on more connections than allowed are not read", async () => {
    const server = await start(async () => new Response("here"), { maxConnections: 1 });
    const request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const holding = connect(server.port, "127.0.0.1");
    await new Promise<void>((resolve) => holding.once("connect", () => resolve()));
    expect(await speak(server, request).catch(() => "")).toBe("");
    holding.destroy();
    await expect.poll(() => speak(server, request).catch(() => ""), generous).toMatch(/^HTTP\/1.1 200 /);
  });

  it("whose handler throws are answered with 500, without the reason", async () => {
    const errors: unknown[] = [];
    const server = await start(() => Promise.reject(new Error("a secret")), { onError: (error) => errors.push(error) });
    const response = await fetch(server.url);
    expect([response.status, await response.text()]).toEqual([500, ""]);
    expect(errors.map(String)).toEqual(["Error: a secret"]);
  });

  it("that the peer gives up are aborted", async () => {
    let reason: unknown;
    const giveUp = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      void start(async (request) => {
        giveUp.abort();
        await new Promise<void>((done) => request.signal.addEventListener("abort", () => done()));
        reason = request.signal.reason;
        resolve();
        return new Response();
      }).then((server) => fetch(server.url, { signal: giveUp.signal }).catch(() => undefined));
    });
    await aborted;
    expect(String(reason)).toContain("the peer closed the connection");
  });
});

describe("closing", () => {
  it("finishes what runs and takes nothing more", async () => {
    let arrived = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const server = await start(async () => {
      arrived++;
      await held;
      return new Response("done");
    });
    const running = fetch(server.url);
    await expect.poll(() => arrived, generous).toBe(1);
    const closed = server.close(60_000);
    release();
    const response = await running;
    expect([response.headers.get("connection"), await response.text()]).toEqual(["close", "done"]);
    await closed;
    await expect(fetch(server.url)).rejects.toThrow(TypeError);
  });

  it("answers what was sent before, on connections that were not even accepted", async () => {
    const busy = async (): Promise<Response> => {
      for (const end = performance.now() + 10; performance.now() < end; );
      return new Response("done");
    };
    const server = await start(busy);
    let sent = 0;
    const connections = Array.from({ length: 60 }, () => speak(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", () => sent++));
    await expect.poll(() => sent, generous).toBe(60);
    await server.close(60_000);
    expect((await Promise.all(connections)).filter((text) => !text.startsWith("HTTP/1.1 200 "))).toEqual([]);
  });

  it("cuts what does not end in time", async () => {
    let arrived = 0;
    const server = await start(() => {
      arrived++;
      return new Promise(() => undefined);
    });
    const running = fetch(server.url).then(
      () => "answered",
      () => "cut",
    );
    await expect.poll(() => arrived, generous).toBe(1);
    await server.close(10);
    expect(await running).toBe("cut");
  });

  it("a port that is taken is an error", async () => {
    const { port } = await start(async () => new Response());
    await expect(listen(async () => new Response(), { port })).rejects.toThrow("EADDRINUSE");
  });
});

describe("an answer that the peer does not take", () => {
  const big = new Uint8Array(30_000_000);

  it.each([
    ["of bytes", () => new Response(big, { headers: { "content-length": String(big.length) } })],
    ["of a stream", () => new Response(big)],
  ])("%s counts as running, and is cut off", async (_, answer) => {
    const options = { maxConcurrent: 1, requestTimeout: 5000, alwaysServed: new Set(["/livez"]) };
    let arrived = 0;
    const server = await start(async ({ url }) => {
      if (url.endsWith("/livez")) return new Response("alive");
      arrived++;
      return answer();
    }, options);
    const peer = connect(server.port, "127.0.0.1", () => peer.pause().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    await expect.poll(() => arrived, generous).toBe(1);
    expect((await fetch(server.url)).status).toBe(503);
    // The server closes the connection, and has room for the next request.
    for (let status = 503; status !== 200; ) status = (await fetch(`${server.url}/`, { method: "HEAD" })).status;
    peer.destroy();
  });
});

describe("the address of a request", () => {
  it.each([
    ["a path in the Host header", "GET /x HTTP/1.1\r\nHost: x/livez?a=\r\n", 400],
    ["a fragment in the Host header", "GET /x HTTP/1.1\r\nHost: x/livez#\r\n", 400],
    ["a password in the Host header", "GET /x HTTP/1.1\r\nHost: a:b@c\r\n", 400],
    ["a password in the target", "GET http://a:b@c/x HTTP/1.1\r\nHost: c\r\n", 400],
    ["a body that is compressed for the way", "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n", 501],
    ["a Host header with a space", "GET /x HTTP/1.1\r\nHost: a b\r\n", 400],
    ["a Host header with a backslash", "GET /x HTTP/1.1\r\nHost: a\\livez\r\n", 400],
    ["a port that is not one", "GET /x HTTP/1.1\r\nHost: a:99999\r\n", 400],
    ["no Host header", "GET /x HTTP/1.1\r\n", 400],
    ["HTTP/2.0", "GET /x HTTP/2.0\r\nHost: a\r\n", 505],
    ["two Host headers", "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400],
    ["the absolute form", "GET http://shop.example/x?y HTTP/1.1\r\nHost: c\r\n", 200],
  ])("%s", async (_, head, want) => {
    const server = await start(async (request) => new Response(request.url));
    const text = await speak(server, `${head}Connection: close\r\n\r\n`);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${want} `));
    if (want === 200) expect(text).toContain("http://shop.example/x?y");
  });

  it("without a version is not answered by the handler: HTTP/0.9", async () => {
    let calls = 0;
    const server = await start(async () => new Response(String(calls++)));
    expect(await speak(server, "GET /x\r\n\r\n")).not.toContain(" 200 ");
    expect(calls).toBe(0);
  });

  it("is what the operator says, whatever the request says", async () => {
    const server = await start(async (request) => new Response(request.url), { publicOrigin: "https://shop.example" });
    for (const target of ["/x?y", "http://evil.example/x?y"]) {
      const text = await speak(server, `GET ${target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
      expect(text).toContain("https://shop.example/x?y");
    }
  });

  it("does not let a path in the Host header past the limit of requests at once", async () => {
    let arrived = 0;
    const never = (): Promise<Response> => {
      arrived++;
      return new Promise(() => undefined);
    };
    const server = await start(never, { maxConcurrent: 1, alwaysServed: new Set(["/livez"]) });
    const stuck = fetch(server.url).catch(() => undefined);
    await expect.poll(() => arrived, generous).toBe(1);
    expect(await speak(server, "GET /livez HTTP/1.1\r\nHost: x/other?a=\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
    await server.close(0);
    await stuck;
  });
});
