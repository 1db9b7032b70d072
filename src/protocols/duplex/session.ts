/**
 * One end of a session, server's or client's: sends the messages of its own operations, matches replies to them, and has the other end's
 * dispatched.
 *
 * Requests are handled one after another; only while this end waits for a reply is a message read before the last one is dealt with.
 * Replies are matched by RelatesTo alone, as other messages come between. WS-Addressing 1.0 Core §3.3
 */

import type { DecodeOptions } from "../../runtime/options.js";
import type { Hooks } from "../../service/call-operation.js";
import type { CallOptions } from "../../service/client-options.js";
import type { SoapFault } from "../../service/fault.js";
import type { OperationTable } from "../../service/port-type.js";
import { type TakeDeviation, type Tolerance, toleranceOf, type ValidationOptions } from "../../service/validation.js";
import { newMessageId } from "../soap/addressing.js";
import { typedHeaders } from "../soap/write-message.js";
import type { Values } from "./answer.js";
import type { DuplexChannel, DuplexHandler, OutgoingMessage } from "./channel.js";
import type { ContractSide, DuplexMessage, DuplexOperation } from "./contract.js";
import { Dispatcher, type ReadBody, type Receiver } from "./dispatch.js";
import type { BodyResult, ReceivedMessage } from "./read-message.js";
import { type SetTimer, setPlatformTimer } from "./timer.js";

/** Options of either end of a session. */
export interface DuplexOptions extends Pick<Hooks, "before" | "after">, ValidationOptions {
  /** Milliseconds that a request waits for its reply; 60,000 when left out. */
  readonly replyTimeout?: number;
  /** Time for that, and for keepalives; the platform's when left out. */
  readonly setTimer?: SetTimer;
  /** The action of a declared fault, by its name, if the contract names none; WS-Addressing's general one when left out. */
  readonly faultAction?: (operation: OperationTable, fault: string) => string;
  /** Called for each fault that the other end is answered with. Its `cause` is not sent. */
  readonly onFault?: (fault: SoapFault) => void;
  /** Reads bodies; by the contract, as `validation` says, when left out. */
  readonly readBody?: ReadBody;
}

/** A request that waits for its reply. */
interface Waiting {
  answer(message: ReceivedMessage): void;
  fail(reason: unknown): void;
}

type Identifiers = Pick<OutgoingMessage, "messageId" | "relatesTo">;

/** An operation that is answered. */
type TwoWay = Pick<DuplexOperation, "table"> & { readonly reply: DuplexMessage };

/** Methods that call the other end, by property. */
export type Proxy = Readonly<Record<string, (value: unknown, options?: CallOptions<unknown>) => Promise<unknown>>>;

/** One end of one session. */
export class SessionEnd implements DuplexHandler {
  readonly headerNames: ReadonlySet<string>;
  /** Calls the other end. */
  readonly proxy: Proxy;
  readonly #channel: DuplexChannel;
  readonly #side: ContractSide;
  readonly #options: DuplexOptions;
  readonly #readBody: ReadBody;
  readonly #tolerances: Readonly<Record<DuplexMessage["direction"], Tolerance | undefined>>;
  readonly #gone = new AbortController();
  readonly #waiting = new Map<string, Waiting>();
  /** Resolves when the last message was dealt with. */
  #handled: Promise<void> = Promise.resolve();
  /** Has the transport read on before that. */
  #readOn: () => void = () => undefined;
  #dispatcher: Dispatcher | undefined;
  #onEnded: ((reason: string) => void) | undefined;
  #endReason: string | undefined;
  #sentCount = 0;

  constructor(channel: DuplexChannel, side: ContractSide, options: DuplexOptions) {
    this.#channel = channel;
    this.#side = side;
    this.#options = options;
    this.#readBody = options.readBody ?? ((codec, message, decoding) => message.readBody(codec, decoding));
    this.#tolerances = { input: toleranceOf(options, "input"), output: toleranceOf(options, "output") };
    this.headerNames = side.headerNames;
    this.proxy = this.#makeProxy(side.outgoing);
  }

  /** Says who takes what comes in. */
  attach(receiver: Receiver, onEnded: ((reason: string) => void) | undefined): void {
    const { incoming, faults } = this.#side;
    const { faultAction, onFault } = this.#options;
    this.#dispatcher = new Dispatcher(incoming, receiver, {
      readBody: this.#readBody,
      decoding: (message) => this.#decoding(message),
      hooks: this.#options,
      signal: this.signal,
      faults,
      faultAction,
      onFault,
      sendTyped: (message, values, relatesTo) => this.sendTyped(message, values, { relatesTo }),
      send: (message) => this.send(message),
    });
    this.#onEnded = onEnded;
  }

  /** Aborted when the session ends. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Messages that this end has sent. */
  get sentCount(): number {
    return this.#sentCount;
  }

  /** Sends a message of the contract. Rejects with a ValidationError, having sent nothing, if a value does not conform and that is not tolerated. */
  sendTyped(message: DuplexMessage, { body, headers }: Values, identifiers: Identifiers = {}): Promise<void> {
    const { action, body: codec, headers: table } = message;
    const element = codec === undefined ? undefined : { codec, value: body };
    return this.send({
      action,
      ...identifiers,
      headers: typedHeaders(table, headers),
      body: element === undefined ? { kind: "empty" } : { kind: "element", element },
      onDeviation: this.#deviationsOf(message),
    });
  }

  /** Takes the deviations of a message; undefined: it is refused then. */
  #deviationsOf({ direction, operation }: DuplexMessage): TakeDeviation | undefined {
    return this.#tolerances[direction]?.(() => operation);
  }

  #decoding(message: DuplexMessage): DecodeOptions {
    const { schema } = this.#side;
    const onDeviation = this.#deviationsOf(message);
    return { ...(schema && { schema }), ...(onDeviation && { onDeviation }) };
  }

  /** Sends any message. */
  async send(message: OutgoingMessage): Promise<void> {
    if (this.#endReason !== undefined) throw new Error(`the session has ended: ${this.#endReason}`);
    this.#sentCount++;
    await this.#channel.send(message);
  }

  async close(): Promise<void> {
    if (this.#endReason === undefined) await this.#channel.close();
  }

  abort(reason: string): void {
    this.#channel.abort(reason);
  }

  async receive(message: ReceivedMessage): Promise<void> {
    const waiting = this.#waitingFor(message);
    if (waiting !== undefined) return waiting.answer(message);
    this.#handled = this.#handled.then(() => this.#dispatcher?.handle(message));
    await Promise.race([this.#handled, new Promise<void>((resolve) => (this.#readOn = resolve))]);
  }

  ended(reason: string): void {
    if (this.#endReason !== undefined) return;
    this.#endReason = reason;
    for (const { fail } of this.#waiting.values()) fail(new Error(`the session has ended: ${reason}`));
    this.#waiting.clear();
    this.#gone.abort(new Error(`the session has ended: ${reason}`));
    this.#onEnded?.(reason);
  }

  #makeProxy(operations: ReadonlyMap<string, DuplexOperation>): Proxy {
    const call = (operation: DuplexOperation) => (value: unknown, options?: CallOptions<unknown>) => this.#call(operation, value, options);
    return Object.fromEntries([...operations].map(([property, operation]) => [property, call(operation)]));
  }

  async #call(operation: DuplexOperation, value: unknown, options: CallOptions<unknown> = {}): Promise<unknown> {
    refuseUnsent(options);
    const { table, request, reply } = operation;
    const values = { body: value, headers: options.headers ?? {} };
    if (reply === undefined) return this.sendTyped(request, values);
    const messageId = newMessageId();
    const answer = this.#waitForReply(messageId, { table, reply }, options);
    answer.catch(() => undefined); // it may fail while the message is still being sent
    this.#readOn();
    try {
      await this.sendTyped(request, values, { messageId });
    } catch (error) {
      this.#waiting.get(messageId)?.fail(error);
    }
    return answer;
  }

  #waitForReply(messageId: string, operation: TwoWay, options: CallOptions<unknown>): Promise<unknown> {
    const { replyTimeout = 60_000, setTimer = setPlatformTimer } = this.#options;
    const { signal } = options;
    let release: () => void = () => undefined;
    const reply = new Promise<unknown>((resolve, fail) => {
      const answer = (message: ReceivedMessage): void => {
        try {
          resolve(this.#readReply(operation, message, options));
        } catch (error) {
          fail(error);
        }
      };
      const giveUp = (): void => fail(signal?.reason);
      const timer = setTimer(replyTimeout, () => fail(new Error(`no answer to "${operation.table.name}" in ${replyTimeout} ms`)));
      release = () => {
        timer.cancel();
        signal?.removeEventListener("abort", giveUp);
        this.#waiting.delete(messageId);
      };
      this.#waiting.set(messageId, { answer, fail });
      signal?.addEventListener("abort", giveUp);
      if (signal?.aborted === true) giveUp();
    });
    return reply.finally(release);
  }

  /** Mono sends faults without RelatesTo: if one request waits, the fault is its answer. */
  #waitingFor({ relatesTo, isFault }: ReceivedMessage): Waiting | undefined {
    if (relatesTo !== undefined) return this.#waiting.get(relatesTo);
    const [only, another] = this.#waiting.values();
    return isFault && another === undefined ? only : undefined;
  }

  /** The value of a reply. Throws a SoapFault if it is one, an Error if it cannot be read. */
  #readReply({ table, reply }: TwoWay, message: ReceivedMessage, { onHeaders }: CallOptions<unknown>): unknown {
    const { name } = table;
    if (message.isFault) throw readValue(message.readFault(table.faults ?? {}), name);
    if (message.headerFault !== undefined) throw message.headerFault;
    if (message.action !== reply.action) throw new Error(`"${name}" is answered with the action "${message.action ?? ""}"`);
    const codec = reply.body;
    if (message.bodyElement !== codec?.name) throw new Error(`"${name}" is answered with the element "${message.bodyElement ?? ""}"`);
    const decoding = this.#decoding(reply);
    const headers = readValue(message.readHeaders(reply.headers, decoding), name);
    const value = readValue(codec === undefined ? message.skipBody() : this.#readBody(codec, message, decoding), name);
    onHeaders?.(headers);
    return value;
  }
}

function readValue<T>(result: BodyResult<T>, operation: string): T {
  if (result.ok) return result.value;
  throw new Error(`the answer to "${operation}" cannot be read: ${result.problem}`);
}

/** Options of a call that only messages over HTTP have. Passing over one in silence would lose what a caller wants to send or get. */
const onlyOverHttp = [
  "httpHeaders",
  "headerBlocks",
  "onHeaderBlocks",
  "attachments",
  "onAttachments",
  "onAttachmentStream",
  "replyTo",
  "faultTo",
] as const satisfies readonly (keyof CallOptions<unknown>)[];

function refuseUnsent(options: CallOptions<unknown>): void {
  const unsent = onlyOverHttp.find((option) => options[option] !== undefined);
  if (unsent !== undefined) throw new TypeError(`calls in a session do not take the option "${unsent}"`);
}
