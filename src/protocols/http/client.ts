/**
 * The client of an HTTP binding. WSDL 1.1 §4
 */
import { tryDecode } from "../../runtime/decode.js";
import { encode } from "../../runtime/encode.js";
import { ValidationError } from "../../runtime/issues.js";
import { type Client, clientOf } from "../../service/client.js";
import type { ClientAnswer } from "../../service/client-answer.js";
import type { CallOptions, ClientOptions } from "../../service/client-options.js";
import { SoapFault } from "../../service/fault.js";
import type { HttpBinding, HttpOperationTable, OperationTable } from "../../service/port-type.js";
import { type ClientRequest, send, TransportError } from "../../service/transport.js";
import { type TakeDeviation, toleranceOf } from "../../service/validation.js";
import { placeOf } from "./dispatch.js";
import { Location } from "./location.js";
import { documentTypes, formType } from "./read-message.js";
import { writeParameters } from "./url-parameters.js";

interface ClientOperation {
  readonly verb: string;
  readonly table: OperationTable;
  readonly bound: HttpOperationTable;
}

/** Makes a client. Methods throw SoapFault (a declared fault), ValidationError (in or out), TransportError, or what `fetch` throws. */
export function createHttpClient<Operations>(binding: HttpBinding<Operations>, options: ClientOptions): Client<Operations> {
  const operations: Readonly<Record<string, HttpOperationTable | undefined>> = binding.operations;
  return clientOf(binding.portType.operations, options, (property, table) => {
    const bound = operations[property];
    if (bound === undefined) return undefined;
    const operation = { verb: binding.verb, table, bound };
    return (input, call) => callOperation(operation, input, call, options);
  });
}

async function callOperation(
  operation: ClientOperation,
  input: unknown,
  call: CallOptions<unknown>,
  options: ClientOptions,
): Promise<unknown> {
  const isOneWay = operation.table.pattern === "one-way";
  const answer = await send(
    toRequest(operation, input, { ...options, httpHeaders: { ...options.httpHeaders, ...call.httpHeaders } }),
    options,
    call,
    ({ isOk }) => !(isOneWay && isOk),
  );
  return isOneWay && answer.isOk ? undefined : readAnswer(operation.table, answer, options);
}

function toRequest({ verb, table, bound }: ClientOperation, input: unknown, options: ClientOptions): ClientRequest {
  const headers = { accept: "application/xml, text/xml", ...options.httpHeaders };
  const isReplaced = bound.input === "urlReplacement";
  // Which input belongs to which operation is what Client<Operations> says; what is written is checked.
  const parameters = writeParameters(bound.parameters ?? {}, (input ?? {}) as Readonly<Record<string, unknown>>);
  const path = new Location(bound.location, isReplaced).fill(new Map(parameters));
  const url = options.url.replace(/\/$/, path.startsWith("/") ? "" : "/") + path;
  const request = { url: path === "" ? options.url : url, method: verb };
  switch (placeOf(verb, bound)) {
    case "document": {
      const codec = table.input?.();
      const body =
        codec === undefined
          ? new Uint8Array(0)
          : encode(codec, input as never, { declaration: true, ...tolerating(table, options, "input") });
      return { ...request, headers: { ...headers, "content-type": "text/xml; charset=utf-8" }, body };
    }
    case "form":
      return { ...request, headers: { ...headers, "content-type": formType }, body: toText(parameters) };
    case "address":
      return isReplaced || parameters.length === 0
        ? { ...request, headers }
        : { ...request, url: `${request.url}?${toText(parameters)}`, headers };
  }
}

function toText(parameters: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
}

/** The hook of messages whose deviations are taken. */
function tolerating(
  { name }: OperationTable,
  options: ClientOptions,
  direction: "input" | "output",
): { readonly onDeviation?: TakeDeviation } {
  const onDeviation = toleranceOf(options, direction)?.(() => name);
  return onDeviation === undefined ? {} : { onDeviation };
}

function readAnswer(table: OperationTable, answer: ClientAnswer, client: ClientOptions): unknown {
  const { status, isOk, contentType, bytes } = answer;
  const charset = contentType?.parameters.get("charset");
  const options = charset === undefined ? {} : { charset };
  if (contentType !== undefined && documentTypes.has(contentType.type)) {
    const codec = isOk ? table.output?.() : undefined;
    const decoded = codec && tryDecode(codec, bytes, { ...options, ...tolerating(table, client, "output") });
    if (decoded?.ok) return decoded.value;
    if (decoded !== undefined) throw new ValidationError(decoded.issues);
    const fault = isOk ? undefined : readDeclaredFault(table, status, bytes, options);
    if (fault !== undefined) throw fault;
  }
  if (isOk && table.output === undefined) return undefined;
  throw new TransportError(status, problemIn(answer), answer);
}

function problemIn({ status, isOk, contentType, bytes }: ClientAnswer): string {
  const type = contentType?.type ?? "none";
  const text = !isOk && type === "text/plain" ? new TextDecoder().decode(bytes).trim() : "";
  return text === "" ? `HTTP ${status} with media type "${type}" instead of a document of the contract` : `HTTP ${status}: ${text}`;
}

/** The contract's faults by the document that is their detail. */
function readDeclaredFault(table: OperationTable, status: number, bytes: Uint8Array, options: { charset?: string }): SoapFault | undefined {
  for (const [name, codec] of Object.entries(table.faults ?? {})) {
    const detail = tryDecode(codec(), bytes, options);
    if (detail.ok) return new SoapFault(status < 500 ? "Sender" : "Receiver", name, { status, declared: { name, detail: detail.value } });
  }
  return undefined;
}
