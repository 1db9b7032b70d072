/**
 * A password from stdin: a pipe, or a person.
 */
import { createInterface } from "node:readline/promises";
import { UsageError } from "./exit-code.js";

/** Reads one line of stdin. Throws a UsageError if stdin has no line. */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("password (it is shown while you type): ");
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new UsageError("no password was given");
}
