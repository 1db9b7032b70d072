/**
 * Octets that have arrived in pieces. They are joined when enough are there, so a peer that sends one at a time costs no more than another.
 */
import { joinOctets } from "../octets.js";

export class OctetQueue {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The first octets, left in place; undefined while there are fewer. */
  peek(length: number): Uint8Array | undefined {
    if (this.#length < length) return undefined;
    if ((this.#pieces[0]?.length ?? 0) < length) this.#pieces = [joinOctets(this.#pieces)];
    return this.#pieces[0]?.subarray(0, length);
  }

  /** Removes the first octets. */
  skip(length: number): void {
    const first = this.#pieces[0];
    if (first === undefined || first.length < length) throw new Error("internal: octets were skipped that nobody has seen");
    this.#length -= length;
    if (first.length === length) this.#pieces.shift();
    else this.#pieces[0] = first.subarray(length);
  }
}
