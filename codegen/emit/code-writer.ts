/**
 * The text of a file of code, written piece by piece: each line begins with the blanks of its level.
 */

/** Blanks for each level. */
export const indentation = 2;

export class CodeWriter {
  #text = "";
  /** The blanks that lines begin with now. */
  #blanks = "";
  #atLineStart = true;

  /** The number of blanks that the next line begins with. */
  get indentation(): number {
    return this.#blanks.length;
  }

  /** Writes text that may have several lines; all of them are indented. */
  write(text: string): this {
    if (text === "") return this;
    if (this.#atLineStart) this.#text += this.#blanks;
    // Lines without text get no blanks.
    this.#text += this.#blanks !== "" && text.includes("\n") ? text.replace(/\n(?=[^\n])/g, `\n${this.#blanks}`) : text;
    this.#atLineStart = text.endsWith("\n");
    return this;
  }

  /** Ends the line; at its beginning, writes an empty one. */
  newLine(): this {
    this.#text += "\n";
    this.#atLineStart = true;
    return this;
  }

  /** Writes text and ends the line. */
  writeLine(text: string): this {
    return this.write(text).newLine();
  }

  /** What `write` writes stands a level deeper. */
  indent(write: () => void): void {
    const before = this.#blanks;
    this.#blanks += " ".repeat(indentation);
    write();
    this.#blanks = before;
  }

  toString(): string {
    return this.#text;
  }
}
