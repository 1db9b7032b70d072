/**
 * The systems behind the service as one: what an operator has, by ports. What is left out is not offered.
 */
import type { Catalogue } from "./catalogue.js";
import type { Classification } from "./classification.js";
import type { Orders } from "./orders.js";
import type { Receipts } from "./receipts.js";
import type { Stock } from "./stock.js";

export interface MerchandiseSystem {
  readonly catalogue: Catalogue;
  readonly orders: Orders;
  readonly stock?: Stock;
  readonly receipts?: Receipts;
  readonly classification?: Classification;
}
