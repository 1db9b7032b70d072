/**
 * The call of one operation, with what runs around it: the same for every protocol.
 */
import type { XmlElement } from "../runtime/shapes.js";
import type { HttpRequest } from "./exchange.js";
import { SoapFault } from "./fault.js";
import type { IncomingAttachment } from "./incoming-parts.js";
import type { TimeLimit } from "./limits.js";
import type { Attachment, OutgoingAttachment } from "./multipart.js";
import type { Call, ReadParameter } from "./port-type.js";
import type { Implementation } from "./serve.js";
import type { Soon } from "./soon.js";

/** An operation that is called, as hooks see it. */
export interface CalledOperation {
  /** Clark name. */
  readonly portType: string;
  /** The name in the WSDL. */
  readonly name: string;
  readonly input: unknown;
  readonly call: Call;
}

/** What runs around the operations of all services of a handler. */
export interface Hooks {
  /** Runs before each operation. What it throws is answered as if the operation had thrown it. */
  readonly before?: (operation: CalledOperation) => Promise<void> | void;
  /** Runs after each operation that has given an output. What it throws is answered as if the operation had thrown it. */
  readonly after?: (operation: CalledOperation, output: unknown) => Promise<void> | void;
  /** Runs for each fault that is sent. Its `cause` is for the log, and not sent. */
  readonly onFault?: (fault: SoapFault, request: HttpRequest) => void;
}

/** Calls the hook for a fault, unless the sender has gone, so that nobody is sent it. */
export function reportFault({ onFault }: Hooks, fault: SoapFault, request: HttpRequest): void {
  if (!isForGoneSender(fault, request)) onFault?.(fault, request);
}

/** Tests if something has failed since the sender of the request has gone: that is nobody's mistake, and not for the log. */
export function isForGoneSender(error: unknown, { signal }: HttpRequest): boolean {
  if (!signal.aborted) return false;
  let step = error;
  while (step instanceof Error && step !== signal.reason) step = step.cause;
  return step === signal.reason;
}

/** An operation and what carries it out. */
export interface CallableOperation {
  readonly portType: string;
  readonly name: string;
  readonly property: string;
  readonly implementation: Implementation;
}

/** Calls an operation. Throws, or rejects with, what it or a hook throws. */
export function callOperation(operation: CallableOperation, input: unknown, call: Call, hooks: Hooks): Soon<unknown> {
  const { implementation, property, name } = operation;
  const { before, after } = hooks;
  // The compiler demands every operation; JavaScript and contracts that were loaded at run time do not.
  if (implementation[property] === undefined) throw new SoapFault("Receiver", `"${name}" is not implemented`);
  if (before === undefined && after === undefined) return outputOf(implementation[property](input, call));
  return callWithHooks(operation, input, call, hooks);
}

/** Programs may have promises of their own, or none. */
function outputOf(output: unknown): Soon<unknown> {
  const isForeign = typeof output === "object" && output !== null && "then" in output && !(output instanceof Promise);
  return isForeign ? Promise.resolve(output) : output;
}

async function callWithHooks(operation: CallableOperation, input: unknown, call: Call, { before, after }: Hooks): Promise<unknown> {
  const { implementation, property, portType, name } = operation;
  const called = { portType, name, input, call };
  await before?.(called);
  const output = await implementation[property]?.(input, call);
  await after?.(called, output);
  return output;
}

/** What came with an input. */
interface ReceivedBeside {
  readonly headers: Record<string, unknown>;
  readonly headerBlocks?: readonly XmlElement[];
  readonly parameters?: readonly ReadParameter[] | undefined;
}

/** A request with its attachments, and those of its answer. */
interface CallingMessage {
  readonly request: HttpRequest;
  readonly time: TimeLimit;
  readonly attachments: readonly Attachment[];
  readonly attachmentStream: AsyncIterable<IncomingAttachment>;
  readonly replyAttachments: OutgoingAttachment[];
}

const noBlocks: readonly XmlElement[] = [];

/** A call over HTTP. */
export class HttpCall implements Call {
  readonly headers: Record<string, unknown>;
  readonly replyHeaders: Record<string, unknown> = {};
  readonly headerBlocks: readonly XmlElement[];
  readonly replyHeaderBlocks: XmlElement[] = [];
  readonly attachments: readonly Attachment[];
  readonly replyAttachments: OutgoingAttachment[];
  readonly request: HttpRequest;
  readonly parameters: readonly ReadParameter[] | undefined;
  readonly #message: CallingMessage;

  constructor(message: CallingMessage, { headers, headerBlocks = noBlocks, parameters }: ReceivedBeside) {
    this.request = message.request;
    this.attachments = message.attachments;
    this.replyAttachments = message.replyAttachments;
    this.#message = message;
    this.headers = headers;
    this.headerBlocks = headerBlocks;
    this.parameters = parameters;
  }

  get attachmentStream(): AsyncIterable<IncomingAttachment> {
    return this.#message.attachmentStream;
  }

  get signal(): AbortSignal {
    return this.#message.time.signal;
  }
}
