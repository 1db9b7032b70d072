/**
 * Timers, as tests can hand in their own.
 */

/** Calls back once after some milliseconds, unless the function that it returns is called before. */
export type Schedule = (milliseconds: number, callback: () => void) => () => void;

/** The platform's timers. */
export function scheduleOnPlatform(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
