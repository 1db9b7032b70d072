/**
 * Backups: one JSON value a line. The first line says what the file is, the last one how many lines there are and the SHA-256 of all before it, so
 * that a backup that was cut short or changed is recognised.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, open, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { errorCode } from "../error-text.js";
import { type TableRow, tableNames } from "./stored-rows.js";

/** A row of the store, or a placed order's file. */
export type BackupEntry = ({ readonly kind: "row" } & TableRow) | { readonly kind: "order"; readonly name: string; readonly text: string };

const header = { format: "soapwright backup", version: 1 };

/** A file is not a backup, or not a whole one. The message names it. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/** Writes a backup that nobody else may read. The file appears once it is whole, and replaces none. Says how many entries it has. */
export async function writeBackup(file: string, entries: AsyncIterable<BackupEntry>): Promise<number> {
  const draft = `${file}.partial`;
  const handle = await open(draft, "w", 0o600);
  const hash = createHash("sha256");
  let count = 0;
  try {
    const writeLine = async (value: unknown): Promise<void> => {
      const line = `${JSON.stringify(value)}\n`;
      hash.update(line);
      await handle.writeFile(line);
    };
    await writeLine(header);
    for await (const entry of entries) {
      count++;
      await writeLine(entry.kind === "order" ? ["order", { name: entry.name, text: entry.text }] : [entry.table, entry.row]);
    }
    await writeLine({ entries: count, sha256: hash.copy().digest("hex") });
    await handle.sync();
    await link(draft, file);
  } catch (error) {
    throw errorCode(error) === "EEXIST" ? new BackupError(`"${file}" is there already`) : error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return count;
}

/** Reads a backup. Throws a BackupError, at its end at the latest, for one that is not whole. */
export async function* readBackup(file: string): AsyncGenerator<BackupEntry, void> {
  const hash = createHash("sha256");
  let lines = 0;
  let isWhole = false;
  for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (isWhole) throw new BackupError(`"${file}" goes on behind its end`);
    const value = parseLine(file, line);
    if (lines === 0) checkHeader(file, value);
    else if (Array.isArray(value)) yield toEntry(file, value);
    else if (isEnd(value) && value.entries === lines - 1 && value.sha256 === hash.copy().digest("hex")) isWhole = true;
    else throw new BackupError(`"${file}" was changed: its checksum is another one`);
    hash.update(`${line}\n`);
    lines++;
  }
  if (!isWhole) throw new BackupError(`"${file}" is not whole: it has no end`);
}

function parseLine(file: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new BackupError(`"${file}" is not a backup, or is damaged: a line is not JSON`);
  }
}

function checkHeader(file: string, value: unknown): void {
  if (JSON.stringify(value) !== JSON.stringify(header)) throw new BackupError(`"${file}" is not a backup of this version`);
}

function toEntry(file: string, [kind, content]: readonly unknown[]): BackupEntry {
  const table = tableNames.find((name) => name === kind);
  // Checked as an object; `faultOfRow` tells what is wrong with its columns.
  if (table !== undefined && isRecord(content)) return { kind: "row", table, row: content as TableRow["row"] };
  if (kind === "order" && isRecord(content) && typeof content.name === "string" && typeof content.text === "string") {
    if (/^[\w.-]+\.json$/.test(content.name)) return { kind: "order", name: content.name, text: content.text };
  }
  throw new BackupError(`"${file}" is damaged: a line is neither a row nor an order`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEnd(value: unknown): value is { readonly entries: unknown; readonly sha256: unknown } {
  return isRecord(value) && "entries" in value && "sha256" in value;
}
