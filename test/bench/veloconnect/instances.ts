/**
 * GetStatus and orders with many instances in the store.
 */
import { createMemoryStore } from "../../../src/stores/memory.js";
import type { InstanceStore } from "../../../src/stores/store.js";
import { serve } from "../../support/veloconnect-server.js";
import { ask, costOf, memberOf, milliseconds } from "./ask.js";
import type { FillStore } from "./stores.js";

const rules = { perBuyer: 1e9, buyerBytes: 1e12 };

/** Prints what GetStatus costs for each size, and how much more for the largest than for the smallest. */
export async function measureStatus(kind: string, fill: FillStore, sizes: readonly number[]): Promise<void> {
  const byId: number[] = [];
  for (const size of sizes) {
    const { store, close } = await fill(size);
    const { handle } = serve({ store, rules });
    const one = await costOf(2_000, (index) => ask(handle, `GetStatusRequest&TransactionID=id-${(index * 7) % 50}`));
    const all = await costOf(200, () => ask(handle, "GetStatusRequest"));
    byId.push(one.cpu);
    console.log(
      `  ${kind}, ${size} instances: GetStatus by id ${milliseconds(one.cpu)} CPU, ${milliseconds(one.wall)} in all; of a buyer with 50: ${milliseconds(all.cpu)} CPU, ${milliseconds(all.wall)} in all`,
    );
    await measureOrders(kind, size, store);
    await close();
  }
  const [first = 1] = byId;
  console.log(`  ${kind}: by id, ${sizes.at(-1)} instances cost ${((byId.at(-1) ?? 0) / first).toFixed(2)} times what ${sizes[0]} do`);
}

/** Orders of one line that are made and finished, some at once. */
async function measureOrders(kind: string, size: number, store: InstanceStore): Promise<void> {
  const { handle } = serve({ store, rules });
  const count = 400;
  const start = performance.now();
  const before = process.cpuUsage();
  const one = async (): Promise<void> => {
    const id = memberOf(await ask(handle, "CreateOrderRequest&Quantity.tyre=1&quantityUnitCode.tyre=EA"), "TransactionID");
    await ask(handle, `FinishOrderRequest&TransactionID=${id}`);
  };
  for (let done = 0; done < count; done += 16) await Promise.all(Array.from({ length: 16 }, one));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `  ${kind}, ${size} instances: ${Math.round(count / seconds)} orders a second, ${milliseconds((user + system) / 1000 / count)} CPU each`,
  );
}

/** Prints what an open order takes in the memory of a server, beside what it takes with a store in memory. */
export async function measureMemory(kind: string, fill: FillStore): Promise<void> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("run node with --expose-gc");
  const count = 1_000;
  const { store: kept, close } = await fill(1_000);
  for (const [name, store] of [
    ["memory", createMemoryStore()],
    [kind, kept],
  ] as const) {
    const { handle } = serve({ store, rules });
    const open = async (orders: number): Promise<number> => {
      for (let index = 0; index < orders; index++) await ask(handle, "CreateOrderRequest&Quantity.tyre=1&quantityUnitCode.tyre=EA");
      // What finalizers hold goes in a second collection.
      for (let pass = 0; pass < 3; pass++) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return process.memoryUsage().heapUsed;
    };
    const before = await open(200);
    const after = await open(count);
    console.log(`  ${name}: ${Math.round((after - before) / count)} bytes of heap for an open order`);
  }
  await close();
}
