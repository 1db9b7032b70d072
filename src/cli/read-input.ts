/**
 * Files that the user names: read, or refused with the reason.
 */
import { readFile } from "node:fs/promises";
import { explainUnreadable } from "../../codegen/load/file-host.js";
import { errorCode, reasonText } from "../error-text.js";
import { UsageError } from "./exit-code.js";

/** The bytes of a file. Throws a UsageError if it cannot be read. */
export async function readInput(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new UsageError(`"${file}" cannot be read: ${explainUnreadable(file)}`);
  }
}

/** The text of a file; undefined if it does not exist. Throws a UsageError if it is there and cannot be read. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
    throw new UsageError(`"${file}" cannot be read: ${reasonText(error)}`);
  }
}
