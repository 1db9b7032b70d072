/**
 * The input that a thread is busy with, in memory that another thread reads.
 */

/** Number of inputs so far and length of this one, then its octets. */
export type CurrentInput = SharedArrayBuffer;

const header = 8;

export function shareInput(mostOctets: number): CurrentInput {
  return new SharedArrayBuffer(header + mostOctets);
}

export function noteInput(current: CurrentInput, input: Uint8Array): void {
  const counts = new Int32Array(current, 0, 2);
  new Uint8Array(current, header).set(input);
  counts[1] = input.length;
  Atomics.add(counts, 0, 1);
}

/** The number tells whether the thread has gone on since. */
export function readInput(current: CurrentInput): { readonly number: number; readonly input: Uint8Array } {
  const counts = new Int32Array(current, 0, 2);
  return { number: Atomics.load(counts, 0), input: new Uint8Array(current, header, counts[1]).slice() };
}
