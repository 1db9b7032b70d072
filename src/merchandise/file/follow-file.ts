/**
 * Follows a file or a folder: notices that it has changed, and that the change is over.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Milliseconds between two looks. A change counts once two looks have seen the same, so that nobody reads half a file. */
const lookInterval = 2_000;

/** Calls back after each change. The function that it returns ends that. Nothing is called while an earlier call runs. */
export function follow(seen: string, version: () => Promise<string>, onChange: () => Promise<void>, interval = lookInterval): () => void {
  let known = seen;
  let last = seen;
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    const now = await version();
    if (now !== known && now === last) {
      known = now;
      await onChange();
    }
    last = now;
    isBusy = false;
  };
  const timer = setInterval(() => void look(), interval).unref();
  return () => clearInterval(timer);
}

/** A text that differs once the file has changed; a file that is not there has a version, too. */
export async function fileVersion(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  return `${mtimeMs} ${size} ${ino}`;
}

/** A text that differs once a file of the folder has changed, come or gone. */
export async function folderVersion(folder: string, suffix: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(suffix)).sort();
  const versions = await Promise.all(names.map(async (name) => `${name} ${await fileVersion(join(folder, name))}`));
  return versions.join("\n");
}
