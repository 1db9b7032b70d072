/**
 * What is recorded of a run: what clients sent and were answered, and what the servers have left behind.
 *
 * Moments are numbers that count up over all clients: an attempt that ended before another one began happened before it.
 */
import type { TransitionRecord } from "soapwright/stores";

/** What an attempt asks for: operations of the transactions Order and TextSearch. `fetch` leaves a search open, `fetchLast` closes it. */
export type AttemptKind = "update" | "view" | "finish" | "fetch" | "fetchLast" | "rollback" | "status";

/** What an answer says. */
export interface Answer {
  /** ResponseCode. */
  readonly code: number;
  /** StatusCode. */
  readonly status: number | undefined;
  /** The quantity of an order's line, or the number of a search's hits. */
  readonly value: number | undefined;
  readonly orderId: string | undefined;
}

/** One request. */
export interface Attempt {
  readonly kind: AttemptKind;
  /** The quantity that an update asks for. */
  readonly value?: number;
  readonly begun: number;
  /** Infinity where nothing was acknowledged or refused: it may have been done, may be done later, or never. */
  readonly ended: number;
  /** Undefined where there was none, or one that says nothing. */
  readonly answer: Answer | undefined;
}

/** A transaction whose creation was acknowledged. */
export interface RecordedTransaction {
  readonly id: string;
  readonly machine: "Order" | "TextSearch";
  readonly isTest: boolean;
  readonly created: Answer;
  readonly attempts: readonly Attempt[];
}

/** An order that was handed over. */
export interface PlacedRecord {
  readonly transactionId: string;
  readonly orderId: string;
  readonly quantity: number;
}

/** All of a run. */
export interface Recording {
  readonly transactions: readonly RecordedTransaction[];
  /** The number of each instance's state at the end. */
  readonly stored: ReadonlyMap<string, number>;
  /** The transitions of each instance, by revision. */
  readonly history: ReadonlyMap<string, readonly TransitionRecord[]>;
  readonly placed: readonly PlacedRecord[];
}
