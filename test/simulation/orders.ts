/**
 * Orders of veloconnect on two processes, with a merchandise system on the network and buyers who do everything at once.
 */

import {
  BackendUnavailable,
  type Buyer,
  Buyers,
  createVeloconnectService,
  defaultRules,
  type Orders,
  type PlacedOrder,
} from "soapwright/services/veloconnect";
import { defineSimulation, type Environment, SimulatedFault } from "soapwright/testing";
import { answer } from "../../src/services/veloconnect/operation.js";
import { orderMachine } from "../../src/services/veloconnect/order-machine.js";
import { listAll } from "../../src/stores/list-all.js";
import { catalogue, head, line } from "../support/veloconnect-world.js";
import { expectPath } from "./history.js";

/** What a buyer is answered. */
interface Answer {
  readonly code: number;
  readonly id: string;
  /** StatusCode. */
  readonly state: number | undefined;
}

/** What buyers can call. */
interface OrderService {
  create(quantity: number): Promise<Answer>;
  update(id: string, quantity: number): Promise<Answer>;
  finish(id: string): Promise<Answer>;
  rollback(id: string): Promise<Answer>;
  status(id: string): Promise<Answer>;
}

/** A call as a buyer remembers it; moments count up over all buyers. */
interface Attempt {
  readonly kind: keyof OrderService;
  readonly quantity: number;
  readonly begun: number;
  /** Infinity: there was no answer, so it may still be done at any time. */
  ended: number;
  answer: Answer | undefined;
}

/** What outlives processes. */
interface OrderWorld {
  moment: number;
  /** What buyers have tried with the orders that they know of. */
  readonly orders: Map<string, Attempt[]>;
  readonly merchandise: Merchandise;
}

/** A merchandise system on the network, with all orders in the sequence in which they were placed. */
export interface Merchandise {
  readonly placed: readonly PlacedOrder[];
  place(order: PlacedOrder): Promise<string>;
}

const hour = 3_600_000;
const buyer: Buyer = { buyersId: head.buyersID.$value, passwordHash: head.credential.password };
const owner = JSON.stringify([buyer.buyersId, null]);
/** Orders of a multiple of this quantity are refused. */
const refusedQuantity = 7;

/** Places an order once, however often it is asked. */
export function createMerchandise(): Merchandise {
  const placed: PlacedOrder[] = [];
  return {
    placed,
    place: async (order) => {
      if (quantityOf(order) % refusedQuantity === 0) throw new Error("sold out");
      const known = placed.findIndex(({ transactionId }) => transactionId === order.transactionId);
      return `A-${known >= 0 ? known + 1 : placed.push(order)}`;
    },
  };
}

/** Makes the simulation. `createMerchandise`: another merchandise system. */
export function simulateOrders(createSystem: () => Merchandise = createMerchandise) {
  return defineSimulation<OrderService, OrderWorld>({
    name: "orders",
    createWorld: () => ({ moment: 0, orders: new Map(), merchandise: createSystem() }),
    start: startProcess,
    client: actAsBuyer,
    invariants: {
      "no order is placed twice": ({ merchandise: { placed } }) => {
        const ids = placed.map(({ transactionId }) => transactionId);
        if (new Set(ids).size < ids.length) throw new Error(`placed: ${ids.join(", ")}`);
      },
      "an order is not finished and rolled back": ({ orders }) => {
        for (const [id, attempts] of orders) {
          if (isDone(attempts, "finish") && isDone(attempts, "rollback")) throw new Error(`both were acknowledged for ${id}`);
        }
      },
    },
    afterwards: {
      "what was acknowledged still stands": async ({ service }, { orders }) => {
        for (const [id, attempts] of orders) expectStatus(attempts, await service.status(id), Number.POSITIVE_INFINITY);
      },
      "finished orders are placed, others are not": async ({ store }, { merchandise: { placed } }) => {
        const finished: string[] = [];
        for await (const { id, stateName } of listAll(store, owner)) {
          if (stateName === "placing" || (await store.messagesOf(id)).length > 0) throw new Error(`${id} is still being placed`);
          if (stateName === "finished") finished.push(id);
        }
        const wanted = placed.map(({ transactionId }) => transactionId);
        if (finished.sort().join() !== wanted.sort().join()) throw new Error(`finished: ${finished}; placed: ${wanted}`);
      },
      "the lines that were acknowledged last are placed": ({ faults }, { orders, merchandise: { placed } }) => {
        // A request that arrives twice may do its work twice, the second time after another one.
        if (faults.doubledRequests > 0) return;
        for (const order of placed) expectLines(orders.get(order.transactionId) ?? [], quantityOf(order));
      },
      "every history is a path of the table": async ({ store }, { orders }) => {
        for (const id of orders.keys()) expectPath(orderMachine, await store.history(id, 1000));
      },
    },
    settleTime: hour / 3,
  });
}

function startProcess(process: Environment<OrderService>, { merchandise }: OrderWorld): OrderService {
  const { store, now, schedule, makeId, sleep, note } = process;
  const onError = (error: unknown): void => note(`reports ${error instanceof Error ? error.message : String(error)}`);
  const system = process.connect("merchandise", merchandise);
  const place: Orders["place"] = async (order) => {
    try {
      return await system.place(order);
    } catch (error) {
      // Only a refusal says that nothing was placed.
      throw error instanceof SimulatedFault ? new BackendUnavailable(error.message) : error;
    }
  };
  const { modules, transactions } = createVeloconnectService(
    { store, soleProcess: false, merchandise: { catalogue, orders: { place } }, now, schedule, makeId, onError },
    {
      rules: { ...defaultRules, idleTime: 24 * hour },
      profile: { sellerName: "Wheels", bindings: ["URL"], onlyPieces: false, backlogDefault: true },
      listFinal: true,
    },
  );
  const tick = async (): Promise<void> => {
    for (;;) {
      await sleep(60_000);
      await transactions.tick().catch(onError);
    }
  };
  void tick();
  const gate = { buyers: new Buyers([buyer], async (password, hash) => password === hash), sellersId: undefined, onError };
  const { order11, transaction10 } = modules;
  const answerOf = ({
    responseCode,
    transactionID,
    statusCode,
  }: {
    responseCode: number;
    transactionID: string;
    statusCode: number;
  }): Answer => ({
    code: responseCode,
    id: transactionID,
    state: statusCode,
  });
  const linesOf = (quantity: number) => [line("tyre", String(quantity))];
  return {
    create: async (quantity) =>
      answerOf(await answer(gate, order11.operations.createOrder, { ...head, orderRequestLine: linesOf(quantity) })),
    update: async (transactionID, quantity) =>
      answerOf(await answer(gate, order11.operations.updateOrder, { ...head, transactionID, orderRequestLine: linesOf(quantity) })),
    finish: async (transactionID) => answerOf(await answer(gate, order11.operations.finishOrder, { ...head, transactionID })),
    rollback: async (transactionID) => answerOf(await answer(gate, transaction10.operations.rollback, { ...head, transactionID })),
    status: async (transactionID) => {
      const { responseCode, transactionStatus } = await answer(gate, transaction10.operations.getStatus, { ...head, transactionID });
      return { code: responseCode, id: transactionID, state: transactionStatus?.[0]?.statusCode };
    },
  };
}

/** Mostly works on orders that others work on, too. */
async function actAsBuyer({ service, random, sleep }: Environment<OrderService>, world: OrderWorld): Promise<void> {
  const attempt = async (
    kind: keyof OrderService,
    id: string | undefined,
    quantity: number,
    call: () => Promise<Answer>,
  ): Promise<void> => {
    const own: Attempt = { kind, quantity, begun: world.moment++, ended: Number.POSITIVE_INFINITY, answer: undefined };
    if (id !== undefined) world.orders.get(id)?.push(own);
    try {
      own.answer = await call();
    } catch (error) {
      if (!(error instanceof SimulatedFault)) throw error;
      return;
    }
    // Any other answer may stand for something that was done all the same: the store's answer was lost.
    if (own.answer.code === 200) own.ended = world.moment++;
    if (id === undefined) {
      if (own.answer.code === 200) world.orders.set(own.answer.id, [own]);
    } else if (kind === "status") {
      expectStatus(world.orders.get(id) ?? [], own.answer, own.begun);
    }
  };
  for (let count = 0; count < 8; count++) {
    const known = [...world.orders.keys()];
    const quantity = random.below(1000) + 1;
    if (known.length === 0 || random.chance(0.15)) {
      await attempt("create", undefined, quantity, () => service.create(quantity));
    } else {
      const id = random.pick(known.slice(-2));
      const calls = {
        update: () => service.update(id, quantity),
        finish: () => service.finish(id),
        rollback: () => service.rollback(id),
        status: () => service.status(id),
      };
      const kind = random.pick(["update", "update", "finish", "rollback", "status", "status"] as const);
      await attempt(kind, id, quantity, calls[kind]);
    }
    if (random.chance(0.2)) await sleep(random.below(90_000));
  }
}

function isDone(attempts: readonly Attempt[], kind: keyof OrderService, before = Number.POSITIVE_INFINITY): boolean {
  return attempts.some((each) => each.kind === kind && each.answer?.code === 200 && each.ended < before);
}

/** What GetStatus may say that was asked at a moment: nothing that was acknowledged before is undone. */
function expectStatus(attempts: readonly Attempt[], { code, state }: Answer, begun: number): void {
  if (code !== 200 && code !== 420) return; // the store was not available
  const wasFinished = isDone(attempts, "finish", begun);
  const wasSeenFinished = attempts.some((each) => each.kind === "status" && each.answer?.state === 100 && each.ended < begun);
  if ((wasFinished || wasSeenFinished) && state !== 100) throw new Error(`GetStatus says ${code}, ${state} of a finished order`);
  if (isDone(attempts, "rollback", begun) && code !== 420)
    throw new Error(`GetStatus says ${code}, ${state} of an order that was rolled back`);
  const mayBeGone = attempts.some(({ kind }) => kind === "rollback");
  if (!mayBeGone && code !== 200) throw new Error("GetStatus does not know an order that was created");
}

/** What was placed comes from an update that no other one had replaced, as far as buyers could know, before the order was finished. */
function expectLines(attempts: readonly Attempt[], placed: number): void {
  const writes = attempts.filter(({ kind }) => kind === "create" || kind === "update");
  const finishBegun = Math.min(...attempts.filter(({ kind }) => kind === "finish").map(({ begun }) => begun));
  const isCurrent = (write: Attempt): boolean =>
    write.quantity === placed && !writes.some(({ begun, ended }) => write.ended < begun && ended < finishBegun);
  if (attempts.length > 0 && !writes.some(isCurrent)) throw new Error(`a quantity of ${placed} was placed, which had been replaced`);
}

function quantityOf({ lines }: PlacedOrder): number {
  return Number(lines[0]?.quantity);
}
