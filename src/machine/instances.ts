/**
 * The driver of stored instances: it loads an instance, asks the machine what a command does, performs the effects, and saves under a revision.
 *
 * The table decides: the driver does nothing that it does not allow, and performs what it asks for. Commands to one instance take turns in this process.
 * If another process was faster, the command starts again with the instance that the other one saved. Every transition is recorded.
 */
import { listAll } from "../stores/list-all.js";
import type { Instance, InstanceHead, InstanceStore, OutboxMessage, OwnerLimit, TransitionRecord, WriteResult } from "../stores/store.js";
import type { DataFormat } from "./data-format.js";
import { Deliveries, type Delivery } from "./deliveries.js";
import type { EffectHandler, EffectHandlers, GivenReply, MachineInstance } from "./effects.js";
import { KeyedLock } from "./keyed-lock.js";
import { deletes, type Machine, type Moved, step } from "./machine.js";
import type { CommandOutcome, CommandRequest, CreationOutcome, CreationRequest, Done } from "./requests.js";
import { type Schedule, scheduleOnPlatform } from "./schedule.js";
import { stateOf, storedNumber } from "./stored-state.js";
import { type AllowedCommand, planTransition, type TransitionRules } from "./transition.js";

/** Time and ids, as tests hand them in; what is left out is the platform's. */
export interface Platform {
  /** Makes a new id, never used before; a random UUID by default. */
  readonly makeId?: () => string;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** `setTimeout` by default. */
  readonly schedule?: Schedule;
}

/** The store of the instances, the handlers of the effects, and limits. */
export interface InstancesOptions<State extends string, Command extends string, Effect extends string, Duration extends string, Data>
  extends Platform {
  readonly store: InstanceStore;
  /** Handlers of the effects that the table names. */
  readonly effects: EffectHandlers<State, Command, Effect, Data>;
  /** Milliseconds of the durations that the table names. */
  readonly durations: { readonly [Each in Duration]: number };
  /** How many instances an owner may have; by default there is no limit. */
  readonly limit?: OwnerLimit;
  /**
   * Milliseconds after which a process that performs an outbox effect is taken to be dead and another one performs it; a minute by default. Use 0
   * if only this process uses the store: then unfinished effects are from before a restart.
   */
  readonly lease?: number;
  /** Milliseconds that a command waits for the instance to leave a state that makes it wait; 30 seconds by default. */
  readonly patience?: number;
  /** Milliseconds that the history is kept; for ever by default. */
  readonly historyTime?: number;
  /** Called with failures that no caller gets: those of outbox effects and deadlines. */
  readonly onError?: (error: unknown) => void;
}

/** An instance without its data. */
export type MachineHead<State extends string> = Omit<MachineInstance<State>, "data">;

/** The work that a tick has done. */
export interface Ticked {
  /** Deadlines that gave a command. */
  readonly deadlines: number;
  /** Messages that were sent, or failed again. */
  readonly messages: number;
  /** Transitions that were removed from the history. */
  readonly forgotten: number;
}

/** The result of writing a transition. */
type Written<State extends string, Data> =
  | {
      readonly result: "written";
      readonly instance: MachineInstance<State, Data>;
      readonly deliveries: readonly Promise<Delivery<State, Data>>[];
    }
  | { readonly result: Exclude<WriteResult, "written"> };

/** The result of one attempt at a command. */
type Attempt<State extends string, Name extends string, Data> =
  | (Extract<Written<State, Data>, { readonly result: "written" }> & { readonly kind: "written"; readonly from: State })
  | { readonly kind: "refused"; readonly refusal: Name | "tooLarge"; readonly instance: MachineInstance<State, Data> }
  | { readonly kind: "absent" }
  | { readonly kind: "waits"; readonly instance: MachineInstance<State, Data> }
  | { readonly kind: "outdated" };

/** Milliseconds between two looks at an instance that another process works on. */
const lookInterval = 50;
/** Instances that are read at once. */
const pageSize = 100;
/** Transitions that are removed from the history in one write. */
const forgetSize = 1000;

/** The instances of one machine. Made by `createInstances`. */
export class Instances<State extends string, Command extends string, Name extends string, Data> {
  readonly machine: Machine<State, Command, string, Name>;
  readonly #store: InstanceStore;
  readonly #rules: TransitionRules<State, Command, Data>;
  readonly #makeId: () => string;
  readonly #now: () => number;
  readonly #schedule: Schedule;
  readonly #patience: number;
  readonly #historyTime: number;
  readonly #onError: (error: unknown) => void;
  readonly #deliveries: Deliveries<State, Command, Data>;
  readonly #lock = new KeyedLock();

  constructor(
    machine: Machine<State, Command, string, Name>,
    data: DataFormat<Data>,
    options: InstancesOptions<State, Command, string, string, Data>,
  ) {
    const { store, durations, limit, now = Date.now, lease = 60_000, onError = () => undefined } = options;
    const effects: ReadonlyMap<string, EffectHandler<State, Command, Data>> = new Map(Object.entries(options.effects));
    this.machine = machine;
    this.#store = store;
    this.#rules = { machine, effects, durations, data, limit, lease };
    this.#makeId = options.makeId ?? (() => crypto.randomUUID());
    this.#now = now;
    this.#schedule = options.schedule ?? scheduleOnPlatform;
    this.#patience = options.patience ?? 30_000;
    this.#historyTime = options.historyTime ?? Number.POSITIVE_INFINITY;
    this.#onError = onError;
    const reply = this.#reply.bind(this);
    this.#deliveries = new Deliveries({ machineName: machine.name, effects, store, now, lease, onError, reply });
  }

  /** Creates an instance: gives the command to the initial state of the machine. */
  async create({
    id,
    owner,
    command,
    data,
    by = owner,
    settle = false,
  }: CreationRequest<Command, Data>): Promise<CreationOutcome<State, Name, Data>> {
    const { name: machine, initial } = this.machine;
    for (;;) {
      const now = this.#now();
      const times = { createdAt: now, usedAt: now, deadline: undefined, revision: 0 };
      const start = { state: initial, number: storedNumber(this.machine, initial) };
      const before = { id: id ?? this.#makeId(), owner, machine, ...start, data, ...times };
      const moved = step(this.machine, initial, command);
      if (moved.kind === "refused") return { kind: "refused", refusal: moved.refusal, instance: before };
      const written = await this.#write({ before, moved, data, by, now }, settle);
      if (written.result === "written") return this.#done({ ...written, from: initial }, settle);
      if (written.result !== "full" && written.result !== "tooLarge" && id !== undefined)
        return { kind: "refused", refusal: "taken", instance: before };
      if (written.result !== "full" && written.result !== "tooLarge")
        throw new Error(`internal: the id "${before.id}" of a new instance is taken`);
      // Expired instances do not count.
      if ((await this.#giveDeadlines()) > 0) continue;
      return written.result === "full" ? { kind: "full" } : { kind: "refused", refusal: "tooLarge", instance: before };
    }
  }

  /** Gives an instance a command. */
  async command(request: CommandRequest<State, Command, Data>): Promise<CommandOutcome<State, Name, Data>> {
    let waited = 0;
    for (;;) {
      const attempt = await this.#lock.run(request.id, () => this.#attempt(request));
      if (attempt.kind === "written") return this.#done(attempt, request.settle);
      if (attempt.kind === "absent" || attempt.kind === "refused") return attempt;
      if (attempt.kind === "outdated") continue;
      if (waited >= this.#patience) return { kind: "refused", refusal: "wait", instance: attempt.instance };
      waited += lookInterval;
      await this.#waitForOthers(request.id);
    }
  }

  /** Reads an owner's instance without its data; undefined if it does not exist. */
  async find(owner: string, id: string): Promise<MachineHead<State> | undefined> {
    const head = await this.#store.find(id);
    return head?.owner === owner && head.machine === this.machine.name ? this.look(head) : undefined;
  }

  /** Reads an owner's instance with its data; undefined if it does not exist. */
  async read(owner: string, id: string): Promise<MachineInstance<State, Data> | undefined> {
    const row = await this.#store.get(id);
    const head = row?.owner === owner && row.machine === this.machine.name ? this.look(row) : undefined;
    return row && head && { ...head, data: this.#rules.data.parse(row.data) };
  }

  /** Reads all instances of an owner without their data, oldest first. */
  async *list(owner: string): AsyncGenerator<MachineHead<State>, void> {
    for await (const head of listAll(this.#store, owner)) {
      const seen = head.machine === this.machine.name ? this.look(head) : undefined;
      if (seen !== undefined) yield seen;
    }
  }

  /** Finds the present state of a stored instance, whose deadline may have passed; undefined if that removes it. */
  look(head: InstanceHead): MachineHead<State> | undefined {
    const stored = stateOf(this.machine, head);
    const moved = this.#dueCommand(stored, head.deadline);
    if (moved !== undefined && deletes(moved)) return undefined;
    const state = moved?.to ?? stored;
    const { stateName, ...rest } = head;
    return { ...rest, state, number: storedNumber(this.machine, state) };
  }

  /** Reads transitions of an instance of an owner, oldest first; they outlive the instance. The next page begins after the last revision. */
  async history(owner: string, id: string, limit = pageSize, afterRevision = 0): Promise<readonly TransitionRecord[]> {
    return (await this.#store.history(id, limit, afterRevision)).filter((each) => each.owner === owner);
  }

  /** Does the work that is due: gives commands of deadlines, sends messages, removes old history. Call it periodically. */
  async tick(): Promise<Ticked> {
    const deadlines = await this.#giveDeadlines();
    const messages = await this.#deliveries.dispatch();
    return { deadlines, messages, forgotten: await this.#forget() };
  }

  /** Ticks at an interval of milliseconds. The returned function stops it, and resolves when the last tick has ended. */
  run(interval: number): () => Promise<void> {
    let cancel = (): void => undefined;
    let ticking: Promise<unknown> = Promise.resolve();
    let isStopped = false;
    const wait = (): void => {
      if (!isStopped) cancel = this.#schedule(interval, tick);
    };
    const tick = (): void => {
      ticking = this.tick().catch(this.#onError).finally(wait);
    };
    wait();
    return async () => {
      isStopped = true;
      cancel();
      await ticking;
    };
  }

  async #attempt({
    owner,
    id,
    command: request,
    decide,
    by = owner,
    settle = false,
  }: CommandRequest<State, Command, Data>): Promise<Attempt<State, Name, Data>> {
    const row = await this.#store.get(id);
    if (row === undefined || row.owner !== owner || row.machine !== this.machine.name) return { kind: "absent" };
    const before = this.#toInstance(row);
    const due = this.#dueCommand(before.state, before.deadline);
    if (due !== undefined) {
      // An expired instance is left to the next tick. Other commands of deadlines come before this command.
      if (deletes(due)) return { kind: "absent" };
      const written = await this.#write({ before, moved: due, data: before.data, by: "deadline", now: this.#now() }, false);
      return written.result === "busy" ? { kind: "waits", instance: before } : { kind: "outdated" };
    }
    const command = typeof request === "function" ? request(before) : request;
    const moved = step(this.machine, before.state, command);
    if (moved.kind === "refused") {
      return moved.refusal === "wait" ? { kind: "waits", instance: before } : { kind: "refused", refusal: moved.refusal, instance: before };
    }
    const data = decide === undefined ? before.data : await decide(before);
    const written = await this.#write({ before, moved, data, by, now: this.#now() }, settle);
    if (written.result === "written") return { ...written, kind: "written", from: before.state };
    if (written.result === "tooLarge") return { kind: "refused", refusal: "tooLarge", instance: before };
    return written.result === "busy" ? { kind: "waits", instance: before } : { kind: "outdated" };
  }

  /** Writes a transition and begins to send its messages. Their failures are reported to `onError` unless the caller handles them. */
  async #write(command: AllowedCommand<State, Command, Data>, isHandled: boolean, settled?: OutboxMessage): Promise<Written<State, Data>> {
    const { instance, messages, change } = planTransition(this.#rules, command);
    if (messages.some(({ key }) => key !== settled?.key && this.#deliveries.isSending(key))) return { result: "busy" };
    const result = await this.#store.write(settled === undefined ? change : { ...change, settled });
    if (result !== "written") return { result };
    return { result, instance, deliveries: messages.map((message) => this.#deliveries.start(message, isHandled)) };
  }

  async #done(
    { from, instance, deliveries }: Pick<Extract<Attempt<State, Name, Data>, { kind: "written" }>, "from" | "instance" | "deliveries">,
    settle = false,
  ): Promise<Done<State, Data>> {
    if (!settle || deliveries.length === 0) return { kind: "moved", from, instance, failed: undefined };
    const settled = await Promise.all(deliveries);
    const failed = settled.find((delivery) => delivery.kind === "failed");
    const last = settled.findLast((delivery) => delivery.instance !== undefined)?.instance ?? (await this.#reload(instance.id));
    return { kind: "moved", from, instance: last ?? instance, failed };
  }

  async #reload(id: string): Promise<MachineInstance<State, Data> | undefined> {
    const row = await this.#store.get(id);
    return row && this.#toInstance(row);
  }

  /** Waits until this process has sent the messages of the instance, or a moment if another process sends them. */
  async #waitForOthers(id: string): Promise<void> {
    const isSent = await Promise.race([this.#deliveries.settle(id), this.#pause(lookInterval).then(() => true)]);
    if (!isSent) await this.#pause(lookInterval);
  }

  async #reply(
    message: OutboxMessage,
    given: GivenReply<State, Command, Data> | undefined,
  ): Promise<MachineInstance<State, Data> | undefined> {
    for (;;) {
      const written = await this.#lock.run(message.instanceId, () => this.#attemptReply(message, given));
      if (written.result === "written") return written.instance;
      if (written.result === "lost") return undefined;
      if (written.result === "busy") await this.#pause(lookInterval);
    }
  }

  async #attemptReply(
    message: OutboxMessage,
    given: GivenReply<State, Command, Data> | undefined,
  ): Promise<Written<State, Data> | { readonly result: "written"; readonly instance: undefined }> {
    const before = given && (await this.#reload(message.instanceId));
    if (given !== undefined && before !== undefined) {
      const moved = step(this.machine, before.state, given.command);
      const by = `effect ${message.effect}`;
      if (moved.kind === "moved") return this.#write({ before, moved, data: given.decide(before), by, now: this.#now() }, false, message);
    }
    // There is no reply, or the instance does not take it any more.
    const result = await this.#store.write({ settled: message });
    return result === "written" ? { result, instance: undefined } : { result };
  }

  /** Gives the commands of all deadlines that have passed, and returns their number. */
  async #giveDeadlines(): Promise<number> {
    let count = 0;
    for (;;) {
      const ids = await this.#store.due(this.machine.name, this.#now(), pageSize);
      const before = count;
      for (const id of ids) if (await this.#lock.run(id, () => this.#giveDeadline(id))) count++;
      if (count === before || ids.length < pageSize) return count;
    }
  }

  async #giveDeadline(id: string): Promise<boolean> {
    try {
      const row = await this.#store.get(id);
      if (row?.deadline === undefined || row.deadline > this.#now()) return false;
      const before = this.#toInstance(row);
      const moved = this.#dueCommand(before.state, before.deadline);
      if (moved !== undefined) {
        const written = await this.#write({ before, moved, data: before.data, by: "deadline", now: this.#now() }, false);
        return written.result === "written";
      }
      // The table has no deadline for the state any more.
      await this.#store.write({ instance: { kind: "update", instance: { ...row, deadline: undefined, revision: row.revision + 1 } } });
    } catch (error) {
      this.#onError(error);
    }
    return false;
  }

  async #forget(): Promise<number> {
    if (this.#historyTime === Number.POSITIVE_INFINITY) return 0;
    let count = 0;
    for (;;) {
      const forgotten = await this.#store.forget(this.machine.name, this.#now() - this.#historyTime, forgetSize);
      count += forgotten;
      if (forgotten < forgetSize) return count;
    }
  }

  /** The transition of a deadline that has passed. */
  #dueCommand(state: State, deadline: number | undefined): Moved<State, Command> | undefined {
    const command = this.machine.facts[state].deadline?.command;
    if (command === undefined || deadline === undefined || deadline > this.#now()) return undefined;
    const moved = step(this.machine, state, command);
    return moved.kind === "moved" ? moved : undefined;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#schedule(milliseconds, resolve);
    });
  }

  #toInstance(row: Instance): MachineInstance<State, Data> {
    const { stateName, ...rest } = row;
    const state = stateOf(this.machine, row);
    return { ...rest, state, number: storedNumber(this.machine, state), data: this.#rules.data.parse(row.data) };
  }
}

/** Makes the driver of a machine's instances, whose data are kept in a format: `jsonData<Data>()`, or one that checks more. */
export function createInstances<
  State extends string,
  Command extends string,
  Effect extends string,
  Name extends string,
  Duration extends string,
  Data,
>(
  machine: Machine<State, Command, Effect, Name, Duration>,
  data: DataFormat<Data>,
  options: InstancesOptions<State, Command, Effect, Duration, Data>,
): Instances<State, Command, Name, Data> {
  return new Instances(machine, data, options);
}
