/**
 * What the console's live view costs with many instances in the store.
 *
 * CPU is that of this process. SQLite answers within the call, so nothing else is answered meanwhile: of a search for a step of it, of a count for all of it.
 */
import { findInstances } from "../../../src/server/observe/find-instances.js";
import { LiveData } from "../../../src/server/observe/live-data.js";
import type { InstanceStore } from "../../../src/stores/store.js";
import type { FillStore } from "./stores.js";

/** Prints what pages of a search, the longest search that there is, a count of everything and a snapshot cost. */
export async function measureConsole(kind: string, fill: FillStore, sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    const { store, close } = await fill(size);
    const time = async (name: string, work: () => Promise<string>): Promise<void> => {
      const before = process.cpuUsage();
      const result = await work();
      const { user, system } = process.cpuUsage(before);
      console.log(`  ${kind}, ${size} instances: ${name} ${((user + system) / 1000).toFixed(1)} ms CPU, ${result}`);
    };
    await time("first page", () => page(store, {}));
    await time("by id", () => page(store, { owner: "id-7" }));
    await time("of a buyer with 50", () => page(store, { owner: "B1" }));
    await time("a text that nobody has, to the end", () => searchAll(store));
    await time("count of everything", async () => `${(await store.census(Date.now())).instances.length} states`);
    const live = new LiveData({ store, machines: [], ipam: () => undefined, kind, outbox: async () => [], buyers: () => [] });
    await live.snapshot();
    await time("snapshot between two counts", async () => `${JSON.stringify(await live.snapshot()).length} bytes`);
    await close();
  }
}

async function page(store: InstanceStore, filter: { readonly owner?: string }): Promise<string> {
  const { instances, looked } = await findInstances(store, { machine: "Order", ...filter });
  return `${instances.length} found, ${looked} looked at`;
}

async function searchAll(store: InstanceStore): Promise<string> {
  let requests = 0;
  let after: string | undefined;
  do {
    after = (await findInstances(store, { machine: "Order", owner: "nobody", after })).next;
    requests++;
  } while (after !== undefined);
  return `${requests} requests`;
}
