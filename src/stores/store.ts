/**
 * What services keep between requests: instances of state machines with their deadlines, messages that are still to be sent, and the history of
 * transitions.
 *
 * One call of `write` is one transaction: the new state of an instance, the messages that its transition asks for, and the record of the transition
 * are written together or not at all. Callers do not lock: a change names the revision that it is based on, and fails if another was faster.
 */

/** An instance without its data, as lists show it. */
export interface InstanceHead {
  readonly id: string;
  /** Who it belongs to. Callers see their own instances only. */
  readonly owner: string;
  /** The name of its machine. */
  readonly machine: string;
  /** The number of its state. */
  readonly state: number;
  /** The name of its state; undefined where version 0.1 wrote the instance. */
  readonly stateName: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly usedAt: number;
  /** When the deadline of the state passes; undefined: never. */
  readonly deadline: number | undefined;
  /** 1 when inserted, one more with each transition. */
  readonly revision: number;
}

/** One instance of a state machine. */
export interface Instance extends InstanceHead {
  /** JSON. */
  readonly data: string;
}

/** A message of an outbox effect. It is sent at least once; the key lets the receiver recognize repetitions. */
export interface OutboxMessage {
  readonly key: string;
  readonly instanceId: string;
  readonly machine: string;
  readonly effect: string;
  /** JSON. */
  readonly payload: string;
  readonly createdAt: number;
  /** When it may be sent (again). Until then it belongs to the process that is sending it. */
  readonly dueAt: number;
  /** How often sending it was begun. */
  readonly attempts: number;
  /** The revision of the instance that it was written with. */
  readonly revision: number;
}

/** One transition of an instance. */
export interface TransitionRecord {
  readonly instanceId: string;
  /** The revision that it led to. */
  readonly revision: number;
  readonly owner: string;
  readonly machine: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who gave the command. */
  readonly by: string;
  readonly from: string;
  readonly command: string;
  readonly to: string;
}

/** What one owner may store. */
export interface OwnerLimit {
  /** Instances in states below `statesBelow`; later states do not count. */
  readonly count: number;
  readonly statesBelow: number;
  /** Bytes of one instance's data, in UTF-8; any number when left out. */
  readonly instanceBytes?: number;
  /** Bytes of all instances, whatever their state, each with `instanceOverhead`; any number when left out. */
  readonly ownerBytes?: number;
}

/** Bytes that an instance counts beside its data, so that small ones are bounded in number. */
export const instanceOverhead = 1024;

/** Bytes of an instance's data. */
export function sizeOf({ data }: Pick<Instance, "data">): number {
  return new TextEncoder().encode(data).length;
}

/** What is stored before an instance is written. */
export interface StoredSizes {
  /** Open instances of its owner: those whose state is below the limit's. */
  readonly open: number;
  /** Other instances of its owner, and the bytes of their data. */
  readonly others: number;
  readonly othersBytes: number;
  /** Bytes of its own data; 0 where it is new. */
  readonly before: number;
}

/** Tests if an instance would be too large, by itself or beside the others of its owner. What does not grow never is. */
export function isTooLarge(
  { instanceBytes = Number.POSITIVE_INFINITY, ownerBytes = Number.POSITIVE_INFINITY }: OwnerLimit,
  bytes: number,
  { others, othersBytes, before }: StoredSizes,
): boolean {
  return bytes > before && (bytes > instanceBytes || othersBytes + bytes + (others + 1) * instanceOverhead > ownerBytes);
}

/** A change of an instance. */
export type InstanceChange =
  | { readonly kind: "insert"; readonly instance: Instance; readonly limit?: OwnerLimit | undefined }
  /** Replaces the instance of the same id whose revision is one less. A limit is of its sizes only, and holds up nothing that does not grow. */
  | { readonly kind: "update"; readonly instance: Instance; readonly limit?: OwnerLimit | undefined }
  | { readonly kind: "remove"; readonly id: string; readonly revision: number };

/** What one transaction writes. */
export interface Change {
  readonly instance?: InstanceChange;
  readonly transition?: TransitionRecord;
  /** Messages to send. Each replaces a message with the same key that is due. */
  readonly messages?: readonly OutboxMessage[];
  /** A message that has been sent, to remove. */
  readonly settled?: OutboxMessage;
}

/** The result of a change. Nothing was changed unless it is `written`. */
export type WriteResult =
  | "written"
  /** The instance is gone, another writer was faster, or the id of a new one is taken. */
  | "outdated"
  /** The owner has as many instances as the limit allows. */
  | "full"
  /** The instance would be larger than the limit allows, or the owner's instances together would. */
  | "tooLarge"
  /** A message with the same key is being sent. */
  | "busy"
  /** The message to remove is gone, or another process sends it again. */
  | "lost";

/** The last instance of a page of a list; the next page begins after it. */
export interface ListPosition {
  readonly createdAt: number;
  readonly id: string;
}

/** Keeps instances, messages and history. Every write is durable before its promise resolves. */
export interface InstanceStore {
  /** Writes all of a change or nothing. */
  write(change: Change): Promise<WriteResult>;
  get(id: string): Promise<Instance | undefined>;
  find(id: string): Promise<InstanceHead | undefined>;
  /** Up to `limit` instances of an owner, oldest first; at once where the store need not wait, and then it throws what it would reject with. */
  list(owner: string, limit: number, after?: ListPosition): readonly InstanceHead[] | Promise<readonly InstanceHead[]>;
  /** Ids of up to `limit` instances of a machine whose deadline is not after `now`, earliest first. */
  due(machine: string, now: number, limit: number): Promise<readonly string[]>;
  /** All messages of an instance, oldest first. */
  messagesOf(instanceId: string): Promise<readonly OutboxMessage[]>;
  /** Up to `limit` messages of a machine that are due, earliest first. */
  dueMessages(machine: string, now: number, limit: number): Promise<readonly OutboxMessage[]>;
  /** Changes when a message is due, and its number of attempts. False: it is gone or was changed since it was read. */
  reschedule(message: OutboxMessage, attempts: number, dueAt: number): Promise<boolean>;
  /** Up to `limit` transitions of an instance after a revision, oldest first. They outlive the instance. */
  history(instanceId: string, limit: number, afterRevision?: number): Promise<readonly TransitionRecord[]>;
  /** Removes up to `limit` transitions of a machine that are older than a time, and returns their number. */
  forget(machine: string, before: number, limit: number): Promise<number>;
  /** Up to `limit` instances of all owners whose ids come after one, by id: for operators. */
  scan(limit: number, afterId?: string): Promise<readonly InstanceHead[]>;
  /** Counts what is stored, as of a time. Stores other than SQLite's read all that they have, so ask now and then only. */
  census(now: number): Promise<StoreCensus>;
  /** Rejects when nothing can be read or written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How much a store holds. */
export interface StoreCensus {
  readonly instances: readonly CountedInstances[];
  /** Instances whose deadline has passed, by machine. */
  readonly overdue: readonly CountedWork[];
  /** Messages that are still to be sent, by machine. */
  readonly messages: readonly CountedWork[];
}

/** The instances of a machine in one state. */
export interface CountedInstances {
  readonly machine: string;
  readonly state: number;
  readonly stateName: string | undefined;
  readonly count: number;
}

/** Work of a machine that waits. */
export interface CountedWork {
  readonly machine: string;
  readonly count: number;
  /** Since when the oldest one waits: milliseconds since 1970. */
  readonly oldest: number;
}

/** The store cannot be opened. The message is for the person who starts the server. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}
