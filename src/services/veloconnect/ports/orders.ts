/**
 * The port that takes orders.
 */
import type { BackendCall, PartyNumber } from "./backend-call.js";

/** An order that is handed over. */
export interface PlacedOrder {
  /** The idempotency key: made by the service, never given to two orders. */
  readonly transactionId: string;
  readonly buyer: PartyNumber;
  readonly lines: readonly PlacedLine[];
}

/** A line of an order. */
export interface PlacedLine {
  readonly number: string;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly currency: string;
  readonly buyersNumber?: string;
  readonly deliveryDate?: string;
  readonly backlog?: boolean;
}

/** An order is not taken, for a reason that the buyer may read. */
export class OrderRejected extends Error {
  override readonly name = "OrderRejected";
}

/** Takes the orders. */
export interface Orders {
  /**
   * Places the order and gives the number under which it is tracked. Placing an order again whose TransactionID is known places nothing and gives
   * the same number: after a failure in between the service asks again.
   *
   * Rejects with a BackendUnavailable if it is not known whether the order was placed: then it stays as it is, and is placed again until that is
   * known. Rejects with anything else, an OrderRejected for instance, only when nothing was placed: then the buyer can change the order.
   */
  place(order: PlacedOrder, call: BackendCall): Promise<string>;
}
