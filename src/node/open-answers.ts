/**
 * The answers that a server owes: requests that run, and answers that their peers have not read to the end.
 *
 * A request counts until its answer was handed to the system. Otherwise peers that ask and never read would fill the memory, and the server would
 * take itself for idle.
 */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** When a server takes no more requests. */
export interface LoadLimits {
  /** Requests of all connections. */
  readonly maxConcurrent: number;
  /** Requests of one connection, sent one behind another without waiting for answers. */
  readonly maxPipelined: number;
  /** Bytes of answers that were made and not read, of all connections. */
  readonly maxUnsentBytes: number;
}

export class OpenAnswers {
  readonly #limits: LoadLimits;
  /** Bytes of the answers; 0 until they are made. */
  readonly #sizes = new Map<ServerResponse, number>();
  readonly #bySocket = new WeakMap<Socket, Set<ServerResponse>>();
  #unsentBytes = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  [Symbol.iterator](): Iterator<ServerResponse> {
    return this.#sizes.keys();
  }

  /** Notes a connection. Responses that wait for an earlier one of their connection do not learn of its end by themselves. */
  addConnection(socket: Socket): void {
    const responses = new Set<ServerResponse>();
    this.#bySocket.set(socket, responses);
    socket.once("close", () => {
      for (const response of responses) this.#remove(response, responses);
    });
  }

  /** Is there room for one more request? */
  get hasRoom(): boolean {
    return this.#sizes.size < this.#limits.maxConcurrent && this.#unsentBytes <= this.#limits.maxUnsentBytes;
  }

  /** Does the connection owe as many answers as it may? */
  hasRoomFor(socket: Socket): boolean {
    return (this.#bySocket.get(socket)?.size ?? 0) < this.#limits.maxPipelined;
  }

  /** A request begins. It ends by itself, with its response. */
  add(response: ServerResponse, socket: Socket): void {
    const responses = this.#bySocket.get(socket);
    if (responses === undefined || socket.destroyed) return;
    this.#sizes.set(response, 0);
    responses.add(response);
    response.on("close", () => this.#remove(response, responses));
  }

  /** The answer was made, and has so many bytes. */
  setSize(response: ServerResponse, bytes: number): void {
    if (!this.#sizes.has(response)) return;
    this.#sizes.set(response, bytes);
    this.#unsentBytes += bytes;
  }

  #remove(response: ServerResponse, responses: Set<ServerResponse>): void {
    this.#unsentBytes -= this.#sizes.get(response) ?? 0;
    this.#sizes.delete(response);
    responses.delete(response);
  }
}
