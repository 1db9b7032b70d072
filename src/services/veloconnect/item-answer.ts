/**
 * Catalogue -> the parts of answers that describe items: master data, prices, availability.
 */
import { compareDecimals, type Decimal, formatDecimal, multiply, parseDecimal, stepsToReach } from "./decimal.js";
import type { Amount, Availability, Item, ItemIdentification, Price, Quantity, RequestReplacement } from "./messages.js";
import { currencyOf } from "./party-answer.js";
import type { CatalogueItem, CataloguePrice, StockLevel } from "./ports/catalogue.js";

/** An item's number as an answer has it. */
export function identify(number: string): ItemIdentification {
  return { id: { $value: number } };
}

/** The master data of an item. All base prices are net and in the item's own unit. */
export function describeItem(item: CatalogueItem, buyersNumber?: ItemIdentification): Item {
  const price = (amount: string): Price => ({ priceAmount: amountOf(amount, item), baseQuantity: quantityOf("1", item.unit) });
  return {
    description: { $value: item.description },
    ...(item.pack && { packQuantity: quantityOf(item.pack.quantity, item.pack.unit) }),
    ...(buyersNumber && { buyersItemIdentification: buyersNumber }),
    sellersItemIdentification: identify(item.number),
    ...(item.manufacturer && {
      manufacturersItemIdentification: {
        ...identify(item.manufacturer.number),
        issuerParty: { partyName: { name: [{ $value: item.manufacturer.name }] } },
      },
    }),
    ...(item.ean !== undefined && {
      standardItemIdentification: { id: { $value: item.ean, identificationSchemeID: "EAN/UCC-13" } },
    }),
    basePrice: item.prices.map((each) => ({ ...price(each.amount), ...minimumOf(each, item) })),
    ...(item.recommendedRetailPrice !== undefined && { recommendedRetailPrice: price(item.recommendedRetailPrice) }),
    ...((item.links || item.groups) && { itemInformation: informationOf(item) }),
  };
}

function informationOf({ links = [], groups = [] }: CatalogueItem): NonNullable<Item["itemInformation"]> {
  return {
    informationURL: links.map(({ uri, kinds, description }) => ({
      uri,
      disposition: kinds,
      ...(description !== undefined && { description: { $value: description } }),
    })),
    classificationGroupMember: groups.map(({ scheme, group, isPrimary = true }) => ({
      classificationSchemeID: { $value: scheme },
      groupID: { $value: group },
      primaryGroup: isPrimary,
    })),
  };
}

function minimumOf({ from }: CataloguePrice, item: CatalogueItem): { minimumQuantity?: Quantity } {
  return isZero(from) ? {} : { minimumQuantity: quantityOf(from, item.unit) };
}

/** The net price for one unit when so many are ordered. */
export function unitPriceOf(item: CatalogueItem, quantity: Decimal): Amount {
  const reached = item.prices.filter(({ from }) => compareDecimals(parseDecimal(from), quantity) <= 0);
  return amountOf((reached.at(-1) ?? item.prices[0]).amount, item);
}

/**
 * The quantity that can be ordered for one that was wished: in the item's unit, moved up to the next step. 500 pieces of an item in packs of 100
 * are 5 packs. Undefined for a unit that the item is not sold in.
 */
export function orderableQuantity(item: CatalogueItem, wished: Quantity): Quantity | undefined {
  const amount = parseDecimal(wished.$value);
  if (wished.quantityUnitCode === item.unit) return quantityOf(toStep(amount, item.step), item.unit);
  if (item.pack === undefined || wished.quantityUnitCode !== item.pack.unit) return undefined;
  const packs: Decimal = { unscaled: stepsToReach(amount, parseDecimal(item.pack.quantity)), scale: 0 };
  return quantityOf(toStep(packs, item.step), item.unit);
}

function toStep(amount: Decimal, step: string | undefined): string {
  if (step === undefined) return formatDecimal(amount);
  const size = parseDecimal(step);
  return formatDecimal(multiply(size, stepsToReach(amount, size)));
}

/** Availability of a quantity; of any at all when none is named. */
export function judgeAvailability(item: CatalogueItem, stock: StockLevel, quantity: Quantity | undefined): Availability {
  const there = parseDecimal(stock.quantity);
  const wanted = quantity && orderableQuantity(item, quantity);
  const expected = stock.expectedOn === undefined ? {} : { expectedDeliveryDate: { $value: stock.expectedOn } };
  const replacements = stock.replacements?.length ? { itemReplacement: stock.replacements.map(identify) } : {};
  if (there.unscaled <= 0n) {
    return { code: stock.expectedOn === undefined ? "not_available" : "expecting_delivery", ...expected, ...replacements };
  }
  if (wanted === undefined || compareDecimals(parseDecimal(wanted.$value), there) <= 0) return { code: "available" };
  return { code: "partially_available", availableQuantity: quantityOf(formatDecimal(there), item.unit), ...expected, ...replacements };
}

/** What to order in place of a number that is not valid any more. */
export function replacementOf(number: ItemIdentification, by: readonly string[]): RequestReplacement {
  return { sellersItemIdentification: number, itemReplacement: by.map(identify) };
}

function isZero(text: string): boolean {
  return parseDecimal(text).unscaled === 0n;
}

function amountOf(amount: string, item: CatalogueItem): Amount {
  return { $value: amount, amountCurrencyID: currencyOf(item.currency) };
}

function quantityOf(quantity: string, unit: string): Quantity {
  return { $value: quantity, quantityUnitCode: unit };
}
