/**
 * Exit codes of the command, and the error for wrong usage. The codes are part of the command's interface.
 */

export const ExitCode = {
  /** Everything is as it should be. */
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

/** The most serious of several outcomes. */
export function worstOf(codes: Iterable<ExitCode>): ExitCode {
  let worst: ExitCode = ExitCode.clean;
  for (const code of codes) if (code > worst) worst = code;
  return worst;
}

/** Wrong flags or configuration. The message says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
