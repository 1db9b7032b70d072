/**
 * Waiting for the end of a process that serves.
 */
import { ExitCode } from "./exit-code.js";

/** Resolves at SIGTERM or SIGINT. A second signal ends the process at once. */
export function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(ExitCode.findings));
        resolve();
      });
    }
  });
}
