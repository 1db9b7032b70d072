/**
 * Members of messages that reports have -> types of the ports.
 */
import type { BasePriceType, ItemIdentificationType } from "../../../generated/veloconnect/common-aggregate-components-1-0.js";
import type { Amount, Quantity } from "./messages.js";
import type { Measured, Money } from "./ports/backend-call.js";
import type { ItemNumber } from "./ports/stock.js";

/** A sum with its currency. */
export function moneyOf({ $value, amountCurrencyID }: Amount): Money {
  return { amount: $value, currency: amountCurrencyID };
}

/** The sum of a price. */
export function priceOf({ priceAmount }: BasePriceType): Money {
  return moneyOf(priceAmount);
}

/** A number with its unit. */
export function measuredOf({ $value, quantityUnitCode }: Quantity): Measured {
  return { amount: $value, unit: quantityUnitCode };
}

/** A number of an item with what says whose it is. */
export function itemNumberOf({ id, issuerParty }: ItemIdentificationType): ItemNumber {
  const issuer = issuerParty?.partyName?.name[0]?.$value;
  return {
    number: id.$value,
    ...(id.identificationSchemeID !== undefined && { scheme: id.identificationSchemeID }),
    ...(issuer !== undefined && { issuer }),
  };
}

/** A member where there is something to convert. */
export function optional<Key extends string, From, To>(
  key: Key,
  value: From | undefined,
  convert: (value: From) => To,
): { readonly [K in Key]?: To } {
  // The computed key is the type's.
  return (value === undefined ? {} : { [key]: convert(value) }) as { readonly [K in Key]?: To };
}

/** A text as it is, without what else may stand beside it. */
export function textOf({ $value }: { readonly $value: string }): string {
  return $value;
}

/** The number of an item alone. */
export function numberOf({ id }: ItemIdentificationType): string {
  return id.$value;
}

/** What is the same on both sides. */
export function same<T>(value: T): T {
  return value;
}
