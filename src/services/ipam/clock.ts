/** Time as the service sees it: handed in, so that tests and simulations decide how it passes. */

/** A timer that has been set. */
export interface Timer {
  cancel(): void;
}

/** A source of time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back every `milliseconds` until cancelled. */
  setTimer(milliseconds: number, callback: () => void): Timer;
}

/** The platform's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (milliseconds, callback) => {
    const handle = setInterval(callback, milliseconds);
    return { cancel: () => clearInterval(handle) };
  },
};
