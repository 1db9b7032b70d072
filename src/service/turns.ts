/**
 * Turns of the requests of one process: each works for some milliseconds, then the platform's events are dealt with, then the next request works.
 */
import type { Turns } from "../runtime/turns.js";

/** Milliseconds of a turn. */
const turnTime = 20;

/** The clock is looked at each time so many questions were asked. */
const questionsPerLook = 64;

/** Documents of no more bytes are read at once: they take less than a turn. */
export const shortDocument = 65_536;

/** Resolves when the last of those that wait has begun its turn. */
let lastBegan: Promise<void> = Promise.resolve();

/** The turns of work for a request, which end when the signal is aborted. */
export class RequestTurns implements Turns {
  readonly #signal: () => AbortSignal;
  readonly #now: () => number;
  #began: number;
  #questions = 0;

  /** `now` gives milliseconds; the signal is asked for if there is a second turn. */
  constructor(signal: () => AbortSignal, now: () => number = () => performance.now()) {
    this.#signal = signal;
    this.#now = now;
    this.#began = now();
  }

  isOver(): boolean {
    this.#questions++;
    return this.#questions % questionsPerLook === 0 && this.#now() - this.#began >= turnTime;
  }

  async next(): Promise<void> {
    this.#signal().throwIfAborted();
    // One turn in each round of the platform's events, however many wait.
    lastBegan = lastBegan.then(afterEvents);
    await lastBegan;
    this.#signal().throwIfAborted();
    this.#began = this.#now();
  }
}

/** Resolves after the events that have come were dealt with. */
function afterEvents(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof globalThis.setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
