/**
 * A proxy in front of a real service: passes messages on as they are, judges both directions by the contract, and keeps each exchange.
 */

import { errorText } from "../../src/error-text.js";
import { createClient } from "../../src/protocols/client.js";
import { type Issue, ValidationError, xmlIssue } from "../../src/runtime/issues.js";
import type { HttpAnswer, HttpHandler, HttpRequest } from "../../src/service/exchange.js";
import { SoapFault } from "../../src/service/fault.js";
import { RequestBodyError, readRequestBody, refuseBody } from "../../src/service/limits.js";
import type { UnknownOperations } from "../../src/service/port-type.js";
import { TransportError } from "../../src/service/transport.js";
import { XmlError } from "../../src/xml/errors.js";
import type { MockContract } from "./mock-contract.js";
import { type ReadRequest, RequestReader } from "./read-request.js";
import { BufferedRequest, headerOf, type Recording, redactRecording } from "./recording.js";
import type { Header } from "./redact.js";
import { placelessIssue, type SeenRequest } from "./seen-request.js";

/** Bytes of a body that is passed on. */
export const longestBody = 64 * 1024 ** 2;

/** What was sent to the service, and what came back. */
export interface Forwarded {
  /** Headers of the request, without those of the connection. */
  readonly sent: readonly Header[];
  readonly status: number;
  /** Headers of the answer, without those of the connection. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

export interface RecorderOptions {
  readonly contract: MockContract;
  /** Sends a request on to the service. Rejects if there is no answer. */
  readonly forward: (request: HttpRequest, body: Uint8Array) => Promise<Forwarded>;
  /** Keeps an exchange; gives the name under which it is kept, or why it is not. */
  readonly keep: (recording: Recording) => Promise<string>;
  readonly onRequest: (seen: SeenRequest) => void;
}

/** Makes the handler of the proxy. */
export function createRecorder({ contract, forward, keep, onRequest }: RecorderOptions): HttpHandler {
  const reader = new RequestReader(contract);
  let requests = 0;

  /** Reads, passes on, judges and keeps. */
  const exchange = async (request: HttpRequest): Promise<{ readonly seen: Verdict; readonly answer: HttpAnswer }> => {
    const body = await request.readBody(longestBody);
    const read = await reader.read(new BufferedRequest({ ...partsOf(request), body }));
    const { operation, verdict, issues } = read;
    const forwarded = await forward(request, body).catch((error: unknown) => errorText(error));
    if (typeof forwarded === "string") {
      const problem = placelessIssue("mock-forward", forwarded);
      return {
        seen: { operation, verdict: "unanswered", issues: [...issues, problem], answerIssues: [], measures: [] },
        answer: badGateway(forwarded),
      };
    }
    const answerIssues = await judgeAnswer(forwarded, read);
    const kept = redactRecording({
      operation,
      ...partsOf(request),
      request: { headers: forwarded.sent, body: await decoded(forwarded.sent, body) },
      status: forwarded.status,
      answer: { headers: forwarded.headers, body: await decoded(forwarded.headers, forwarded.body) },
    });
    const measures = [...read.measures, await keep(kept)];
    return { seen: { operation, verdict, issues, answerIssues, measures }, answer: answerOf(forwarded) };
  };

  return async (request) => {
    const shown = reader.show(request);
    if (shown !== undefined) return shown;
    requests++;
    const { method, path } = request;
    const number = requests;
    const { seen, answer } = await exchange(request).catch(refused);
    onRequest({ number, method, path, ...seen });
    return answer;
  };
}

type Verdict = Omit<SeenRequest, "number" | "method" | "path">;

/** A body that is too long, or does not arrive. */
function refused(error: unknown): { readonly seen: Verdict; readonly answer: HttpAnswer } {
  if (!(error instanceof RequestBodyError)) throw error;
  const issues = [placelessIssue(`http-${error.status}`, error.message)];
  return { seen: { operation: undefined, verdict: "broken", issues, answerIssues: [], measures: [] }, answer: refuseBody(error) };
}

/** Reads an answer as a strict client does. */
async function judgeAnswer({ status, headers, body }: Forwarded, { received, measures }: ReadRequest): Promise<readonly Issue[]> {
  if (received === undefined) return [];
  const plain = await decoded(headers, body);
  if (plain === undefined)
    return [placelessIssue("mock-coding", `"${headerOf(headers, "content-encoding")}" cannot be undone: the answer was not judged`)];
  const known = headers
    .filter(([name]) => !/^content-(encoding|length)$/i.test(name))
    .map(([name, value]): [string, string] => [name, value]);
  const fetch = async (): Promise<Response> =>
    // A Uint8Array over any buffer is a body; the platform's type asks for an ArrayBuffer. RFC 9110 §15.3.5: some statuses have none.
    new Response(hasNoBody(status) ? null : (plain as Uint8Array<ArrayBuffer>), { status, headers: known });
  const client = createClient<UnknownOperations>(received.binding, { url: "http://recorded.invalid/", fetch });
  try {
    await client[received.property]?.(received.input);
    return [];
  } catch (error) {
    if (error instanceof SoapFault) {
      measures.push(`fault ${error.declared?.name ?? error.code}`);
      return [];
    }
    return issuesIn(error);
  }
}

function issuesIn(error: unknown): readonly Issue[] {
  if (error instanceof ValidationError) return error.issues;
  if (error instanceof XmlError) return [xmlIssue(error)];
  if (error instanceof TransportError) return [placelessIssue(`http-${error.status}`, error.message)];
  return [placelessIssue("mock-answer", errorText(error))];
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** The body without its content coding; undefined if that cannot be undone. */
async function decoded(headers: readonly Header[], body: Uint8Array): Promise<Uint8Array | undefined> {
  const message = new BufferedRequest({
    method: "POST",
    path: "/",
    query: "",
    origin: "",
    headers: { get: (name) => headerOf(headers, name) },
    body,
  });
  try {
    return await readRequestBody(message, longestBody);
  } catch (error) {
    if (error instanceof RequestBodyError) return undefined;
    throw error;
  }
}

function partsOf({
  method,
  path,
  query,
  origin,
  headers,
}: HttpRequest): Pick<HttpRequest, "method" | "path" | "query" | "origin" | "headers"> {
  return { method, path, query, origin, headers };
}

function answerOf({ status, headers, body }: Forwarded): HttpAnswer {
  const isCookie = ([name]: Header): boolean => name.toLowerCase() === "set-cookie";
  const cookies = headers.filter(isCookie).map(([, value]) => value);
  const others = headers.filter((header) => !isCookie(header));
  return {
    status,
    headers: Object.fromEntries(others.map(([name]) => [name.toLowerCase(), headerOf(others, name) ?? ""])),
    ...(cookies.length > 0 && { cookies }),
    ...(!hasNoBody(status) && { body }),
  };
}

function badGateway(reason: string): HttpAnswer {
  return { status: 502, headers: { "content-type": "text/plain; charset=utf-8" }, body: `no answer of the service: ${reason}\n` };
}
