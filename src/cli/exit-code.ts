/**
 * Exit codes of the command; they are part of its interface.
 */
export const ExitCode = {
  /** Nothing to say. */
  clean: 0,
  /** Stale files, invalid documents, breaking changes. */
  findings: 1,
  /** Wrong flags or configuration. */
  usage: 2,
  /** A contract that cannot be read. */
  unreadable: 3,
  /** A bug of ours. */
  bug: 70,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Wrong flags or configuration: the message says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
