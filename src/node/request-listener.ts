/**
 * A handler as a listener of node:http's requests, for servers that `listen` has not made: node:http's own, express, fastify.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { FetchHandler } from "../service/fetch-adapter.js";
import type { LendingAnswer } from "../service/lending-answer.js";
import { andThen, type Soon } from "../service/soon.js";
import { atEndOfTurn } from "./answer-turn.js";
import { Addresses, directly, NodeRequest, type Sending, splitTarget, writeAnswer } from "./http-exchange.js";

/** Answers a request of node:http. */
export type AnswerNode = (request: NodeRequest) => Soon<LendingAnswer>;

export interface RequestListenerOptions {
  /** Milliseconds that a peer may pause while it takes the answer; 30,000 when left out. */
  readonly timeout?: number;
  /** Believes x-forwarded-for, -proto and -host. Only behind a proxy that sets them. */
  readonly trustForwarded?: boolean;
  /** The origin of all requests, whatever they say: `https://shop.example`. When left out, it is that of the Host header. */
  readonly publicOrigin?: string;
  /** Called with what the handler threw. */
  readonly onError?: (error: unknown) => void;
}

/** Makes the listener. How many requests and connections there may be is the server's business. */
export function toRequestListener(handler: FetchHandler, options: RequestListenerOptions = {}): RequestListener {
  const { timeout = 30_000, trustForwarded = false, publicOrigin, onError } = options;
  const exchange = directly(handler);
  const addresses = new Addresses(trustForwarded, publicOrigin);
  const sending: Sending = { timeout, onSize: () => {} };
  return (message, response) => {
    const address = addresses.of(message);
    if (address === undefined) response.writeHead(400, { connection: "close" }).end();
    else
      answerRequest(
        exchange,
        new NodeRequest(message, response, { ...address, ...mounted(message) }, addresses),
        response,
        sending,
        onError,
      );
  };
}

/** The whole target where a framework has cut off what it is mounted at: express, connect. */
function mounted(message: IncomingMessage): { readonly path?: string; readonly query?: string } {
  return "originalUrl" in message && typeof message.originalUrl === "string" ? splitTarget(message.originalUrl) : {};
}

/** Answers a request; what a handler throws is status 500. */
export function answerRequest(
  exchange: AnswerNode,
  request: NodeRequest,
  response: ServerResponse,
  sending: Sending,
  onError: ((error: unknown) => void) | undefined,
): void {
  const fail = (error: unknown): void => {
    if (!request.isGone) onError?.(error);
    if (!response.headersSent) response.writeHead(500).end();
    else response.destroy();
  };
  const attempt = (work: () => Soon<void>): void => {
    try {
      const done = work();
      if (done instanceof Promise) done.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  const write = (answer: LendingAnswer): void => atEndOfTurn(() => attempt(() => writeAnswer(answer, request, response, sending)));
  const answer = (): void => attempt(() => andThen(exchange(request), write));
  // A short body comes with its headers, and node parses it before the next tick.
  if (request.message.headers["content-length"] === undefined) answer();
  else process.nextTick(answer);
}
