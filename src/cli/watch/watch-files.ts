/**
 * A set of files -> a promise for the next change of one of them.
 *
 * Folders are watched and not files: editors replace files, and a watch on a file ends with it. Only
 * the content counts: an event without a change of content is ignored, so several events of one save are one change.
 */
import { existsSync, type FSWatcher, readFileSync, statSync, watch } from "node:fs";
import { dirname, resolve } from "node:path";
import { errorText } from "../../error-text.js";
import { UsageError } from "../exit-code.js";
import { fingerprint } from "./recording-host.js";

export interface FileWatcher {
  /** Watches these files and no others. `files` has the fingerprints of their known contents by path. */
  watch(files: ReadonlyMap<string, string>): void;
  /** Resolves with true when the content of one of the files differs from the known one. */
  changed(): Promise<true>;
  close(): void;
}

/** Milliseconds without an event after which a save is taken to be complete. */
const quietTime = 80;

/** Makes a watcher without files. */
export function watchFiles(): FileWatcher {
  return new FolderWatcher();
}

class FolderWatcher implements FileWatcher {
  readonly #folders = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  #contents = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #notify: (() => void) | undefined;
  #hasChanged = false;

  watch(files: ReadonlyMap<string, string>): void {
    this.#contents = new Map([...files].map(([file, content]) => [resolve(file), content]));
    this.#hasChanged = false;
    this.#watchFolders();
    // A change between reading and watching raised no event.
    this.#settle();
  }

  changed(): Promise<true> {
    return new Promise((done) => {
      this.#notify = () => done(true);
      if (this.#hasChanged) this.#notify();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#contents.clear();
    this.#watchFolders();
  }

  #watchFolders(): void {
    const wanted = new Set([...this.#contents.keys()].map(nearestFolder));
    for (const [folder, { watcher, identity }] of this.#folders) {
      if (wanted.has(folder) && identityOf(folder) === identity) continue;
      watcher.close();
      this.#folders.delete(folder);
    }
    for (const folder of wanted) {
      if (this.#folders.has(folder)) continue;
      const identity = identityOf(folder);
      const watcher = this.#tryToWatch(folder);
      if (watcher === undefined) continue;
      // The folder was deleted, and its files with it: that is a change.
      watcher.on("error", () => {
        this.#folders.delete(folder);
        this.#settle();
      });
      this.#folders.set(folder, { watcher, identity });
    }
  }

  #tryToWatch(folder: string): FSWatcher | undefined {
    try {
      return watch(folder, () => this.#settle());
    } catch (cause) {
      if (existsSync(folder)) throw new UsageError(`"${folder}" cannot be watched: ${errorText(cause)}`);
      // It was deleted a moment ago: the next comparison finds the folder above.
      this.#settle();
      return undefined;
    }
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#compare(), quietTime);
  }

  #compare(): void {
    this.#hasChanged = [...this.#contents].some(([path, content]) => fingerprint(readContent(path)) !== content);
    if (this.#hasChanged) this.#notify?.();
    else this.#watchFolders();
  }
}

/** The folder of a file, or the nearest one above that exists. */
function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}

/** A folder that was deleted and made again has the old name, but the old watch reports nothing. */
function identityOf(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined ? "absent" : `${found.ino} ${found.birthtimeMs}`;
}

function readContent(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    // Absent, or not readable yet.
    return undefined;
  }
}
