/**
 * Documents as JSON: one, or a list of them, each with the buyer that it is for.
 *
 * { "buyer": { "number": "4711" }, "kind": "OrderConfirmation", "number": "OC-1", "issueDate": "2026-11-29", "lines": [{ "id": "1",
 *   "order": { "id": "SO-1" }, "quantity": { "amount": "2", "unit": "EA" }, "item": { "description": "Tyre" },
 *   "unitPrice": { "amount": "12.50", "currency": "EUR" }, "linePrice": { "amount": "25.00", "currency": "EUR" } }] }
 */
import type {
  CatalogueItem,
  DateRange,
  Invoice,
  InvoiceTax,
  ItemNumber,
  LineReference,
  Measured,
  Money,
  PostalAddress,
  Receipt,
  ReceiptItem,
  ReceiptLine,
  SerialNumber,
} from "../../services/veloconnect/index.js";
import { readCurrency, readDate, readDecimal } from "../catalogue/check-values.js";
import { JsonRecord } from "../catalogue/json-record.js";
import { readItem } from "../catalogue/read-json.js";
import type { StoredReceipt } from "./stored-receipt.js";

/** Reads the text of a file. Throws an Error that says which document is wrong, and how. */
export function readReceipts(json: string): readonly StoredReceipt[] {
  const parsed: unknown = JSON.parse(json);
  const documents: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return documents.map((document, index) => readReceipt(new JsonRecord(`document ${index + 1}`, document)));
}

function readReceipt(entry: JsonRecord): StoredReceipt {
  const buyer = entry.needed("buyer");
  const scheme = buyer.optional("scheme") && { identificationSchemeID: buyer.text("scheme") };
  return { buyer: { $value: buyer.text("number"), ...scheme }, document: readDocument(entry) };
}

function readDocument(entry: JsonRecord): Receipt {
  const head = {
    number: entry.text("number"),
    issueDate: entry.value("issueDate", readDate),
    ...optionalText(entry, "description"),
    ...optionalPart(entry, "party", readAddress),
  };
  const kind = entry.text("kind");
  switch (kind) {
    case "Offer":
      return {
        ...head,
        kind,
        ...optionalText(entry, "requestReference"),
        ...(entry.optional("requestDate") && { requestDate: entry.value("requestDate", readDate) }),
        ...optionalPart(entry, "valid", readRange),
        ...optionalText(entry, "url"),
        items: entry.filledList("items", (each): CatalogueItem => readItem(each).item),
      };
    case "OrderConfirmation":
      return { ...head, kind, lines: entry.filledList("lines", readLine) };
    case "DeliveryNote": {
      const trackingUrls = entry.optional("trackingUrls");
      return {
        ...head,
        kind,
        ...(trackingUrls && { trackingUrls: trackingUrls.texts() }),
        ...optionalPart(entry, "deliveryAddress", readAddress),
        lines: entry.filledList("lines", readLine),
      };
    }
    case "Invoice":
      return readInvoice({ ...head, kind }, entry);
    default:
      throw entry.wrong(`has the kind "${kind}": there are Offer, OrderConfirmation, DeliveryNote, Invoice`);
  }
}

function readInvoice(head: Pick<Invoice, "kind" | "number" | "issueDate">, entry: JsonRecord): Invoice {
  return {
    ...head,
    ...optionalText(entry, "url"),
    gross: readMoney(entry.needed("gross")),
    net: readMoney(entry.needed("net")),
    tax: entry.filledList("tax", readTax),
    lines: entry.filledList("lines", readLine),
  };
}

function readTax(entry: JsonRecord): InvoiceTax {
  return { percent: entry.value("percent", readDecimal), taxed: readMoney(entry.needed("taxed")), tax: readMoney(entry.needed("tax")) };
}

function readLine(entry: JsonRecord): ReceiptLine {
  const specimens = entry.optional("specimens");
  return {
    id: entry.text("id"),
    ...optionalPart(entry, "order", readReference),
    ...optionalPart(entry, "orderConfirmation", readReference),
    ...optionalPart(entry, "deliveryNote", readReference),
    ...(entry.optional("deliveryDate") && { deliveryDate: entry.value("deliveryDate", readDate) }),
    quantity: readMeasured(entry.needed("quantity")),
    item: readReceiptItem(entry.needed("item")),
    ...(specimens && { specimens: specimens.elements().map((each) => each.elements().map(readSerial)) }),
    unitPrice: readMoney(entry.needed("unitPrice")),
    linePrice: readMoney(entry.needed("linePrice")),
  };
}

function readReceiptItem(entry: JsonRecord): ReceiptItem {
  return {
    description: entry.text("description"),
    ...optionalText(entry, "sellersNumber"),
    ...optionalText(entry, "buyersNumber"),
    ...optionalPart(entry, "standardNumber", readItemNumber),
    ...optionalPart(entry, "manufacturersNumber", readItemNumber),
  };
}

function readItemNumber(entry: JsonRecord): ItemNumber {
  return { number: entry.text("number"), ...optionalText(entry, "scheme"), ...optionalText(entry, "issuer") };
}

function readSerial(entry: JsonRecord): SerialNumber {
  return { number: entry.text("number"), kind: entry.text("kind"), ...optionalText(entry, "description") };
}

function readReference(entry: JsonRecord): LineReference {
  return { id: entry.text("id"), ...optionalText(entry, "lineId") };
}

function readAddress(entry: JsonRecord): PostalAddress {
  return {
    ...optionalText(entry, "name"),
    ...optionalText(entry, "street"),
    ...optionalText(entry, "houseNumber"),
    ...optionalText(entry, "postalCode"),
    ...optionalText(entry, "city"),
    ...optionalText(entry, "country"),
  };
}

function readRange(entry: JsonRecord): DateRange {
  return {
    ...(entry.optional("from") && { from: entry.value("from", readDate) }),
    ...(entry.optional("thru") && { thru: entry.value("thru", readDate) }),
  };
}

function readMoney(entry: JsonRecord): Money {
  return { amount: entry.value("amount", readDecimal), currency: entry.value("currency", readCurrency) };
}

function readMeasured(entry: JsonRecord): Measured {
  return { amount: entry.value("amount", readDecimal), unit: entry.text("unit") };
}

function optionalText<Key extends string>(entry: JsonRecord, key: Key): { readonly [Each in Key]?: string } {
  // The one member of the object is the key's.
  return (entry.optional(key) === undefined ? {} : { [key]: entry.text(key) }) as { readonly [Each in Key]?: string };
}

function optionalPart<Key extends string, T>(entry: JsonRecord, key: Key, read: (part: JsonRecord) => T): { readonly [Each in Key]?: T } {
  const part = entry.optional(key);
  // The one member of the object is the key's.
  return (part === undefined ? {} : { [key]: read(part) }) as { readonly [Each in Key]?: T };
}
