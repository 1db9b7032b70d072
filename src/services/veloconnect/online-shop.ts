/**
 * The transaction OrderInOnlineShop: one basket for each buyer under a TransactionID that is the same for all. The store keeps the baskets.
 */

import { jsonData } from "../../machine/data-format.js";
import { type MachineInstance, outbox } from "../../machine/effects.js";
import type { CommandOf, StateOf } from "../../machine/machine.js";
import type { Done } from "../../machine/requests.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import { onlineShopMachine } from "./online-shop-machine.js";
import { type OrderContext, toPlacedLines } from "./order-context.js";
import { localDate, type OrderResult, testNumberOf } from "./order-transaction.js";
import { BackendUnavailable } from "./ports/backend-call.js";
import type { Orders, PlacedOrder } from "./ports/orders.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";
import { checkTestFlag, createKind, type KindDependencies, type TransactionKind } from "./transaction-kind.js";
import type { FixedTransaction, Transaction } from "./transactions.js";

/** A basket, and the order that it was last. */
export interface BasketContext extends OrderContext {
  /** The idempotency key of the order that is being placed. */
  readonly orderKey?: string;
  /** What was in the basket when it was finished last. */
  readonly last?: Required<Pick<OrderContext, "lines" | "placed">>;
}

type State = StateOf<typeof onlineShopMachine>;
type Command = Exclude<CommandOf<typeof onlineShopMachine>, "rollback">;
type Basket = MachineInstance<State, BasketContext>;

/** Computes the new context of an order; throws to refuse. */
type Decide = (basket: Pick<Basket, "data">) => Promise<OrderContext> | OrderContext;

const nothing: BasketContext = { isTest: false, lines: [] };

/** The baskets of all buyers. */
export class OnlineShop {
  /** The TransactionID of every basket. */
  readonly id: string;
  /** What the periodic tick uses. */
  readonly transaction: Transaction;
  /** What GetStatus and Rollback use. */
  readonly fixed: FixedTransaction;
  readonly #kind: TransactionKind<State, Command, BasketContext>;
  readonly #makeId: () => string;

  constructor(id: string, orders: Orders, dependencies: KindDependencies) {
    this.id = id;
    this.#makeId = dependencies.makeId;
    this.#kind = createKind(
      onlineShopMachine,
      jsonData<BasketContext>(),
      { placeOrder: placeOrder(orders), numberTestOrder },
      dependencies,
    );
    this.transaction = this.#kind.transaction;
    this.fixed = {
      id,
      name: onlineShopMachine.name,
      statusOf: async (owner) => (await this.#kind.find(owner, this.#keyOf(owner)))?.number ?? 1,
      rollback: async (owner) => (await this.#give(owner, "rollback", undefined, () => nothing)).instance.number,
    };
  }

  /** Creates, changes or shows the order in the basket. Refused with 435, 430, 421. */
  async command(owner: string, command: "create" | "update" | "view", isTest: boolean, decide: Decide): Promise<OrderResult> {
    const { instance } = await this.#give(owner, command, isTest, decide);
    if (instance.state === "filled" && instance.data.lines.length === 0) await this.#emptied(owner);
    return { id: this.id, number: instance.number, data: instance.data };
  }

  /** Finishes the order in the basket: hands it to the merchandise system, unless it is a test, and empties the basket. Refused with 435, 430. */
  async finish(owner: string, isTest: boolean): Promise<OrderResult> {
    const decide = ({ state, data }: Basket): BasketContext => {
      if (data.lines.length === 0) throw new Refused(ResponseCode.generalError, texts.noLines);
      return isTest || state === "placing" ? data : { ...data, orderKey: this.#makeId() };
    };
    const { instance, failed } = await this.#give(owner, isTest ? "finishTest" : "finish", isTest, decide);
    if (failed !== undefined) throw Refused.from(failed.failure, instance.number);
    const { last } = instance.data;
    if (last === undefined) throw new Refused(ResponseCode.internalError, texts.changedMeanwhile, instance.number);
    return { id: this.id, number: finishedNumber, data: { isTest, ...last } };
  }

  async #emptied(owner: string): Promise<void> {
    // Another request may have filled it again.
    await this.#kind.command(owner, this.#keyOf(owner), {
      command: ({ state, data }) => (state === "filled" && data.lines.length === 0 ? "emptied" : "view"),
      isTest: undefined,
    });
  }

  async #give(
    owner: string,
    wanted: Command | "rollback",
    isTest: boolean | undefined,
    decide: (basket: Basket) => Promise<BasketContext> | BasketContext,
  ): Promise<Done<State, BasketContext>> {
    const key = this.#keyOf(owner);
    if ((await this.#kind.find(owner, key)) === undefined) await this.#kind.createAs(key, owner, "view", nothing);
    return this.#kind.command(owner, key, {
      command: (basket) => {
        // An empty basket is neither a test nor none.
        if (isTest !== undefined && basket.state !== "empty") checkTestFlag(basket, isTest);
        return wanted;
      },
      isTest: undefined,
      decide: async (basket) => {
        const context = await decide(basket);
        return basket.state === "empty" && isTest !== undefined ? { ...context, isTest } : context;
      },
    });
  }

  /** The id in the store, where those of all buyers are. */
  #keyOf(owner: string): string {
    return `${this.id} ${owner}`;
  }
}

/** The StatusCode of an order that was placed, which only the answer to FinishOrder has. */
const finishedNumber = 100;

/** Hands the order over, under a key of its own: the next one comes under the same TransactionID. */
function placeOrder(orders: Orders) {
  return outbox({
    key: ({ data }: Basket) => keyOf(data),
    payload: (basket: Basket) => ({ order: placedOrderOf(basket), issueDate: localDate(basket.usedAt) }),
    perform: async ({ order, issueDate }) => ({ orderId: await orders.place(order, callFor(order.buyer)), issueDate }),
    // Buyers wait for it.
    backoff: (attempts) => Math.min(1000 * 2 ** (attempts - 1), 30_000),
    done: { command: "placed", decide: ({ data: { lines } }, placed): BasketContext => ({ ...nothing, last: { lines, placed } }) },
    failed: {
      attempts: 1,
      unless: (error) => error instanceof BackendUnavailable,
      command: "notPlaced",
      decide: ({ data: { orderKey, ...context } }): BasketContext => context,
    },
  });
}

function numberTestOrder({ data: { lines } }: Basket, now: number): { data: BasketContext } {
  const placed = { orderId: testNumberOf(String(now)), issueDate: localDate(now) };
  return { data: { ...nothing, last: { lines, placed } } };
}

function placedOrderOf({ owner, data }: Basket): PlacedOrder {
  return { transactionId: keyOf(data), buyer: buyerOf(owner), lines: toPlacedLines(data) };
}

function keyOf({ orderKey }: BasketContext): string {
  if (orderKey === undefined) throw new Error("internal: an order is placed under a key");
  return orderKey;
}
