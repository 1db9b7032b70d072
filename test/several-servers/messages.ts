/**
 * Small requests of buyers, and what answers say, whatever the binding.
 */
import type { Answer } from "./recording.js";

interface Head {
  readonly buyer: string;
  readonly isTest: boolean;
}

interface InTransaction extends Head {
  readonly transactionId: string;
}

/** A request. */
export type Message =
  | (Head & { readonly operation: "createOrder"; readonly quantity: number })
  | (InTransaction & { readonly operation: "updateOrder"; readonly quantity: number })
  | (InTransaction & { readonly operation: "viewOrder" | "finishOrder" | "rollback" | "getStatus" })
  | (Head & { readonly operation: "createTextSearch"; readonly searchString: string })
  | (InTransaction & { readonly operation: "searchResult"; readonly keepsOpen: boolean });

/** What an answer says, and the transaction that it names; empty if it names none. */
export type Answered = Answer & { readonly id: string };

/** The item that everybody orders, of the demonstration catalogue. */
export const item = "20020";

/** The password of every buyer. */
export const password = "secret";
