/**
 * Clients: one method an operation, over a `fetch`. No state between calls.
 */
import { type ContentType, parseContentType } from "./content-type.js";
import { readBody, withTimeout } from "./limits.js";
import type { Input, InputHeaders, OperationTable, Output, OutputHeaders } from "./port-type.js";

export interface ClientOptions {
  /** Where the service is. */
  readonly url: string;
  /** The transport; the platform's `fetch` when left out. Authentication, proxies and retries are wrapped around it. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Sent with each request. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
  /** Milliseconds until a call is given up; 60,000 when left out. */
  readonly timeout?: number;
  /** Bytes of an answer; 100 MiB when left out. */
  readonly maxBodyBytes?: number;
}

export interface CallOptions<Types> {
  readonly headers?: InputHeaders<Types>;
  readonly signal?: AbortSignal;
  /** Gets the header blocks of the answer that the contract declares. */
  readonly onHeaders?: (headers: OutputHeaders<Types>) => void;
}

/** One method an operation that a client can call. Faults are thrown as SoapFault; `asDeclared` gives the declared ones. */
export type Client<Operations> = {
  readonly [Property in keyof Operations as Operations[Property] extends { readonly input: unknown } ? Property : never]: (
    input: Input<Operations[Property]>,
    options?: CallOptions<Operations[Property]>,
  ) => Promise<Output<Operations[Property]>>;
};

/** The answer is not a message of the contract: an HTTP error, or another media type. `status` is 0 if nothing was sent. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
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
  readonly contentType: ContentType | undefined;
  /** Empty if the body was not wanted. */
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
    // A Uint8Array over any buffer is a body; the platform's type asks for an ArrayBuffer.
    const content = body as string | Uint8Array<ArrayBuffer> | undefined;
    const request = new Request(url, { method, headers, signal, ...(content !== undefined && { body: content }) });
    const response = await (options.fetch ?? fetch)(request);
    const contentType = parseContentType(response.headers.get("content-type"));
    const head = { status: response.status, isOk: response.ok, contentType };
    if (wantsBody(head)) return { ...head, bytes: await readBody(response, options.maxBodyBytes ?? 100 * 1024 * 1024, signal) };
    await response.body?.cancel();
    return { ...head, bytes: new Uint8Array(0) };
  });
}
