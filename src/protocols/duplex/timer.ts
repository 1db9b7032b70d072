/**
 * Time as a session sees it: handed in, so that tests and simulations decide how it passes.
 */

/** Calls back every `period` milliseconds until cancelled. */
export type SetTimer = (period: number, callback: () => void) => { cancel(): void };

/** The platform's timer. */
export const setPlatformTimer: SetTimer = (period, callback) => {
  const handle = setInterval(callback, period);
  return { cancel: () => clearInterval(handle) };
};
