/**
 * What the console's live view costs with many instances in the store.
 *
 * CPU is that of this process. SQLite answers within the call, so nothing else is answered meanwhile: the longest CPU time between two turns of the loop is printed.
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
      const turns = watchTurns();
      const result = await work();
      const longest = await turns.end();
      const { user, system } = process.cpuUsage(before);
      const cpu = ((user + system) / 1000).toFixed(1);
      console.log(`  ${kind}, ${size} instances: ${name} ${cpu} ms CPU, ${longest.toFixed(1)} ms without a turn at most, ${result}`);
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

/** Measures the longest time, in milliseconds of CPU, in which the loop of this process had no turn. */
function watchTurns(): { readonly end: () => Promise<number> } {
  const cpu = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let [longest, last, isEnded] = [0, cpu(), false];
  const turn = (): void => {
    const now = cpu();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isEnded) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    end: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isEnded = true;
      return longest;
    },
  };
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
