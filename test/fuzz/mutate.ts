/**
 * Inputs -> new inputs: changes of single octets and slices, tokens of a dictionary, repetition, and the joining of two inputs.
 */
import type { Random } from "./random.js";

/** Inputs grow to this length, and by repetition, which shows work that is not linear, to `longest`. */
const usualLength = 4096;
export const longest = 65_536;

const interestingOctets = [
  0, 1, 0x20, 0x22, 0x26, 0x27, 0x2f, 0x3a, 0x3c, 0x3e, 0x5d, 0x7f, 0x80, 0xbf, 0xc0, 0xed, 0xef, 0xf4, 0xfe, 0xff,
];
const interestingNumbers = [
  "0",
  "1",
  "-1",
  "2",
  "255",
  "256",
  "65535",
  "65536",
  "2147483648",
  "4294967296",
  "9007199254740993",
  "1e400",
  "00",
];

export class Mutator {
  readonly #random: Random;
  readonly #dictionary: readonly Uint8Array[];

  constructor(random: Random, dictionary: readonly Uint8Array[]) {
    this.#random = random;
    this.#dictionary = dictionary;
  }

  /** Makes an input from one of the corpus, and parts of another. */
  mutate(parent: Uint8Array, other: Uint8Array): Uint8Array {
    const random = this.#random;
    let input = parent;
    for (let left = 1 + random.below(4) * random.below(3); left > 0; left--) input = this.#change(input, other);
    if (random.oneIn(40)) input = this.#repeat(input, longest);
    return input.length > longest ? input.subarray(0, longest) : input;
  }

  #change(input: Uint8Array, other: Uint8Array): Uint8Array {
    const random = this.#random;
    switch (random.below(11)) {
      case 0:
        return this.#setOctet(input, (octet) => octet ^ (1 << random.below(8)));
      case 1:
        return this.#setOctet(input, () => random.of(interestingOctets));
      case 2:
        return this.#setOctet(input, (octet) => octet + random.below(33) - 16);
      case 3:
        return this.#splice(input, 0, Uint8Array.of(random.oneIn(2) ? random.below(256) : random.of(interestingOctets)));
      case 4:
        return this.#splice(input, this.#sliceLength(input.length), empty);
      case 5:
        return this.#splice(input, random.oneIn(3) ? this.#sliceLength(input.length) : 0, this.#token());
      case 6:
        return this.#splice(input, random.oneIn(2) ? this.#sliceLength(input.length) : 0, this.#slice(input));
      case 7:
        return this.#splice(input, random.oneIn(2) ? this.#sliceLength(input.length) : 0, this.#slice(other));
      case 8:
        return this.#repeat(input, usualLength);
      case 9:
        return this.#betweenTags(input, random.oneIn(2) ? input : other);
      default:
        return this.#setNumber(input);
    }
  }

  #setOctet(input: Uint8Array, change: (octet: number) => number): Uint8Array {
    if (input.length === 0) return Uint8Array.of(this.#random.below(256));
    const copy = input.slice();
    const at = this.#random.below(copy.length);
    copy[at] = change(copy[at] ?? 0);
    return copy;
  }

  /** Replaces a slice somewhere by octets. */
  #splice(input: Uint8Array, remove: number, octets: Uint8Array): Uint8Array {
    const at = this.#random.below(input.length - remove + 1);
    return join(input.subarray(0, at), octets, input.subarray(at + remove));
  }

  /** Short slices are more frequent. */
  #sliceLength(length: number): number {
    const random = this.#random;
    return Math.min(length, random.below(random.oneIn(4) ? length + 1 : Math.min(length, 24) + 1));
  }

  #slice(input: Uint8Array): Uint8Array {
    const length = this.#sliceLength(input.length);
    const at = this.#random.below(input.length - length + 1);
    return input.subarray(at, at + length);
  }

  #token(): Uint8Array {
    return this.#dictionary.length === 0 ? empty : this.#random.of(this.#dictionary);
  }

  #repeat(input: Uint8Array, most: number): Uint8Array {
    const slice = this.#random.oneIn(2) ? this.#slice(input) : (tagSlice(input, this.#random) ?? this.#token());
    if (slice.length === 0) return input;
    const times = Math.min(Math.floor((most - input.length) / slice.length), 1 << this.#random.below(14));
    if (times < 1) return input;
    const repeated = new Uint8Array(times * slice.length);
    for (let index = 0; index < times; index++) repeated.set(slice, index * slice.length);
    return this.#splice(input, 0, repeated);
  }

  /** Puts whole tags where tags begin: elements are nested, doubled, moved. */
  #betweenTags(input: Uint8Array, from: Uint8Array): Uint8Array {
    const slice = tagSlice(from, this.#random);
    const at = tagStart(input, this.#random);
    return slice === undefined || at < 0 ? input : join(input.subarray(0, at), slice, input.subarray(at));
  }

  #setNumber(input: Uint8Array): Uint8Array {
    const digits: number[] = [];
    for (const [index, octet] of input.entries()) if (octet >= 0x30 && octet <= 0x39) digits.push(index);
    if (digits.length === 0) return input;
    const at = this.#random.of(digits);
    const number = new TextEncoder().encode(this.#random.of(interestingNumbers));
    return join(input.subarray(0, at), number, input.subarray(at + 1));
  }
}

const empty = new Uint8Array();
const lessThan = 0x3c;

/** Where a tag begins, or -1. */
function tagStart(input: Uint8Array, random: Random): number {
  return input.indexOf(lessThan, random.below(input.length + 1));
}

/** A slice from one tag to another. */
function tagSlice(input: Uint8Array, random: Random): Uint8Array | undefined {
  const start = tagStart(input, random);
  if (start < 0) return undefined;
  let end = start;
  for (let tags = 1 + random.below(6); tags > 0 && end >= 0; tags--) end = input.indexOf(lessThan, end + 1);
  return input.subarray(start, end < 0 ? input.length : end);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
