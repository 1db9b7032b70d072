/**
 * Sums, numbers and parties of the ports -> members of answers.
 */
import type { AddressType, ItemIdentificationType, PartyType } from "../../../generated/veloconnect/common-aggregate-components-1-0.js";
import { CountryIdentificationCodeContentType } from "../../../generated/veloconnect/country-identification-code-1-0.js";
import { CurrencyCodeContentType } from "../../../generated/veloconnect/currency-code-1-0.js";
import type { SimpleType } from "../../runtime/codec.js";
import { enumeratedTexts } from "../../runtime/simple-text.js";
import type { Amount, Currency, Quantity } from "./messages.js";
import type { Measured, Money } from "./ports/backend-call.js";
import type { PostalAddress } from "./ports/receipts.js";
import type { ItemNumber } from "./ports/stock.js";

/** Makes a function that takes a code that messages can carry, and throws for others. */
function codeOf<Code extends string>(type: SimpleType<Code>, what: string): (text: string) => Code {
  const codes: ReadonlySet<string> = new Set(enumeratedTexts(type));
  return (text) => {
    if (!codes.has(text)) throw new Error(`UBL does not list the ${what} "${text}", which the merchandise system has`);
    // The set has the values of the type.
    return text as Code;
  };
}

/** A currency of ISO 4217 as UBL lists them. */
export const currencyOf: (text: string) => Currency = codeOf(CurrencyCodeContentType, "currency");
const countryOf = codeOf(CountryIdentificationCodeContentType, "country");

export function amountOf({ amount, currency }: Money): Amount {
  return { $value: amount, amountCurrencyID: currencyOf(currency) };
}

export function quantityOf({ amount, unit }: Measured): Quantity {
  return { $value: amount, quantityUnitCode: unit };
}

/** A number of an item with what says whose it is. */
export function identificationOf({ number, scheme, issuer }: ItemNumber): ItemIdentificationType {
  return {
    id: { $value: number, ...(scheme !== undefined && { identificationSchemeID: scheme }) },
    ...(issuer !== undefined && { issuerParty: { partyName: { name: [{ $value: issuer }] } } }),
  };
}

export function addressOf({ street, houseNumber, postalCode, city, country }: PostalAddress): AddressType {
  return {
    ...(street !== undefined && { streetName: { $value: street } }),
    ...(houseNumber !== undefined && { buildingNumber: { $value: houseNumber } }),
    ...(city !== undefined && { cityName: { $value: city } }),
    ...(postalCode !== undefined && { postalZone: { $value: postalCode } }),
    ...(country !== undefined && { country: { identificationCode: { $value: countryOf(country) } } }),
  };
}

export function partyOf(address: PostalAddress): PartyType {
  return { ...(address.name !== undefined && { partyName: { name: [{ $value: address.name }] } }), address: addressOf(address) };
}
