/** The lines of a function that is being printed, indented as deep as the blocks that they stand in. */
export class CodeLines {
  readonly #lines: string[] = [];
  #indent = "  ";

  /** Adds lines to the innermost block. */
  line(...lines: readonly string[]): void {
    for (const line of lines) this.#lines.push(`${this.#indent}${line}`);
  }

  /** Adds a block with what `body` adds. An empty `tail` leaves it open, for a head such as "} else {" that ends it. */
  block(head: string, body: () => void, tail = "}"): void {
    this.line(head);
    this.#indent += "  ";
    body();
    this.#indent = this.#indent.slice(2);
    if (tail !== "") this.line(tail);
  }

  toString(): string {
    return this.#lines.join("\n");
  }
}
