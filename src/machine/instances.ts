/**
 * The driver of stored instances: it loads one, asks its machine what a command does, performs the effects, and saves, all under a revision.
 *
 * The table decides: no command gets past it, and what it asks for is done. Commands to one instance take turns in this process; when another
 * process was faster, the slower one loads again and goes on from what the faster one left. Every transition is recorded.
 */
import { listAll } from "../stores/list-all.js";
import type { Instance, InstanceHead, InstanceStore, OutboxMessage, OwnerLimit, TransitionRecord, WriteResult } from "../stores/store.js";
import type { DataFormat } from "./data-format.js";
import { Deliveries, type Delivery } from "./deliveries.js";
import type { EffectHandler, EffectHandlers, GivenReply, MachineInstance } from "./effects.js";
import { KeyedLock } from "./keyed-lock.js";
import { deletes, type Machine, type Moved, step } from "./machine.js";
import type { CommandOutcome, CommandRequest, CreationOutcome, CreationRequest, Done } from "./requests.js";
import { stateOf, storedNumber } from "./stored-state.js";
import { type AllowedCommand, planTransition, type TransitionRules } from "./transition.js";

/** Where instances of a machine are kept, and what performs its effects. */
export interface InstancesOptions<State extends string, Command extends string, Effect extends string, Duration extends string, Data> {
  readonly store: InstanceStore;
  /** What performs the effects that the table names. */
  readonly effects: EffectHandlers<State, Command, Effect, Data>;
  /** Milliseconds of the durations that the table names. */
  readonly durations: { readonly [Each in Duration]: number };
  /** Makes an id that was never given before; a random UUID by default. */
  readonly makeId?: () => string;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** How many instances an owner may have; left out: any number. */
  readonly limit?: OwnerLimit;
  /**
   * Milliseconds that a process has for performing an outbox effect, after which it is taken to be dead and another one tries; a minute by
   * default. 0 where this process alone uses the store: what is found half done is from before a restart.
   */
  readonly lease?: number;
  /** Milliseconds that a command waits in a state that makes it wait; half a minute by default. */
  readonly patience?: number;
  /** Milliseconds that transitions are remembered; for ever by default. */
  readonly historyTime?: number;
  /** Called with failures that no caller hears of: of outbox effects, and of what time does to instances. */
  readonly onError?: (error: unknown) => void;
}

/** An instance without its data. */
export type MachineHead<State extends string> = Omit<MachineInstance<State>, "data">;

/** What was done because it was time. */
export interface Ticked {
  /** Instances that their deadline gave a command. */
  readonly deadlines: number;
  /** Messages that were sent, or tried to be. */
  readonly messages: number;
  /** Transitions that were forgotten. */
  readonly forgotten: number;
}

/** What came of writing a transition. */
type Written<State extends string, Data> =
  | {
      readonly result: "written";
      readonly instance: MachineInstance<State, Data>;
      readonly deliveries: readonly Promise<Delivery<State, Data>>[];
    }
  | { readonly result: Exclude<WriteResult, "written"> };

/** One attempt at a command, before others are waited for. */
type Attempt<State extends string, Name extends string, Data> =
  | (Extract<Written<State, Data>, { readonly result: "written" }> & { readonly kind: "written"; readonly from: State })
  | { readonly kind: "refused"; readonly refusal: Name; readonly instance: MachineInstance<State, Data> }
  | { readonly kind: "absent" }
  | { readonly kind: "waits"; readonly instance: MachineInstance<State, Data> }
  | { readonly kind: "outdated" };

/** Milliseconds between two looks at an instance that somebody else works on. */
const lookInterval = 50;
/** Instances that are read at once. */
const pageSize = 100;
/** Transitions that are forgotten in one write. */
const forgetSize = 1000;

/** The instances of one machine. Made by `createInstances`. */
export class Instances<State extends string, Command extends string, Name extends string, Data> {
  readonly machine: Machine<State, Command, string, Name>;
  readonly #store: InstanceStore;
  readonly #rules: TransitionRules<State, Command, Data>;
  readonly #makeId: () => string;
  readonly #now: () => number;
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
    this.#patience = options.patience ?? 30_000;
    this.#historyTime = options.historyTime ?? Number.POSITIVE_INFINITY;
    this.#onError = onError;
    const reply = this.#reply.bind(this);
    this.#deliveries = new Deliveries({ machineName: machine.name, effects, store, now, lease, onError, reply });
  }

  /** Makes an instance: the machine's initial state is given the command. */
  async create({
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
      const before = { id: this.#makeId(), owner, machine, state: initial, number: storedNumber(this.machine, initial), data, ...times };
      const moved = step(this.machine, initial, command);
      if (moved.kind === "refused") return { kind: "refused", refusal: moved.refusal, instance: before };
      const written = await this.#write({ before, moved, data, by, now }, settle);
      if (written.result === "written") return this.#done({ ...written, from: initial }, settle);
      if (written.result !== "full") throw new Error(`internal: the id "${before.id}" of a new instance is taken`);
      // What is over takes no place.
      if ((await this.#giveDeadlines()) === 0) return { kind: "full" };
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

  /** An instance of an owner without its data; undefined: there is none. Changes nothing. */
  async find(owner: string, id: string): Promise<MachineHead<State> | undefined> {
    const head = await this.#store.find(id);
    return head?.owner === owner && head.machine === this.machine.name ? this.look(head) : undefined;
  }

  /** An instance of an owner with its data; undefined: there is none. Changes nothing. */
  async read(owner: string, id: string): Promise<MachineInstance<State, Data> | undefined> {
    const row = await this.#store.get(id);
    const head = row?.owner === owner && row.machine === this.machine.name ? this.look(row) : undefined;
    return row && head && { ...head, data: this.#rules.data.parse(row.data) };
  }

  /** All instances of an owner without their data, oldest first. Changes nothing. */
  async *list(owner: string): AsyncGenerator<MachineHead<State>, void> {
    for await (const head of listAll(this.#store, owner)) {
      const seen = head.machine === this.machine.name ? this.look(head) : undefined;
      if (seen !== undefined) yield seen;
    }
  }

  /** What a stored instance is now, also when its deadline has passed and nobody has looked since; undefined: it is over and removed. */
  look(head: InstanceHead): MachineHead<State> | undefined {
    const stored = stateOf(this.machine, head);
    const moved = this.#dueCommand(stored, head.deadline);
    if (moved !== undefined && deletes(moved)) return undefined;
    const state = moved?.to ?? stored;
    const { stateName, ...rest } = head;
    return { ...rest, state, number: storedNumber(this.machine, state) };
  }

  /** Transitions of an instance of an owner, the first ones first; they outlive the instance. The next page begins after the last revision. */
  async history(owner: string, id: string, limit = pageSize, afterRevision = 0): Promise<readonly TransitionRecord[]> {
    return (await this.#store.history(id, limit, afterRevision)).filter((each) => each.owner === owner);
  }

  /** Does what it is time for: gives deadlines' commands, sends messages that are due, forgets old history. To be called now and then. */
  async tick(): Promise<Ticked> {
    const deadlines = await this.#giveDeadlines();
    const messages = await this.#deliveries.dispatch();
    return { deadlines, messages, forgotten: await this.#forget() };
  }

  /** Ticks after each interval of milliseconds, until the function that it returns is called. */
  run(interval: number): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const next = (): void => {
      if (!isStopped) timer = setTimeout(() => void this.tick().catch(this.#onError).finally(next), interval);
    };
    next();
    return () => {
      isStopped = true;
      clearTimeout(timer);
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
      // What is over is left to the next tick; anything else happens before the command.
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
    return written.result === "busy" ? { kind: "waits", instance: before } : { kind: "outdated" };
  }

  /** Writes a transition, and begins to send its messages; somebody hears of their failures, or they are reported. */
  async #write(command: AllowedCommand<State, Command, Data>, isHeard: boolean, settled?: OutboxMessage): Promise<Written<State, Data>> {
    const { instance, messages, change } = planTransition(this.#rules, command);
    if (messages.some(({ key }) => key !== settled?.key && this.#deliveries.isSending(key))) return { result: "busy" };
    const result = await this.#store.write(settled === undefined ? change : { ...change, settled });
    if (result !== "written") return { result };
    return { result, instance, deliveries: messages.map((message) => this.#deliveries.start(message, isHeard)) };
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

  /** Until messages of the instance have been sent here, or a little while where somebody else sends them. */
  async #waitForOthers(id: string): Promise<void> {
    const isSent = await Promise.race([this.#deliveries.settle(id), pause(lookInterval).then(() => true)]);
    if (!isSent) await pause(lookInterval);
  }

  async #reply(
    message: OutboxMessage,
    given: GivenReply<State, Command, Data> | undefined,
  ): Promise<MachineInstance<State, Data> | undefined> {
    for (;;) {
      const written = await this.#lock.run(message.instanceId, () => this.#attemptReply(message, given));
      if (written.result === "written") return written.instance;
      if (written.result === "lost") return undefined;
      if (written.result === "busy") await pause(lookInterval);
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
    // Nobody is there to be told, or the machine has moved on.
    const result = await this.#store.write({ settled: message });
    return result === "written" ? { result, instance: undefined } : { result };
  }

  /** Gives all deadlines that have passed their commands; says how many. */
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
      // An earlier version of the table has set it.
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

  /** What a deadline does that has passed. */
  #dueCommand(state: State, deadline: number | undefined): Moved<State, Command> | undefined {
    const command = this.machine.facts[state].deadline?.command;
    if (command === undefined || deadline === undefined || deadline > this.#now()) return undefined;
    const moved = step(this.machine, state, command);
    return moved.kind === "moved" ? moved : undefined;
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

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
