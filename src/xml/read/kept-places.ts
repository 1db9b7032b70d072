/**
 * Lines and columns that may be asked for after the window has moved past them.
 */
import type { LineIndex, Located } from "../positions.js";
import type { Input } from "./input.js";

/** The places of one document that is read in chunks. Offsets are those of the UTF-8 text where nothing else is said. */
export class KeptPlaces {
  /** Offsets in the window, in order. */
  #waiting: number[] = [];
  readonly #places = new Map<number, Located>();
  #token: (Located & { readonly offset: number }) | undefined;

  /** Keeps the place of an offset that is not before the last one kept. */
  keep(offset: number): void {
    if (this.#waiting[this.#waiting.length - 1] !== offset) this.#waiting.push(offset);
  }

  /** The place of the token, if that is before the window. */
  ofToken(offset: number): Located | undefined {
    return this.#token?.offset === offset ? this.#token : undefined;
  }

  /** The place of an offset in the input, if it is before the window and was kept. */
  ofInput(offset: number): Located | undefined {
    return this.#places.get(offset);
  }

  /** Notes the places in the first `count` bytes, which `lines` drops. `base` is the offset of the first one, `token` that of the token. */
  discard(lines: LineIndex, bytes: Uint8Array, base: number, count: number, token: number, input: Input): void {
    const end = base + count;
    const passed = this.#waiting.filter((offset) => offset < end);
    this.#waiting = passed.length === 0 ? this.#waiting : this.#waiting.slice(passed.length);
    const hasToken = token >= base && token < end;
    const indices = (hasToken ? [...passed, token] : passed).map((offset) => offset - base);
    const places = lines.discard(bytes, indices, count, input.offsetOfUnits(0) !== undefined);
    for (const [index, offset] of passed.entries()) {
      const place = places[index];
      if (place !== undefined) this.#places.set(input.offsetOfUnits(place.units) ?? offset, place);
    }
    const place = places[passed.length];
    if (place !== undefined) this.#token = { offset: token, ...place };
  }
}
