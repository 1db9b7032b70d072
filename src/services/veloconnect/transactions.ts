/**
 * What all transactions have in common: GetStatus and Rollback work on instances of any table.
 *
 * An instance is identified by buyer and id; to a buyer, instances of other buyers do not exist. To add a transaction, add an object to the list that
 * `Transactions` gets.
 */

import type { Instances } from "../../machine/instances.js";
import type { CommandOutcome, Done } from "../../machine/requests.js";
import { andThen, type Soon } from "../../service/soon.js";
import { nextPage } from "../../stores/list-all.js";
import type { InstanceHead, InstanceStore, TransitionRecord } from "../../stores/store.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";

/** What the operator decides about instances. */
export interface InstanceRules {
  /** Milliseconds until an unused open instance is deleted. */
  readonly idleTime: number;
  /** Milliseconds that a final instance is kept. */
  readonly retention: number;
  /** Open instances that a buyer may have at once. */
  readonly perBuyer: number;
  /** Bytes that one instance may take in the store, and all of a buyer, final ones too. */
  readonly instanceBytes: number;
  readonly buyerBytes: number;
  /** Milliseconds that the history is kept. */
  readonly historyTime: number;
}

const day = 24 * 3600_000;

const mebibyte = 1024 ** 2;

export const defaultRules: InstanceRules = {
  idleTime: day,
  retention: day,
  perBuyer: 1000,
  instanceBytes: 4 * mebibyte,
  buyerBytes: 64 * mebibyte,
  historyTime: 90 * day,
};

/** States from this number on are final. veloconnect transaction-1.0 */
export const firstFinalState = 100;

/** An instance as GetStatus shows it. */
export interface InstanceStatus {
  readonly id: string;
  /** The name of its transaction. */
  readonly transaction: string;
  readonly statusCode: number;
}

/** One transaction: a table with the rules of its operations. */
export interface Transaction {
  /** The name in the store and in answers of GetStatus: that of its machine. */
  readonly name: string;
  /** The StatusCode of a stored instance; undefined if it has expired. */
  statusCodeOf(head: InstanceHead): number | undefined;
  /** Rolls an instance back and returns the StatusCode that this leads to. Refused with 420, 430. */
  rollback(owner: string, id: string): Promise<number>;
  /** Does the work that is due, and returns the number of deadlines that passed. */
  tick(): Promise<number>;
}

/** A transaction of which each buyer has one instance, always, under an id that is the same for all. */
export interface FixedTransaction {
  readonly id: string;
  /** The name in the store and in answers of GetStatus: that of its machine. */
  readonly name: string;
  /** The StatusCode of the buyer's instance. */
  statusOf(owner: string): Promise<number>;
  /** Rolls the buyer's instance back and returns the StatusCode that this leads to. Refused with 430. */
  rollback(owner: string): Promise<number>;
}

/** The transactions of one server. */
export class Transactions {
  readonly #store: InstanceStore;
  readonly #now: () => number;
  readonly #transactions: ReadonlyMap<string, Transaction>;
  readonly #fixed: FixedTransaction | undefined;

  constructor(store: InstanceStore, now: () => number, transactions: readonly Transaction[], fixed?: FixedTransaction) {
    this.#fixed = fixed;
    this.#store = store;
    this.#now = now;
    this.#transactions = new Map(transactions.map((each) => [each.name, each]));
  }

  /** All instances of a buyer, oldest first; at once where the store need not wait. */
  list(owner: string): readonly InstanceStatus[] | Promise<readonly InstanceStatus[]> {
    const fixed = this.#fixed;
    if (fixed === undefined) return this.#addStored(owner, []);
    return andThen(fixed.statusOf(owner), (statusCode) => this.#addStored(owner, [{ id: fixed.id, transaction: fixed.name, statusCode }]));
  }

  /** Adds the instances in the store behind a page, or all of them. */
  #addStored(owner: string, found: InstanceStatus[], last?: readonly InstanceHead[]): Soon<readonly InstanceStatus[]> {
    return andThen(nextPage(this.#store, owner, last), (page) => {
      for (const head of page) {
        const status = head.machine === this.#fixed?.name ? undefined : this.#statusOf(head);
        if (status !== undefined) found.push(status);
      }
      return page.length === 0 ? found : this.#addStored(owner, found, page);
    });
  }

  /** The buyer's instance of that id. Refused with 420. */
  async find(owner: string, id: string): Promise<InstanceStatus> {
    const fixed = this.#fixed;
    if (id === fixed?.id) return { id, transaction: fixed.name, statusCode: await fixed.statusOf(owner) };
    const head = await this.#store.find(id);
    const status = head?.owner === owner ? this.#statusOf(head) : undefined;
    if (status === undefined) throw unknownInstance();
    return status;
  }

  /** Rolls an instance of any transaction back and returns the StatusCode that this leads to. Refused with 420, 430. */
  async rollback(owner: string, id: string): Promise<number> {
    if (id === this.#fixed?.id) return this.#fixed.rollback(owner);
    const { transaction, statusCode } = await this.find(owner, id);
    const known = this.#transactions.get(transaction);
    if (known === undefined) throw notApplicable("rollback", statusCode);
    return known.rollback(owner, id);
  }

  /** The transitions of a buyer's instance, oldest first; they outlive the instance. The next page begins after the last revision. */
  async history(owner: string, id: string, limit: number, afterRevision?: number): Promise<readonly TransitionRecord[]> {
    return (await this.#store.history(id, limit, afterRevision)).filter((each) => each.owner === owner);
  }

  /** Does the work that is due, and returns the number of deadlines that passed. Call it periodically. */
  async tick(): Promise<number> {
    let count = 0;
    for (const transaction of this.#transactions.values()) count += await transaction.tick();
    return count;
  }

  /** An instance whose transaction is no longer served has the StatusCode that the store has for it. */
  #statusOf(head: InstanceHead): InstanceStatus | undefined {
    const { id, machine: transaction, state, deadline } = head;
    const known = this.#transactions.get(transaction);
    const isOver = deadline !== undefined && deadline <= this.#now();
    const statusCode = known === undefined ? (isOver ? undefined : state) : known.statusCodeOf(head);
    return statusCode === undefined ? undefined : { id, transaction, statusCode };
  }
}

/** Makes a transaction of the instances of a table that has the command `rollback`. */
export function transactionOf<State extends string, Command extends string, Data>(
  instances: Instances<State, Command | "rollback", TableRefusal, Data>,
): Transaction {
  return {
    name: instances.machine.name,
    statusCodeOf: (head) => instances.look(head)?.number,
    rollback: async (owner, id) =>
      expectDone("rollback", await instances.command({ owner, id, command: "rollback", settle: true })).instance.number,
    tick: async () => (await instances.tick()).deadlines,
  };
}

/** The names by which tables refuse commands: those of ResponseCodes, and what the driver adds. */
export type TableRefusal = keyof typeof ResponseCode | "wait" | "tooLarge" | "taken";

/** Returns the outcome of an allowed command. Throws a Refused with the code that the table's refusal names, or with 420. */
export function expectDone<State extends string, Data>(
  command: string,
  outcome: CommandOutcome<State, TableRefusal, Data>,
): Done<State, Data> {
  if (outcome.kind === "moved") return outcome;
  if (outcome.kind === "absent") throw unknownInstance();
  const { refusal, instance } = outcome;
  if (refusal === "notApplicable") throw notApplicable(command, instance.number);
  if (refusal === "tooLarge") throw tooLarge(instance.number);
  if (refusal === "taken") throw new Error("internal: the id of a new instance is taken");
  if (refusal === "wait") throw new Refused(ResponseCode.internalError, texts.notFinished, instance.number);
  throw new Refused(ResponseCode[refusal], texts.refusedInState(command, instance.number), instance.number);
}

/** The refusal of an unknown TransactionID: ResponseCode 420. */
export function unknownInstance(): Refused {
  return new Refused(ResponseCode.transactionUnknown, texts.transactionUnknown);
}

/** What the store has no room for. */
function tooLarge(statusCode: number): Refused {
  return new Refused(ResponseCode.noFurtherInstance, texts.tooLarge, statusCode);
}

function notApplicable(command: string, statusCode: number): Refused {
  return new Refused(ResponseCode.notApplicable, texts.notApplicable(command, statusCode), statusCode);
}
