/**
 * What all kinds of transactions share: instances that are created, given commands, and refuse with the protocol's codes.
 *
 * A kind is a table (`…-machine.ts`), the data that its instances keep, and its operations. This file drives it, remembers the test flag, and gives
 * GetStatus and Rollback what they need.
 */

import type { DataFormat } from "../../machine/data-format.js";
import type { EffectHandlers, MachineInstance } from "../../machine/effects.js";
import { createInstances, type Instances, type MachineHead } from "../../machine/instances.js";
import type { Machine } from "../../machine/machine.js";
import type { Done } from "../../machine/requests.js";
import type { Schedule } from "../../machine/schedule.js";
import type { InstanceStore } from "../../stores/store.js";
import { Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";
import { expectDone, firstFinalState, type InstanceRules, type TableRefusal, type Transaction, transactionOf } from "./transactions.js";

/** What the instances of every kind need. */
export interface KindDependencies {
  readonly store: InstanceStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly schedule?: Schedule | undefined;
  /** An id that cannot be guessed and was never given before: 1 to 64 characters of A-Z a-z 0-9 . _ - */
  readonly makeId: () => string;
  readonly rules: InstanceRules;
  /** Milliseconds that another process may need for an effect outside the store; 0 where this process alone uses the store. */
  readonly lease: number;
  /** Called with failures that are not part of any answer. */
  readonly onError: (error: unknown) => void;
}

/** What the instances of every kind keep. */
export interface TestedData {
  /** The IsTest flag of the operation that created the instance; later operations must repeat it. */
  readonly isTest: boolean;
}

/** A table whose refusals have codes. */
export type KindMachine<State extends string, Command extends string, Effect extends string> = Machine<
  State,
  Command | "rollback",
  Effect,
  TableRefusal,
  "idleTime" | "retention"
>;

/** A command to an instance. */
export interface KindCommand<State extends string, Command extends string, Data> {
  /** The command, or a function that chooses it for the instance. */
  readonly command: Command | ((instance: MachineInstance<State, Data>) => Command);
  /** The test flag of the request; undefined where it does not matter. */
  readonly isTest: boolean | undefined;
  /** Computes the new data, or throws to refuse; by default they stay. It runs again if another process was faster. */
  readonly decide?: (instance: MachineInstance<State, Data>) => Promise<Data> | Data;
}

/** The instances of a kind. */
export class TransactionKind<State extends string, Command extends string, Data extends TestedData> {
  /** What GetStatus, Rollback and the periodic tick use. */
  readonly transaction: Transaction;
  readonly #instances: Instances<State, Command | "rollback", TableRefusal, Data>;
  readonly #perBuyer: number;

  constructor(instances: Instances<State, Command | "rollback", TableRefusal, Data>, perBuyer: number) {
    this.#instances = instances;
    this.#perBuyer = perBuyer;
    this.transaction = transactionOf(instances);
  }

  /** Creates an instance. Refused with 421 if the buyer has reached the limit, or the instance is too large. */
  async create(owner: string, command: Command, data: Data): Promise<MachineInstance<State, Data>> {
    const outcome = await this.#instances.create({ owner, command, data });
    if (outcome.kind !== "full") return expectDone(command, outcome).instance;
    throw this.#full();
  }

  /** Creates an instance under an id of the service, unless there is one already. Refused with 421. */
  async createAs(id: string, owner: string, command: Command, data: Data): Promise<void> {
    const outcome = await this.#instances.create({ id, owner, command, data });
    if (outcome.kind === "full") throw this.#full();
    if (outcome.kind === "refused" && outcome.refusal === "taken") return;
    expectDone(command, outcome);
  }

  /** Reads an instance without its data; undefined if the owner has none. */
  find(owner: string, id: string): Promise<MachineHead<State> | undefined> {
    return this.#instances.find(owner, id);
  }

  #full(): Refused {
    return new Refused(ResponseCode.noFurtherInstance, texts.tooManyOpen(this.#perBuyer));
  }

  /**
   * Gives an instance a command, and waits for its effects. Refused with 420, 435 (the test flag differs), 430, 421 (the instance becomes too
   * large), and with what `decide` throws.
   */
  async command(
    owner: string,
    id: string,
    { command, isTest, decide = ({ data }) => data }: KindCommand<State, Command | "rollback", Data>,
  ): Promise<Done<State, Data>> {
    let given: string = "";
    const outcome = await this.#instances.command({
      owner,
      id,
      command: (instance) => {
        if (isTest !== undefined) checkTestFlag(instance, isTest);
        const chosen = typeof command === "function" ? command(instance) : command;
        given = chosen;
        return chosen;
      },
      decide: (instance) => withState(instance, async () => decide(instance)),
      settle: true,
    });
    return expectDone(given, outcome);
  }
}

/** Makes a kind from its table and the handlers of its effects. */
export function createKind<State extends string, Command extends string, Effect extends string, Data extends TestedData>(
  machine: KindMachine<State, Command, Effect>,
  data: DataFormat<Data>,
  effects: EffectHandlers<State, Command | "rollback", Effect, Data>,
  { store, now, schedule, makeId, rules, lease, onError }: KindDependencies,
): TransactionKind<State, Command, Data> {
  const { idleTime, retention, perBuyer, instanceBytes, buyerBytes, historyTime } = rules;
  const instances = createInstances(machine, data, {
    store,
    effects,
    durations: { idleTime, retention },
    makeId,
    now,
    ...(schedule && { schedule }),
    limit: { count: perBuyer, statesBelow: firstFinalState, instanceBytes, ownerBytes: buyerBytes },
    lease,
    historyTime,
    onError,
  });
  return new TransactionKind(instances, perBuyer);
}

/** Refuses with 435 a change between test and non-test. */
export function checkTestFlag({ data, number }: MachineInstance<string, TestedData>, isTest: boolean): void {
  if (data.isTest === isTest) return;
  throw new Refused(ResponseCode.testChanged, texts.testChanged(data.isTest), number);
}

/** Adds the state in which the instance stays to errors of the work. */
async function withState<T>({ number }: MachineInstance, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw Refused.from(error, number);
  }
}
