/**
 * A `fetch` that authenticates by `Negotiate` or `NTLM`, for clients of services that ask for it: SharePoint, Exchange, Dynamics. RFC 4559, MS-NTHT
 *
 * A handshake belongs to a connection, which the platform's `fetch` does not show; so this one goes through node:http, with a connection for each
 * call. It sends the request once without credentials, since only the answer says which schemes there are, and, over TLS, whose certificate it is.
 */
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { finished } from "node:stream/promises";
import { TLSSocket } from "node:tls";
import { channelBindingOf } from "../negotiate/channel-binding.js";
import { type HttpScheme, type HttpToken, httpSchemes, readHttpTokens, writeHttpToken } from "../negotiate/http-challenge.js";
import type { InitiatingMechanism, InitiatorHandshake } from "../negotiate/mechanism.js";
import { NegotiateError } from "../negotiate/negotiate-error.js";
import { negotiateWith } from "../negotiate/spnego/initiator.js";
import { nodeCryptography } from "./cryptography.js";

export interface NegotiatingFetchOptions {
  /** The preferred mechanism first. They are made for each call: over TLS they are bound to the channel. */
  readonly mechanisms: (channelBinding: Uint8Array | undefined) => readonly InitiatingMechanism[];
  /** The service's name; `HTTP/` and the address's host when left out. */
  readonly service?: string;
  /** Certificates of authorities, as PEM, in place of the platform's. */
  readonly ca?: string;
}

/** The `fetch` option of a client. */
export type NegotiatingFetch = (request: Request) => Promise<Response>;

/** Rounds of a handshake. NTLM within SPNEGO has three. */
const mostRounds = 6;

/** Makes a `fetch`. It rejects with a NegotiateError if the server cannot prove who it is; wrong credentials are answered with 401. */
export function negotiatingFetch(options: NegotiatingFetchOptions): NegotiatingFetch {
  return async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    const isSecure = request.url.startsWith("https:");
    const settings = { keepAlive: true, maxSockets: 1 };
    const agent = isSecure ? new SecureAgent({ ...settings, ...(options.ca !== undefined && { ca: options.ca }) }) : new Agent(settings);
    try {
      return await new Call(request, body, agent, options).answer();
    } finally {
      agent.destroy();
    }
  };
}

class Call {
  readonly #request: Request;
  readonly #body: Uint8Array;
  readonly #agent: Agent;
  readonly #options: NegotiatingFetchOptions;

  constructor(request: Request, body: Uint8Array, agent: Agent, options: NegotiatingFetchOptions) {
    this.#request = request;
    this.#body = body;
    this.#agent = agent;
    this.#options = options;
  }

  async answer(): Promise<Response> {
    const first = await this.#send(undefined);
    const offered = challengesOf(first).map(({ scheme }) => scheme);
    const scheme = httpSchemes.find((known) => offered.includes(known));
    if (first.statusCode !== 401 || scheme === undefined) return responseOf(first);
    const handshake = await this.#begin(scheme, first);
    await drain(first);
    return this.#authenticate(scheme, handshake);
  }

  async #begin(scheme: HttpScheme, { socket }: IncomingMessage): Promise<InitiatorHandshake> {
    const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate().raw : undefined;
    const mechanisms = this.#options.mechanisms(certificate && channelBindingOf(nodeCryptography, certificate));
    const service = this.#options.service ?? `HTTP/${new URL(this.#request.url).hostname}`;
    if (scheme === "Negotiate") return negotiateWith(service, mechanisms);
    const ntlm = mechanisms.find(({ name }) => name === "NTLM");
    if (ntlm === undefined)
      throw new NegotiateError("negotiate-unsupported", "the server asks for NTLM alone, which this client does not use");
    return ntlm.begin(service);
  }

  async #authenticate(scheme: HttpScheme, handshake: InitiatorHandshake): Promise<Response> {
    let token: Uint8Array = handshake.begin();
    let isDone = false;
    for (let round = 0; round < mostRounds; round++) {
      const answer = await this.#send({ scheme, token });
      const challenge = challengesOf(answer).find((each) => each.scheme === scheme && each.token.length > 0);
      if (challenge === undefined || isDone) return this.#conclude(answer, isDone);
      const step = handshake.step(challenge.token);
      isDone = step.kind === "done";
      if (answer.statusCode !== 401) return this.#conclude(answer, isDone);
      if (step.token === undefined) throw new NegotiateError("negotiate-malformed", "the server goes on with a handshake that is done");
      token = step.token;
      await drain(answer);
    }
    throw new NegotiateError("negotiate-malformed", "the handshake does not end");
  }

  #conclude(answer: IncomingMessage, isDone: boolean): Promise<Response> {
    if (answer.statusCode !== 401 && !isDone) {
      answer.destroy();
      throw new NegotiateError("negotiate-integrity", "the server has answered without proving who it is");
    }
    return responseOf(answer);
  }

  #send(token: HttpToken | undefined): Promise<IncomingMessage> {
    const { url, method, headers, signal } = this.#request;
    const send = url.startsWith("https:") ? secureRequest : httpRequest;
    const credentials = token === undefined ? {} : { authorization: writeHttpToken(token) };
    return new Promise((resolve, reject) => {
      const sent = send(url, { agent: this.#agent, method, signal, headers: { ...Object.fromEntries(headers), ...credentials } }, resolve);
      sent.on("error", reject);
      sent.end(this.#body);
    });
  }
}

function challengesOf({ headers }: IncomingMessage): readonly HttpToken[] {
  return readHttpTokens(headers["www-authenticate"] ?? "");
}

/** Reads an answer to its end, so that the connection can go on. */
async function drain(answer: IncomingMessage): Promise<void> {
  answer.resume();
  await finished(answer);
}

/** The answer as a whole: its connection ends with the call. */
async function responseOf(answer: IncomingMessage): Promise<Response> {
  const headers = new Headers();
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    headers.append(answer.rawHeaders[index] ?? "", answer.rawHeaders[index + 1] ?? "");
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const status = answer.statusCode ?? 500;
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers });
}
