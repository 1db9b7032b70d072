/**
 * Constant texts of shared readers and writers, such as names, as words: four bytes are compared or stored at a time.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */

/** A text of at least one byte. */
export interface ConstantText {
  readonly words: Int32Array;
  /** The bytes of the last word that are the text's. */
  readonly lastMask: number;
  /** The number of bytes. */
  readonly length: number;
}

const encoder = /*@__PURE__*/ new TextEncoder();

/** Encodes a text. */
export function constantText(text: string): ConstantText {
  const bytes = encoder.encode(`${text}\0\0\0`);
  const length = bytes.length - 3;
  const view = new DataView(bytes.buffer);
  const words = Int32Array.from({ length: (length + 3) >> 2 }, (_, index) => view.getInt32(index * 4, true));
  const rest = length & 3;
  return { words, lastMask: rest === 0 ? -1 : 2 ** (rest * 8) - 1, length };
}

/** Tests if a text is at an index. */
export function isAt({ words, lastMask }: ConstantText, view: DataView, at: number): boolean {
  const last = words.length - 1;
  let index = at;
  for (let word = 0; word < last; word++, index += 4) if (view.getInt32(index, true) !== words[word]) return false;
  return ((view.getInt32(index, true) ^ (words[last] as number)) & lastMask) === 0;
}

/** Stores a text, and up to three bytes more, at an index. Returns the index after the text. */
export function storeAt({ words, length }: ConstantText, view: DataView, at: number): number {
  for (let word = 0, index = at; word < words.length; word++, index += 4) view.setInt32(index, words[word] as number, true);
  return at + length;
}
