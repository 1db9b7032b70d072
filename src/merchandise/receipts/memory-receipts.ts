/**
 * Documents in memory.
 */
import type { Receipt, ReceiptHeader, ReceiptKind, Receipts } from "../../services/veloconnect/index.js";
import { buyerKey, byAge, headerOf, isFound, type StoredReceipt } from "./stored-receipt.js";

/** All kinds of documents. */
export const receiptKinds: readonly ReceiptKind[] = ["Offer", "OrderConfirmation", "DeliveryNote", "Invoice"];

interface KnownReceipt {
  readonly header: ReceiptHeader;
  readonly document: Receipt;
}

/** Makes the port of some documents. Of two of one kind and number, the later one counts. */
export function createReceipts(receipts: readonly StoredReceipt[]): Receipts {
  const known = new Map<string, Map<string, KnownReceipt>>();
  const listKey = (buyer: StoredReceipt["buyer"], kind: ReceiptKind): string => `${kind} ${buyerKey(buyer)}`;
  for (const { buyer, document } of receipts) {
    const key = listKey(buyer, document.kind);
    const list = known.get(key) ?? new Map<string, KnownReceipt>();
    known.set(key, list.set(document.number, { header: headerOf(document), document }));
  }
  return {
    kinds: receiptKinds,
    unsupported: [],
    query: async (kind, search, { buyer }) => {
      const list = [...(known.get(listKey(buyer, kind))?.values() ?? [])];
      const headers = list.map(({ header }) => header).filter((header) => isFound(header, search));
      return { headers: headers.sort(byAge) };
    },
    details: async (kind, numbers, { buyer }) => {
      const list = known.get(listKey(buyer, kind));
      // Lists are kept by kind.
      return [...new Set(numbers)].flatMap((number) => list?.get(number)?.document ?? []) as Extract<
        Receipt,
        { readonly kind: typeof kind }
      >[];
    },
  };
}
