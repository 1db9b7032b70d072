/**
 * The parts of veloconnect's messages that the business rules touch, as plain data.
 *
 * Structurally equal to the generated types, so the service that implements the generated interfaces passes messages through as they are.
 */
import type { CurrencyCodeContentType } from "../../../generated/veloconnect/currency-code-1-0.js";

/** A number in the scheme of whoever the property names. UBL 1.0 IdentifierType */
export interface Identifier {
  readonly $value: string;
  readonly identificationSchemeID?: string;
}

/** What every request begins with. transaction-1.0 RequestType */
export interface RequestHead {
  readonly buyersID: Identifier;
  readonly credential: { readonly password: string };
  readonly sellersID?: Identifier;
  readonly transactionID?: string;
  readonly isTest?: boolean;
}

/** A request within a transaction. transaction-1.0 TransactionRequestType */
export interface TransactionRequest extends RequestHead {
  readonly transactionID: string;
}

export interface ItemIdentification {
  readonly id: Identifier;
}

/** A decimal number with its unit. */
export interface Quantity {
  readonly $value: string;
  readonly quantityUnitCode: string;
}

/** A code of ISO 4217 as UBL lists them. */
export type Currency = CurrencyCodeContentType;

export interface Amount {
  readonly $value: string;
  readonly amountCurrencyID: Currency;
}

export interface Price {
  readonly priceAmount: Amount;
  readonly baseQuantity?: Quantity;
  readonly minimumQuantity?: Quantity;
}

/** A line that the buyer wants. order-1.1 OrderRequestLine */
export interface OrderRequestLine {
  readonly sellersItemIdentification: ItemIdentification;
  readonly quantity: Quantity;
  readonly buyersItemIdentification?: ItemIdentification;
  readonly deliveryDate?: { readonly $value: string };
  readonly backlogIndicator?: { readonly $value: boolean };
}

/** Master data of an item. UBL 1.0 ItemType with the additions of veloconnect */
export interface Item {
  readonly description: { readonly $value: string };
  readonly packQuantity?: Quantity;
  readonly buyersItemIdentification?: ItemIdentification;
  readonly sellersItemIdentification: ItemIdentification;
  readonly manufacturersItemIdentification?: ItemIdentification & {
    readonly issuerParty?: { readonly partyName: { readonly name: readonly { readonly $value: string }[] } };
  };
  readonly standardItemIdentification?: ItemIdentification;
  readonly basePrice: readonly Price[];
  readonly recommendedRetailPrice?: Price;
}

export type AvailabilityCode = "available" | "partially_available" | "expecting_delivery" | "not_available";

export interface Availability {
  readonly code: AvailabilityCode;
  readonly availableQuantity?: Quantity;
  readonly expectedDeliveryDate?: { readonly $value: string };
  readonly itemReplacement?: readonly ItemIdentification[];
}

/** A line as the seller has noted it. order-1.1 OrderResponseLine */
export interface OrderResponseLine {
  readonly quantity: Quantity;
  readonly item: Item;
  readonly unitPrice: Amount;
  readonly availability?: Availability;
  readonly deliveryDate?: { readonly $value: string };
  readonly backlogIndicator?: { readonly $value: boolean };
}

/** Items to take in place of a number that is not valid any more. */
export interface RequestReplacement {
  readonly sellersItemIdentification: ItemIdentification;
  readonly itemReplacement: readonly ItemIdentification[];
}

/** No item has this number. */
export interface ItemUnknown {
  readonly sellersItemIdentification: ItemIdentification;
}
