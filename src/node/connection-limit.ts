/**
 * How many connections one address may hold, so that a single one cannot shut all others out.
 */
import type { Socket } from "node:net";
import { networkOf } from "./peer-address.js";

/** Counts connections by address. */
export class ConnectionLimit {
  readonly #perAddress: number;
  readonly #counts = new Map<string, number>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** Counts a connection until it is closed. False, and not counted: its address has as many as it may. */
  admit(socket: Socket): boolean {
    const address = networkOf(socket.remoteAddress ?? "");
    if (address === undefined) return true;
    const count = this.#counts.get(address) ?? 0;
    if (count >= this.#perAddress) return false;
    this.#counts.set(address, count + 1);
    socket.once("close", () => {
      const left = (this.#counts.get(address) ?? 1) - 1;
      if (left === 0) this.#counts.delete(address);
      else this.#counts.set(address, left);
    });
    return true;
  }
}
