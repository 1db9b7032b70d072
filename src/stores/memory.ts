/**
 * Instances, messages and history in memory: for tests and demonstrations. Nothing survives the process.
 */
import {
  type Change,
  type CountedInstances,
  type CountedWork,
  type Instance,
  type InstanceHead,
  type InstanceStore,
  isTooLarge,
  type OutboxMessage,
  type OwnerLimit,
  type StoredSizes,
  sizeOf,
  type TransitionRecord,
  type WriteResult,
} from "./store.js";

/** Makes an empty store. */
export function createMemoryStore(): InstanceStore {
  const instances = new Map<string, Instance>();
  /** Bytes of their data. */
  const sizes = new Map<string, number>();
  const messages = new Map<string, OutboxMessage>();
  let transitions: TransitionRecord[] = [];

  const check = ({ instance: change, messages: sent = [], settled }: Change): WriteResult => {
    if (change !== undefined && change.kind !== "remove" && change.limit !== undefined) {
      const stored = measure(change.instance, change.limit);
      if (change.kind === "insert" && stored.open >= change.limit.count) return "full";
      if (isTooLarge(change.limit, sizeOf(change.instance), stored)) return "tooLarge";
    }
    if (change !== undefined && !isCurrent(change, instances)) return "outdated";
    if (settled !== undefined && !isSame(messages.get(settled.key), settled)) return "lost";
    const isTaken = ({ key, createdAt }: OutboxMessage): boolean => key !== settled?.key && (messages.get(key)?.dueAt ?? 0) > createdAt;
    return sent.some(isTaken) ? "busy" : "written";
  };
  const measure = ({ id, owner }: Instance, { statesBelow }: OwnerLimit): StoredSizes => {
    const owned = [...instances.values()].filter((each) => each.owner === owner);
    const others = owned.filter((each) => each.id !== id);
    return {
      open: owned.filter(({ state }) => state < statesBelow).length,
      others: others.length,
      othersBytes: others.reduce((sum, each) => sum + (sizes.get(each.id) ?? 0), 0),
      before: sizes.get(id) ?? 0,
    };
  };
  const apply = ({ instance: change, messages: sent = [], settled, transition }: Change): void => {
    if (change?.kind === "remove") {
      instances.delete(change.id);
      sizes.delete(change.id);
    } else if (change !== undefined) {
      instances.set(change.instance.id, change.instance);
      sizes.set(change.instance.id, sizeOf(change.instance));
    }
    if (settled !== undefined) messages.delete(settled.key);
    for (const message of sent) messages.set(message.key, message);
    if (transition !== undefined) transitions.push(transition);
  };

  return {
    write: async (change) => {
      const result = check(change);
      if (result === "written") apply(change);
      return result;
    },
    get: async (id) => instances.get(id),
    find: async (id) => headOf(instances.get(id)),
    list: async (owner, limit, after) =>
      [...instances.values()]
        .filter((each) => each.owner === owner && (after === undefined || byAge(each, after) > 0))
        .sort(byAge)
        .slice(0, limit)
        .flatMap((each) => headOf(each) ?? []),
    due: async (machine, now, limit) =>
      [...instances.values()]
        .filter((each) => each.machine === machine && each.deadline !== undefined && each.deadline <= now)
        .sort((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0))
        .slice(0, limit)
        .map(({ id }) => id),
    messagesOf: async (instanceId) =>
      [...messages.values()]
        .filter((each) => each.instanceId === instanceId)
        .sort((a, b) => a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1)),
    dueMessages: async (machine, now, limit) =>
      [...messages.values()]
        .filter((each) => each.machine === machine && each.dueAt <= now)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit),
    reschedule: async (message, attempts, dueAt) => {
      if (!isSame(messages.get(message.key), message)) return false;
      messages.set(message.key, { ...message, attempts, dueAt });
      return true;
    },
    history: async (instanceId, limit, afterRevision = 0) =>
      transitions.filter((each) => each.instanceId === instanceId && each.revision > afterRevision).slice(0, limit),
    forget: async (machine, before, limit) => {
      const old = new Set(transitions.filter((each) => each.machine === machine && each.at < before).slice(0, limit));
      transitions = transitions.filter((each) => !old.has(each));
      return old.size;
    },
    scan: async (limit, afterId = "") =>
      [...instances.values()]
        .filter(({ id }) => id > afterId)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .flatMap((each) => headOf(each) ?? []),
    census: async (now) => ({
      instances: countStates([...instances.values()]),
      overdue: countWork(
        [...instances.values()]
          .map(({ machine, deadline = Number.POSITIVE_INFINITY }) => ({ machine, since: deadline }))
          .filter(({ since }) => since <= now),
      ),
      messages: countWork([...messages.values()].map(({ machine, createdAt }) => ({ machine, since: createdAt }))),
    }),
    ping: async () => undefined,
    close: async () => undefined,
  };
}

function countStates(instances: readonly InstanceHead[]): readonly CountedInstances[] {
  const counted = new Map<string, CountedInstances>();
  for (const { machine, state, stateName } of instances) {
    const key = JSON.stringify([machine, state, stateName]);
    counted.set(key, { machine, state, stateName, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()];
}

function countWork(work: readonly { readonly machine: string; readonly since: number }[]): readonly CountedWork[] {
  const counted = new Map<string, CountedWork>();
  for (const { machine, since } of work) {
    const { count, oldest } = counted.get(machine) ?? { count: 0, oldest: since };
    counted.set(machine, { machine, count: count + 1, oldest: Math.min(oldest, since) });
  }
  return [...counted.values()];
}

function isCurrent(change: NonNullable<Change["instance"]>, instances: ReadonlyMap<string, Instance>): boolean {
  if (change.kind === "insert") return !instances.has(change.instance.id);
  if (change.kind === "update") return instances.get(change.instance.id)?.revision === change.instance.revision - 1;
  return instances.get(change.id)?.revision === change.revision;
}

function isSame(a: OutboxMessage | undefined, b: OutboxMessage): boolean {
  return a !== undefined && a.attempts === b.attempts && a.revision === b.revision;
}

function byAge(a: Pick<Instance, "createdAt" | "id">, b: Pick<Instance, "createdAt" | "id">): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function headOf(instance: Instance | undefined): InstanceHead | undefined {
  if (instance === undefined) return undefined;
  const { data, ...head } = instance;
  return head;
}
