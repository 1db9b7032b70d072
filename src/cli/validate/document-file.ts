/**
 * A document that the user names, in chunks: files of any length are read in little memory.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { explainUnreadable } from "../../../codegen/load/file-host.js";
import { UsageError } from "../exit-code.js";
import { readInput } from "../read-input.js";
import { ProgressLine } from "../report/progress-line.js";

const chunkLength = 256 * 1024;

/** The chunks of a file, from its beginning each time that one iterates over them. Each is what it is until the next one is asked for. */
export class DocumentFile implements Iterable<Uint8Array> {
  readonly name: string;
  /** What can be read once only, a pipe for instance, is read as a whole. */
  readonly #whole: Uint8Array | undefined;

  private constructor(name: string, whole: Uint8Array | undefined) {
    this.name = name;
    this.#whole = whole;
  }

  /** Throws a UsageError if the file cannot be read. */
  static async open(name: string): Promise<DocumentFile> {
    return new DocumentFile(name, isRegular(name) ? undefined : await readInput(name));
  }

  *[Symbol.iterator](): Iterator<Uint8Array> {
    if (this.#whole !== undefined) yield this.#whole;
    else yield* this.#chunks();
  }

  *#chunks(): Iterable<Uint8Array> {
    const file = openFile(this.name);
    const progress = new ProgressLine();
    try {
      const { size } = fstatSync(file);
      const buffer = new Uint8Array(chunkLength);
      for (let done = 0; ; ) {
        const count = readSync(file, buffer);
        if (count === 0) return;
        yield buffer.subarray(0, count);
        done += count;
        progress.update(`${this.name}: ${Math.min(100, Math.floor((done / size) * 100))} %`);
      }
    } finally {
      progress.end();
      closeSync(file);
    }
  }
}

function isRegular(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    return false;
  }
}

function openFile(name: string): number {
  try {
    return openSync(name, "r");
  } catch {
    throw new UsageError(`"${name}" cannot be read: ${explainUnreadable(name)}`);
  }
}
