/**
 * The way back to the sender of one message: at most one reply or fault, and nothing if the sender waits for none.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { ValidationError } from "../../runtime/issues.js";
import { SoapFault } from "../../service/fault.js";
import type { OperationTable } from "../../service/port-type.js";
import { actionOfFault } from "../soap/addressing.js";
import type { OutgoingMessage } from "./channel.js";
import type { DuplexMessage, DuplexOperation } from "./contract.js";
import type { ReceivedMessage } from "./read-message.js";

/** What a message says: its body, and its headers by property. */
export interface Values {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** How answers are sent. */
export interface AnswerContext {
  /** Codecs of the details of declared faults, by name. */
  readonly faults: Readonly<Record<string, () => AnyElementCodec>>;
  readonly faultAction: ((operation: OperationTable, fault: string) => string) | undefined;
  readonly onFault: ((fault: SoapFault) => void) | undefined;
  /** Sends a message of the contract. Rejects with a ValidationError, having sent nothing, if a value does not conform. */
  sendTyped(message: DuplexMessage, values: Values, relatesTo: string | undefined): Promise<void>;
  send(message: OutgoingMessage): Promise<void>;
}

/** Answers one message. */
export class Answer {
  readonly #operation: DuplexOperation | undefined;
  readonly #relatesTo: string | undefined;
  readonly #context: AnswerContext;
  #isOver: boolean;

  constructor(message: ReceivedMessage, operation: DuplexOperation | undefined, context: AnswerContext) {
    const { expectsReply, isFault, messageId, relatesTo } = message;
    const isOneWay = operation !== undefined && operation.reply === undefined;
    this.#operation = operation;
    this.#relatesTo = messageId;
    this.#context = context;
    // Some stacks give one-way messages an identifier too. A fault or a reply is never answered, so that two ends cannot go on for ever.
    this.#isOver = !expectsReply || isOneWay || isFault || relatesTo !== undefined;
  }

  /** Replies. Rejects with a ValidationError if the output does not conform; a fault can be given then. */
  async reply(output: unknown, headers: Readonly<Record<string, unknown>>): Promise<void> {
    const reply = this.#operation?.reply;
    if (this.#isOver || reply === undefined) return;
    this.#isOver = true;
    try {
      await this.#context.sendTyped(reply, { body: output, headers }, this.#relatesTo);
    } catch (error) {
      // Nothing was sent, so a fault can still be sent.
      this.#isOver = !(error instanceof ValidationError);
      throw error;
    }
  }

  /** Answers with a fault. */
  async fault(fault: SoapFault): Promise<void> {
    this.#context.onFault?.(fault);
    if (this.#isOver) return;
    this.#isOver = true;
    const { declared } = fault;
    const table = this.#operation?.table;
    const detail = declared && (table?.faults ?? this.#context.faults)[declared.name]?.();
    const named = detail && declared && table && this.#context.faultAction?.(table, declared.name);
    try {
      await this.#sendFault(named ?? actionOfFault(fault), fault, detail);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      // A detail that cannot be written must not leave the sender without an answer.
      const internal = SoapFault.from(error);
      await this.#sendFault(actionOfFault(internal), internal, undefined);
    }
  }

  #sendFault(action: string, fault: SoapFault, detail: AnyElementCodec | undefined): Promise<void> {
    return this.#context.send({ action, relatesTo: this.#relatesTo, body: { kind: "fault", fault, detail } });
  }
}
