/**
 * Which patterns JavaScript's RegExp may match: those that it takes for what XML Schema takes them for, and that it matches in linear time.
 * Their tables need no engine of patterns, which is four kilobytes of a bundle.
 *
 * RegExp tries one way after the other. That is linear where each character leaves only one way open: then all others end at the next character.
 * So the pattern is read as an automaton of the places of its characters, with repetitions written out, and no place may have two successors
 * that accept the same character. Repetitions without an end are of one character only, since RegExp keeps a stack for others.
 */

/** First and last UTF-16 units of ranges. */
type Ranges = readonly (readonly [first: number, last: number])[];

type Tree =
  | { readonly kind: "set"; readonly ranges: Ranges }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Tree[] }
  | { readonly kind: "repeat"; readonly body: Tree; readonly min: number; readonly max: number };

/** Thrown where a pattern is not plain. */
class NotPlain extends Error {}

const known = new Map<string, boolean>();

/** Tests if RegExp may match a pattern. */
export function isPlainPattern(source: string): boolean {
  const answer = known.get(source) ?? examine(source);
  known.set(source, answer);
  return answer;
}

function examine(source: string): boolean {
  try {
    new Places().check(new PlainParser(source).parse());
    return true;
  } catch (error) {
    if (error instanceof NotPlain) return false;
    throw error;
  }
}

const special = "\\|.?*+(){}[]^$";
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const deepestNesting = 50;

/** Reads the syntax that RegExp and XML Schema have in common. */
class PlainParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Tree {
    const tree = this.#choice();
    if (this.#at < this.#source.length) throw new NotPlain();
    return tree;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #skip(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #choice(): Tree {
    const parts = [this.#sequence()];
    while (this.#skip("|")) parts.push(this.#sequence());
    return { kind: "choice", parts };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    for (let next = this.#peek(); next !== "" && next !== "|" && next !== ")"; next = this.#peek())
      parts.push(this.#quantified(this.#atom()));
    return { kind: "sequence", parts };
  }

  #atom(): Tree {
    if (this.#skip("(")) {
      if (++this.#depth > deepestNesting) throw new NotPlain();
      const inner = this.#choice();
      if (!this.#skip(")")) throw new NotPlain();
      this.#depth--;
      return inner;
    }
    if (this.#skip("[")) return { kind: "set", ranges: this.#members() };
    const unit = this.#unit(special);
    return { kind: "set", ranges: [[unit, unit]] };
  }

  /** A character that is not special, or an escaped one. */
  #unit(excluded: string): number {
    const character = this.#peek();
    this.#at++;
    if (character === "\\") return this.#escaped();
    // Half of a character beyond the Basic Multilingual Plane; or the end.
    if (character === "" || /[\ud800-\udfff]/.test(character) || excluded.includes(character)) throw new NotPlain();
    return character.charCodeAt(0);
  }

  #escaped(): number {
    const letter = this.#peek();
    this.#at++;
    const character = Object.hasOwn(escapes, letter)
      ? escapes[letter]
      : letter !== "" && "\\|.?*+(){}-[]^".includes(letter)
        ? letter
        : undefined;
    if (character === undefined) throw new NotPlain();
    return character.charCodeAt(0);
  }

  #members(): Ranges {
    const ranges: [number, number][] = [];
    while (!this.#skip("]")) {
      const isHyphen = this.#peek() === "-";
      const first = this.#unit("[]^");
      // A hyphen that is not escaped stands at the beginning or at the end.
      if (isHyphen && ranges.length > 0 && this.#peek() !== "]") throw new NotPlain();
      if (isHyphen || this.#peek() !== "-" || this.#source[this.#at + 1] === "]") ranges.push([first, first]);
      else {
        this.#at++;
        const last = this.#unit("[]^-");
        if (last < first) throw new NotPlain();
        ranges.push([first, last]);
      }
    }
    if (ranges.length === 0) throw new NotPlain();
    return ranges;
  }

  #quantified(body: Tree): Tree {
    if (this.#skip("?")) return { kind: "repeat", body, min: 0, max: 1 };
    if (this.#skip("*")) return { kind: "repeat", body, min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#skip("+")) return { kind: "repeat", body, min: 1, max: Number.POSITIVE_INFINITY };
    const quantity = /^\{(\d{1,3})(?:(,)(\d{0,3}))?\}/.exec(this.#source.slice(this.#at, this.#at + 9));
    if (quantity === null) return body;
    const [text, least = "", comma, most = ""] = quantity;
    this.#at += text.length;
    const min = Number(least);
    const max = comma === undefined ? min : most === "" ? Number.POSITIVE_INFINITY : Number(most);
    if (max < min || max === 0) throw new NotPlain();
    return { kind: "repeat", body, min, max };
  }
}

/** A part of the pattern: the places that it can begin and end with, and whether it can be empty. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}

const emptyPart: Part = { first: [], last: [], nullable: true };
const mostPlaces = 1_000;
const mostComparisons = 20_000;

/** The places of characters, and which may follow which. */
class Places {
  readonly #ranges: Ranges[] = [];
  readonly #followers: number[][] = [];
  #comparisons = 0;

  check(tree: Tree): void {
    const { first } = this.#part(tree);
    for (const followers of [first, ...this.#followers]) this.#distinguish(followers);
  }

  #distinguish(places: readonly number[]): void {
    const found: Ranges[] = [];
    for (const place of places) {
      const ranges = this.#ranges[place] ?? [];
      this.#comparisons += found.length;
      if (this.#comparisons > mostComparisons || found.some((other) => overlap(ranges, other))) throw new NotPlain();
      found.push(ranges);
    }
  }

  #part(tree: Tree): Part {
    switch (tree.kind) {
      case "set":
        return this.#place(tree.ranges);
      case "sequence":
        return tree.parts.reduce<Part>((before, part) => this.#join(before, this.#part(part)), emptyPart);
      case "choice":
        return this.#choice(tree.parts.map((part) => this.#part(part)));
      case "repeat":
        return this.#repeat(tree.body, tree.min, tree.max);
    }
  }

  #place(ranges: Ranges): Part {
    const place = this.#ranges.push(ranges) - 1;
    if (place >= mostPlaces) throw new NotPlain();
    this.#followers.push([]);
    return { first: [place], last: [place], nullable: false };
  }

  #join(before: Part, after: Part): Part {
    this.#follow(before.last, after.first);
    return {
      first: before.nullable ? [...before.first, ...after.first] : before.first,
      last: after.nullable ? [...before.last, ...after.last] : after.last,
      nullable: before.nullable && after.nullable,
    };
  }

  #follow(places: readonly number[], followers: readonly number[]): void {
    this.#comparisons += places.length * followers.length;
    if (this.#comparisons > mostComparisons) throw new NotPlain();
    for (const place of places) this.#followers[place]?.push(...followers);
  }

  #choice(parts: readonly Part[]): Part {
    // Two ways to be empty are two ways that no character decides between.
    if (parts.filter(({ nullable }) => nullable).length > 1) throw new NotPlain();
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      nullable: parts.some(({ nullable }) => nullable),
    };
  }

  #repeat(body: Tree, min: number, max: number): Part {
    if (max === Number.POSITIVE_INFINITY) return this.#endless(body, min);
    let optional = emptyPart;
    for (let left = max - min; left > 0; left--) optional = { ...this.#join(this.#filled(body), optional), nullable: true };
    let part = optional;
    for (let left = min; left > 0; left--) part = this.#join(this.#filled(body), part);
    return part;
  }

  #endless(body: Tree, min: number): Part {
    if (body.kind !== "set") throw new NotPlain();
    const loop = this.#place(body.ranges);
    this.#follow(loop.last, loop.first);
    let part: Part = min === 0 ? { ...loop, nullable: true } : loop;
    for (let left = min - 1; left > 0; left--) part = this.#join(this.#place(body.ranges), part);
    return part;
  }

  /** What repeats must not be empty: an empty round and no round are two ways. */
  #filled(body: Tree): Part {
    const part = this.#part(body);
    if (part.nullable) throw new NotPlain();
    return part;
  }
}

function overlap(ranges: Ranges, others: Ranges): boolean {
  return ranges.some(([first, last]) => others.some(([otherFirst, otherLast]) => first <= otherLast && otherFirst <= last));
}
