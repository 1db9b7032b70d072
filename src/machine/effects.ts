/**
 * What performs the effects that a machine's table names.
 *
 * An effect within the transaction is a function: it changes the instance in the very write that changes its state. An outbox effect reaches out
 * of the store (an order is placed, a mail is sent): its message is written in the same transaction as the state, sent afterwards at least once,
 * and taken up again after a failure or a kill. What came of it may be a command of the machine: "placed".
 */
import type { InstanceHead, OutboxMessage } from "../stores/store.js";

/** An instance as rules see it. */
export interface MachineInstance<State extends string = string, Data = unknown> extends Omit<InstanceHead, "state" | "stateName"> {
  readonly state: State;
  /** The number of its state; 0 where the table has none. */
  readonly number: number;
  readonly data: Data;
}

/** What an effect within the transaction changes; what is left out stays. */
export interface InstanceUpdate<Data> {
  readonly data?: Data;
  /** Milliseconds since 1970; undefined: never. */
  readonly deadline?: number | undefined;
}

/**
 * An effect within the transaction. It sees the instance as the transition and the effects before it leave it, and may run again when another
 * writer was faster, so it does nothing but compute.
 */
export type TransactionEffect<State extends string, Data> = (instance: MachineInstance<State, Data>, now: number) => InstanceUpdate<Data>;

/** A command that an outbox effect gives to its instance when it has come to an end. */
export interface Reply<State extends string, Command extends string, Data, Result> {
  readonly command: Command;
  /** The data that the instance gets; left out: they stay. */
  readonly decide?: (instance: MachineInstance<State, Data>, result: Result) => Data;
}

/** What an outbox effect does. */
export interface OutboxOptions<State extends string, Command extends string, Data, Payload, Result> {
  /** What is sent: plain data, taken from the instance in the transaction. */
  readonly payload: (instance: MachineInstance<State, Data>) => Payload;
  /**
   * Sends it. May be called again with the same key after a failure or a kill, so the receiver has to be able to tell by the key that it has
   * done it already. Rejects when it was not done.
   */
  readonly perform: (payload: Payload, message: OutboxMessage) => Promise<Result>;
  /** The idempotency key; by default one for each transition. */
  readonly key?: (instance: MachineInstance<State, Data>) => string;
  /** The command when it is done; a machine that refuses it by then goes on without. */
  readonly done?: Reply<State, Command, Data, Result>;
  /** Attempts before giving up, and the command then; left out: it is tried for ever. */
  readonly failed?: Reply<State, Command, Data, unknown> & { readonly attempts: number };
  /** Milliseconds from a failed attempt (the first is 1) to the next; by default 1 second, doubled each time, an hour at most. */
  readonly backoff?: (attempts: number) => number;
}

/** A reply with its result: the command, and the data that it leaves behind. */
export interface GivenReply<State extends string, Command extends string, Data> {
  readonly command: Command;
  readonly decide: (instance: MachineInstance<State, Data>) => Data;
}

/** An outbox effect whose payload and result are its own business. Made by `outbox`. */
export interface OutboxEffect<State extends string, Command extends string, Data> {
  readonly keyOf: (instance: MachineInstance<State, Data>, effect: string) => string;
  /** JSON. */
  readonly payloadOf: (instance: MachineInstance<State, Data>) => string;
  /** Sends a message; what its instance is to be told. */
  readonly perform: (message: OutboxMessage) => Promise<GivenReply<State, Command, Data> | undefined>;
  /** What the instance is to be told of a failure; undefined: the message is sent again. */
  readonly giveUp: (message: OutboxMessage, error: unknown) => GivenReply<State, Command, Data> | undefined;
  readonly backoff: (attempts: number) => number;
}

/** Makes an outbox effect. */
export function outbox<State extends string, Command extends string = never, Data = unknown, Payload = unknown, Result = unknown>(
  options: OutboxOptions<State, Command, Data, Payload, Result>,
): OutboxEffect<State, Command, Data> {
  const { payload, perform, key, done, failed, backoff = doubling } = options;
  return {
    keyOf: (instance, effect) => key?.(instance) ?? `${instance.id}/${instance.revision}/${effect}`,
    payloadOf: (instance) => JSON.stringify(payload(instance)) ?? "null",
    perform: async (message) => {
      // Written by `payloadOf`, from a payload.
      const result = await perform(JSON.parse(message.payload) as Payload, message);
      return done && given(done, result);
    },
    giveUp: ({ attempts }, error) => (failed !== undefined && attempts >= failed.attempts ? given(failed, error) : undefined),
    backoff,
  };
}

function given<State extends string, Command extends string, Data, Result>(
  { command, decide }: Reply<State, Command, Data, Result>,
  result: Result,
): GivenReply<State, Command, Data> {
  return { command, decide: (instance) => (decide === undefined ? instance.data : decide(instance, result)) };
}

function doubling(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 3_600_000);
}

/** What performs one effect. */
export type EffectHandler<State extends string, Command extends string, Data> =
  | TransactionEffect<State, Data>
  | OutboxEffect<State, Command, Data>;

/** What performs each effect of a machine; `delete` is the driver's own. */
export type EffectHandlers<State extends string, Command extends string, Effect extends string, Data> = {
  readonly [Name in Exclude<Effect, "delete">]: EffectHandler<State, Command, Data>;
};
