/**
 * Sizes in groups of seven bits, least significant first. MC-NMF §2.2.2, MC-NBFX §2.1.2 (MultiByteInt31)
 *
 * 300 is AC 02. The specification of framing allows 32 bits; peers accept no more than 31, and neither does this.
 */

export const maxSize = 0x7fffffff;

/** The octets of a size, at most. */
export const maxSizeOctets = 5;

/** What `readSize` returns instead of a size. */
export const SizeProblem = { incomplete: -1, invalid: -2 } as const;

/** Reads a size at `at`; a SizeProblem if it is cut or too large. The caller moves on by `sizeLength`. Over-long forms are accepted. */
export function readSize(octets: Uint8Array, at: number, end: number): number {
  let size = 0;
  for (let index = 0; index < maxSizeOctets; index++) {
    if (at + index >= end) return SizeProblem.incomplete;
    const octet = octets[at + index] ?? 0;
    if (index === maxSizeOctets - 1 && octet > 7) return SizeProblem.invalid;
    size |= (octet & 0x7f) << (index * 7);
    if (octet < 0x80) return size;
  }
  return SizeProblem.invalid;
}

/** The number of octets of the size that `readSize` just read. */
export function sizeLength(octets: Uint8Array, at: number): number {
  let length = 1;
  while ((octets[at + length - 1] ?? 0) >= 0x80) length++;
  return length;
}

/** Writes a size in its shortest form; returns the index after it. */
export function writeSize(octets: Uint8Array, at: number, size: number): number {
  let rest = size;
  let index = at;
  while (rest >= 0x80) {
    octets[index++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  octets[index++] = rest;
  return index;
}

/** The octets of a size in its shortest form. */
export function encodeSize(size: number): Uint8Array {
  const octets = new Uint8Array(maxSizeOctets);
  return octets.subarray(0, writeSize(octets, 0, size));
}
