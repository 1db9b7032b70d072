/**
 * Reads what the operator of a server provides: files, and settings that go together.
 */
import { readFile } from "node:fs/promises";
import { errorText } from "../error-text.js";

/** A setting or a file of the operator cannot be used. The message names it and says why. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Reads and parses a file. Throws a ConfigurationError if either fails. */
export async function readConfiguration<T>(file: string, parse: (text: string) => T): Promise<T> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new ConfigurationError(`"${file}" cannot be used: ${errorText(error)}`);
  }
}
