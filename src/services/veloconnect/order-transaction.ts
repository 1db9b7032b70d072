/**
 * The driver of orders: the table `orderMachine` and the code that performs its effects.
 *
 * Placing an order and saving that it is placed are two writes in two systems. The order is first saved in the state `placing`, in one transaction
 * with an outbox message. Then the merchandise system takes the order. Then state 100 is saved with the order's number. If the process is killed in
 * between, the next operation places the order again, which has no effect if the merchandise system already has it.
 */

import { jsonData } from "../../machine/data-format.js";
import { type MachineInstance, outbox } from "../../machine/effects.js";
import type { Done } from "../../machine/requests.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import { type OrderContext, toPlacedLines } from "./order-context.js";
import { type OrderCommand, type OrderMachine, type OrderState, orderMachine } from "./order-machine.js";
import { BackendUnavailable } from "./ports/backend-call.js";
import type { Orders, PlacedOrder } from "./ports/orders.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";
import { createKind, type KindDependencies, type TransactionKind } from "./transaction-kind.js";
import type { Transaction } from "./transactions.js";

/** An order with its context. */
export type Order = MachineInstance<OrderState, OrderContext>;

/** What answers say of an order. */
export type OrderResult = Pick<Order, "id" | "number" | "data">;

/** Computes the new context of an order; throws to refuse. */
type Decide = (order: Order) => Promise<OrderContext> | OrderContext;

/** The instances of the transaction Order. */
export class OrderTransaction {
  /** What GetStatus, Rollback and the periodic tick use. */
  readonly transaction: Transaction;
  readonly #kind: TransactionKind<OrderState, Exclude<OrderCommand, "rollback">, OrderContext>;
  readonly #now: () => number;

  /** The table is `orderMachine` if it is left out. */
  constructor(orders: Orders, dependencies: KindDependencies, machine: OrderMachine = orderMachine) {
    this.#now = dependencies.now;
    this.#kind = createKind(machine, jsonData<OrderContext>(), { placeOrder: placeOrder(orders), numberTestOrder }, dependencies);
    this.transaction = { ...this.#kind.transaction, rollback: (owner, id) => this.#rollback(owner, id) };
  }

  /** Creates an order with its first context. Refused with 421. */
  create(owner: string, context: OrderContext): Promise<Order> {
    return this.#kind.create(owner, "create", context);
  }

  /** Gives an order a command. `decide` computes the new context. Refused with 420, 435, 430, 421. */
  async command(owner: string, id: string, command: "create" | "update" | "view", isTest: boolean, decide: Decide): Promise<Order> {
    return (await this.#give(owner, id, command, isTest, decide)).instance;
  }

  /** Finishes an order: hands it to the merchandise system, unless it is a test. Refused with 420, 435, 430, and with 400 if it has no lines. */
  async finish(owner: string, id: string, isTest: boolean): Promise<Order> {
    const decide = ({ data }: Order): OrderContext => {
      if (data.lines.length === 0) throw new Refused(ResponseCode.generalError, texts.noLines);
      return isTest ? data : { ...data, placingSince: this.#now() };
    };
    const { instance, failed } = await this.#give(owner, id, isTest ? "finishTest" : "finish", isTest, decide);
    if (failed !== undefined) throw Refused.from(failed.failure, instance.number);
    return instance;
  }

  async #rollback(owner: string, id: string): Promise<number> {
    return (await this.#give(owner, id, "rollback", undefined, ({ data }) => data)).instance.number;
  }

  /** Version 0.1 leaves an order that it was placing when it was killed open and marked. Such an order is placed before the command. */
  async #give(
    owner: string,
    id: string,
    wanted: OrderCommand,
    isTest: boolean | undefined,
    decide: Decide,
  ): Promise<Done<OrderState, OrderContext>> {
    for (;;) {
      let isResumed = false;
      const done = await this.#kind.command(owner, id, {
        command: ({ state, data }) => {
          isResumed = state === "open" && data.placingSince !== undefined && wanted !== "finish";
          return isResumed ? "finish" : wanted;
        },
        isTest,
        decide: (order) => (isResumed ? order.data : decide(order)),
      });
      if (!isResumed) return done;
    }
  }
}

/** Hands an order over. The TransactionID is the idempotency key, so repeated attempts place it once. */
function placeOrder(orders: Orders) {
  return outbox({
    key: ({ id }: Order) => id,
    payload: (order: Order) => ({ order: placedOrderOf(order), issueDate: localDate(order.usedAt) }),
    perform: async ({ order, issueDate }) => ({ orderId: await orders.place(order, callFor(order.buyer)), issueDate }),
    done: { command: "placed", decide: ({ data: { placingSince, ...context } }, placed) => ({ ...context, placed }) },
    // Buyers wait for it.
    backoff: (attempts) => Math.min(1000 * 2 ** (attempts - 1), 30_000),
    failed: {
      attempts: 1,
      unless: (error) => error instanceof BackendUnavailable,
      command: "notPlaced",
      decide: ({ data: { placingSince, ...context } }) => context,
    },
  });
}

function numberTestOrder({ id, data }: Order, now: number): { data: OrderContext } {
  return { data: { ...data, placed: { orderId: testNumberOf(id), issueDate: localDate(now) } } };
}

/** The number of a test order: recognisable. */
export function testNumberOf(id: string): string {
  return `TEST-${id.slice(0, 8)}`;
}

function placedOrderOf({ id, owner, data }: Order): PlacedOrder {
  return { transactionId: id, buyer: buyerOf(owner), lines: toPlacedLines(data) };
}

/** The server's local date: YYYY-MM-DD. */
export function localDate(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
