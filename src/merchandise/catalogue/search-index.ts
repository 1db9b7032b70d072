/**
 * Finds items by words that occur anywhere in their texts, as the rule of TextSearch wants it.
 *
 * The folded texts of all items stand one behind the other in long strings: "20020\ntyre 28 x 1.75\n4000000200208\n20021\n...". The longest word is looked
 * for in them, which the engine does at a gigabyte a second and more; the other words are looked for in the texts of the items that have it. A word has no
 * line end, so it never matches across two texts. An index of trigrams would be faster for rare words only: "tyre" has ten thousand hits, and all of them
 * are counted.
 */
import { type CatalogueItem, searchedTexts, searchWords } from "../../services/veloconnect/index.js";

/** Characters of a part: a string has at most some hundred millions, and one character beyond Latin-1 doubles the memory of its part only. */
const partLength = 4_000_000;

interface Part {
  readonly text: string;
  /** Where the texts of each item begin; one more for the end. */
  readonly starts: Uint32Array;
}

/** The positions of hits in the list of items. */
export interface IndexHits {
  /** The first ones, in order. */
  readonly positions: readonly number[];
  readonly total: number;
}

/** An index of a list of items. */
export class SearchIndex {
  readonly #parts: readonly Part[];
  readonly #count: number;

  constructor(items: readonly Pick<CatalogueItem, "number" | "description" | "ean">[]) {
    this.#parts = [...partsOf(items)];
    this.#count = items.length;
  }

  /** The items that match, in the order of the list; their number is `total`. */
  search(query: string, limit: number): IndexHits {
    const [longest, ...others] = [...searchWords(query)].sort((a, b) => b.length - a.length);
    if (longest === undefined) {
      return { positions: Array.from({ length: Math.min(limit, this.#count) }, (_, index) => index), total: this.#count };
    }
    const positions: number[] = [];
    let total = 0;
    let before = 0;
    for (const part of this.#parts) {
      for (const item of findIn(part, longest, others)) {
        if (total++ < limit) positions.push(before + item);
      }
      before += part.starts.length - 1;
    }
    return { positions, total };
  }
}

function* partsOf(items: readonly Pick<CatalogueItem, "number" | "description" | "ean">[]): Generator<Part, void> {
  let texts: string[] = [];
  let starts = [0];
  let length = 0;
  for (const item of items) {
    const text = `${searchedTexts(item).join("\n")}\n`;
    texts.push(text);
    length += text.length;
    starts.push(length);
    if (length < partLength) continue;
    yield { text: texts.join(""), starts: Uint32Array.from(starts) };
    texts = [];
    starts = [0];
    length = 0;
  }
  if (texts.length > 0) yield { text: texts.join(""), starts: Uint32Array.from(starts) };
}

function findIn({ text, starts }: Part, longest: string, others: readonly string[]): number[] {
  const found: number[] = [];
  let item = 0;
  for (let at = text.indexOf(longest); at >= 0; ) {
    item = itemAt(starts, at, item);
    const end = starts[item + 1] ?? text.length;
    if (others.length === 0 || hasAll(text.slice(starts[item], end), others)) found.push(item);
    at = text.indexOf(longest, end);
  }
  return found;
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** The item whose texts a place is in, `from` or a later one: steps are doubled, then halved. */
function itemAt(starts: Uint32Array, at: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step < starts.length && (starts[low + step] ?? 0) <= at) {
    low += step;
    step *= 2;
  }
  for (; step >= 1; step /= 2) {
    if (low + step < starts.length && (starts[low + step] ?? 0) <= at) low += step;
  }
  return low;
}
