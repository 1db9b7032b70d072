/**
 * The two systems behind the service: one knows the items, one takes the orders. Both belong to the operator; the service uses these interfaces
 * only.
 */
import type { Currency, Identifier } from "./messages.js";

/** An item that can be ordered. Decimals are text. */
export interface CatalogueItem {
  /** The seller's number. */
  readonly number: string;
  readonly description: string;
  /** The unit in which the item is ordered: EA, PR, PK, SET, MTR, ... */
  readonly unit: string;
  /** What a pack holds; an order of so many of the content's unit is turned into packs. */
  readonly pack?: { readonly quantity: string; readonly unit: string };
  /** Quantities are multiples of this; absent: any quantity. */
  readonly step?: string;
  readonly currency: Currency;
  /** Net prices for one unit, from a quantity on; the first one from 0. Ascending. */
  readonly prices: readonly [CataloguePrice, ...CataloguePrice[]];
  /** Gross, for one unit. */
  readonly recommendedRetailPrice?: string;
  readonly ean?: string;
  readonly manufacturer?: { readonly number: string; readonly name: string };
  /** False: what is missing now is not delivered later. */
  readonly backlog?: boolean;
}

export interface CataloguePrice {
  readonly from: string;
  readonly amount: string;
}

/** What is known about an item number. */
export type Found =
  | { readonly kind: "item"; readonly item: CatalogueItem; readonly stock?: Stock }
  | { readonly kind: "replaced"; readonly by: readonly [string, ...string[]] }
  | { readonly kind: "unknown" };

/** What is there of an item, and when more comes. */
export interface Stock {
  readonly quantity: string;
  /** A date: YYYY-MM-DD. */
  readonly expectedOn?: string;
  /** Items that could be taken instead. */
  readonly replacements?: readonly string[];
}

/** Knows the items. */
export interface Catalogue {
  /** One finding for each number, in the same order. `buyer` is who asks: prices may differ. */
  find(numbers: readonly string[], buyer: Identifier): Promise<readonly Found[]>;
}

/** An order that is handed over. */
export interface PlacedOrder {
  /** Made by the service, never given twice. */
  readonly transactionId: string;
  readonly buyer: Identifier;
  readonly lines: readonly PlacedLine[];
}

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

/** Takes the orders. */
export interface MerchandiseSystem {
  /**
   * Places the order and gives the number under which it is tracked. Placing an order again whose TransactionID is known places nothing and gives
   * the same number: after a failure in between the service asks again. Rejects only when nothing was placed.
   */
  place(order: PlacedOrder): Promise<string>;
}
