/**
 * Documents of the port `Receipts` -> members of answers. receipt-1.3
 */
import type * as contract from "../../../generated/veloconnect/receipt-1-3.js";
import { SerialIDKind } from "../../../generated/veloconnect/receipt-1-3.js";
import { enumeratedTexts } from "../../runtime/simple-text.js";
import { describeItem, identify } from "./item-answer.js";
import type { Item } from "./messages.js";
import { addressOf, amountOf, identificationOf, partyOf, quantityOf } from "./party-answer.js";
import type * as port from "./ports/receipts.js";
import type { SerialNumber } from "./ports/stock.js";
import { optional, same } from "./report-members.js";

type Documents = { readonly [Kind in port.ReceiptKind]: Extract<port.Receipt, { readonly kind: Kind }> };

export function dateRangeOf({ from, thru }: port.DateRange): contract.DateRangeType {
  return { ...optional("fromDate", from, dateOf), ...optional("thruDate", thru, dateOf) };
}

function dateOf(day: string): { readonly $value: string } {
  return { $value: day };
}

/** What all documents begin with. */
function headOf({ issueDate, description, party }: Pick<port.Receipt, "issueDate" | "description" | "party">) {
  return { issueDate: dateOf(issueDate), ...optional("description", description, same), ...optional("party", party, partyOf) };
}

export function describeOffer(offer: Documents["Offer"]): contract.Offer {
  return {
    offerID: offer.number,
    ...headOf(offer),
    ...optional("requestDate", offer.requestDate, dateOf),
    ...optional("requestReference", offer.requestReference, same),
    ...optional("validRange", offer.valid, dateRangeOf),
    ...optional("offerURL", offer.url, same),
    item: offer.items.map((item) => describeItem(item)),
  };
}

export function describeOrderConfirmation(confirmation: Documents["OrderConfirmation"]): contract.OrderConfirmation {
  return { orderConfirmationID: confirmation.number, ...headOf(confirmation), lineItem: confirmation.lines.map(describeLine) };
}

export function describeDeliveryNote(note: Documents["DeliveryNote"]): contract.DeliveryNote {
  return {
    deliveryNoteID: note.number,
    ...headOf(note),
    ...optional("trackingURL", note.trackingUrls, same),
    ...optional("deliveryAddress", note.deliveryAddress, addressOf),
    lineItem: note.lines.map(describeLine),
  };
}

export function describeInvoice(invoice: Documents["Invoice"]): contract.Invoice {
  return {
    invoiceID: invoice.number,
    ...headOf(invoice),
    ...optional("invoiceURL", invoice.url, same),
    grossSum: amountOf(invoice.gross),
    netSum: amountOf(invoice.net),
    vat: invoice.tax.map(({ percent, taxed, tax }) => ({
      taxableAmount: amountOf(taxed),
      taxAmount: amountOf(tax),
      taxCategory: { id: { $value: percent }, percent: { $value: percent }, taxScheme: { id: { $value: "VAT" } } },
    })),
    lineItem: invoice.lines.map(describeLine),
  };
}

function describeLine(line: port.ReceiptLine): contract.LineItem {
  return {
    lineID: line.id,
    ...optional("orderID", line.order, referenceOf),
    ...optional("orderConfirmationID", line.orderConfirmation, referenceOf),
    ...optional("deliveryNoteID", line.deliveryNote, referenceOf),
    ...optional("deliveryDate", line.deliveryDate, dateOf),
    quantity: quantityOf(line.quantity),
    item: describeReceiptItem(line.item),
    ...optional("itemInstance", line.specimens, (specimens) => specimens.map((serials) => ({ serialID: serials.map(serialOf) }))),
    unitPrice: amountOf(line.unitPrice),
    linePrice: amountOf(line.linePrice),
  };
}

function referenceOf({ id, lineId }: port.LineReference): contract.LineReferenceType {
  return { id, ...optional("lineID", lineId, same) };
}

function describeReceiptItem(item: port.ReceiptItem): Partial<Item> {
  return {
    description: { $value: item.description },
    ...optional("buyersItemIdentification", item.buyersNumber, identify),
    ...optional("sellersItemIdentification", item.sellersNumber, identify),
    ...optional("manufacturersItemIdentification", item.manufacturersNumber, identificationOf),
    ...optional("standardItemIdentification", item.standardNumber, identificationOf),
  };
}

const serialKinds: ReadonlySet<string> = new Set(enumeratedTexts(SerialIDKind));

/** A kind that the contract does not list is another one, told in the description. */
function serialOf({ number, kind, description = kind }: SerialNumber): contract.SerialIDType {
  if (!serialKinds.has(kind)) return { $value: number, kind: "Other", description };
  // The set has the values of the type.
  return { $value: number, kind: kind as SerialIDKind, ...(description !== kind && { description }) };
}
