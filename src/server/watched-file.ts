/**
 * A file of the operator that is read again when it has changed.
 */
import { stat } from "node:fs/promises";
import { readConfiguration } from "./configuration.js";

/** Milliseconds between two looks at a file. */
const lookInterval = 2_000;

/** What a file says now. */
export interface WatchedFile<T> {
  /** The path. */
  readonly file: string;
  readonly current: () => T;
  /** Looks now. Never rejects. */
  readonly look: () => Promise<void>;
  /** Stops looking. */
  readonly close: () => void;
}

/** Hears of a file that has changed, and of one that has changed and cannot be used: then what it said before holds. */
export interface FileWatcher<T> {
  readonly onRead: (content: T) => void;
  readonly onError: (error: unknown) => void;
}

/** Reads a file, and again when it has changed. Rejects with a ConfigurationError for one that is wrong from the start. */
export async function watchFile<T>(file: string, parse: (text: string) => T, { onRead, onError }: FileWatcher<T>): Promise<WatchedFile<T>> {
  let seen = await versionOf(file);
  let content = await readConfiguration(file, parse);
  const look = async (): Promise<void> => {
    const now = await versionOf(file);
    if (now === seen) return;
    seen = now;
    try {
      content = await readConfiguration(file, parse);
      onRead(content);
    } catch (error) {
      onError(error);
    }
  };
  const timer = setInterval(() => void look(), lookInterval).unref();
  return { file, current: () => content, look, close: () => clearInterval(timer) };
}

/** A text that differs once the file has changed; a file that is not there has a version, too. */
async function versionOf(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  return `${mtimeMs} ${size} ${ino}`;
}
