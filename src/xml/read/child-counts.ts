/**
 * Counts the children of open elements, and checks the limits of depth and children.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import type { Window } from "./window.js";

/** Counts by depth; at 0 there is the document, whose child is the root. */
export class ChildCounts {
  readonly #window: Window;
  readonly #counts: number[] = [0];

  constructor(window: Window) {
    this.#window = window;
  }

  /** An element starts, and will be the `depth`-th that is open. */
  open(depth: number): void {
    const { limits, at } = this.#window;
    if (depth > limits.depth) this.#window.fail("xml-limit-depth", `more than ${limits.depth} elements are open`, at);
    const count = (this.#counts[depth - 1] as number) + 1;
    if (count > limits.children) this.#window.fail("xml-limit-children", `an element has more than ${limits.children} children`, at);
    this.#counts[depth - 1] = count;
    this.#counts[depth] = 0;
  }

  /** How many more siblings the element at a depth may have. */
  leftBeside(depth: number): number {
    return this.#window.limits.children - (this.#counts[depth - 1] as number);
  }

  /** Counts siblings of the element at a depth that were read without being opened; no more than `leftBeside` gives. */
  addBeside(depth: number, siblings: number): void {
    this.#counts[depth - 1] = (this.#counts[depth - 1] as number) + siblings;
  }

  /** Forgets the children that there were. */
  countAnew(): void {
    this.#counts.fill(0);
  }
}
