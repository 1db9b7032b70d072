/**
 * Makes folders. Node's own recursive mkdir never ends in places that take none, such as /proc.
 */
import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Makes a folder and those above it that are missing. Throws the system's error of the first one that cannot be made: EEXIST if it is a file. */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  const missing: string[] = [];
  for (let path = resolve(folder); !(await isFolder(path)); path = dirname(path)) missing.unshift(path);
  for (const path of missing) {
    await mkdir(path, mode).catch(async (error: unknown) => {
      // Somebody else may have made it in the meantime.
      if (!(await isFolder(path))) throw error;
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
