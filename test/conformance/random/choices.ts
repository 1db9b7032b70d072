/**
 * Random decisions out of a list of bytes. When the bytes are used up every decision is the first one: shorter lists and smaller bytes make
 * simpler schemas, which is how fast-check finds the simplest one that still fails.
 */
export class Choices {
  private readonly bytes: Uint8Array;
  private next = 0;
  /** Most schemas avoid what easily breaks a rule, so that there are instances to judge. */
  private readonly careful: boolean;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.careful = this.below(4) !== 3;
  }

  /** A decision that probably makes the schema break a rule. */
  risk(percent: number): boolean {
    return this.chance(percent) && !this.careful;
  }

  /** A whole number from 0 up to `bound` (at most 256), without it. */
  below(bound: number): number {
    const byte = this.bytes[this.next++] ?? 0;
    return byte % bound;
  }

  chance(percent: number): boolean {
    const byte = this.bytes[this.next++] ?? 0;
    return byte >= 256 - (percent * 256) / 100;
  }

  oneOf<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("internal: a choice among nothing");
    return item;
  }

  /** Up to `most` different items, at least one. */
  some<T>(items: readonly T[], most: number): readonly T[] {
    const wanted = 1 + this.below(most);
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < wanted && left.length > 0) taken.push(...left.splice(this.below(left.length), 1));
    return taken;
  }
}
