/**
 * Long work that is done in turns with other work. A platform has one thread for all requests, so a document of many megabytes would hold up the others.
 */

/** The turns of one piece of work. The first one begins when they are made. */
export interface Turns {
  /** Has this turn taken long enough? Asked many thousand times. */
  isOver(): boolean;
  /** Lets others work; resolves when the next turn begins. Rejects if the work is not wanted any more. */
  next(): Promise<void>;
}
