/**
 * The recipes of docs/serving.md: a handler in servers that others have written, and hooks for what is around the operations.
 */
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Span } from "@opentelemetry/api";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { type Listening, listen, toRequestListener } from "soapwright/node";
import { createClient, createHandler, type HandlerOptions, type HttpRequest, SoapFault, serve } from "soapwright/soap";
import { afterEach, describe, expect, it } from "vitest";
import { type ParcelServer, ParcelSoap11 } from "../protocols/soap/parcel-contract.js";

const parcels: ParcelServer = {
  send: async ({ to }) => {
    if (to === "nobody") throw new SoapFault("Sender", "who is that?");
    return { number: to.length };
  },
  note: async () => undefined,
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};
const contract = { main: "parcels.wsdl", documents: { "parcels.wsdl": readFileSync("test/interop/servers/parcels.wsdl", "utf8") } };
const services = [serve(ParcelSoap11, parcels)];
const handler = createHandler({ services, contract });

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function onNodeHttp(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** Starts a server. Gives the address of the service in it. */
const servers: readonly [string, () => Promise<string>][] = [
  [
    "listen",
    async () => {
      const listening: Listening = await listen(handler, { port: 0 });
      closing.push(() => listening.close(0));
      return `${listening.url}/soap`;
    },
  ],
  ["node:http", async () => `${await onNodeHttp(toRequestListener(handler))}/soap`],
  [
    "express",
    async () => {
      const app = express();
      app.use("/soap", toRequestListener(handler));
      return `${await onNodeHttp(app)}/soap`;
    },
  ],
  [
    "fastify",
    async () => {
      const app = fastify();
      const listener = toRequestListener(handler);
      await app.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
        scope.all("/soap", (request, reply) => {
          reply.hijack();
          listener(request.raw, reply.raw);
        });
      });
      closing.push(() => app.close());
      return `${await app.listen({ port: 0, host: "127.0.0.1" })}/soap`;
    },
  ],
  [
    "hono",
    async () => {
      const app = new Hono();
      app.all("/soap", ({ req }) => handler(req.raw));
      return `${await onNodeHttp(toRequestListener(async (request) => app.fetch(request)))}/soap`;
    },
  ],
];

describe.each(servers)("a handler in %s", (_, start) => {
  it("answers a call and gives its contract at the address where it was asked", async () => {
    const url = await start();
    expect(await createClient(ParcelSoap11, { url }).send({ to: "Anna", weight: "1" })).toEqual({ number: 4 });
    const wsdl = await (await fetch(`${url}?wsdl`)).text();
    expect(wsdl).toContain(`location="${url}"`);
  });

  it("answers what is too large", async () => {
    const url = await start();
    const body = new Uint8Array(11 * 1024 * 1024);
    const response = await fetch(url, { method: "POST", headers: { "content-type": "text/xml" }, body }).catch(() => undefined);
    // The connection may be gone before all of the body is sent.
    if (response !== undefined) expect(response.status).toBe(413);
  });
});

/** API Gateway's event for HTTP APIs, version 2.0, as far as it is used. */
interface GatewayEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly domainName: string; readonly http: { readonly method: string } };
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

async function lambda(event: GatewayEvent) {
  const { rawPath, rawQueryString, headers, requestContext, body = "", isBase64Encoded = false } = event;
  const { method } = requestContext.http;
  const url = `https://${requestContext.domainName}${rawPath}${rawQueryString && `?${rawQueryString}`}`;
  const hasBody = method !== "GET" && method !== "HEAD";
  const request = new Request(url, { method, headers, ...(hasBody && { body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8") }) });
  const response = await handler(request);
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: bytes.toString("base64"),
    isBase64Encoded: true,
  };
}

const envelope = (body: string) => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const sendAnna = envelope('<Send xmlns="urn:parcel"><To>Anna</To><Weight>1</Weight></Send>');

describe("a handler where requests and responses are the platform's", () => {
  const request = () =>
    new Request("https://post.example/soap", { method: "POST", headers: { "content-type": "text/xml" }, body: sendAnna });

  it("is a route of Next, and what Deno, Bun and workers serve", async () => {
    // app/soap/route.ts: export { handler as GET, handler as POST }; a worker: export default { fetch: handler }
    const route = { GET: handler, POST: handler };
    const worker = { fetch: handler };
    for (const answer of [await route.POST(request()), await worker.fetch(request())])
      expect(await answer.text()).toContain("SendResponse");
  });

  it("is a function of Lambda behind an API gateway", async () => {
    const event = (method: string, body: string, isBase64Encoded: boolean, rawQueryString = ""): GatewayEvent => ({
      rawPath: "/soap",
      rawQueryString,
      headers: { "content-type": "text/xml" },
      requestContext: { domainName: "post.example", http: { method } },
      body,
      isBase64Encoded,
    });
    const textIn = ({ body }: { readonly body: string }) => Buffer.from(body, "base64").toString();
    expect(textIn(await lambda(event("POST", sendAnna, false)))).toContain("SendResponse");
    expect(textIn(await lambda(event("POST", Buffer.from(sendAnna).toString("base64"), true)))).toContain("SendResponse");
    expect(textIn(await lambda(event("GET", "", false, "wsdl")))).toContain('location="https://post.example/soap"');
  });
});

function clientOf(options: Omit<HandlerOptions, "services">) {
  return createClient(ParcelSoap11, { url: "https://post.example/soap", fetch: createHandler({ services, ...options }) });
}

describe("hooks", () => {
  it("log each operation and each fault", async () => {
    const log: unknown[] = [];
    const client = clientOf({
      after: ({ name }) => {
        log.push({ operation: name, ok: true });
      },
      onFault: (fault, { path }) => log.push({ path, fault: fault.message, cause: fault.cause }),
    });
    await client.send({ to: "Anna", weight: "1" });
    await client.send({ to: "nobody", weight: "1" }).catch(() => undefined);
    expect(log).toEqual([
      { operation: "Send", ok: true },
      { path: "/soap", fault: "who is that?", cause: undefined },
    ]);
  });

  it("let nobody in who is not known", async () => {
    const before: HandlerOptions["before"] = ({ call }) => {
      if (call.request?.headers.get("authorization") !== "Bearer good") throw new SoapFault("Sender", "who are you?", { status: 401 });
    };
    const client = clientOf({ before });
    await expect(client.count()).rejects.toMatchObject({ message: "who are you?" });
    expect(await client.count(undefined, { httpHeaders: { authorization: "Bearer good" } })).toBe(3);
  });

  it("trace each operation by OpenTelemetry", async () => {
    const ended: unknown[] = [];
    const tracer = { startSpan: (name: string) => spanOf(name, ended) };
    const spans = new WeakMap<HttpRequest, Span>();
    const client = clientOf({
      before: ({ name, call }) => {
        if (call.request !== undefined) spans.set(call.request, tracer.startSpan(name));
      },
      after: ({ call }) => {
        if (call.request !== undefined) spans.get(call.request)?.end();
      },
      onFault: (fault, request) => {
        const span = spans.get(request);
        span?.recordException(fault);
        span?.end();
      },
    });
    await client.count();
    await client.send({ to: "nobody", weight: "1" }).catch(() => undefined);
    expect(ended).toEqual([
      { name: "Count", exceptions: [] },
      { name: "Send", exceptions: ["who is that?"] },
    ]);
  });

  it("count and measure", async () => {
    let now = 0;
    const clock = () => now++;
    const begun = new WeakMap<HttpRequest, number>();
    const measured: [string, number][] = [];
    const client = clientOf({
      before: ({ call }) => {
        if (call.request !== undefined) begun.set(call.request, clock());
      },
      after: ({ name, call }) => {
        if (call.request !== undefined) measured.push([name, clock() - (begun.get(call.request) ?? 0)]);
      },
    });
    await client.count();
    expect(measured).toEqual([["Count", 1]]);
  });
});

/** A span that says what became of it. */
function spanOf(name: string, ended: unknown[]): Span {
  const exceptions: unknown[] = [];
  const span = {
    recordException: ({ message }: { readonly message: string }) => exceptions.push(message),
    end: () => ended.push({ name, exceptions }),
  };
  // The recipe uses these two alone.
  return span as unknown as Span;
}
