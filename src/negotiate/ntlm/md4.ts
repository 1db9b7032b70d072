/**
 * MD4, which NTLM makes of a password once. RFC 1320
 */
import { concatOctets, uint32 } from "../octets.js";

interface Round {
  readonly mix: (x: number, y: number, z: number) => number;
  /** The words of the block in the order of their use. */
  readonly order: readonly number[];
  readonly shifts: readonly number[];
  readonly constant: number;
}

const rounds: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
    constant: 0,
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
    constant: 0x5a827999,
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
    constant: 0x6ed9eba1,
  },
];

type State = readonly [number, number, number, number];

/** Hashes octets to 16. */
export function md4(octets: Uint8Array): Uint8Array {
  const padding = new Uint8Array(((119 - (octets.length % 64)) % 64) + 1);
  padding[0] = 0x80;
  const padded = concatOctets(octets, padding, uint32(octets.length * 8), uint32(Math.floor(octets.length / 0x20000000)));
  const view = new DataView(padded.buffer);
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < padded.length; at += 64) state = hashBlock(state, view, at);
  return concatOctets(...state.map((word) => uint32(word >>> 0)));
}

function hashBlock(state: State, view: DataView, at: number): State {
  let [a, b, c, d] = state;
  for (const { mix, order, shifts, constant } of rounds) {
    for (const [index, word] of order.entries()) {
      const sum = (a + mix(b, c, d) + view.getUint32(at + word * 4, true) + constant) | 0;
      const shift = shifts[index % 4] ?? 0;
      [a, b, c, d] = [d, (sum << shift) | (sum >>> (32 - shift)), b, c];
    }
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
}
