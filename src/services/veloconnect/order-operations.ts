/**
 * The operations of the transaction Order. order-1.1: CreateOrder, UpdateOrder, ViewOrder, FinishOrder
 */
import type {
  CreateOrderRequest,
  FinalOrderResponse,
  OrderResponse,
  UpdateOrderRequest,
} from "../../../generated/veloconnect/order-1-1.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import type { RequestHead, TransactionRequest } from "./messages.js";
import type { OnlineShop } from "./online-shop.js";
import { type Operation, refusedTransactionHead, transactionHeadOf } from "./operation.js";
import { type AppliedLines, applyLines, type LineRules, type OrderContext } from "./order-context.js";
import { localDate, type OrderResult, type OrderTransaction } from "./order-transaction.js";
import type { BackendCall } from "./ports/backend-call.js";
import type { Catalogue } from "./ports/catalogue.js";

export interface OrderOperations {
  readonly createOrder: Operation<CreateOrderRequest, OrderResponse>;
  readonly updateOrder: Operation<UpdateOrderRequest, OrderResponse>;
  readonly viewOrder: Operation<TransactionRequest, OrderResponse>;
  readonly finishOrder: Operation<TransactionRequest, FinalOrderResponse>;
}

export interface OrderRules {
  readonly orders: OrderTransaction;
  /** Undefined: OrderInOnlineShop is not offered. */
  readonly shop: OnlineShop | undefined;
  readonly catalogue: Catalogue;
  readonly backlogDefault: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Makes the operations. */
export function createOrderOperations(rules: OrderRules): OrderOperations {
  const { orders, shop, catalogue, now } = rules;
  const lineRules = (): LineRules => ({ backlogDefault: rules.backlogDefault, today: localDate(now()) });
  const apply = (context: OrderContext, request: CreateOrderRequest, call: BackendCall): Promise<AppliedLines> =>
    applyLines(context, request.orderRequestLine, catalogue, call, lineRules());
  /** Gives a command to the order that a request is about. */
  const give = (
    owner: string,
    { transactionID, isTest = false }: TransactionRequest,
    command: "update" | "view",
    decide: (order: Pick<OrderResult, "data">) => Promise<OrderContext> | OrderContext,
  ): Promise<OrderResult> =>
    shop !== undefined && transactionID === shop.id
      ? shop.command(owner, command, isTest, decide)
      : orders.command(owner, transactionID, command, isTest, decide);
  return {
    createOrder: {
      perform: async (request, owner, caller) => {
        const isTest = request.isTest ?? false;
        if (shop !== undefined && request.transactionID === shop.id) {
          let applied: AppliedLines | undefined;
          const order = await shop.command(owner, "create", isTest, async () => {
            applied = await apply({ isTest, lines: [] }, request, callFor(buyerOf(owner), caller));
            return applied.context;
          });
          return orderResponse(request, order, applied);
        }
        // The table refuses to create an instance that already exists.
        if (request.transactionID !== undefined) await orders.command(owner, request.transactionID, "create", isTest, ({ data }) => data);
        const applied = await apply({ isTest, lines: [] }, request, callFor(buyerOf(owner), caller));
        return orderResponse(request, await orders.create(owner, applied.context), applied);
      },
      refuse: refusedOrderResponse,
    },
    updateOrder: {
      perform: async (request, owner, caller) => {
        let applied: AppliedLines | undefined;
        const order = await give(owner, request, "update", async ({ data }) => {
          applied = await apply(data, request, callFor(buyerOf(owner), caller));
          return applied.context;
        });
        return orderResponse(request, order, applied);
      },
      refuse: refusedOrderResponse,
    },
    viewOrder: {
      perform: async (request, owner) => {
        const order = await give(owner, request, "view", ({ data }) => data);
        return orderResponse(request, order, undefined);
      },
      refuse: refusedOrderResponse,
    },
    finishOrder: {
      perform: async (request, owner) => {
        const isTest = request.isTest ?? false;
        const isShop = request.transactionID === shop?.id;
        const order =
          shop !== undefined && isShop ? await shop.finish(owner, isTest) : await orders.finish(owner, request.transactionID, isTest);
        return finalOrderResponse(request, order, localDate(now()));
      },
      refuse: (request, refusal) => ({
        ...refusedTransactionHead(request, refusal),
        orderHeader: { orderID: "", issueDate: { $value: localDate(now()) } },
        orderResponseLine: [],
      }),
    },
  };
}

/** All lines of the order, and the items that this request could not order. */
function orderResponse(request: RequestHead, { id, number, data }: OrderResult, applied: AppliedLines | undefined): OrderResponse {
  return {
    ...transactionHeadOf(request, id, number),
    orderResponseLine: data.lines,
    requestReplacement: applied?.replacements ?? [],
    itemUnknown: applied?.unknown ?? [],
  };
}

const refusedOrderResponse: Operation<RequestHead, OrderResponse>["refuse"] = (request, refusal) => ({
  ...refusedTransactionHead(request, refusal),
  orderResponseLine: [],
  requestReplacement: [],
  itemUnknown: [],
});

/** OrderID is the number under which the merchandise system tracks the order, if there is one. */
function finalOrderResponse(request: RequestHead, { id, number, data }: OrderResult, today: string): FinalOrderResponse {
  const { orderId, issueDate } = data.placed ?? { orderId: "", issueDate: today };
  return {
    ...transactionHeadOf(request, id, number),
    orderHeader: { orderID: orderId, issueDate: { $value: issueDate } },
    orderResponseLine: data.lines,
  };
}
