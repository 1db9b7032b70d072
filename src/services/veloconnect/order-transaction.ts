/**
 * The driver of orders: the table `orderMachine` and the code that performs its effects.
 *
 * Placing an order and saving that it is placed are two writes in two systems. The order is first saved in the state `placing`, in one transaction
 * with an outbox message. Then the merchandise system takes the order. Then state 100 is saved with the order's number. If the process is killed in
 * between, the next operation places the order again, which has no effect if the merchandise system already has it.
 */
import { type MachineInstance, outbox } from "../../machine/effects.js";
import { createInstances, type Instances, type Schedule } from "../../machine/instances.js";
import type { CommandOutcome } from "../../machine/requests.js";
import type { InstanceStore } from "../../stores/store.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import { type OrderContext, orderData, toPlacedLines } from "./order-context.js";
import { type OrderCommand, type OrderMachine, type OrderRefusal, type OrderState, orderMachine } from "./order-machine.js";
import { BackendUnavailable } from "./ports/backend-call.js";
import type { Orders, PlacedOrder } from "./ports/orders.js";
import { Refused, ResponseCode } from "./response-code.js";
import { expectDone, firstFinalState, type InstanceRules, type Transaction, transactionOf } from "./transactions.js";

/** An order with its context. */
export type Order = MachineInstance<OrderState, OrderContext>;

export interface OrderDependencies {
  readonly store: InstanceStore;
  readonly orders: Orders;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly schedule?: Schedule;
  /** An id that cannot be guessed and was never given before: 1 to 64 characters of A-Z a-z 0-9 . _ - */
  readonly makeId: () => string;
  readonly rules: InstanceRules;
  /** Milliseconds that another process may need for placing an order; 0 where this process alone uses the store. */
  readonly placingTime: number;
  /** The table; `orderMachine` by default. */
  readonly machine?: OrderMachine | undefined;
  /** Called with failures that are not part of any answer. */
  readonly onError: (error: unknown) => void;
}

/** Computes the new context of an order; throws to refuse. */
type Decide = (order: Order) => Promise<OrderContext> | OrderContext;

/** The instances of the transaction Order. */
export class OrderTransaction {
  /** What GetStatus, Rollback and the periodic tick use. */
  readonly transaction: Transaction;
  readonly #instances: Instances<OrderState, OrderCommand, OrderRefusal, OrderContext>;
  readonly #now: () => number;
  readonly #perBuyer: number;

  constructor(dependencies: OrderDependencies) {
    const { store, orders, now, makeId, rules, placingTime, machine = orderMachine, onError, schedule } = dependencies;
    const { idleTime, retention, perBuyer, instanceBytes, buyerBytes, historyTime } = rules;
    this.#now = now;
    this.#perBuyer = perBuyer;
    this.#instances = createInstances(machine, orderData, {
      store,
      effects: { placeOrder: placeOrder(orders), numberTestOrder },
      durations: { idleTime, retention },
      makeId,
      now,
      ...(schedule && { schedule }),
      limit: { count: perBuyer, statesBelow: firstFinalState, instanceBytes, ownerBytes: buyerBytes },
      lease: placingTime,
      historyTime,
      onError,
    });
    this.transaction = { ...transactionOf(this.#instances), rollback: (owner, id) => this.#rollback(owner, id) };
  }

  /** Creates an order with its first context. Refused with 421 if the buyer has reached the limit, or the order is too large. */
  async create(owner: string, context: OrderContext): Promise<Order> {
    const outcome = await this.#instances.create({ owner, command: "create", data: context });
    if (outcome.kind !== "full") return expectDone("create", outcome).instance;
    throw new Refused(ResponseCode.noFurtherInstance, `a buyer has at most ${this.#perBuyer} open transaction instances at once`);
  }

  /**
   * Gives an order a command. `decide` computes the new context, or throws to refuse; it runs again if another process was faster.
   * Refused with 420, 435 (the test flag differs), 430, 421 (the order becomes too large).
   */
  async command(owner: string, id: string, command: "create" | "update" | "view", isTest: boolean, decide: Decide): Promise<Order> {
    const choose = (order: Order): OrderCommand => {
      checkTestFlag(order, isTest);
      return command;
    };
    return expectDone(command, await this.#give(owner, id, choose, decide)).instance;
  }

  /** Finishes an order: hands it to the merchandise system, unless it is a test. Refused with 420, 435, 430, and with 400 if it has no lines. */
  async finish(owner: string, id: string, isTest: boolean): Promise<Order> {
    const choose = (order: Order): OrderCommand => {
      checkTestFlag(order, isTest);
      return isTest ? "finishTest" : "finish";
    };
    const decide = ({ data }: Order): OrderContext => {
      if (data.lines.length === 0) throw new Refused(ResponseCode.generalError, "the order has no lines");
      return isTest ? data : { ...data, placingSince: this.#now() };
    };
    const { instance, failed } = expectDone("finish", await this.#give(owner, id, choose, decide));
    if (failed !== undefined) throw Refused.from(failed.failure, instance.number);
    return instance;
  }

  async #rollback(owner: string, id: string): Promise<number> {
    const choose = (): OrderCommand => "rollback";
    return expectDone("rollback", await this.#give(owner, id, choose, ({ data }) => data)).instance.number;
  }

  /** Version 0.1 leaves an order that it was placing when it was killed open and marked. Such an order is placed before the command. */
  async #give(
    owner: string,
    id: string,
    choose: (order: Order) => OrderCommand,
    decide: Decide,
  ): Promise<CommandOutcome<OrderState, OrderRefusal, OrderContext>> {
    for (;;) {
      let isResumed = false;
      const outcome = await this.#instances.command({
        owner,
        id,
        command: (order) => {
          const wanted = choose(order);
          isResumed = order.state === "open" && order.data.placingSince !== undefined && wanted !== "finish";
          return isResumed ? "finish" : wanted;
        },
        decide: (order) => withState(order, async () => (isResumed ? order.data : decide(order))),
        settle: true,
      });
      if (!isResumed || outcome.kind !== "moved") return outcome;
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
  return { data: { ...data, placed: { orderId: `TEST-${id.slice(0, 8)}`, issueDate: localDate(now) } } };
}

function placedOrderOf({ id, owner, data }: Order): PlacedOrder {
  return { transactionId: id, buyer: buyerOf(owner), lines: toPlacedLines(data) };
}

function checkTestFlag({ data, number }: Order, isTest: boolean): void {
  if (data.isTest === isTest) return;
  const was = data.isTest ? "a test" : "no test";
  throw new Refused(ResponseCode.testChanged, `the transaction instance was started as ${was}`, number);
}

/** Adds the state in which the instance stays to errors of the work. */
async function withState<T>({ number }: Order, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw Refused.from(error, number);
  }
}

/** The server's local date: YYYY-MM-DD. */
export function localDate(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
