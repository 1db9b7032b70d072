/**
 * URL -> bytes, over http, https and file, with limits on size, redirects and time.
 */
import { open } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface DownloadOptions {
  /** Bytes of one document, as they are after decompression. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** Milliseconds for one document, redirects included. */
  readonly timeout: number;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Request headers for servers that want credentials: given only to these origins, redirects included. */
  readonly headers: ReadonlyMap<string, string>;
  readonly trustedOrigins: ReadonlySet<string>;
}

export interface Downloaded {
  /** Where the document was found in the end: the base of what it refers to. RFC 3986 §5.1.3 */
  readonly url: string;
  readonly bytes: Uint8Array;
}

/** A document that cannot be had; the message says why. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

/** Throws a DownloadError. */
export async function download(url: string, options: DownloadOptions): Promise<Downloaded> {
  const { protocol } = new URL(url);
  if (protocol === "file:") return { url, bytes: await readLocal(url, options.maxBytes) };
  if (protocol !== "http:" && protocol !== "https:") throw new DownloadError(`"${protocol}" is none of http:, https:, file:`);
  const signal = AbortSignal.any([AbortSignal.timeout(options.timeout), options.signal]);
  try {
    return await followRedirects(url, options, signal);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    if (signal.aborted) throw new DownloadError(`no answer in ${options.timeout / 1000} seconds`, { cause: error });
    throw new DownloadError(describeNetworkError(error), { cause: error });
  }
}

async function followRedirects(first: string, options: DownloadOptions, signal: AbortSignal): Promise<Downloaded> {
  let url = first;
  for (let redirects = 0; redirects <= options.maxRedirects; redirects++) {
    const response = await fetch(url, { redirect: "manual", signal, headers: headersFor(url, options) });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = redirectTarget(url, location);
      continue;
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new DownloadError(`the server answers ${response.status} ${response.statusText}`.trim());
    }
    return { url, bytes: await readBody(response, options.maxBytes) };
  }
  throw new DownloadError(`more than ${options.maxRedirects} redirects`);
}

function headersFor(url: string, { headers, trustedOrigins }: DownloadOptions): Record<string, string> {
  const common = { accept: "text/xml, application/xml, application/wsdl+xml, */*;q=0.1", "user-agent": "soapwright" };
  return trustedOrigins.has(new URL(url).origin) ? { ...common, ...Object.fromEntries(headers) } : common;
}

/** A redirect leads to the network only, and not from https to http. */
function redirectTarget(from: string, location: string): string {
  if (!URL.canParse(location, from)) throw new DownloadError(`a redirect to "${location}", which is no URL`);
  const target = new URL(location, from);
  const secure = new URL(from).protocol === "https:";
  if (target.protocol !== "https:" && (secure || target.protocol !== "http:")) throw new DownloadError(`a redirect to "${target.href}"`);
  target.hash = "";
  return target.href;
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Ending the loop early cancels the body: an endless one is not read on.
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
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
    throw new DownloadError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

function tooLarge(maxBytes: number): DownloadError {
  return new DownloadError(`the document has more than ${maxBytes} bytes`);
}

/** What `fetch` says is only "fetch failed"; the cause has the host and the reason. */
function describeNetworkError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message === "" && "code" in cause ? String(cause.code) : cause.message;
}
