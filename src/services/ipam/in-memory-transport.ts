/**
 * Both ends of a session in one process: what one end sends, the other receives, in order, after passing a wire.
 *
 * The wire turns a message into what would arrive: by default a copy, in tests a real encoding and decoding.
 */
import type { CallerIdentity } from "./authorization.js";
import type { ClientAnswer, ClientHandler, ClientSession, Connect } from "./client-session.js";
import type { CallbackMessage, RequestMessage, Responder, SessionHandler } from "./duplex-session.js";
import type { IpamException } from "./messages.js";
import type { IpamService } from "./service.js";

/** What happens to messages on their way. */
export interface Wire {
  /** The request as it arrives, or what is wrong with it. */
  request(message: RequestMessage): RequestMessage | { readonly problem: string };
  /** The callback as it arrives; throws where it cannot be written. */
  callback(message: CallbackMessage): CallbackMessage;
  exception(exception: IpamException): IpamException;
}

const copyingWire: Wire = {
  request: (message) => structuredClone(message),
  callback: (message) => structuredClone(message),
  exception: (exception) => structuredClone(exception),
};

/** Gives a way to open sessions with a service in the same process. */
export function connectInMemory(
  service: IpamService,
  identity: { readonly sessionId: string; readonly caller: CallerIdentity },
  wire: Wire = copyingWire,
): Connect {
  return async (client) => new InMemorySession(service, identity, client, wire);
}

class InMemorySession implements ClientSession {
  readonly #wire: Wire;
  readonly #client: ClientHandler;
  readonly #server: SessionHandler;
  readonly #waiting = new Set<(reason: Error) => void>();
  #toClient: Promise<void> = Promise.resolve();
  #isOpen = true;

  constructor(
    service: IpamService,
    identity: { readonly sessionId: string; readonly caller: CallerIdentity },
    client: ClientHandler,
    wire: Wire,
  ) {
    this.#wire = wire;
    this.#client = client;
    this.#server = service.open({
      id: identity.sessionId,
      caller: identity.caller,
      send: (message) => this.#deliver(() => this.#client.callback(this.#wire.callback(message))),
      close: () => this.#deliver(() => this.#end("the server closed the session")),
      abort: (reason) => this.#end(reason),
    });
  }

  request(message: RequestMessage): Promise<ClientAnswer> {
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) return reject(new Error("the session has ended"));
      const fail = (reason: Error): void => reject(reason);
      this.#waiting.add(fail);
      const responder = this.#responder((answer) => {
        this.#waiting.delete(fail);
        resolve(answer);
      });
      const arrived = this.#wire.request(message);
      void this.#server.receive(
        "problem" in arrived
          ? { kind: "invalidRequest", name: message.name, problem: arrived.problem, responder }
          : { kind: "request", ...arrived, responder },
      );
    });
  }

  async keepalive(): Promise<void> {
    if (this.#isOpen) await this.#server.receive({ kind: "keepalive" });
  }

  async close(): Promise<void> {
    await this.#toClient.catch(() => undefined);
    this.#leave("the client closed the session");
  }

  abort(reason: string): void {
    this.#leave(reason);
  }

  #responder(answer: (answer: ClientAnswer) => void): Responder {
    return {
      reply: () => this.#deliver(() => answer({ kind: "reply" })),
      fault: (fault) =>
        this.#deliver(() =>
          answer(
            fault.kind === "ipam"
              ? { kind: "ipamFault", exception: this.#wire.exception(fault.exception) }
              : { kind: "otherFault", reason: `action "${fault.action}" is not supported` },
          ),
        ),
    };
  }

  /** Everything that goes to the client goes through one queue. */
  #deliver(arrive: () => void): Promise<void> {
    const delivered = this.#toClient.then(() => {
      if (!this.#isOpen) throw new Error("the session has ended");
      arrive();
    });
    this.#toClient = delivered.catch(() => undefined);
    return delivered;
  }

  #leave(reason: string): void {
    if (!this.#isOpen) return;
    this.#end(reason);
    this.#server.ended(reason);
  }

  #end(reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const fail of this.#waiting) fail(new Error(reason));
    this.#waiting.clear();
    this.#client.ended(reason);
  }
}
