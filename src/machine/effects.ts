/**
 * Handlers of the effects that a machine's table names.
 *
 * An effect within the transaction is a function that changes the instance in the same write as its state. An outbox effect acts outside the store:
 * it places an order or sends a mail. Its message is written in the same transaction as the state and sent afterwards, at least once, also if an
 * attempt fails or the process is killed. Its result can come back as a command of the machine, "placed" for instance.
 */
import type { InstanceHead, OutboxMessage } from "../stores/store.js";

/** An instance with its state and data. */
export interface MachineInstance<State extends string = string, Data = unknown> extends Omit<InstanceHead, "state" | "stateName"> {
  readonly state: State;
  /** The number of its state; 0 where the table has none. */
  readonly number: number;
  readonly data: Data;
}

/** What an effect within the transaction changes; absent members stay as they are. */
export interface InstanceUpdate<Data> {
  readonly data?: Data;
  /** Milliseconds since 1970; undefined: never. */
  readonly deadline?: number | undefined;
}

/**
 * An effect within the transaction. It gets the instance as the transition and the previous effects leave it. It runs again if another writer was
 * faster, so it must only compute.
 */
export type TransactionEffect<State extends string, Data> = (instance: MachineInstance<State, Data>, now: number) => InstanceUpdate<Data>;

/** A command that an outbox effect gives its instance at its end. */
export interface Reply<State extends string, Command extends string, Data, Result> {
  readonly command: Command;
  /** Computes the new data; by default they stay. */
  readonly decide?: (instance: MachineInstance<State, Data>, result: Result) => Data;
}

/** The definition of an outbox effect. */
export interface OutboxOptions<State extends string, Command extends string, Data, Payload, Result> {
  /** Computes what is sent, as plain data, in the transaction. */
  readonly payload: (instance: MachineInstance<State, Data>) => Payload;
  /**
   * Sends the payload. It can run again with the same key after a failure or a kill; the receiver must recognize the key and act once. It rejects
   * if the effect did not happen.
   */
  readonly perform: (payload: Payload, message: OutboxMessage) => Promise<Result>;
  /** The idempotency key; by default one for each transition. */
  readonly key?: (instance: MachineInstance<State, Data>) => string;
  /** The command after success; ignored if the table refuses it by then. */
  readonly done?: Reply<State, Command, Data, Result>;
  /** The number of attempts, and the command when all have failed; by default there is no limit. */
  readonly failed?: Reply<State, Command, Data, unknown> & {
    readonly attempts: number;
    /** Failures after which it is not known whether the effect happened: the message is sent again whatever the number of attempts. */
    readonly unless?: (error: unknown) => boolean;
  };
  /** Milliseconds to the next attempt after so many failed ones; by default 1 second, doubled each time, up to an hour. */
  readonly backoff?: (attempts: number) => number;
}

/** A reply whose result is known. */
export interface GivenReply<State extends string, Command extends string, Data> {
  readonly command: Command;
  readonly decide: (instance: MachineInstance<State, Data>) => Data;
}

/** An outbox effect, without the types of its payload and result. Made by `outbox`. */
export interface OutboxEffect<State extends string, Command extends string, Data> {
  readonly keyOf: (instance: MachineInstance<State, Data>, effect: string) => string;
  /** JSON. */
  readonly payloadOf: (instance: MachineInstance<State, Data>) => string;
  /** Sends a message and returns the reply. */
  readonly perform: (message: OutboxMessage) => Promise<GivenReply<State, Command, Data> | undefined>;
  /** Returns the reply after a failed attempt; undefined: the message is sent again. */
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
    giveUp: ({ attempts }, error) =>
      failed !== undefined && attempts >= failed.attempts && !failed.unless?.(error) ? given(failed, error) : undefined,
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

/** The handler of an effect. */
export type EffectHandler<State extends string, Command extends string, Data> =
  | TransactionEffect<State, Data>
  | OutboxEffect<State, Command, Data>;

/** A handler for each effect of a machine but `delete`, which the driver performs itself. */
export type EffectHandlers<State extends string, Command extends string, Effect extends string, Data> = {
  readonly [Name in Exclude<Effect, "delete">]: EffectHandler<State, Command, Data>;
};
