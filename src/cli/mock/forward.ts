/**
 * A request -> the answer of a real service, over node:http. Nothing is decompressed, followed or added on the way.
 */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { type Forwarded, longestBody } from "../../../codegen/mock/recorder.js";
import { endToEnd } from "../../../codegen/mock/recording.js";
import type { Header } from "../../../codegen/mock/redact.js";
import { NodeRequest } from "../../node/http-exchange.js";
import type { HttpRequest } from "../../service/exchange.js";
import { BodyChunks } from "../../service/limits.js";

/** Milliseconds that a service may be silent. */
const longestSilence = 120_000;

/** Makes the function that sends requests on. `pathsOfPorts` are the paths that stand for the whole URL. */
export function forwarderTo(service: URL, pathsOfPorts: readonly string[]): (request: HttpRequest, body: Uint8Array) => Promise<Forwarded> {
  return async (request, body) => {
    const sent = [...forwardedHeaders(request), ["Host", service.host] as const];
    const target = targetOf(service, request, pathsOfPorts);
    const answer = await exchange(
      service,
      { method: request.method, path: target, headers: [...sent, ...lengthOf(request, body)] },
      body,
      request.signal,
    );
    return { sent, ...answer };
  };
}

/**
 * A service whose URL has no path gets the path of each request. A URL with a path is the address of a port: what the request has behind the path of
 * the port is added to it.
 */
export function targetOf(
  { pathname, search }: URL,
  { path, query }: Pick<HttpRequest, "path" | "query">,
  pathsOfPorts: readonly string[],
): string {
  const whole = query === "" ? search : `?${query}`;
  if (pathname === "/") return path + whole;
  const above = pathsOfPorts.filter((own) => path === own || path.startsWith(own.endsWith("/") ? own : `${own}/`));
  const longest = above.reduce((left, right) => (left.length > right.length ? left : right), "");
  const rest = longest === "" ? "" : path.slice(longest.length).replace(/^\//, "");
  return (rest === "" ? pathname : `${pathname.replace(/\/$/, "")}/${rest}`) + whole;
}

/** Codings that the recorder can undo are the only ones that the service may use. */
function forwardedHeaders(request: HttpRequest): readonly Header[] {
  if (!(request instanceof NodeRequest)) throw new Error("internal: a request that did not come by node:http");
  const { rawHeaders } = request.message;
  const headers: Header[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
  return endToEnd(headers).flatMap(([name, value]): readonly Header[] => {
    if (/^(host|content-length|expect)$/i.test(name)) return [];
    return [[name, /^accept-encoding$/i.test(name) ? undoable(value) : value]];
  });
}

function undoable(codings: string): string {
  const known = codings.split(",").filter((coding) => /^\s*(gzip|deflate|identity)\s*(;|$)/i.test(coding));
  return known.length === 0 ? "identity" : known.join(",").trim();
}

function lengthOf({ method }: HttpRequest, body: Uint8Array): readonly Header[] {
  return body.length === 0 && (method === "GET" || method === "HEAD") ? [] : [["Content-Length", String(body.length)]];
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly Header[];
}

function exchange(service: URL, { method, path, headers }: Sent, body: Uint8Array, signal: AbortSignal): Promise<Omit<Forwarded, "sent">> {
  const send = service.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const options = { method, path, headers: headers.flat(), signal, timeout: longestSilence, agent: false as const };
    const request = send(new URL(service.origin), options, (response) => {
      readAnswer(response).then(resolve, (error: unknown) => {
        request.destroy();
        reject(error);
      });
    });
    request.on("timeout", () => request.destroy(new Error(`the service was silent for ${longestSilence / 1000} seconds`)));
    request.on("error", reject);
    request.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Omit<Forwarded, "sent">> {
  const chunks = new BodyChunks(longestBody, response.headers["content-length"]);
  for await (const chunk of response) chunks.add(chunk);
  const headers: Header[] = [];
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2)
    headers.push([response.rawHeaders[at] ?? "", response.rawHeaders[at + 1] ?? ""]);
  return { status: response.statusCode ?? 502, headers: endToEnd(headers), body: chunks.join() };
}
