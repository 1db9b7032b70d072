/**
 * Windows authentication of HTTP requests: `Negotiate` and `NTLM` at a server of node:http. RFC 4559, MS-NTHT
 *
 * A handshake belongs to its connection, and so does who was found out by it: later requests of the connection need no credentials. That is why
 * it must not be used behind a proxy, which sends the requests of several senders on one connection.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type HttpScheme, type HttpToken, httpSchemes, readHttpTokens, writeHttpToken } from "../negotiate/http-challenge.js";
import type { AcceptingMechanism, Handshake, HandshakeStep } from "../negotiate/mechanism.js";
import { NegotiateError } from "../negotiate/negotiate-error.js";
import { noOctets } from "../negotiate/octets.js";
import { acceptNegotiation } from "../negotiate/spnego/acceptor.js";
import type { AuthenticatedSender, HttpAnswer } from "../service/exchange.js";
import { networkOf } from "./peer-address.js";

/** Whom a server lets in. */
export interface HttpAuthenticationOptions {
  readonly mechanisms: readonly AcceptingMechanism[];
  /** Called with what was wrong with credentials; the sender learns only that they were refused. */
  readonly onRefused?: (reason: Error, address: string) => void;
}

/** A request is answered by the handshake, or its sender is known. */
export type Authenticated =
  | { readonly kind: "answered"; readonly answer: HttpAnswer }
  | { readonly kind: "known"; readonly sender: AuthenticatedSender; readonly headers: Readonly<Record<string, string>> };

interface Connection {
  handshake?: { readonly scheme: HttpScheme; readonly handshake: Handshake } | undefined;
  sender?: AuthenticatedSender | undefined;
}

export class HttpAuthentication {
  readonly #options: HttpAuthenticationOptions;
  readonly #schemes: readonly HttpScheme[];
  readonly #connections = new WeakMap<Socket, Connection>();

  constructor(options: HttpAuthenticationOptions) {
    this.#options = options;
    const hasNtlm = options.mechanisms.some(({ name }) => name === "NTLM");
    this.#schemes = httpSchemes.filter((scheme) => scheme === "Negotiate" || hasNtlm);
  }

  /** Looks at a request's credentials. */
  check(message: IncomingMessage): Authenticated {
    const { socket } = message;
    const connection = this.#connections.get(socket) ?? {};
    this.#connections.set(socket, connection);
    const { authorization } = message.headers;
    if (authorization === undefined && connection.sender !== undefined) return { kind: "known", sender: connection.sender, headers: {} };
    connection.sender = undefined;
    const [given] = authorization === undefined ? [] : readHttpTokens(authorization);
    if (given === undefined || !this.#schemes.includes(given.scheme)) return this.#challenge(connection);
    try {
      return this.#take(connection, given, networkOf(socket.remoteAddress ?? ""));
    } catch (error) {
      if (!(error instanceof NegotiateError)) throw error;
      this.#options.onRefused?.(error, socket.remoteAddress ?? "unknown");
      return this.#challenge(connection);
    }
  }

  /** Asks for credentials; a handshake that was going on is over. */
  #challenge(connection: Connection): Authenticated {
    connection.handshake = undefined;
    return { kind: "answered", answer: { status: 401, headers: { "www-authenticate": this.#schemes.join(", ") } } };
  }

  #take(connection: Connection, { scheme, token }: HttpToken, address: string | undefined): Authenticated {
    if (connection.handshake?.scheme !== scheme) {
      connection.handshake = { scheme, handshake: acceptNegotiation(this.#options.mechanisms, address) };
    }
    const step: HandshakeStep = connection.handshake.handshake.step(token);
    const headers = { "www-authenticate": writeHttpToken({ scheme, token: step.token ?? noOctets }) };
    if (step.kind === "continue") return { kind: "answered", answer: { status: 401, headers } };
    connection.handshake = undefined;
    const { name, otherNames, securityIds } = step.context.peer;
    connection.sender = { name, otherNames, securityIds };
    return { kind: "known", sender: connection.sender, headers: step.token === undefined ? {} : headers };
  }
}
