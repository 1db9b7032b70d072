/**
 * The stand-alone operations on documents: what was found, and documents by number. receipt-1.3
 */

import type * as contract from "../../../generated/veloconnect/receipt-1-3.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import type { RequestHead } from "./messages.js";
import { headOf, type Operation } from "./operation.js";
import type * as port from "./ports/receipts.js";
import { dateRangeOf, describeDeliveryNote, describeInvoice, describeOffer, describeOrderConfirmation } from "./receipt-answer.js";
import { optional, same, textOf } from "./report-members.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";

export interface ReceiptOperations {
  readonly offerQuery: Operation<contract.OfferQueryRequest, contract.OfferQueryResponse>;
  readonly offerDetails: Operation<contract.OfferDetailsRequest, contract.OfferDetailsResponse>;
  readonly orderConfirmationQuery: Operation<contract.OrderConfirmationQueryRequest, contract.OrderConfirmationQueryResponse>;
  readonly orderConfirmationDetails: Operation<contract.OrderConfirmationDetailsRequest, contract.OrderConfirmationDetailsResponse>;
  readonly deliveryNoteQuery: Operation<contract.DeliveryNoteQueryRequest, contract.DeliveryNoteQueryResponse>;
  readonly deliveryNoteDetails: Operation<contract.DeliveryNoteDetailsRequest, contract.DeliveryNoteDetailsResponse>;
  readonly invoiceInformationQuery: Operation<contract.InvoiceInformationQueryRequest, contract.InvoiceInformationQueryResponse>;
  readonly invoiceInformationDetails: Operation<contract.InvoiceInformationDetailsRequest, contract.InvoiceInformationDetailsResponse>;
}

/** Makes the operations. */
export function createReceiptOperations(receipts: port.Receipts): ReceiptOperations {
  return {
    offerQuery: queryOf(receipts, "Offer", (headers) => ({ offerHeader: headers.map(describeOfferHeader) })),
    offerDetails: detailsOf(
      receipts,
      "Offer",
      ({ offerID }) => offerID,
      (offer) => ({ offer: offer.map(describeOffer) }),
    ),
    orderConfirmationQuery: queryOf(receipts, "OrderConfirmation", (headers) => ({
      orderConfirmationHeader: headers.map((header) => ({
        orderConfirmationID: header.number,
        ...headerOf(header),
        ...optional("orderID", header.orderIds, same),
      })),
    })),
    orderConfirmationDetails: detailsOf(
      receipts,
      "OrderConfirmation",
      ({ orderConfirmationID = [] }) => orderConfirmationID,
      (found) => ({ orderConfirmation: found.map(describeOrderConfirmation) }),
    ),
    deliveryNoteQuery: queryOf(receipts, "DeliveryNote", (headers) => ({
      deliveryNoteHeader: headers.map((header) => ({
        deliveryNoteID: header.number,
        ...headerOf(header),
        ...optional("orderID", header.orderIds, same),
        ...optional("orderConfirmationID", header.orderConfirmationIds, same),
      })),
    })),
    deliveryNoteDetails: detailsOf(
      receipts,
      "DeliveryNote",
      ({ deliveryNoteID }) => deliveryNoteID,
      (found) => ({ deliveryNote: found.map(describeDeliveryNote) }),
    ),
    invoiceInformationQuery: queryOf(receipts, "Invoice", (headers) => ({
      invoiceHeader: headers.map((header) => ({
        invoiceID: header.number,
        ...headerOf(header),
        ...optional("orderID", header.orderIds, same),
        ...optional("orderConfirmationID", header.orderConfirmationIds, same),
        ...optional("deliveryNoteID", header.deliveryNoteIds, same),
      })),
    })),
    invoiceInformationDetails: detailsOf(
      receipts,
      "Invoice",
      ({ invoiceID }) => invoiceID,
      (found) => ({ invoice: found.map(describeInvoice) }),
    ),
  };
}

/** The members of all searches; each kind of document has some of them. */
type QueryRequest = RequestHead &
  Pick<contract.OfferQueryRequest, "dateRange" | "requestReference" | "requestDate"> &
  Pick<contract.InvoiceInformationQueryRequest, "orderID" | "orderConfirmationID" | "deliveryNoteID">;

type QueryResponse = Pick<contract.OfferQueryResponse, keyof ReturnType<typeof headOf> | "dateRange">;

/** Makes a search; headers have the relations by which the document can be searched. */
function queryOf<Headers>(
  receipts: port.Receipts,
  kind: port.ReceiptKind,
  describe: (headers: readonly port.ReceiptHeader[]) => Headers,
): Operation<QueryRequest, QueryResponse & Headers> {
  return {
    perform: async (request, owner, caller) => {
      checkSupported(receipts, kind, request);
      const { headers, covered } = await receipts.query(kind, searchOf(request), callFor(buyerOf(owner), caller));
      const answered = headers.map((header) => withoutUnsupported(receipts, kind, header));
      return { ...headOf(request), ...optional("dateRange", covered, dateRangeOf), ...describe(answered) };
    },
    refuse: (request, refusal) => ({ ...headOf(request, refusal), ...describe([]) }),
  };
}

/** Relations by the members of requests that ask for them, and of headers that show them. */
const relations = [
  { asked: "orderID", shown: "orderIds", name: "OrderID" },
  { asked: "orderConfirmationID", shown: "orderConfirmationIds", name: "OrderConfirmationID" },
  { asked: "deliveryNoteID", shown: "deliveryNoteIds", name: "DeliveryNoteID" },
] as const;

function isUnsupported({ unsupported }: port.Receipts, kind: port.ReceiptKind, name: string): boolean {
  return unsupported.some((relation) => relation === `${kind}-${name}`);
}

/** Refuses with 404 a search by what the merchandise system does not know. */
function checkSupported(receipts: port.Receipts, kind: port.ReceiptKind, request: QueryRequest): void {
  for (const { asked, name } of relations) {
    if ((request[asked]?.length ?? 0) === 0 || !isUnsupported(receipts, kind, name)) continue;
    throw new Refused(ResponseCode.notSupported, texts.noSuchSearch(name));
  }
}

function withoutUnsupported(receipts: port.Receipts, kind: port.ReceiptKind, header: port.ReceiptHeader): port.ReceiptHeader {
  const hidden = new Set<string>(relations.filter(({ name }) => isUnsupported(receipts, kind, name)).map(({ shown }) => shown));
  // What is left out may be absent.
  return Object.fromEntries(Object.entries(header).filter(([member]) => !hidden.has(member))) as unknown as port.ReceiptHeader;
}

function searchOf(request: QueryRequest): port.ReceiptSearch {
  const { dateRange } = request;
  const list = <T>(values: readonly T[] | undefined): readonly T[] | undefined => (values?.length ? values : undefined);
  return {
    ...(dateRange && {
      issued: { ...optional("from", dateRange.fromDate, dayOf), ...optional("thru", dateRange.thruDate, dayOf) },
    }),
    ...optional("requestReference", request.requestReference, same),
    ...optional("requestDate", request.requestDate, dayOf),
    ...optional("orderIds", list(request.orderID), same),
    ...optional("orderConfirmationIds", list(request.orderConfirmationID), same),
    ...optional("deliveryNoteIds", list(request.deliveryNoteID), same),
  };
}

/** A day without its time zone: the seller's local date. */
function dayOf(date: { readonly $value: string }): string {
  return textOf(date).replace(/(?:Z|[+-]\d\d:\d\d)$/, "");
}

function describeOfferHeader(header: port.ReceiptHeader): contract.OfferHeader {
  return {
    offerID: header.number,
    ...headerOf(header),
    ...optional("requestReference", header.requestReference, same),
    ...optional("requestDate", header.requestDate, (day) => ({ $value: day })),
    ...optional("validRange", header.valid, dateRangeOf),
  };
}

/** What all headers have. */
function headerOf({ issueDate, description }: port.ReceiptHeader) {
  return { issueDate: { $value: issueDate }, ...optional("description", description, same) };
}

/** Makes the operation that gives documents: each number asked for has its document or is unknown. */
function detailsOf<Kind extends port.ReceiptKind, Request extends RequestHead, Documents>(
  receipts: port.Receipts,
  kind: Kind,
  numbersOf: (request: Request) => readonly string[],
  describe: (documents: readonly Extract<port.Receipt, { readonly kind: Kind }>[]) => Documents,
): Operation<Request, ReturnType<typeof headOf> & Documents & { readonly unknownID: readonly string[] }> {
  return {
    perform: async (request, owner, caller) => {
      const numbers = numbersOf(request);
      const given = await receipts.details(kind, [...new Set(numbers)], callFor(buyerOf(owner), caller));
      const found = new Map(given.map((document) => [document.number, document]));
      return {
        ...headOf(request),
        ...describe(numbers.flatMap((number) => found.get(number) ?? [])),
        unknownID: numbers.filter((number) => !found.has(number)),
      };
    },
    refuse: (request, refusal) => ({ ...headOf(request, refusal), ...describe([]), unknownID: [] }),
  };
}
