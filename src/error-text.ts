/**
 * What was thrown -> what a message says about it. Anything can be thrown in JavaScript, so these take anything.
 */

/** The message of an error, without its type and stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error of the operating system or of Node: "ENOENT". Undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
