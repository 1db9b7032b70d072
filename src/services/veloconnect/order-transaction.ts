/**
 * Instances of the transaction Order: load, step, save, under the rule that placing an order and saving that it is placed are two writes in two
 * systems.
 *
 * An order is placed in three steps: the instance is marked ("being placed since then") and saved; the merchandise system takes the order; state
 * 100 is saved with its number. After a kill in between the mark is found, and the order is placed again, which places nothing new when it was
 * placed already. While the mark stands nothing else happens to the instance.
 */

import { step } from "../../machine/machine.js";
import type { Instance } from "../../stores/store.js";
import { buyerOf } from "./buyers.js";
import type { MerchandiseSystem } from "./catalogue.js";
import type { Instances } from "./instances.js";
import { formatContext, type OrderContext, parseContext, toPlacedLines } from "./order-context.js";
import { type OrderCommand, orderMachine, orderStateOf, orderStatusCodes } from "./order-machine.js";
import { Refused, ResponseCode } from "./response-code.js";
import { canRollBack } from "./states.js";

/** The name of the transaction, in the store and in answers of GetStatus. */
export const orderTransaction = "Order";

/** An instance with its context. */
export interface Order {
  readonly instance: Instance;
  readonly context: OrderContext;
}

export interface OrderSurroundings {
  readonly instances: Instances;
  readonly merchandise: MerchandiseSystem;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * Milliseconds that another process may need for placing an order, after which it is taken to be dead. 0 where this process alone uses the store:
   * a mark that is found then is from before a restart.
   */
  readonly placingTime: number;
}

/** Milliseconds between two looks at an order that another process is placing. */
const lookInterval = 50;

export class Orders {
  readonly #surroundings: OrderSurroundings;

  constructor(surroundings: OrderSurroundings) {
    this.#surroundings = surroundings;
  }

  /** A new order with its first context. */
  async create(owner: string, context: OrderContext): Promise<Order> {
    const change = { state: orderStatusCodes.open, data: formatContext(context) };
    return { instance: await this.#surroundings.instances.create(owner, orderTransaction, change), context };
  }

  /**
   * Does a command to an order: `decide` makes its new context, or refuses by throwing, and is asked again when another process was faster.
   * Refused with 420, 435 (the test flag differs), 430.
   */
  command(
    owner: string,
    id: string,
    command: Exclude<OrderCommand, "finish" | "rollback">,
    isTest: boolean,
    decide: (order: Order) => Promise<OrderContext> | OrderContext,
  ): Promise<Order> {
    return this.#alone(owner, id, async () => {
      const order = await this.#settled(owner, id);
      checkIsOrder(order);
      const state = checkCommand(order, command, isTest);
      const context = await withState(order, async () => decide(order));
      return this.#save(order, state, context);
    });
  }

  /** Finishes an order: hands it to the merchandise system, unless it is a test. Refused with 420, 435, 430, and 400 when it has no lines. */
  finish(owner: string, id: string, isTest: boolean, issueDate: string): Promise<Order> {
    return this.#alone(owner, id, async () => {
      const order = await this.#loaded(owner, id);
      checkIsOrder(order);
      checkCommand(order, "finish", isTest);
      return withState(order, async () => {
        if (order.context.lines.length === 0) throw new Refused(ResponseCode.generalError, "the order has no lines");
        return isTest ? this.#finishTest(order, issueDate) : this.#place(order, issueDate);
      });
    });
  }

  /** Deletes an instance of any transaction, whatever its test flag: what is open to it the number of the state tells. Refused with 420, 430. */
  rollback(owner: string, id: string): Promise<boolean> {
    return this.#alone(owner, id, async () => {
      const { instance } = await this.#settled(owner, id);
      if (!canRollBack(instance.state)) throw notApplicable("rollback", instance.state);
      return (await this.#surroundings.instances.remove(instance)) || undefined;
    });
  }

  /** Repeats the attempt, alone on the instance, until no other process was faster. */
  #alone<T>(owner: string, id: string, attempt: () => Promise<T | undefined>): Promise<T> {
    return this.#surroundings.instances.exclusively(JSON.stringify([owner, id]), async () => {
      for (;;) {
        const result = await attempt();
        if (result !== undefined) return result;
      }
    });
  }

  /** The order, once no other process is placing it. */
  async #loaded(owner: string, id: string): Promise<Order> {
    for (;;) {
      const instance = await this.#surroundings.instances.get(owner, id);
      const context = parseContext(instance.data);
      const { now, placingTime } = this.#surroundings;
      if (context.placingSince === undefined || now() - context.placingSince >= placingTime) return { instance, context };
      await new Promise((resolve) => setTimeout(resolve, lookInterval));
    }
  }

  /** The order, with a placing that was begun and not ended brought to its end. */
  async #settled(owner: string, id: string): Promise<Order> {
    for (;;) {
      const order = await this.#loaded(owner, id);
      if (order.context.placingSince === undefined) return order;
      const placed = await withState(order, () => this.#place(order, localDate(order.context.placingSince ?? 0)));
      if (placed !== undefined) return placed;
    }
  }

  async #place(order: Order, issueDate: string): Promise<Order | undefined> {
    const { merchandise, now } = this.#surroundings;
    const marked = await this.#save(order, "open", { ...order.context, placingSince: now() });
    if (marked === undefined) return undefined;
    let orderId: string;
    try {
      orderId = await merchandise.place(placedOrderOf(order));
    } catch (error) {
      const { placingSince, ...unmarked } = marked.context;
      await this.#save(marked, "open", unmarked);
      throw error;
    }
    const { placingSince, ...context } = marked.context;
    return this.#save(marked, "finished", { ...context, placed: { orderId, issueDate } });
  }

  #finishTest(order: Order, issueDate: string): Promise<Order | undefined> {
    const placed = { orderId: `TEST-${order.instance.id.slice(0, 8)}`, issueDate };
    return this.#save(order, "finished", { ...order.context, placed });
  }

  /** Undefined: another process was faster. */
  async #save({ instance }: Order, state: keyof typeof orderStatusCodes, context: OrderContext): Promise<Order | undefined> {
    const change = { state: orderStatusCodes[state], data: formatContext(context) };
    const saved = await this.#surroundings.instances.save(instance, change);
    return saved && { instance: saved, context };
  }
}

/** The state that the command leads to. */
function checkCommand({ instance, context }: Order, command: OrderCommand, isTest: boolean): keyof typeof orderStatusCodes {
  if (context.isTest !== isTest) {
    const was = context.isTest ? "a test" : "no test";
    throw new Refused(ResponseCode.testChanged, `the transaction instance was started as ${was}`, instance.state);
  }
  const outcome = step(orderMachine, orderStateOf(instance.state), command);
  if (outcome.kind === "moved") return outcome.to;
  // "unknown" is the word of the start state, in which there is no instance to get here with.
  throw notApplicable(command, instance.state);
}

function notApplicable(command: OrderCommand, statusCode: number): Refused {
  return new Refused(ResponseCode.notApplicable, `${command} is not applicable in state ${statusCode}`, statusCode);
}

/** To the operations of orders, instances of other transactions do not exist. */
function checkIsOrder({ instance }: Order): void {
  if (instance.machine === orderTransaction) return;
  throw new Refused(ResponseCode.transactionUnknown, "there is no order of this TransactionID");
}

/** What goes wrong from here on is answered with the state that the instance stays in. */
async function withState<T>({ instance }: Order, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw Refused.from(error, instance.state);
  }
}

function placedOrderOf({ instance, context }: Order): Parameters<MerchandiseSystem["place"]>[0] {
  return { transactionId: instance.id, buyer: buyerOf(instance.owner), lines: toPlacedLines(context) };
}

/** The server's local date: YYYY-MM-DD. */
export function localDate(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
