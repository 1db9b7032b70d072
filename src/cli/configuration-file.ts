/**
 * A file that the operator of a server writes -> what it says.
 */
import { readFile } from "node:fs/promises";
import { UsageError } from "./exit-code.js";

/** Reads and parses. Throws a UsageError that names the file and says what is wrong with it. */
export async function readConfiguration<T>(file: string, parse: (text: string) => T): Promise<T> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new UsageError(`"${file}" cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
