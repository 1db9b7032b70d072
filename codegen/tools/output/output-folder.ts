/**
 * A folder whose files a command writes, among files of other people: compared, written where it differs, and cleared of what earlier runs left.
 *
 * A file that no earlier run has written is neither replaced nor removed unless the user forces it, and no link is followed.
 */
import { lstat, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { adviceText, errorCode, reasonText } from "../../../src/error-text.js";
import { ToolError } from "../tool-error.js";
import { replaceFiles } from "./write-files.js";

/** A folder and what belongs in it. */
export interface OutputFolder {
  readonly path: string;
  /** Texts by path relative to the folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Tests if a file that is there comes from an earlier run. */
  readonly isOurs: (file: string, text: string) => boolean;
  /** Files that an earlier run may have left. Undefined: they stay. */
  readonly earlier: EarlierFiles | undefined;
}

export interface EarlierFiles {
  readonly names: RegExp;
  /** They are also in the folders of the folder. */
  readonly inFolders: boolean;
}

/** A difference between a folder and what belongs in it. */
export interface Difference {
  /** "foreign": a file that no earlier run has written, or a link; "blocked": a folder, or a link to one on the way. */
  readonly kind: "missing" | "stale" | "extra" | "foreign" | "blocked";
  readonly file: string;
}

/** Compares a folder with what belongs in it. Ends of lines make no difference: version control may change them. */
export async function compareFolder({ path, files, isOurs, earlier }: OutputFolder): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const [file, text] of files) {
    const found = await lookInside(path, file);
    const isSame = found.kind === "file" && found.text.replaceAll("\r\n", "\n") === text;
    if (isSame) continue;
    const kind = found.kind !== "file" ? found.kind : isOurs(file, found.text) ? "stale" : "foreign";
    differences.push({ kind, file });
  }
  for (const file of earlier === undefined ? [] : await listFiles(path, earlier)) {
    if (files.has(file)) continue;
    const found = await lookInside(path, file);
    if (found.kind === "file" && isOurs(file, found.text)) differences.push({ kind: "extra", file });
  }
  return differences;
}

/** Makes a folder hold what belongs in it. Returns what has changed. Throws a ToolError, before it writes anything, where something is in the way. */
export async function writeFolder(output: OutputFolder, force: boolean): Promise<readonly Difference[]> {
  const { path, files } = output;
  const differences = await compareFolder(output);
  refuseForeign(path, differences, force);
  const written = differences.filter(({ kind }) => kind !== "extra").map(({ file }) => file);
  await replaceFiles(new Map(written.map((file) => [join(path, file), files.get(file) ?? ""])));
  for (const { kind, file } of differences) if (kind === "extra") await remove(join(path, file));
  return differences;
}

function refuseForeign(folder: string, differences: readonly Difference[], force: boolean): void {
  const named = (wanted: Difference["kind"]): readonly string[] =>
    differences.filter(({ kind }) => kind === wanted).map(({ file }) => file);
  const blocked = named("blocked");
  if (blocked.length > 0) {
    throw new ToolError(`"${folder}" has folders or links in the way of ${listed(blocked)}; move them, or choose another --out`);
  }
  const foreign = named("foreign");
  if (foreign.length === 0 || force) return;
  throw new ToolError(
    `"${folder}" has files that soapwright did not write: ${listed(foreign)}; choose another --out, or replace them with --force`,
  );
}

const mostNames = 10;

function listed(files: readonly string[]): string {
  const more = files.length - mostNames;
  return files.slice(0, mostNames).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

type Found = { readonly kind: "file"; readonly text: string } | { readonly kind: "missing" | "foreign" | "blocked" };

/** What has the name of a file in a folder. The folder itself may be a link; what is in it may lead nowhere else. */
async function lookInside(folder: string, file: string): Promise<Found> {
  const steps = file.split("/");
  let path = folder;
  for (const [index, step] of steps.entries()) {
    path = join(path, step);
    const isLast = index === steps.length - 1;
    const found = await orUndefined(path, lstat(path));
    if (found === undefined) return { kind: "missing" };
    if (isLast ? found.isDirectory() : !found.isDirectory()) return { kind: "blocked" };
    if (isLast && !found.isFile()) return { kind: "foreign" };
  }
  const text = await orUndefined(path, readFile(path, "utf8"));
  return text === undefined ? { kind: "missing" } : { kind: "file", text };
}

async function listFiles(folder: string, { names, inFolders }: EarlierFiles): Promise<readonly string[]> {
  const entries = (await orUndefined(folder, readdir(folder, { withFileTypes: true }))) ?? [];
  const files = entries.filter((entry) => entry.isFile() && names.test(entry.name)).map(({ name }) => name);
  const folders = inFolders ? entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")) : [];
  const inside = folders.map(async ({ name }) => {
    const found = await listFiles(join(folder, name), { names, inFolders: false });
    return found.map((file) => `${name}/${file}`);
  });
  return [...files, ...(await Promise.all(inside)).flat()].sort();
}

async function remove(path: string): Promise<void> {
  try {
    await rm(path);
  } catch (error) {
    throw new ToolError(`"${path}" cannot be removed: ${adviceText(error)}`);
  }
}

/** Undefined if there is no such file. Throws a ToolError where the system refuses to say. */
async function orUndefined<T>(path: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
    throw new ToolError(`"${path}" cannot be read: ${reasonText(error)}`);
  }
}
