/**
 * URL -> bytes, over http, https and file, with limits on size, redirects, time and reachable addresses.
 *
 * A document may lead to public addresses, and to the origin of a private server that the user named.
 */
import { open } from "node:fs/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline, type Readable, type Transform } from "node:stream";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { explainUnreadable } from "../../load/file-host.js";
import { checkedLookup, type Network } from "./network.js";

/** Limits and credentials of downloads. */
export interface DownloadOptions {
  /** Bytes of one document, as they are after decompression. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** Milliseconds for one document, redirects included. */
  readonly timeout: number;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Request headers for servers that want credentials: sent only to these origins, redirects included. */
  readonly headers: ReadonlyMap<string, string>;
  readonly trustedOrigins: ReadonlySet<string>;
  /** Any document may lead to any address. */
  readonly allowPrivate: boolean;
  readonly network: Network;
}

/** A document that is wanted. */
export interface Target {
  readonly url: string;
  /** The origin that may be at an address that is not public; undefined: none may. */
  readonly privateOrigin: string | undefined;
}

/** A document, and the target where it was found in the end: the base of what it refers to. RFC 3986 §5.1.3 */
export interface Downloaded extends Target {
  readonly bytes: Uint8Array;
}

/** A document that could not be fetched; the message says why. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

/** Throws a DownloadError. */
export async function download(target: Target, options: DownloadOptions): Promise<Downloaded> {
  const { protocol } = new URL(target.url);
  if (protocol === "file:") return { ...target, bytes: await readLocal(target.url, options.maxBytes) };
  if (protocol !== "http:" && protocol !== "https:") throw new DownloadError(`"${protocol}" is not http:, https: or file:`);
  const signal = AbortSignal.any([AbortSignal.timeout(options.timeout), options.signal]);
  try {
    return await followRedirects(target, options, signal);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    if (signal.aborted) throw new DownloadError(`no answer in ${options.timeout / 1000} seconds`, { cause: error });
    throw new DownloadError(describeNetworkError(error), { cause: error });
  }
}

async function followRedirects(first: Target, options: DownloadOptions, signal: AbortSignal): Promise<Downloaded> {
  let { url, privateOrigin } = first;
  for (let redirects = 0; redirects <= options.maxRedirects; redirects++) {
    const response = await request({ url, privateOrigin }, options, signal);
    const { statusCode = 0, statusMessage = "", headers } = response;
    privateOrigin = privateOriginOf(url, response, options);
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      url = redirectTarget(url, headers.location);
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      throw new DownloadError(`the server answers ${statusCode} ${statusMessage}`.trim());
    }
    return { url, privateOrigin, bytes: await readBody(response, options.maxBytes) };
  }
  throw new DownloadError(`more than ${options.maxRedirects} redirects`);
}

/** The answer's head. Each request has a connection of its own: one that was permitted for another request is not used again. */
function request({ url, privateOrigin }: Target, options: DownloadOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const target = new URL(url);
  const mayBePrivate = options.allowPrivate || target.origin === privateOrigin;
  const isAllowed = (address: string): boolean => mayBePrivate || options.network.isPublic(address);
  const lookup = checkedLookup(target, options.network, { isAllowed, refusal: notPublic });
  return new Promise((resolve, reject) => {
    const send = target.protocol === "https:" ? requestHttps : requestHttp;
    const sent = send(target, {
      agent: false,
      signal,
      headers: headersFor(target, options),
      lookup,
    });
    sent.on("response", resolve).on("error", reject);
    sent.on("close", () => reject(new DownloadError("the connection was closed before an answer")));
    sent.end();
  });
}

function notPublic(hostname: string, address?: string): DownloadError {
  const subject = address === undefined ? `"${hostname}"` : `"${hostname}" resolves to ${address}, which`;
  return new DownloadError(`${subject} is not a public address, and only --allow-private lets a document lead there`);
}

/** What the document that was answered may refer to beside public addresses: its own origin, where that is not public itself. */
function privateOriginOf(url: string, { socket }: IncomingMessage, { network }: DownloadOptions): string | undefined {
  const { remoteAddress } = socket;
  return remoteAddress === undefined || network.isPublic(remoteAddress) ? undefined : new URL(url).origin;
}

function headersFor({ origin }: URL, { headers, trustedOrigins }: DownloadOptions): Record<string, string> {
  const common = {
    accept: "text/xml, application/xml, application/wsdl+xml, */*;q=0.1",
    "accept-encoding": "gzip",
    "user-agent": "soapwright",
  };
  return trustedOrigins.has(origin) ? { ...common, ...Object.fromEntries(headers) } : common;
}

/** A redirect leads to the network only, and not from https to http. */
function redirectTarget(from: string, location: string): string {
  if (!URL.canParse(location, from)) throw new DownloadError(`a redirect to "${location}", which is not a URL`);
  const target = new URL(location, from);
  const secure = new URL(from).protocol === "https:";
  if (target.protocol !== "https:" && (secure || target.protocol !== "http:")) throw new DownloadError(`a redirect to "${target.href}"`);
  target.hash = "";
  return target.href;
}

/** Servers compress unasked, too. */
const decoders = new Map<string, () => Transform>([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early destroys the stream: an endless body is not read on.
  for await (const chunk of decoded(response)) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function decoded(response: IncomingMessage): Readable {
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return response;
  const decoder = decoders.get(encoding)?.();
  if (decoder === undefined) {
    response.destroy();
    throw new DownloadError(`the content encoding "${encoding}" is not known`);
  }
  // An error reaches the reader of the decoder.
  return pipeline(response, decoder, () => undefined);
}

/** Reads no more than the limit: a device or a pipe has no size. */
async function readLocal(url: string, maxBytes: number): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    const file = await open(fileURLToPath(url));
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min((await file.stat()).size, maxBytes) + 1) });
      bytes = buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new DownloadError(explainUnreadable(fileURLToPath(url)), { cause });
  }
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

function tooLarge(maxBytes: number): DownloadError {
  return new DownloadError(`the document has more than ${maxBytes} bytes`);
}

/** Some errors of sockets have a code and no message. */
function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" && "code" in error ? String(error.code) : error.message;
}
