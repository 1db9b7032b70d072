/**
 * Acts of operators in a file, one JSON object a line. Lines are added and never changed; an act has one when it begins and one when it has ended.
 */
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import type { ActLog, ActRecord } from "../../console/index.js";
import { printableJson } from "../../json-text.js";
import { makeFolder } from "../../node/make-folder.js";
import { ConfigurationError } from "../configuration.js";
import type { Log } from "../log.js";

/** Bytes at the end of the file that are read for a list. */
const tail = 256 * 1024;

/** Opens the file, or makes it, for its owner alone. Throws a ConfigurationError if it cannot be written. */
export async function openActFile(file: string, log: Log): Promise<ActLog> {
  try {
    await makeFolder(dirname(file), 0o700);
    await (await open(file, "a", 0o600)).close();
  } catch (error) {
    throw new ConfigurationError(
      `the acts of operators cannot be kept in "${file}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  let last: Promise<void> = Promise.resolve();
  return {
    append: (record) => {
      const write = last.then(() => appendLine(file, record));
      last = write.catch((error) => log.error({ err: error, file }, "an act of an operator could not be noted"));
      return write;
    },
    latest: async (limit) => {
      const ended = new Map<string, ActRecord>();
      for (const record of readLines(await readTail(file))) {
        ended.delete(record.id);
        ended.set(record.id, record);
      }
      return [...ended.values()].sort((one, other) => other.at - one.at).slice(0, limit);
    },
  };
}

async function appendLine(file: string, { at, ...record }: ActRecord): Promise<void> {
  const handle = await open(file, "a", 0o600);
  try {
    await handle.appendFile(`${printableJson(JSON.stringify({ time: new Date(at).toISOString(), ...record }))}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readTail(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, tail));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString("utf8", 0, bytesRead);
    // The first line of a part may have lost its beginning.
    return size > tail ? text.slice(text.indexOf("\n") + 1) : text;
  } finally {
    await handle.close();
  }
}

/** A line that was cut by a power failure is left out. */
function* readLines(text: string): Generator<ActRecord> {
  for (const line of text.split("\n")) {
    try {
      // Only `appendLine` writes the file.
      const { time, ...record } = JSON.parse(line) as Omit<ActRecord, "at"> & { readonly time: string };
      yield { at: Date.parse(time), ...record };
    } catch {}
  }
}
