/**
 * One line on a terminal that says what a long command is doing.
 */
import { printFormatted, visible } from "./print.js";

/** Shows progress on a terminal, and nothing elsewhere. */
export class ProgressLine {
  readonly #shown = process.stderr.isTTY === true && process.env.CI === undefined;
  #last = Date.now();

  /** Shows a text, a few times a second at most. A command that is done soon shows none. */
  update(text: string): void {
    const now = Date.now();
    if (!this.#shown || now - this.#last < 200) return;
    this.#last = now;
    // A line that wraps would not be overwritten.
    printFormatted(process.stderr, `\r\u001b[K${visible(text).slice(0, (process.stderr.columns || 80) - 1)}`);
  }

  end(): void {
    if (this.#shown) printFormatted(process.stderr, "\r\u001b[K");
  }
}
