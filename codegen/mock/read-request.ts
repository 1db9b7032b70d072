/**
 * Requests -> what they ask for, and whether they conform, where something else than the contract answers them.
 */
import type { HttpAnswer, HttpRequest } from "../../src/service/exchange.js";
import { SoapFault } from "../../src/service/fault.js";
import { Endpoints, newTurn, type Received, type Turn } from "./endpoints.js";
import type { MockContract } from "./mock-contract.js";

/** A request that was read. */
export interface ReadRequest extends Turn {
  /** Undefined if the request does not conform. */
  received: Received<ReadRequest> | undefined;
}

/** Reads and judges requests. */
export class RequestReader {
  readonly #endpoints: Endpoints<ReadRequest>;

  constructor(contract: MockContract) {
    this.#endpoints = new Endpoints(contract, noteReceived);
  }

  /** The answer to a request that is not a message. */
  show(request: HttpRequest): HttpAnswer | undefined {
    return this.#endpoints.show(request);
  }

  async read(request: HttpRequest): Promise<ReadRequest> {
    const turn: ReadRequest = { ...newTurn(0), received: undefined };
    await this.#endpoints.exchange(request, turn);
    return turn;
  }
}

async function noteReceived(received: Received<ReadRequest>): Promise<never> {
  received.turn.received = received;
  received.turn.isOnPurpose = true;
  throw new SoapFault("Receiver", "the request was only read");
}
