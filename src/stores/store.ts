/**
 * What a service keeps between requests: instances of state machines, with their deadlines.
 *
 * A deadline is a column of its instance, so that state and deadline change in one write and survive a restart. Writers do not lock:
 * each write names the revision it has read, and is refused when another was faster.
 */

/** One instance of a state machine. */
export interface Instance {
  readonly id: string;
  /** Whose it is; instances of other owners are invisible to a caller. */
  readonly owner: string;
  /** Which machine it follows, e.g. `Order`. */
  readonly machine: string;
  readonly state: number;
  /** The context, as JSON. */
  readonly data: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly usedAt: number;
  /** When the service must act on it without being asked; undefined: never. */
  readonly deadline: number | undefined;
  /** 1 when inserted, one more with each update. */
  readonly revision: number;
}

/** At most `count` instances of one owner in states below `statesBelow`; later states do not count. */
export interface OwnerLimit {
  readonly count: number;
  readonly statesBelow: number;
}

/** Keeps instances. Every write is durable before its promise resolves. */
export interface InstanceStore {
  get(id: string): Promise<Instance | undefined>;
  /** All of an owner, oldest first. */
  list(owner: string): Promise<readonly Instance[]>;
  /** Adds a new instance. False: `id` is taken, or the owner has as many instances as the limit allows. */
  insert(instance: Instance, limit: OwnerLimit): Promise<boolean>;
  /** Replaces the instance of the same id whose revision is one less. False: it is gone, or another writer was faster. */
  update(instance: Instance): Promise<boolean>;
  /** Removes the instance of this id and revision. False: it is gone, or another writer was faster. */
  remove(id: string, revision: number): Promise<boolean>;
  /** Up to `limit` instances whose deadline is not after `now`, earliest first. */
  due(now: number, limit: number): Promise<readonly Instance[]>;
  /** Rejects when the store cannot be used. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Why there is no store, in a message for whoever starts the server. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}
