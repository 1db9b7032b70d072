/**
 * Instances in memory: for tests and demonstrations. Nothing survives the process.
 */
import type { Instance, InstanceStore } from "./store.js";

const byAge = (a: Instance, b: Instance): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** Makes an empty store. */
export function createMemoryStore(): InstanceStore {
  const instances = new Map<string, Instance>();
  const ofOwner = (owner: string): Instance[] => [...instances.values()].filter((instance) => instance.owner === owner);
  return {
    get: async (id) => instances.get(id),
    list: async (owner) => ofOwner(owner).sort(byAge),
    insert: async (instance, limit) => {
      const counted = ofOwner(instance.owner).filter(({ state }) => state < limit.statesBelow);
      if (instances.has(instance.id) || counted.length >= limit.count) return false;
      instances.set(instance.id, instance);
      return true;
    },
    update: async (instance) => {
      if (instances.get(instance.id)?.revision !== instance.revision - 1) return false;
      instances.set(instance.id, instance);
      return true;
    },
    remove: async (id, revision) => instances.get(id)?.revision === revision && instances.delete(id),
    due: async (now, limit) =>
      [...instances.values()]
        .filter(({ deadline }) => deadline !== undefined && deadline <= now)
        .sort((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0))
        .slice(0, limit),
    ping: async () => undefined,
    close: async () => instances.clear(),
  };
}
