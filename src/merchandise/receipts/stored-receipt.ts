/**
 * Documents with the buyer that they are for: what lists show of them, and which of them a search finds.
 */
import type { PartyNumber, Receipt, ReceiptHeader, ReceiptSearch } from "../../services/veloconnect/index.js";

/** A document, and whose it is. */
export interface StoredReceipt {
  readonly buyer: PartyNumber;
  readonly document: Receipt;
}

/** A buyer's key: number and scheme. */
export function buyerKey({ $value, identificationSchemeID }: PartyNumber): string {
  return JSON.stringify([$value, identificationSchemeID ?? null]);
}

/** What a list shows of a document. Relations to other documents are those of its lines. */
export function headerOf(document: Receipt): ReceiptHeader {
  const { number, issueDate, description } = document;
  const head = { number, issueDate, ...(description !== undefined && { description }) };
  if (document.kind === "Offer") {
    const { requestReference, requestDate, valid } = document;
    return {
      ...head,
      ...(requestReference !== undefined && { requestReference }),
      ...(requestDate !== undefined && { requestDate }),
      ...(valid && { valid }),
    };
  }
  const related = (member: "order" | "orderConfirmation" | "deliveryNote"): readonly string[] => [
    ...new Set(document.lines.flatMap((line) => line[member]?.id ?? [])),
  ];
  const [orderIds, orderConfirmationIds, deliveryNoteIds] = [related("order"), related("orderConfirmation"), related("deliveryNote")];
  return {
    ...head,
    ...(orderIds.length > 0 && { orderIds }),
    ...(orderConfirmationIds.length > 0 && { orderConfirmationIds }),
    ...(deliveryNoteIds.length > 0 && { deliveryNoteIds }),
  };
}

/** Tests if a search finds a document. */
export function isFound(header: ReceiptHeader, search: ReceiptSearch): boolean {
  const { issued, requestReference, requestDate, orderIds, orderConfirmationIds, deliveryNoteIds } = search;
  return (
    (issued?.from ?? "") <= header.issueDate &&
    (issued?.thru ?? "9999-12-31") >= header.issueDate &&
    (requestReference === undefined || header.requestReference === requestReference) &&
    (requestDate === undefined || header.requestDate === requestDate) &&
    meets(header.orderIds, orderIds) &&
    meets(header.orderConfirmationIds, orderConfirmationIds) &&
    meets(header.deliveryNoteIds, deliveryNoteIds)
  );
}

/** Alternatives: one of them is enough. */
function meets(has: readonly string[] = [], wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.some((each) => has.includes(each));
}

/** Oldest first; of one day by number. */
export function byAge(one: ReceiptHeader, other: ReceiptHeader): number {
  if (one.issueDate !== other.issueDate) return one.issueDate < other.issueDate ? -1 : 1;
  return one.number < other.number ? -1 : one.number > other.number ? 1 : 0;
}
