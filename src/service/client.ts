/**
 * Clients: one method an operation, over a `fetch`. No state between calls.
 */
import type { XmlElement } from "../runtime/shapes.js";
import { type ContentType, parseContentType } from "./content-type.js";
import type { EnvelopeFilter } from "./envelope-filter.js";
import { readBeginning, readBody, withTimeout } from "./limits.js";
import type { Attachment, Packaging } from "./multipart.js";
import type { Input, InputHeaders, OperationTable, Output, OutputHeaders } from "./port-type.js";

export interface ClientOptions {
  /** Where the service is. */
  readonly url: string;
  /**
   * The transport; the platform's `fetch` when left out. Authentication, proxies and retries are wrapped around it. Another package's `fetch`, which
   * does not know the platform's Request, takes the request's address and the second argument: `(request, init) => fetch(request.url, init)`.
   */
  readonly fetch?: (request: Request, init: RequestInit) => Promise<Response>;
  /** Sent with each request. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
  /** Milliseconds until a call is given up; 60,000 when left out. */
  readonly timeout?: number;
  /** Bytes of an answer; 100 MiB when left out. */
  readonly maxBodyBytes?: number;
  /** How an envelope of SOAP is sent with its attachments: with "mtom" those without any too; with SOAP's attachments when left out. */
  readonly packaging?: Packaging;
  /** Makes header blocks of SOAP for each call, beside those of the call itself. */
  readonly headerBlocks?: (context: HeaderContext) => readonly XmlElement[] | Promise<readonly XmlElement[]>;
  /** Read and change envelopes of SOAP: what is sent goes through them in this order, what comes back in the reverse one. */
  readonly filters?: readonly EnvelopeFilter[];
}

/** What header blocks are made for. */
export interface HeaderContext {
  /** The operation's name in the WSDL. */
  readonly operation: string;
  /** The Clark name of the attribute that says that a block must be understood, which differs between SOAP 1.1 and 1.2. */
  readonly mustUnderstand: string;
}

export interface CallOptions<Types> {
  readonly headers?: InputHeaders<Types>;
  /** Header blocks beside those that the contract declares; `toElement(codec, value)` makes one of a typed value. */
  readonly headerBlocks?: readonly XmlElement[];
  readonly signal?: AbortSignal;
  /** What goes with the envelope. */
  readonly attachments?: readonly Attachment[];
  /** Gets what came with the answer's envelope. */
  readonly onAttachments?: (attachments: readonly Attachment[]) => void;
  /** Gets the header blocks of the answer that the contract declares. */
  readonly onHeaders?: (headers: OutputHeaders<Types>) => void;
  /** Gets the other header blocks of the answer; `readElement(codec, block)` reads one as a typed value. */
  readonly onHeaderBlocks?: (blocks: readonly XmlElement[]) => void;
}

/** One method an operation that a client can call. Faults are thrown as SoapFault; `asDeclared` gives the declared ones. */
export type Client<Operations> = {
  readonly [Property in keyof Operations as Operations[Property] extends { readonly input: unknown } ? Property : never]: (
    input: Input<Operations[Property]>,
    options?: CallOptions<Operations[Property]>,
  ) => Promise<Output<Operations[Property]>>;
};

/** Bytes of an answer that a TransportError keeps. */
const maxKeptBytes = 65_536;

/** The answer is not a message of the contract: an HTTP error, or another media type. `status` is 0 if nothing was sent. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly status: number;
  /** The answer's headers; undefined if nothing was sent. */
  readonly headers: Headers | undefined;
  /** The answer's body, at most its first 65,536 bytes. */
  readonly body: Uint8Array;

  constructor(status: number, message: string, { headers, bytes }: { readonly headers?: Headers; readonly bytes?: Uint8Array } = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = bytes?.slice(0, maxKeptBytes) ?? new Uint8Array(0);
  }
}

/** Calls one operation; made for each by the protocol. */
export type ClientMethod = (input: unknown, call: CallOptions<unknown>) => Promise<unknown>;

/** Makes a client from the methods of a port type's operations. `methodOf` gives undefined for one that cannot be called. */
export function clientOf<Operations>(
  operations: Readonly<Record<keyof Operations, OperationTable>>,
  methodOf: (property: string, table: OperationTable) => ClientMethod | undefined,
): Client<Operations> {
  const methods: Record<string, (input: unknown, call?: CallOptions<unknown>) => Promise<unknown>> = {};
  for (const [property, table] of Object.entries<OperationTable>(operations)) {
    if (table.pattern !== "request-response" && table.pattern !== "one-way") continue;
    const method = methodOf(property, table);
    if (method !== undefined) methods[property] = (input, call = {}) => method(input, call);
  }
  // The loop makes exactly the methods that Client<Operations> names.
  return methods as unknown as Client<Operations>;
}

/** An answer with its body. */
export interface ClientAnswer {
  readonly status: number;
  /** The status is one of success. */
  readonly isOk: boolean;
  readonly headers: Headers;
  readonly contentType: ContentType | undefined;
  /** If the body was not wanted, no more than a TransportError keeps. */
  readonly bytes: Uint8Array;
}

/** What is sent. */
export interface ClientRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Decides by the head of an answer whether its body is read. */
export type WantsBody = (head: Omit<ClientAnswer, "bytes">) => boolean;

/** Sends a request and reads the answer, within the time of a call. Rejects with what `fetch` rejects with. */
export function send(
  { url, method, headers, body }: ClientRequest,
  options: ClientOptions,
  { signal: outer }: CallOptions<unknown>,
  wantsBody: WantsBody,
): Promise<ClientAnswer> {
  return withTimeout(options.timeout ?? 60_000, outer, async (signal) => {
    const init = { method, headers, signal, ...(body !== undefined && { body: repeatable(body) }) };
    const response = await (options.fetch?.(new Request(url, init), init) ?? fetch(url, init));
    const contentType = parseContentType(response.headers.get("content-type"));
    const head = { status: response.status, isOk: response.ok, headers: response.headers, contentType };
    if (wantsBody(head)) return { ...head, bytes: await readBody(response, options.maxBodyBytes ?? 100 * 1024 * 1024, signal) };
    return { ...head, bytes: await readBeginning(response, maxKeptBytes, signal) };
  });
}

/** A body that can be sent once more, after a redirect with 307 or 308: Node 20 and 22 cannot send an array's bytes twice. */
function repeatable(body: Uint8Array | string): string | Blob {
  // A Uint8Array over any buffer is a part of a blob; the platform's type asks for an ArrayBuffer.
  return typeof body === "string" ? body : new Blob([body as Uint8Array<ArrayBuffer>]);
}
