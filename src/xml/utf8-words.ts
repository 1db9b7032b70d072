/**
 * UTF-8 four bytes at a time: what bytes begin, as a word with one bit for each byte to which it applies. RFC 3629 §3
 */

/** The bytes that continue a character: 10xxxxxx. */
export function continuationBits(word: number): number {
  return (word >>> 7) & ~(word >>> 6) & 0x01010101;
}

/** The bytes that begin a character of two UTF-16 code units: 1111xxxx. */
export function pairBits(word: number): number {
  return (word >>> 7) & (word >>> 6) & (word >>> 5) & (word >>> 4) & 0x01010101;
}

/** Counts the bits of a word that has at most one in each byte, or of a sum of such words. */
export function countBits(word: number): number {
  return Math.imul(word, 0x01010101) >>> 24;
}
