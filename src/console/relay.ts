/**
 * Hands requests of the console's page on to services elsewhere, which browsers would refuse: their answers allow no other origin.
 *
 * What to do stands in a header that forms and links cannot send and that no page of another origin may, and what came back in a header again: nothing
 * of an answer acts on the console's own origin, neither its type nor its cookies. Only addresses of a list are asked, and redirects are shown.
 */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { checkedLookup, type Network, systemNetwork } from "../../codegen/tools/fetch/network.js";
import type { HttpAnswer, HttpHandler, HttpRequest } from "../service/exchange.js";
import { RequestBodyError } from "../service/limits.js";
import { isFromHere } from "./access.js";

/** Where requests may go: to these addresses, and to what is below their paths. */
export interface RelayOptions {
  /** Addresses that stand in contracts. They lead to public addresses, or to this machine if they name it. */
  readonly found: readonly string[];
  /** Addresses that a person has named. They lead anywhere. */
  readonly named: readonly string[];
}

/** What the page asks for, in the header `relay-request`. */
export interface RelayRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back, in the header `relay-answer`; its body is that of the answer. */
export interface RelayAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
}

const limits = {
  /** Of a request, and of an answer. */
  bytes: 16 * 1024 ** 2,
  milliseconds: 60_000,
  /** Requests at once. */
  count: 16,
};

/** Headers that belong to the connection, or say who asks. */
const ownHeaders =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|via|forwarded|x-forwarded-.*|proxy-.*|sec-.*)$/i;

/** A request that is not handed on. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Makes the handler. It answers requests from this machine alone. */
export function createRelay(options: RelayOptions, network: Network = systemNetwork): HttpHandler {
  const rules = [
    ...options.named.map((text) => ({ base: new URL(text), isNamed: true })),
    ...options.found.filter(isHttp).map((text) => ({ base: new URL(text), isNamed: false })),
  ];
  let running = 0;
  return async (request) => {
    if (running >= limits.count) return say(503, "too many requests are on their way");
    running++;
    try {
      const { target, method, headers } = readRequest(request);
      const rule = rules.find(({ base }) => isWithin(target, base));
      if (rule === undefined) throw new Refusal(403, `${target.origin}${target.pathname} is not on the list; --allow puts it there`);
      const body = await request.readBody(limits.bytes);
      const lookup = checkedLookup(target, network, addressRule(target, rule.isNamed, network));
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(limits.milliseconds)]);
      const send = target.protocol === "https:" ? requestHttps : requestHttp;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = send(target, { agent: false, method, headers, lookup, signal });
        sent.on("response", resolve).on("error", reject);
        sent.on("close", () => reject(new Refusal(502, "the connection was closed before an answer")));
        sent.end(method === "GET" ? undefined : body);
      });
      return await relayed(answer);
    } catch (error) {
      return refusalFor(error);
    } finally {
      running--;
    }
  };
}

/** Tests if an address is one of HTTP. */
export function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function readRequest(request: HttpRequest): { target: URL; method: string; headers: Record<string, string> } {
  const { origin, headers, method } = request;
  const from = headers.get("origin");
  if (!isFromHere(request) || (from !== null && from !== origin)) throw new Refusal(403, "only the console of this machine is served");
  if (method !== "POST") throw new Refusal(405, "requests for the relay are POST");
  const asked = parseRequest(headers.get("relay-request") ?? "");
  if (asked === undefined) throw new Refusal(400, "the header relay-request is missing, or does not say what to send");
  if (asked.method !== "GET" && asked.method !== "POST") throw new Refusal(400, `${asked.method} is neither GET nor POST`);
  if (!isHttp(asked.url)) throw new Refusal(400, "only http and https addresses are asked");
  const target = new URL(asked.url);
  if (target.username !== "" || target.password !== "") throw new Refusal(400, "the address has credentials in it");
  for (const [name, value] of Object.entries(asked.headers)) {
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw new Refusal(400, "a header cannot be sent");
    if (ownHeaders.test(name)) throw new Refusal(400, `the header ${name} is the relay's own`);
  }
  return { target, method: asked.method, headers: { ...asked.headers, "accept-encoding": "identity" } };
}

function parseRequest(text: string): RelayRequest | undefined {
  try {
    const { method, url, headers }: Record<string, unknown> = JSON.parse(decodeURIComponent(text));
    if (typeof method !== "string" || typeof url !== "string" || typeof headers !== "object" || headers === null) return undefined;
    const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    return { method, url, headers: Object.fromEntries(given) };
  } catch {
    return undefined;
  }
}

/** The same origin, and the same path or one below it. */
function isWithin(target: URL, base: URL): boolean {
  const folder = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  return target.origin === base.origin && (target.pathname === base.pathname || target.pathname.startsWith(folder));
}

function addressRule({ hostname, origin }: URL, isNamed: boolean, { isPublic }: Network): Parameters<typeof checkedLookup>[2] {
  const namesThisMachine = hostname === "localhost" || isLoopback(hostname.replace(/^\[|\]$/g, ""));
  return {
    isAllowed: (address) => isNamed || (namesThisMachine ? isLoopback(address) : isPublic(address)),
    refusal: (name, address) =>
      new Refusal(
        403,
        `${name}${address === undefined ? "" : ` is ${address}, which`} is not a public address; --allow ${origin} lets requests go there`,
      ),
  };
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

async function relayed(answer: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early destroys the stream: an endless body is not read on.
  for await (const chunk of answer) {
    length += chunk.length;
    if (length > limits.bytes) throw new Refusal(502, `the answer has more than ${limits.bytes} bytes`);
    chunks.push(chunk);
  }
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = answer;
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ""] as const] : []));
  const head: RelayAnswer = { status, statusText, headers };
  return {
    status: 200,
    headers: { ...harmless("application/octet-stream"), "relay-answer": encodeURIComponent(JSON.stringify(head)) },
    body: Buffer.concat(chunks, length),
  };
}

function refusalFor(error: unknown): HttpAnswer {
  if (error instanceof Refusal || error instanceof RequestBodyError) return say(error.status, error.message);
  if (error instanceof Error && error.name === "TimeoutError") return say(504, `no answer in ${limits.milliseconds / 1000} seconds`);
  if (error instanceof Error && "code" in error) return say(502, error.message === "" ? String(error.code) : error.message);
  return say(502, error instanceof Error ? error.message : String(error));
}

function say(status: number, text: string): HttpAnswer {
  return { status, headers: harmless("text/plain; charset=utf-8"), body: text };
}

function harmless(mediaType: string): Readonly<Record<string, string>> {
  return {
    "content-type": mediaType,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  };
}
