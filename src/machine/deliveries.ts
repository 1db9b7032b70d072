/**
 * Sends the messages of outbox effects, each at least once.
 *
 * A message belongs to the process that wrote it or took it over for the length of the lease; no other process sends it in that time. It is removed in
 * the transaction that writes its reply.
 */
import type { InstanceStore, OutboxMessage } from "../stores/store.js";
import type { EffectHandler, GivenReply, MachineInstance, OutboxEffect } from "./effects.js";

/** The result of sending a message. */
export type Delivery<State extends string, Data> =
  | { readonly kind: "sent"; readonly instance: MachineInstance<State, Data> | undefined }
  /** The message is sent again later, or a reply has reported the failure to its instance. */
  | { readonly kind: "failed"; readonly failure: unknown; readonly instance: MachineInstance<State, Data> | undefined };

/** What deliveries need. */
export interface DeliveryDependencies<State extends string, Command extends string, Data> {
  readonly machineName: string;
  readonly effects: ReadonlyMap<string, EffectHandler<State, Command, Data>>;
  readonly store: InstanceStore;
  readonly now: () => number;
  readonly lease: number;
  readonly onError: (error: unknown) => void;
  /** Removes a message and gives its instance the reply in one write; returns the instance after it. */
  readonly reply: (
    message: OutboxMessage,
    reply: GivenReply<State, Command, Data> | undefined,
  ) => Promise<MachineInstance<State, Data> | undefined>;
}

/** Messages that are sent at the same time. */
const batchSize = 20;

/** The deliveries of one process. */
export class Deliveries<State extends string, Command extends string, Data> {
  readonly #dependencies: DeliveryDependencies<State, Command, Data>;
  readonly #sending = new Map<string, Promise<Delivery<State, Data>>>();

  constructor(dependencies: DeliveryDependencies<State, Command, Data>) {
    this.#dependencies = dependencies;
  }

  /** Tests if this process is sending a message with the key. */
  isSending(key: string): boolean {
    return this.#sending.has(key);
  }

  /** Sends a message that belongs to this process. Never rejects. A failure is reported to `onError` unless the caller handles it. */
  start(message: OutboxMessage, isHandled: boolean): Promise<Delivery<State, Data>> {
    const delivery = this.#deliver(message).finally(() => {
      if (this.#sending.get(message.key) === delivery) this.#sending.delete(message.key);
    });
    if (!isHandled) void delivery.then((one) => one.kind === "failed" && this.#dependencies.onError(one.failure));
    this.#sending.set(message.key, delivery);
    return delivery;
  }

  /** Sends the messages of an instance, or waits until this process has sent them. False: there are none that this process may send. */
  async settle(instanceId: string): Promise<boolean> {
    const messages = await this.#dependencies.store.messagesOf(instanceId);
    const deliveries = await Promise.all(messages.map((message) => this.#sending.get(message.key) ?? this.#takeUp(message)));
    return deliveries.some((delivery) => delivery !== undefined);
  }

  /** Sends every message that is due, and returns their number. */
  async dispatch(): Promise<number> {
    const { machineName, store, now } = this.#dependencies;
    const seen = new Set<string>();
    for (;;) {
      const due = (await store.dueMessages(machineName, now(), batchSize)).filter(({ key }) => !seen.has(key) && !this.isSending(key));
      if (due.length === 0) return seen.size;
      for (const { key } of due) seen.add(key);
      await Promise.all(due.map((message) => this.#takeUp(message)));
    }
  }

  async #takeUp(message: OutboxMessage): Promise<Delivery<State, Data> | undefined> {
    const { store, now, lease } = this.#dependencies;
    const time = now();
    if (message.dueAt > time) return undefined;
    const taken = { ...message, attempts: message.attempts + 1, dueAt: time + lease };
    const isTaken = await store.reschedule(message, taken.attempts, taken.dueAt);
    return isTaken ? this.start(taken, false) : undefined;
  }

  async #deliver(message: OutboxMessage): Promise<Delivery<State, Data>> {
    try {
      return await this.#perform(this.#effectOf(message), message);
    } catch (failure) {
      // The reply was not written, so the message still exists.
      return { kind: "failed", failure, instance: undefined };
    }
  }

  async #perform(effect: OutboxEffect<State, Command, Data>, message: OutboxMessage): Promise<Delivery<State, Data>> {
    const { store, now, reply } = this.#dependencies;
    const again = (): Promise<boolean> => store.reschedule(message, message.attempts, now() + effect.backoff(message.attempts));
    let given: GivenReply<State, Command, Data> | undefined;
    try {
      given = await effect.perform(message);
    } catch (failure) {
      given = effect.giveUp(message, failure);
      if (given === undefined) await again();
      return { kind: "failed", failure, instance: given && (await reply(message, given)) };
    }
    try {
      return { kind: "sent", instance: await reply(message, given) };
    } catch (failure) {
      // A reply that fails every time must not be retried without a pause.
      await again();
      throw failure;
    }
  }

  #effectOf({ effect: name }: OutboxMessage): OutboxEffect<State, Command, Data> {
    const effect = this.#dependencies.effects.get(name);
    if (effect === undefined || typeof effect === "function") throw new Error(`internal: nothing sends the messages of "${name}"`);
    return effect;
  }
}
