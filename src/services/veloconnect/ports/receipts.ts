/**
 * The port to the documents of business: offers, order confirmations, delivery notes, invoices.
 */
import type { BackendCall, Measured, Money } from "./backend-call.js";
import type { CatalogueItem } from "./catalogue.js";
import type { ItemNumber, SerialNumber } from "./stock.js";

/** The kinds of documents. */
export type ReceiptKind = "Offer" | "OrderConfirmation" | "DeliveryNote" | "Invoice";

/** Relations by which documents may be searched; the port may leave some out. Named as profiles list those that are missing. */
export type ReceiptRelation =
  | "OrderConfirmation-OrderID"
  | "DeliveryNote-OrderID"
  | "Invoice-OrderID"
  | "DeliveryNote-OrderConfirmationID"
  | "Invoice-OrderConfirmationID"
  | "Invoice-DeliveryNoteID";

/** Days; both ends belong to the range. Dates are YYYY-MM-DD. */
export interface DateRange {
  readonly from?: string;
  readonly thru?: string;
}

/** What documents are searched by: members of one kind are alternatives, different kinds must all agree. */
export interface ReceiptSearch {
  /** Compared with the date of issue. */
  readonly issued?: DateRange;
  /** Of offers. */
  readonly requestReference?: string;
  /** Of offers: YYYY-MM-DD. */
  readonly requestDate?: string;
  /** Absent: by any order. */
  readonly orderIds?: readonly string[];
  readonly orderConfirmationIds?: readonly string[];
  readonly deliveryNoteIds?: readonly string[];
}

/** What a list of documents shows. */
export interface ReceiptHeader {
  readonly number: string;
  /** YYYY-MM-DD */
  readonly issueDate: string;
  readonly description?: string;
  /** Relations to other documents, where they are supported. */
  readonly orderIds?: readonly string[];
  readonly orderConfirmationIds?: readonly string[];
  readonly deliveryNoteIds?: readonly string[];
  /** Of offers. */
  readonly requestReference?: string;
  readonly requestDate?: string;
  readonly valid?: DateRange;
}

/** What was found. */
export interface ReceiptHits {
  /** Oldest first. */
  readonly headers: readonly ReceiptHeader[];
  /** The days that were looked at, if they are fewer than asked for. */
  readonly covered?: DateRange;
}

/** An address of a party. */
export interface PostalAddress {
  readonly name?: string;
  readonly street?: string;
  readonly houseNumber?: string;
  readonly postalCode?: string;
  readonly city?: string;
  /** Two letters of ISO 3166. */
  readonly country?: string;
}

/** The item of a line as it is described there. It may be gone from the catalogue. */
export interface ReceiptItem {
  readonly description: string;
  readonly sellersNumber?: string;
  readonly buyersNumber?: string;
  readonly standardNumber?: ItemNumber;
  readonly manufacturersNumber?: ItemNumber;
}

/** A document, and a line of it. */
export interface LineReference {
  readonly id: string;
  readonly lineId?: string;
}

/** A line of a document. */
export interface ReceiptLine {
  readonly id: string;
  readonly order?: LineReference;
  readonly orderConfirmation?: LineReference;
  readonly deliveryNote?: LineReference;
  /** YYYY-MM-DD */
  readonly deliveryDate?: string;
  readonly quantity: Measured;
  readonly item: ReceiptItem;
  /** The numbers of each specimen. */
  readonly specimens?: readonly (readonly SerialNumber[])[];
  /** Net, for one of the quantity's unit. */
  readonly unitPrice: Money;
  /** Net, for the line. */
  readonly linePrice: Money;
}

/** What every document has. */
interface Document {
  readonly number: string;
  /** YYYY-MM-DD */
  readonly issueDate: string;
  readonly description?: string;
  /** Who made it. */
  readonly party?: PostalAddress;
}

export interface Offer extends Document {
  readonly kind: "Offer";
  readonly requestReference?: string;
  readonly requestDate?: string;
  readonly valid?: DateRange;
  readonly url?: string;
  readonly items: readonly [CatalogueItem, ...CatalogueItem[]];
}

export interface OrderConfirmation extends Document {
  readonly kind: "OrderConfirmation";
  readonly lines: readonly [ReceiptLine, ...ReceiptLine[]];
}

export interface DeliveryNote extends Document {
  readonly kind: "DeliveryNote";
  readonly trackingUrls?: readonly string[];
  readonly deliveryAddress?: PostalAddress;
  readonly lines: readonly [ReceiptLine, ...ReceiptLine[]];
}

export interface Invoice extends Document {
  readonly kind: "Invoice";
  readonly url?: string;
  readonly gross: Money;
  readonly net: Money;
  /** For each rate: the sum that is taxed, and its tax. */
  readonly tax: readonly [InvoiceTax, ...InvoiceTax[]];
  readonly lines: readonly [ReceiptLine, ...ReceiptLine[]];
}

/** The tax of one rate. */
export interface InvoiceTax {
  readonly percent: string;
  readonly taxed: Money;
  readonly tax: Money;
}

/** A document of any kind. */
export type Receipt = Offer | OrderConfirmation | DeliveryNote | Invoice;

/** Knows the documents. */
export interface Receipts {
  /** What is offered; operations for the rest are answered as not supported. */
  readonly kinds: readonly ReceiptKind[];
  /** Relations by which nothing can be found; the profile lists them. */
  readonly unsupported: readonly ReceiptRelation[];
  /** The documents of the buyer that agree with a search. */
  query(kind: ReceiptKind, search: ReceiptSearch, call: BackendCall): Promise<ReceiptHits>;
  /** The buyer's documents of these numbers, in any order; unknown ones are left out. */
  details<Kind extends ReceiptKind>(
    kind: Kind,
    numbers: readonly string[],
    call: BackendCall,
  ): Promise<readonly Extract<Receipt, { readonly kind: Kind }>[]>;
}
