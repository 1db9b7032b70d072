/**
 * What services keep between requests: instances of state machines with their deadlines, messages that are still to be sent, and the history of
 * transitions.
 *
 * One call of `write` is one transaction: an instance's new state, the messages that its transition asks for and the record of the transition
 * are all written or none is. Nobody locks: a change names the revision that it was made from, and is refused when another was faster.
 */

/** An instance without its data: all that lists need. */
export interface InstanceHead {
  readonly id: string;
  /** Who it belongs to; instances of other owners are invisible to a caller. */
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
  /** When time itself gives the instance a command; undefined: never. */
  readonly deadline: number | undefined;
  /** 1 when inserted, one more with each transition. */
  readonly revision: number;
}

/** One instance of a state machine. */
export interface Instance extends InstanceHead {
  /** JSON. */
  readonly data: string;
}

/** A message of an outbox effect: it has to be sent at least once, and its receiver can tell by the key that it has seen it. */
export interface OutboxMessage {
  readonly key: string;
  readonly instanceId: string;
  readonly machine: string;
  readonly effect: string;
  /** JSON. */
  readonly payload: string;
  readonly createdAt: number;
  /** When it may be taken up, again or at all: whoever is sending it has it for himself until then. */
  readonly dueAt: number;
  /** How often it was taken up. */
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

/** At most `count` instances of one owner in states below `statesBelow`; later states do not count. */
export interface OwnerLimit {
  readonly count: number;
  readonly statesBelow: number;
}

/** What becomes of an instance. */
export type InstanceChange =
  | { readonly kind: "insert"; readonly instance: Instance; readonly limit?: OwnerLimit | undefined }
  /** Replaces the instance of the same id whose revision is one less. */
  | { readonly kind: "update"; readonly instance: Instance }
  | { readonly kind: "remove"; readonly id: string; readonly revision: number };

/** What is written together. */
export interface Change {
  readonly instance?: InstanceChange;
  readonly transition?: TransitionRecord;
  /** Messages to be sent. One replaces a message of the same key that is due. */
  readonly messages?: readonly OutboxMessage[];
  /** A message that was sent: it is removed. */
  readonly settled?: OutboxMessage;
}

/** What came of a change; nothing of it is written unless it is `written`. */
export type WriteResult =
  | "written"
  /** The instance is gone, another writer was faster, or the id of a new one is taken. */
  | "outdated"
  /** The owner has as many instances as the limit allows. */
  | "full"
  /** A message of the same key is being sent by somebody else. */
  | "busy"
  /** The message that was sent has been settled or taken up by somebody else. */
  | "lost";

/** Where a page of a list begins: after this instance. */
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
  /** Up to `limit` instances of an owner, oldest first. */
  list(owner: string, limit: number, after?: ListPosition): Promise<readonly InstanceHead[]>;
  /** Ids of up to `limit` instances of a machine whose deadline is not after `now`, earliest first. */
  due(machine: string, now: number, limit: number): Promise<readonly string[]>;
  /** All messages of an instance that are still to be sent, oldest first. */
  messagesOf(instanceId: string): Promise<readonly OutboxMessage[]>;
  /** Up to `limit` messages of a machine that may be taken up, earliest first. */
  dueMessages(machine: string, now: number, limit: number): Promise<readonly OutboxMessage[]>;
  /** Gives a message another time and number of attempts. False: it has been settled or taken up since it was read. */
  reschedule(message: OutboxMessage, attempts: number, dueAt: number): Promise<boolean>;
  /** Up to `limit` transitions of an instance, the first ones first, after a revision. They outlive the instance. */
  history(instanceId: string, limit: number, afterRevision?: number): Promise<readonly TransitionRecord[]>;
  /** Removes up to `limit` transitions of a machine from before a time; says how many. */
  forget(machine: string, before: number, limit: number): Promise<number>;
  /** Rejects when the store cannot be used. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A store cannot be opened; the message is for the person who starts the server. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}
