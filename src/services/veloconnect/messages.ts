/**
 * Short names of the contract's types, for the rules.
 */
import type { BasePriceType, ItemIdentificationType, ItemType } from "../../../generated/veloconnect/common-aggregate-components-1-0.js";
import type { CurrencyCodeContentType } from "../../../generated/veloconnect/currency-code-1-0.js";
import type * as order from "../../../generated/veloconnect/order-1-1.js";
import type { RequestType, TransactionRequestType } from "../../../generated/veloconnect/transaction-1-0.js";

export type { ItemUnknown, OrderRequestLine, RequestReplacement } from "../../../generated/veloconnect/order-1-1.js";

/** What every request begins with. */
export type RequestHead = RequestType;
/** A request within a transaction. */
export type TransactionRequest = TransactionRequestType;
/** A number in a scheme. */
export type Identifier = RequestType["buyersID"];
export type ItemIdentification = ItemIdentificationType;
/** A decimal number with its unit. */
export type Quantity = order.OrderRequestLine["quantity"];
/** A code of ISO 4217 as UBL lists them. */
export type Currency = CurrencyCodeContentType;
export type Amount = order.OrderResponseLine["unitPrice"];
export type Price = BasePriceType;
export type Availability = order.AvailabilityType;
/** Master data of an item; answers name the seller's number always. */
export type Item = ItemType & { readonly sellersItemIdentification: ItemIdentification };
/** A line as the seller has noted it. */
export type OrderResponseLine = order.OrderResponseLine & { readonly item: Item };
