/**
 * Parameters of the URL binding -> requests as the other bindings have them.
 *
 * Lines come in the order in which their item numbers first appear, whatever parameter names them first.
 */
import type { CreateOrderRequest, GetItemDetailsListRequest, GetItemDetailsRequest } from "../../../generated/veloconnect/order-1-1.js";
import { VeloconnectUrlGet, type VeloconnectUrlOperations } from "../../../generated/veloconnect/service.js";
import type { RequestType, TransactionRequestType } from "../../../generated/veloconnect/transaction-1-0.js";
import { ParameterReader, type RawParameter } from "../../protocols/http/url-parameters.js";
import { validate } from "../../runtime/encode.js";
import { describeIssue } from "../../runtime/issues.js";
import type { Keyed, OperationTable, ReadParameter } from "../../service/port-type.js";
import type { OrderRequestLine, Quantity, RequestHead } from "./messages.js";
import { answer, type answering, type Gate, type Operation } from "./operation.js";
import { Refused, ResponseCode } from "./response-code.js";

type UrlOperation = keyof VeloconnectUrlOperations;
type Parameters<Property extends UrlOperation> = VeloconnectUrlOperations[Property]["input"];
type Builder<Property extends UrlOperation, Request> = (parameters: Parameters<Property>, inOrder: readonly ReadParameter[]) => Request;

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
} satisfies {
  readonly getStatus: Builder<"getStatus", RequestType>;
  readonly getProfile: Builder<"getProfile", RequestType>;
  readonly rollback: Builder<"rollback", TransactionRequestType>;
  readonly viewOrder: Builder<"viewOrder", TransactionRequestType>;
  readonly finishOrder: Builder<"finishOrder", TransactionRequestType>;
  readonly createOrder: Builder<"createOrder", CreateOrderRequest>;
  readonly updateOrder: Builder<"updateOrder", TransactionRequestType & CreateOrderRequest>;
  readonly getItemDetails: Builder<"getItemDetails", GetItemDetailsRequest>;
  readonly getItemDetailsList: Builder<"getItemDetailsList", GetItemDetailsListRequest>;
} satisfies Record<UrlOperation, unknown>;

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
    perform: async (request, owner, signal) => {
      const [issue] = validate(codec, request, { maxIssues: 1 });
      if (issue !== undefined) throw new Refused(ResponseCode.notValid, describeIssue(issue));
      return operation.perform(request, owner, signal);
    },
  };
  return async (parameters, call) => {
    try {
      return await answer(gate, validating, build(parameters, call?.parameters ?? []), call);
    } catch (error) {
      return operation.refuse(headOfParameters(parameters), Refused.from(error));
    }
  };
}

interface HeadParameters {
  readonly buyersID: string;
  readonly password: string;
  readonly transactionID?: string;
  readonly isTest?: boolean;
}

function headOf({ buyersID, password, transactionID, isTest }: HeadParameters): RequestType {
  return {
    buyersID: { $value: buyersID },
    credential: { password },
    ...(transactionID !== undefined && { transactionID }),
    ...(isTest !== undefined && { isTest }),
  };
}

function transactionHeadOf(parameters: HeadParameters & { readonly transactionID: string }): TransactionRequestType {
  return { ...headOf(parameters), transactionID: parameters.transactionID };
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
      ...(backlog !== undefined && { backlogIndicator: { $value: backlog } }),
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
  return new Refused(ResponseCode.notValid, `the parameter "${name}" is missing`);
}

const headParameters = new ParameterReader(VeloconnectUrlGet.operations.getStatus?.parameters ?? {});

/** What can be repeated of a request whose parameters are not all right. */
export function readHead(raw: readonly RawParameter[]): Partial<RequestHead> {
  return headOfParameters(headParameters.read(raw).value);
}

/** What can be repeated of a request that was read. */
export function headOfParameters(value: unknown): Partial<RequestHead> {
  // What the head's parameters are read to does not differ between the operations.
  const { buyersID, transactionID, isTest } = value as { buyersID?: string; transactionID?: string; isTest?: boolean };
  return {
    ...(buyersID !== undefined && { buyersID: { $value: buyersID } }),
    ...(transactionID !== undefined && { transactionID }),
    ...(isTest !== undefined && { isTest }),
  };
}
