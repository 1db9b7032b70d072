/**
 * Typed SOAP client over a `fetch`: one method an operation. No state between calls.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { decodeAt } from "../../runtime/decode.js";
import { ValidationError } from "../../runtime/issues.js";
import { parseContentType } from "../../service/content-type.js";
import { SoapFault } from "../../service/fault.js";
import type { Input, InputHeaders, OperationTable, Output, OutputHeaders, SoapBinding } from "../../service/port-type.js";
import { readBody } from "../../service/request-body.js";
import { Reader } from "../../xml/read/reader.js";
import { type EnvelopeVersion, soap12, versionNamed } from "./envelope-version.js";
import { KeptHeaders } from "./kept-headers.js";
import { closeEnvelope, type OpenEnvelope, openEnvelope } from "./read-envelope.js";
import { readFault } from "./read-fault.js";
import { writeEnvelope } from "./write-envelope.js";

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

/** An answer that is no SOAP message: an HTTP error, another media type. */
export class SoapTransportError extends Error {
  override readonly name = "SoapTransportError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Makes a client of a binding. Methods throw SoapFault, ValidationError (in or out), XmlError, SoapTransportError, or what `fetch` throws. */
export function createClient<Operations>(binding: SoapBinding<Operations>, options: ClientOptions): Client<Operations> {
  const methods: Record<string, (input: unknown, call?: CallOptions<unknown>) => Promise<unknown>> = {};
  for (const [property, table] of Object.entries<OperationTable>(binding.portType.operations)) {
    if (table.pattern !== "request-response" && table.pattern !== "one-way") continue;
    const actions: Readonly<Record<string, string | undefined>> = binding.actions;
    const operation: ClientOperation = { table, action: actions[property] ?? "", version: versionNamed(binding.version) };
    methods[property] = (input, call = {}) => callOperation(operation, input, call, options);
  }
  // The loop above makes exactly the methods that Client<Operations> names.
  return methods as unknown as Client<Operations>;
}

interface ClientOperation {
  readonly table: OperationTable;
  readonly action: string;
  readonly version: EnvelopeVersion;
}

async function callOperation(
  operation: ClientOperation,
  input: unknown,
  call: CallOptions<unknown>,
  options: ClientOptions,
): Promise<unknown> {
  const { table, version } = operation;
  if (table.encoded) throw new SoapTransportError(0, `"${table.name}" is rpc/encoded, for which there is no codec yet`);
  const codec = table.input?.();
  const headers = Object.entries(call.headers ?? {}).map(([property, value]) => {
    const header = table.inputHeaders?.[property];
    if (header === undefined) throw new SoapTransportError(0, `"${table.name}" declares no header "${property}"`);
    return { codec: header(), value };
  });
  const bytes = writeEnvelope(version, { headers, body: codec && { codec, value: input } });
  const signal = AbortSignal.any([AbortSignal.timeout(options.timeout ?? 60_000), ...(call.signal ? [call.signal] : [])]);
  const request = new Request(options.url, {
    method: "POST",
    body: bytes as Uint8Array<ArrayBuffer>,
    headers: httpHeaders(operation, options),
    signal,
  });
  const response = await (options.fetch ?? fetch)(request);
  return readAnswer(operation, response, call, options, signal);
}

function httpHeaders({ version, action }: ClientOperation, options: ClientOptions): Record<string, string> {
  const own: Record<string, string> =
    version === soap12
      ? { "content-type": `${version.mediaType}; charset=utf-8${action === "" ? "" : `; action="${action.replaceAll(/["\\]/g, "\\$&")}"`}` }
      : { "content-type": `${version.mediaType}; charset=utf-8`, soapaction: `"${action}"` };
  return { accept: version.mediaType, ...options.httpHeaders, ...own };
}

async function readAnswer(
  operation: ClientOperation,
  response: Response,
  call: CallOptions<unknown>,
  options: ClientOptions,
  signal: AbortSignal,
): Promise<unknown> {
  const { table } = operation;
  if (table.pattern === "one-way" && response.ok) {
    await response.body?.cancel();
    return undefined;
  }
  const contentType = parseContentType(response.headers.get("content-type"));
  if (contentType?.type !== "text/xml" && contentType?.type !== "application/soap+xml") {
    await response.body?.cancel();
    throw new SoapTransportError(
      response.status,
      `HTTP ${response.status} with media type "${contentType?.type ?? "none"}" instead of a SOAP message`,
    );
  }
  const bytes = await readBody(response, options.maxBodyBytes ?? 100 * 1024 * 1024, signal);
  const charset = contentType.parameters.get("charset");
  const reader = new Reader(bytes, charset === undefined ? {} : { charset });
  const declared = new Set(Object.values(table.outputHeaders ?? {}).map((codec) => codec().name));
  const headers = new KeptHeaders((name) => declared.has(name));
  const envelope = asAnswer(response, () => openEnvelope(reader, (each) => headers.take(each)));
  if (envelope.bodyElement === `{${envelope.version.namespace}}Fault`) throw readFault(reader, envelope, table);
  const value = readOutput(reader, envelope, table.output?.());
  asAnswer(response, () => closeEnvelope(reader, envelope));
  call.onHeaders?.(headers.decode(table.outputHeaders, envelope.version));
  return value;
}

function readOutput(reader: Reader, envelope: OpenEnvelope, codec: AnyElementCodec | undefined): unknown {
  let value: unknown;
  if (codec !== undefined && envelope.bodyElement !== undefined) {
    const result = decodeAt(codec, reader);
    if (!result.ok) throw new ValidationError(result.issues);
    value = result.value;
  } else if (codec !== undefined) throw new SoapTransportError(200, `the answer has no "${codec.name}"`);
  return value;
}

/** What reading an envelope has to complain of is a fault to a server; to a client it is an answer that is no SOAP message. */
function asAnswer<T>({ status }: Response, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SoapFault ? new SoapTransportError(status, `the answer is no SOAP message: ${error.message}`) : error;
  }
}
