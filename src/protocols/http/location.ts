/**
 * The location of an operation in paths. WSDL 1.1 §4.4, §4.6
 *
 * The location stands behind the address of a port, which a server need not know: a path ends with it. "o1/A(part1)B(part2)" matches
 * "/base/o1/A1B2" with part1 = "1" and part2 = "2".
 */
import type { RawParameter } from "./url-parameters.js";

/** One location. */
export class Location {
  /** Texts between the parts that are replaced; the first one begins with a slash, the last one is the end of the path. */
  readonly #texts: readonly string[];
  readonly #parts: readonly string[];

  /** `isTemplate`: parts in parentheses are replaced. */
  constructor(location: string, isTemplate: boolean) {
    const pieces = isTemplate ? location.split(/\(([^()]*)\)/) : [location];
    const texts = pieces.filter((_, index) => index % 2 === 0);
    const [first = "", ...others] = texts;
    this.#texts = [first === "" && texts.length === 1 ? "" : first.startsWith("/") ? first : `/${first}`, ...others];
    this.#parts = pieces.filter((_, index) => index % 2 === 1);
  }

  /** Characters that are given: of several locations that match a path, the one with the most is meant. */
  get length(): number {
    return this.#texts.join("").length;
  }

  /** The parts in a path, percent-encoded; undefined if the path is not at this location. Takes time linear in the path. */
  match(path: string): readonly RawParameter[] | undefined {
    const [first = "", ...others] = this.#texts;
    if (others.length === 0) return path.endsWith(first) ? [] : undefined;
    let at = path.indexOf(first);
    if (at < 0) return undefined;
    at += first.length;
    const found: RawParameter[] = [];
    for (const [index, text] of others.entries()) {
      const isLast = index === others.length - 1;
      const end = !isLast ? path.indexOf(text, at) : path.endsWith(text) ? path.length - text.length : -1;
      if (end < at) return undefined;
      found.push([this.#parts[index] ?? "", path.slice(at, end)]);
      at = end + text.length;
    }
    return found.some(([, value]) => value.includes("/")) ? undefined : found;
  }

  /** Puts parts into the location. */
  fill(parts: ReadonlyMap<string, string>): string {
    const [first = "", ...others] = this.#texts;
    return others.reduce((path, text, index) => path + encodeURIComponent(parts.get(this.#parts[index] ?? "") ?? "") + text, first);
  }
}
