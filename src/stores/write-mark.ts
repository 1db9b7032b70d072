/**
 * How many writes a SQLite store has acknowledged, kept beside the database: what the database lacks at its next start was lost.
 *
 * SQLite takes a write-ahead log that was cut short for one that ends there, as it must after a kill, so a loss of acknowledged writes shows
 * nowhere in its own files. The database counts its writes in the transactions themselves; the mark gets the count once the transaction is on the
 * disk. It is not synchronised itself: after a power failure it may be behind, never ahead, so it gives no false alarm.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** Enough for any safe integer: each mark replaces the one before entirely. */
const digits = 16;

/** The mark of one database. */
export class WriteMark {
  /** Writes that were acknowledged when the file was opened; 0 where there was none, or it cannot be read. */
  readonly found: number;
  readonly #file: number;

  constructor(file: string) {
    // "r+" makes no file, and "a+" would write at its end whatever the position.
    closeSync(openSync(file, "a", 0o600));
    this.#file = openSync(file, "r+");
    const text = readFileSync(this.#file, "latin1").trim();
    this.found = /^\d+$/.test(text) ? Number(text) : 0;
  }

  set(writes: number): void {
    try {
      writeSync(this.#file, `${String(writes).padStart(digits, "0")}\n`, 0, "latin1");
    } catch {
      // The write itself is on the disk: a mark that lags behind does not change that.
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}
