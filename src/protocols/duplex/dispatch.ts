/**
 * What comes in at one end of a session -> a call of the method that it is for, and the answer.
 *
 * The action alone says which operation a message is for (WS-Addressing 1.0 Core §3.1); the body's element is checked. What no method can
 * take is a Refusal, which the user of a session may decide about.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import { callOperation, type Hooks } from "../../service/call-operation.js";
import { SoapFault } from "../../service/fault.js";
import { streamAttachments } from "../../service/incoming-parts.js";
import type { Call, Input, OperationTypes, Output } from "../../service/port-type.js";
import type { Implementation } from "../../service/serve.js";
import { actionNotSupported, actionRequired } from "../soap/addressing.js";
import { Answer, type AnswerContext } from "./answer.js";
import type { DuplexMessage, DuplexOperation } from "./contract.js";
import type { BodyResult, ReceivedMessage } from "./read-message.js";

/** What a method knows of a call over a session, and how it can answer before it returns. */
export interface DuplexCall<Types = OperationTypes> extends Call<Types> {
  /** Replies now, for what must come after the reply; what the method returns is ignored then. Resolves when the reply was handed over. */
  reply(output: Output<Types>): Promise<void>;
  /** Answers with a fault now. */
  fault(fault: SoapFault): Promise<void>;
}

/** What one end of a session implements for the other: one method for each operation with an input. A generated Server is one. */
export type DuplexServer<Operations> = {
  readonly [Property in keyof Operations as Operations[Property] extends { readonly input: unknown } ? Property : never]: (
    input: Input<Operations[Property]>,
    call: DuplexCall<Operations[Property]>,
  ) => Promise<Output<Operations[Property]>>;
};

/**
 * Why no method takes a message. "header": one must be understood and is not, or cannot be read; "action": it is missing, or no operation has
 * it; "element": the body holds another element than the operation's; "content": it does not conform to the contract; "malformed": it is not
 * XML.
 */
export type RefusalKind = "header" | "action" | "element" | "content" | "malformed";

/** A message that no method takes. */
export interface Refusal {
  readonly kind: RefusalKind;
  readonly action: string | undefined;
  /** The property of the operation that has the action. */
  readonly operation: string | undefined;
  readonly problem: string;
  /** The id of the rule that the message breaks; undefined where it has none. */
  readonly rule: string | undefined;
  /** The answer if nobody decides otherwise. */
  readonly fault: SoapFault;
  /** Answers the sender, if it waits for an answer. */
  answer(fault: SoapFault): Promise<void>;
}

/** Who takes messages. */
export interface Receiver {
  readonly implementation: Implementation;
  /** Decides about a message that no method takes; if left out, the sender is answered with the refusal's fault. */
  readonly refused: ((refusal: Refusal) => unknown) | undefined;
}

/** Reads the body of a message for an operation. `options` say what becomes of deviations. */
export type ReadBody = (codec: AnyElementCodec, message: ReceivedMessage, options: DecodeOptions) => BodyResult<unknown>;

interface Request {
  readonly operation: DuplexOperation;
  readonly input: unknown;
  readonly headers: Record<string, unknown>;
}

type RefusalCause = Pick<Refusal, "kind" | "problem"> & { readonly rule?: string | undefined; readonly fault?: SoapFault };

/** What a dispatcher needs from its session. */
export interface DispatchContext extends AnswerContext {
  readonly readBody: ReadBody;
  /** How a message is decoded. */
  readonly decoding: (message: DuplexMessage) => DecodeOptions;
  readonly hooks: Pick<Hooks, "before" | "after">;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
}

/** Calls methods for messages. */
export class Dispatcher {
  readonly #operations: ReadonlyMap<string, DuplexOperation>;
  readonly #receiver: Receiver;
  readonly #context: DispatchContext;

  constructor(operations: ReadonlyMap<string, DuplexOperation>, receiver: Receiver, context: DispatchContext) {
    this.#operations = operations;
    this.#receiver = receiver;
    this.#context = context;
  }

  /** Deals with one message; never rejects. */
  async handle(message: ReceivedMessage): Promise<void> {
    const operation = message.action === undefined ? undefined : this.#operations.get(message.action);
    const answer = new Answer(message, operation, this.#context);
    try {
      const request = this.#read(message, operation);
      if ("kind" in request) await this.#refuse(request, message, operation, answer);
      else await this.#call(request, answer);
    } catch (error) {
      // If the fault cannot be sent either, the transport reports the end of the session.
      await answer.fault(SoapFault.from(error)).catch(() => undefined);
    }
  }

  #read(message: ReceivedMessage, operation: DuplexOperation | undefined): Request | RefusalCause {
    const { action, bodyElement } = message;
    if (message.headerFault !== undefined) return headerRefusal(message.headerFault);
    if (action === undefined) return actionRefusal(actionRequired());
    if (operation === undefined) {
      return actionRefusal(actionNotSupported(`The message with Action '${action}' cannot be processed at the receiver.`, "en-US"));
    }
    const { body: codec, headers: table } = operation.request;
    const undeclared = message.undeclaredHeaderFault(table);
    if (undeclared !== undefined) return headerRefusal(undeclared);
    if (bodyElement !== codec?.name) {
      return { kind: "element", problem: `the body holds ${quoted(bodyElement)}, not ${quoted(codec?.name)}` };
    }
    const options = this.#context.decoding(operation.request);
    const headers = message.readHeaders(table, options);
    if (!headers.ok) return { kind: "header", problem: headers.problem, rule: headers.rule };
    const body = codec === undefined ? message.skipBody() : this.#context.readBody(codec, message, options);
    if (!body.ok) return { kind: body.isMalformed ? "malformed" : "content", problem: body.problem, rule: body.rule };
    return { operation, input: body.value, headers: headers.value };
  }

  async #refuse(refused: RefusalCause, { action }: ReceivedMessage, operation: DuplexOperation | undefined, answer: Answer): Promise<void> {
    const { kind, problem, rule, fault = new SoapFault("Sender", problem) } = refused;
    if (this.#receiver.refused === undefined) return answer.fault(fault);
    const property = operation?.property;
    await this.#receiver.refused({ kind, problem, rule, action, operation: property, fault, answer: (given) => answer.fault(given) });
  }

  async #call({ operation, input, headers }: Request, answer: Answer): Promise<void> {
    const replyHeaders: Record<string, unknown> = {};
    const call: DuplexCall = {
      headers,
      replyHeaders,
      headerBlocks: [],
      replyHeaderBlocks: [],
      attachments: [],
      attachmentStream: streamAttachments([]),
      replyAttachments: [],
      signal: this.#context.signal,
      request: undefined,
      reply: (output) => answer.reply(output, replyHeaders),
      fault: (fault) => answer.fault(fault),
    };
    const { property, portType, table } = operation;
    const { implementation } = this.#receiver;
    const output = await callOperation({ portType, name: table.name, property, implementation }, input, call, this.#context.hooks);
    try {
      await answer.reply(output, replyHeaders);
    } catch (error) {
      if (error instanceof ValidationError) throw error;
      // The reply cannot be delivered: the transport reports the end of the session.
    }
  }
}

function headerRefusal(fault: SoapFault): RefusalCause {
  return { kind: "header", problem: fault.message, fault };
}

function actionRefusal(fault: SoapFault): RefusalCause {
  return { kind: "action", problem: fault.message, fault };
}

function quoted(name: string | undefined): string {
  return name === undefined ? "nothing" : `"${name}"`;
}
