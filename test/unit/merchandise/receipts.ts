/**
 * Documents to test with.
 */
import type { StoredReceipt } from "../../../src/merchandise/receipts/stored-receipt.js";

const buyer = { number: "4711" };
const line = {
  id: "1",
  order: { id: "SO-1", lineId: "1" },
  quantity: { amount: "2", unit: "EA" },
  item: { description: "Tyre", sellersNumber: "20020", standardNumber: { number: "4000000200208", scheme: "EAN/UCC-13" } },
  specimens: [[{ number: "F-1", kind: "FrameNumber" }]],
  unitPrice: { amount: "12.50", currency: "EUR" },
  linePrice: { amount: "25.00", currency: "EUR" },
};
const euros = (amount: string) => ({ amount, currency: "EUR" });

/** As files have them. */
export const documents = {
  offer: {
    buyer: { number: "4711", scheme: "GLN" },
    kind: "Offer",
    number: "OF-1",
    issueDate: "2026-01-10",
    requestReference: "R-1",
    valid: { from: "2026-01-10", thru: "2026-02-10" },
    items: [{ number: "20020", description: "Tyre", unit: "EA", currency: "EUR", prices: [{ from: "0", amount: "10" }] }],
  },
  confirmation: { buyer, kind: "OrderConfirmation", number: "OC-1", issueDate: "2026-01-15", lines: [line] },
  later: {
    buyer,
    kind: "OrderConfirmation",
    number: "OC-2",
    issueDate: "2026-02-01",
    lines: [
      { ...line, order: { id: "SO-2" } },
      { ...line, id: "2" },
    ],
  },
  note: {
    buyer,
    kind: "DeliveryNote",
    number: "DN-1",
    issueDate: "2026-01-20",
    trackingUrls: ["https://parcels.example/1"],
    deliveryAddress: { name: "Bike Shop", city: "Bremen", country: "DE" },
    lines: [{ ...line, orderConfirmation: { id: "OC-1" } }],
  },
  invoice: {
    buyer,
    kind: "Invoice",
    number: "IN-1",
    issueDate: "2026-01-21",
    gross: euros("29.75"),
    net: euros("25.00"),
    tax: [{ percent: "19", taxed: euros("25.00"), tax: euros("4.75") }],
    lines: [{ ...line, deliveryNote: { id: "DN-1" } }],
  },
};

/** The document that a backend gives for one of a file. */
export function documentOf({ buyer: _, ...document }: { readonly buyer: unknown }): StoredReceipt["document"] {
  // Files have the members of documents.
  return document as unknown as StoredReceipt["document"];
}
