/**
 * The port that takes what buyers report: their stock, for the seller (B2B) or for the seller's market place (B2C), and their sales, to the seller
 * (B2B) or to a third party (B2X).
 */
import type { BackendCall, Measured, Money } from "./backend-call.js";

/** What can be reported, by the names of the transactions. */
export type ReportKind = "B2BStock" | "B2CStock" | "B2BSale" | "B2XSale";

/** A number of an item, with the scheme that it is from (EAN/UCC-13) or the party that made it. */
export interface ItemNumber {
  readonly number: string;
  readonly scheme?: string;
  readonly issuer?: string;
}

/** What every report has. */
interface ReportHead {
  /** The idempotency key: made by the service, never given to two reports. */
  readonly key: string;
  /** When the buyer made it: a date with time. */
  readonly createdAt: string;
}

/** A buyer's stock of the seller's items. */
export interface DealerStock extends ReportHead {
  readonly kind: "B2BStock";
  /** True: replaces everything that was reported before. False: changes the items that it names. */
  readonly isComplete: boolean;
  readonly lines: readonly DealerStockLine[];
}

/** How much there is, in words. */
export type ReportedAvailability = "Available" | "LimitedAvailable" | "NotAvailable";

export interface DealerStockLine {
  readonly sellersNumber: string;
  readonly buyersNumber?: string;
  readonly quantity?: Measured;
  readonly availability: ReportedAvailability;
}

/** A buyer's stock of items for consumers. */
export interface ShopStock extends ReportHead {
  readonly kind: "B2CStock";
  /** True: replaces everything that was reported before. False: changes the items that it names. */
  readonly isComplete: boolean;
  readonly lines: readonly ShopStockLine[];
}

export interface ShopStockLine {
  readonly standardNumber?: ItemNumber;
  readonly manufacturersNumber?: ItemNumber;
  readonly marketPlaceNumber?: string;
  readonly buyersNumber?: string;
  readonly quantity?: Measured;
  readonly availability?: ReportedAvailability;
  /** Gross. */
  readonly price?: Money;
  readonly special?: { readonly price?: Money; readonly name?: string; readonly start?: string; readonly end?: string };
  readonly shipping?: Money;
  /** Per cent of value-added tax. */
  readonly taxPercent?: string;
  readonly isOrderable?: boolean;
  readonly url?: string;
  /** Days. */
  readonly delivery?: { readonly min?: string; readonly max?: string };
  /** AC10 to AC90 of BIDEX. */
  readonly assembly?: string;
  /** CO10 to CO50 of BIDEX. */
  readonly condition?: string;
}

/** Where a sale was made. */
export type SalesChannel = "RETAIL" | "ONLINE" | "LEASING" | "PARTNER";

/** What the lines of both reports of sales have. */
interface SaleLine {
  /** Chosen by the buyer; a sale that comes again with its id replaces the earlier one. */
  readonly id: string;
  readonly buyersNumber?: string;
  /** A date with time. */
  readonly soldAt: string;
  readonly documentNumber?: string;
  readonly gross?: Money;
  readonly net?: Money;
  readonly postalCode?: string;
  readonly channel?: SalesChannel;
}

/** Sales of the seller's items. */
export interface DealerSales extends ReportHead {
  readonly kind: "B2BSale";
  readonly lines: readonly DealerSaleLine[];
}

export interface DealerSaleLine extends SaleLine {
  readonly sellersNumber: string;
  /** A decimal number. */
  readonly quantity: string;
  readonly serials?: readonly SerialNumber[];
}

/** A number on one specimen of an item, or on a part of it. */
export interface SerialNumber {
  readonly number: string;
  /** FrameNumber, SerialNumber, SerialNumberBattery, ... */
  readonly kind: string;
  readonly description?: string;
}

/** Sales of goods and services of any maker. */
export interface MarketSales extends ReportHead {
  readonly kind: "B2XSale";
  readonly lines: readonly MarketSaleLine[];
}

export interface MarketSaleLine extends SaleLine {
  readonly standardNumber?: ItemNumber;
  readonly manufacturersNumber?: ItemNumber;
  /** Codes of the commodity. */
  readonly commodity?: string;
  readonly description?: string;
  readonly bidexProductGroup?: string;
  readonly quantities: readonly Measured[];
  readonly recommendedRetailPrice?: Money;
}

/** What a buyer has reported. */
export type Report = DealerStock | ShopStock | DealerSales | MarketSales;

/** What came of a report. */
export interface TakenReport {
  /** Of stock, for each line in the same order: does the seller have the item? Absent: not said. */
  readonly known?: readonly boolean[];
}

/** Takes reports. */
export interface Stock {
  /** What may be reported; operations for the rest are answered as not supported. */
  readonly accepts: readonly ReportKind[];
  /**
   * Takes a report. Taking one again whose key is known changes nothing and gives the same result: after a failure or a time-out the service asks
   * again until it has an answer.
   */
  take(report: Report, call: BackendCall): Promise<TakenReport>;
}
