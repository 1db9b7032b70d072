/**
 * Parameters of the URL binding -> requests as the other bindings have them.
 *
 * Lines come in the order in which their item numbers first appear, whatever parameter names them first.
 */

import type { CreateTextSearchRequest, SearchResultRequest } from "../../../generated/veloconnect/catalog-1-1.js";
import type { CreateOrderRequest, GetItemDetailsListRequest, GetItemDetailsRequest } from "../../../generated/veloconnect/order-1-1.js";
import type * as receipt from "../../../generated/veloconnect/receipt-1-3.js";
import { VeloconnectUrlGet, type VeloconnectUrlOperations } from "../../../generated/veloconnect/service.js";
import type { GetItemStatusStockTransmitB2BRequest } from "../../../generated/veloconnect/stock-b2b-1-4.js";
import type { RequestType, TransactionRequestType } from "../../../generated/veloconnect/transaction-1-0.js";
import type { Flag } from "../../../generated/veloconnect/url.js";
import { ParameterReader, type RawParameter } from "../../protocols/http/url-parameters.js";
import { validate } from "../../runtime/encode.js";
import { describeInGerman } from "../../runtime/german-issues.js";
import { describeIssue } from "../../runtime/issues.js";
import type { Keyed, OperationTable, ReadParameter } from "../../service/port-type.js";
import type { OrderRequestLine, Quantity, RequestHead } from "./messages.js";
import { answer, type answering, type Gate, languageOf, type Operation, reportInvalid } from "./operation.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";

type UrlOperation = keyof VeloconnectUrlOperations;
type Parameters<Property extends UrlOperation> = VeloconnectUrlOperations[Property]["input"];
type Builder<Property extends UrlOperation, Request> = (parameters: Parameters<Property>, inOrder: readonly ReadParameter[]) => Request;

/** What each operation is asked with; reports of stock and sales only as far as parameters can say it. */
interface RequestOf {
  readonly getStatus: RequestType;
  readonly getProfile: RequestType;
  readonly rollback: TransactionRequestType;
  readonly viewOrder: TransactionRequestType;
  readonly finishOrder: TransactionRequestType;
  readonly createOrder: CreateOrderRequest;
  readonly updateOrder: TransactionRequestType & CreateOrderRequest;
  readonly getItemDetails: GetItemDetailsRequest;
  readonly getItemDetailsList: GetItemDetailsListRequest;
  readonly createTextSearch: CreateTextSearchRequest;
  readonly searchResult: SearchResultRequest;
  readonly getClassificationScheme: RequestType;
  readonly offerQuery: receipt.OfferQueryRequest;
  readonly offerDetails: receipt.OfferDetailsRequest;
  readonly orderConfirmationQuery: receipt.OrderConfirmationQueryRequest;
  readonly orderConfirmationDetails: receipt.OrderConfirmationDetailsRequest;
  readonly deliveryNoteQuery: receipt.DeliveryNoteQueryRequest;
  readonly deliveryNoteDetails: receipt.DeliveryNoteDetailsRequest;
  readonly invoiceInformationQuery: receipt.InvoiceInformationQueryRequest;
  readonly invoiceInformationDetails: receipt.InvoiceInformationDetailsRequest;
  readonly stockTransmitB2B: RequestType;
  readonly getItemStatusStockTransmitB2B: GetItemStatusStockTransmitB2BRequest;
  readonly stockTransmitB2C: RequestType;
  readonly getItemStatusStockTransmitB2C: GetItemStatusStockTransmitB2BRequest;
  readonly saleTransmitB2B: RequestType;
  readonly getStatusSaleTransmitB2B: GetItemStatusStockTransmitB2BRequest;
  readonly saleTransmitB2X: RequestType;
  readonly getStatusSaleTransmitB2X: GetItemStatusStockTransmitB2BRequest;
}

/** Makes the request of each operation. Throws Refused where parameters that belong together are not all there. */
export const urlRequests = {
  getStatus: (parameters) => headOf(parameters),
  getProfile: (parameters) => headOf(parameters),
  rollback: (parameters) => transactionHeadOf(parameters),
  viewOrder: (parameters) => transactionHeadOf(parameters),
  finishOrder: (parameters) => transactionHeadOf(parameters),
  createOrder: (parameters, inOrder) => ({ ...headOf(parameters), orderRequestLine: linesOf(parameters, inOrder) }),
  updateOrder: (parameters, inOrder) => ({ ...transactionHeadOf(parameters), orderRequestLine: linesOf(parameters, inOrder) }),
  getItemDetails: (parameters) => ({
    ...headOf(parameters),
    sellersItemIdentification: { id: { $value: parameters.sellersItemIdentification } },
    ...quantityOf(parameters.quantity, parameters.quantityUnitCode, ""),
  }),
  getItemDetailsList: (parameters, inOrder) => ({ ...headOf(parameters), requestEntry: entriesOf(parameters, inOrder) }),
  createTextSearch: (parameters) => ({
    ...headOf(parameters),
    ...(parameters.searchString !== undefined && { searchString: { $value: parameters.searchString } }),
  }),
  searchResult: (parameters) => ({ ...fetchOf(parameters), resultFormat: parameters.resultFormat }),
  getClassificationScheme: (parameters) => headOf(parameters),
  offerQuery: ({ requestReference, requestDate, ...parameters }) => ({
    ...searchOf(parameters),
    ...(requestReference !== undefined && { requestReference }),
    ...(requestDate !== undefined && { requestDate: { $value: requestDate } }),
  }),
  offerDetails: (parameters) => ({ ...headOf(parameters), offerID: parameters.offerID ?? [] }),
  orderConfirmationQuery: (parameters) => ({ ...searchOf(parameters), orderID: parameters.orderID ?? [] }),
  orderConfirmationDetails: (parameters) => ({ ...headOf(parameters), orderConfirmationID: parameters.orderConfirmationID ?? [] }),
  deliveryNoteQuery: (parameters) => ({
    ...searchOf(parameters),
    orderID: parameters.orderID ?? [],
    orderConfirmationID: parameters.orderConfirmationID ?? [],
  }),
  deliveryNoteDetails: (parameters) => ({ ...headOf(parameters), deliveryNoteID: parameters.deliveryNoteID ?? [] }),
  invoiceInformationQuery: (parameters) => ({
    ...searchOf(parameters),
    orderID: parameters.orderID ?? [],
    orderConfirmationID: parameters.orderConfirmationID ?? [],
    deliveryNoteID: parameters.deliveryNoteID ?? [],
  }),
  invoiceInformationDetails: (parameters) => ({ ...headOf(parameters), invoiceID: parameters.invoiceID ?? [] }),
  stockTransmitB2B: headOf,
  getItemStatusStockTransmitB2B: fetchOf,
  stockTransmitB2C: headOf,
  getItemStatusStockTransmitB2C: fetchOf,
  saleTransmitB2B: headOf,
  getStatusSaleTransmitB2B: fetchOf,
  saleTransmitB2X: headOf,
  getStatusSaleTransmitB2X: fetchOf,
} satisfies { readonly [Property in UrlOperation]: Builder<Property, RequestOf[Property]> };

/** Requests with lines that parameters cannot carry. */
const documentsOnly: ReadonlySet<string> = new Set<UrlOperation>([
  "stockTransmitB2B",
  "stockTransmitB2C",
  "saleTransmitB2B",
  "saleTransmitB2X",
]);

type AnyBuilder = (parameters: unknown, inOrder: readonly ReadParameter[]) => RequestHead;

interface AskedOperation {
  readonly property: string;
  readonly table: OperationTable;
  readonly operation: Operation<RequestHead, unknown>;
}

/** Answers calls of an operation whose requests come as parameters: they are validated like those that come as documents. */
export function answeringParameters(gate: Gate, { property, table, operation }: AskedOperation): ReturnType<typeof answering> {
  // The parameters are read by the table of this very operation.
  const build = urlRequests[property as UrlOperation] as AnyBuilder;
  const codec = table.input?.();
  if (codec === undefined) throw new Error(`internal: "${table.name}" has no request`);
  // A large request takes a while to validate, so that is done for buyers only.
  const validating: typeof operation = {
    ...operation,
    perform: (request, owner, caller) => {
      if (documentsOnly.has(property)) throw new Refused(ResponseCode.notSupported, texts.documentsOnly);
      const [issue] = validate(codec, request, { maxIssues: 1 });
      if (issue !== undefined) throw Refused.notValid(texts.notValid(describeIssue(issue), describeInGerman(issue)), [issue]);
      return operation.perform(request, owner, caller);
    },
  };
  return (parameters, call) => {
    try {
      return answer(gate, validating, build(parameters, call?.parameters ?? []), call);
    } catch (error) {
      const refused = Refused.from(error);
      if (call?.request !== undefined) reportInvalid(gate, refused, call.request);
      return operation.refuse(headOfParameters(parameters), refused.in(languageOf(gate, call)));
    }
  };
}

interface HeadParameters {
  readonly buyersID: string;
  readonly password: string;
  readonly transactionID?: string;
  readonly isTest?: Flag;
}

function headOf({ buyersID, password, transactionID, isTest }: HeadParameters): RequestType {
  return {
    buyersID: { $value: buyersID },
    credential: { password },
    ...(transactionID !== undefined && { transactionID }),
    ...(isTest !== undefined && { isTest: isTrue(isTest) }),
  };
}

/** A flag is a boolean in any letter case. */
function isTrue(flag: Flag): boolean {
  return flag === "1" || flag.toLowerCase() === "true";
}

function transactionHeadOf(parameters: HeadParameters & { readonly transactionID: string }): TransactionRequestType {
  return { ...headOf(parameters), transactionID: parameters.transactionID };
}

/** All there is: more than any list has. */
const everything = BigInt(Number.MAX_SAFE_INTEGER);

/** Clients that leave the first index or the count out want everything. */
function fetchOf({
  startIndex = 0n,
  count = everything,
  doNotClose,
  ...parameters
}: HeadParameters & {
  readonly transactionID: string;
  readonly startIndex?: bigint;
  readonly count?: bigint;
  readonly doNotClose?: Flag;
}): GetItemStatusStockTransmitB2BRequest {
  return { ...transactionHeadOf(parameters), startIndex, count, ...(doNotClose !== undefined && { doNotClose: isTrue(doNotClose) }) };
}

/** A search for receipts: a flattened DateRange. */
function searchOf({
  fromDate,
  thruDate,
  ...parameters
}: HeadParameters & { readonly fromDate?: string; readonly thruDate?: string }): receipt.OrderConfirmationQueryRequest {
  const dateRange = {
    ...(fromDate !== undefined && { fromDate: { $value: fromDate } }),
    ...(thruDate !== undefined && { thruDate: { $value: thruDate } }),
  };
  return { ...headOf(parameters), ...(Object.keys(dateRange).length > 0 && { dateRange }) };
}

/** The values of a keyed parameter by key: there may be many thousands, so nobody looks through the list for each. */
function byKey<Value>(list: readonly Keyed<Value>[] | undefined): ReadonlyMap<string, Value> {
  return new Map(list?.map(({ key, value }) => [key, value]));
}

/** Item numbers of keyed parameters, in order of first appearance. */
function keysOf(inOrder: readonly ReadParameter[]): readonly string[] {
  return [...new Set(inOrder.map(({ key }) => key).filter((key) => key !== undefined))];
}

function linesOf(parameters: Parameters<"createOrder"> | Parameters<"updateOrder">, inOrder: readonly ReadParameter[]): OrderRequestLine[] {
  const quantities = byKey(parameters.quantity);
  const units = byKey(parameters.quantityUnitCode);
  const buyersNumbers = byKey(parameters.buyersItemIdentification);
  const dates = byKey(parameters.deliveryDate);
  const backlogs = byKey(parameters.backlogIndicator);
  return keysOf(inOrder).map((number) => {
    const { quantity } = quantityOf(quantities.get(number), units.get(number), `.${number}`);
    if (quantity === undefined) throw missing(`Quantity.${number}`);
    const buyersNumber = buyersNumbers.get(number);
    const date = dates.get(number);
    const backlog = backlogs.get(number);
    return {
      sellersItemIdentification: { id: { $value: number } },
      quantity,
      ...(buyersNumber !== undefined && { buyersItemIdentification: { id: { $value: buyersNumber } } }),
      ...(date !== undefined && { deliveryDate: { $value: date } }),
      ...(backlog !== undefined && { backlogIndicator: { $value: isTrue(backlog) } }),
    };
  });
}

/** Entries without a quantity are values of SellersItemIdentification, those with one are keys of Quantity. */
function entriesOf(
  parameters: Parameters<"getItemDetailsList">,
  inOrder: readonly ReadParameter[],
): GetItemDetailsListRequest["requestEntry"] {
  const done = new Set<string>();
  const quantities = byKey(parameters.quantity);
  const units = byKey(parameters.quantityUnitCode);
  return inOrder.flatMap(({ property, key, value }) => {
    if (property === "sellersItemIdentification") return [{ sellersItemIdentification: { id: { $value: String(value) } } }];
    if (key === undefined || done.has(key)) return [];
    done.add(key);
    const quantity = quantityOf(quantities.get(key), units.get(key), `.${key}`);
    return [{ sellersItemIdentification: { id: { $value: key } }, ...quantity }];
  });
}

/** A number and its unit: both, or neither. */
function quantityOf(number: string | undefined, unit: string | undefined, suffix: string): { quantity?: Quantity } {
  if (number === undefined && unit === undefined) return {};
  if (number === undefined) throw missing(`Quantity${suffix}`);
  if (unit === undefined) throw missing(`quantityUnitCode${suffix}`);
  return { quantity: { $value: number, quantityUnitCode: unit } };
}

function missing(name: string): Refused {
  const text = texts.missingParameter(name);
  return Refused.notValid(text, [{ id: "http-parameter.missing", path: `/${name}`, line: undefined, column: undefined, message: text.en }]);
}

const headParameters = new ParameterReader(VeloconnectUrlGet.operations.getStatus?.parameters ?? {});

/** What can be repeated of a request whose parameters are not all right. */
export function readHead(raw: readonly RawParameter[]): Partial<RequestHead> {
  return headOfParameters(headParameters.read(raw).value);
}

/** What can be repeated of a request that was read. */
export function headOfParameters(value: unknown): Partial<RequestHead> {
  // What the head's parameters are read to does not differ between the operations.
  const { buyersID, transactionID, isTest } = value as { buyersID?: string; transactionID?: string; isTest?: Flag };
  return {
    ...(buyersID !== undefined && { buyersID: { $value: buyersID } }),
    ...(transactionID !== undefined && { transactionID }),
    ...(isTest !== undefined && { isTest: isTrue(isTest) }),
  };
}
