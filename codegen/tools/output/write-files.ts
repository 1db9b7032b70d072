/**
 * Files -> the disk, so that nothing is lost on the way: a file has its old content or all of its new one, whatever happens.
 */
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { adviceText, errorCode } from "../../../src/error-text.js";
import { makeFolder } from "../../../src/node/make-folder.js";
import { ToolError } from "../tool-error.js";

/**
 * Writes files by path, and makes their folders. All contents are on the disk before the first file is replaced: a full disk leaves everything as it was.
 * A symbolic link is replaced by the file; what it leads to stays. Throws a ToolError that says what to do.
 */
export async function replaceFiles(contents: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const drafts: (readonly [draft: string, path: string])[] = [];
  try {
    for (const [path, content] of contents) {
      if (await isFolder(path)) throw new ToolError(`"${path}" is a folder; name a file`);
      await makeFolderFor(path);
      const draft = join(dirname(path), `.soapwright-${crypto.randomUUID()}`);
      drafts.push([draft, path]);
      await orRefuse(path, writeFile(draft, content, { flag: "wx" }));
    }
    for (const [draft, path] of drafts) await orRefuse(path, rename(draft, path));
  } catch (error) {
    await Promise.all(drafts.map(([draft]) => rm(draft, { force: true }).catch(() => undefined)));
    throw error;
  }
}

async function makeFolderFor(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await makeFolder(folder);
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      EEXIST: "a file is in the way; move it, or choose another folder",
      ENOENT: "no folder can be made there; choose another place",
    };
    throw new ToolError(`the folder "${folder}" cannot be made: ${reasons[errorCode(error) ?? ""] ?? adviceText(error)}`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

async function orRefuse(path: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    throw new ToolError(`"${path}" cannot be written: ${adviceText(error)}`);
  }
}
