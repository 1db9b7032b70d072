/**
 * One line on a terminal that says what a long command is doing.
 */

/** Counts what is done on a terminal; says nothing elsewhere. */
export class ProgressLine {
  readonly #shown = process.stderr.isTTY === true && process.env.CI === undefined;
  #last = Date.now();

  /** Shown a few times a second at most, and not at once: what is short needs no progress. */
  update(text: string): void {
    const now = Date.now();
    if (!this.#shown || now - this.#last < 200) return;
    this.#last = now;
    process.stderr.write(`\r\u001b[K${text}`);
  }

  end(): void {
    if (this.#shown) process.stderr.write("\r\u001b[K");
  }
}
