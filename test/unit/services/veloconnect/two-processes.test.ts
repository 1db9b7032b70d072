/**
 * Two processes on one store, as with PostgreSQL: neither locks, both must agree.
 */
import { describe, expect, it } from "vitest";
import type { Orders, PlacedOrder } from "../../../../src/services/veloconnect/ports/orders.js";
import { createMemoryStore } from "../../../../src/stores/memory.js";
import type { InstanceStore } from "../../../../src/stores/store.js";
import { createWorld, head, line, rememberOrders, type World } from "../../../support/veloconnect-world.js";

/** A store whose answers come late, so that two callers get between each other's reads and writes. */
function slowly(store: InstanceStore): InstanceStore {
  const late = async <T>(answer: Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    return answer;
  };
  return {
    ...store,
    get: (id) => late(store.get(id)),
    find: (id) => late(store.find(id)),
    write: async (change) => late(late(Promise.resolve()).then(() => store.write(change))),
  };
}

function twoProcesses(placingTime = 5, onPlacing = (): void => undefined): { processes: [World, World]; placed: PlacedOrder[] } {
  const store = slowly(createMemoryStore());
  const placed: PlacedOrder[] = [];
  const remembered = rememberOrders(placed);
  const orders: Orders = {
    async place(order, call) {
      onPlacing();
      await new Promise((resolve) => setTimeout(resolve, placingTime));
      return remembered.place(order, call);
    },
  };
  const options = { store, orders, soleProcess: false };
  return { processes: [createWorld(options), createWorld(options)], placed };
}

async function createOrder(world: World): Promise<string> {
  return (await world.call(world.operations.order11.createOrder, { ...head, orderRequestLine: [line("tyre", "1")] })).transactionID;
}

const codeOf = async (answer: Promise<{ responseCode: number }>): Promise<number> => (await answer).responseCode;

describe("two processes", () => {
  it("finish an order once", async () => {
    const { processes, placed } = twoProcesses();
    for (let round = 0; round < 10; round++) {
      const transactionID = await createOrder(processes[0]);
      const finish = (world: World) => codeOf(world.call(world.operations.order11.finishOrder, { ...head, transactionID }));
      const codes = await Promise.all([finish(processes[0]), finish(processes[1]), finish(processes[0])]);
      expect(codes.sort()).toEqual([200, 430, 430]);
    }
    expect(placed).toHaveLength(10);
  });

  it("place the lines that the buyer saw last", async () => {
    const { processes, placed } = twoProcesses();
    for (let round = 0; round < 10; round++) {
      const transactionID = await createOrder(processes[0]);
      const [first, second] = processes;
      const update = codeOf(
        second.call(second.operations.order11.updateOrder, { ...head, transactionID, orderRequestLine: [line("tyre", "9")] }),
      );
      const finish = codeOf(first.call(first.operations.order11.finishOrder, { ...head, transactionID }));
      const [updated, finished] = await Promise.all([update, finish]);
      expect(finished).toBe(200);
      const { orderResponseLine } = await first.call(first.operations.order11.viewOrder, { ...head, transactionID });
      const want = updated === 200 ? "9" : "1";
      expect([placed.at(-1)?.lines[0]?.quantity, orderResponseLine?.[0]?.quantity.$value]).toEqual([want, want]);
    }
  });

  it("do not roll back an order that is being placed", async () => {
    let onPlacing = (): void => undefined;
    const begun = new Promise<void>((resolve) => (onPlacing = resolve));
    const { processes, placed } = twoProcesses(80, () => onPlacing());
    const [first, second] = processes;
    const transactionID = await createOrder(first);
    const finish = codeOf(first.call(first.operations.order11.finishOrder, { ...head, transactionID }));
    await begun;
    expect(await codeOf(second.call(second.operations.transaction10.rollback, { ...head, transactionID }))).toBe(430);
    expect(await finish).toBe(200);
    expect(placed).toHaveLength(1);
  });
});
