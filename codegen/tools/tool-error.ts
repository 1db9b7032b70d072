/**
 * What a tool throws when it cannot do what it was asked for.
 */

/** A file of the user is in the way, broken or unreadable. The message says what to do about it. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
