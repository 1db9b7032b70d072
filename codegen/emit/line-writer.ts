/**
 * Lines of code with indentation -> text.
 *
 * Pieces are joined by the thousand while they are young: a file of some megabytes holds few strings and the garbage collector has little to copy.
 */

const indentation = "  ";
/** How many pieces wait to be joined. */
const mostPieces = 4096;

export class LineWriter {
  readonly #chunks: string[] = [];
  #pieces: string[] = [];
  #indentation = "";
  #atLineStart = true;

  /** Text within a line. */
  write(text: string): this {
    if (this.#atLineStart) this.#add(this.#indentation);
    this.#atLineStart = false;
    this.#add(text);
    return this;
  }

  /** A line of its own. */
  writeLine(text: string): this {
    if (!this.#atLineStart) this.newLine();
    return this.write(text).newLine();
  }

  /** Ends a line; a line without text stays empty. */
  newLine(): this {
    this.#add("\n");
    this.#atLineStart = true;
    return this;
  }

  /** An empty line behind the current one. */
  blankLine(): this {
    if (!this.#atLineStart) this.newLine();
    return this.newLine();
  }

  /** What the block writes stands further in. */
  indent(block: () => void): this {
    const outer = this.#indentation;
    this.#indentation = outer + indentation;
    block();
    if (!this.#atLineStart) this.newLine();
    this.#indentation = outer;
    return this;
  }

  toString(): string {
    return [...this.#chunks, ...this.#pieces].join("");
  }

  #add(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length < mostPieces) return;
    this.#chunks.push(this.#pieces.join(""));
    this.#pieces = [];
  }
}
