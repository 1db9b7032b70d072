/**
 * A channel of SOAP messages as the client's end of a session: requests with their answers, callbacks of either action, keepalives.
 *
 * Answers are matched by RelatesTo alone, as callbacks come between. [MS-IPAMM2] 3.20, 3.21, 2.2.2; WS-Addressing 1.0 Core §3.3
 */
import type { DuplexChannel, OpenChannel } from "../../protocols/duplex/channel.js";
import type { ReceivedMessage } from "../../protocols/duplex/read-message.js";
import type { ClientAnswer, ClientHandler, ClientSession, Connect } from "./client-session.js";
import type { CallbackMessage, Callbacks, RequestMessage, Requests } from "./duplex-session.js";
import { readLenientException, readLeniently } from "./lenient-exceptions.js";
import type { IpamException } from "./messages.js";
import { callbackElement, callbackOf, faultDetails, keepaliveAction, requestMessage, requests } from "./soap-actions.js";

/** What a SOAP client of the service is made of. */
export interface IpamSoapClientOptions {
  readonly open: OpenChannel;
  /** Milliseconds that a request may wait for its answer; 60,000 when left out. */
  readonly requestTimeout?: number;
  readonly newMessageId?: () => string;
}

/** Makes the function that opens sessions. */
export function connectIpamSoap({ open, requestTimeout = 60_000, newMessageId = randomMessageId }: IpamSoapClientOptions): Connect {
  return async (handler) => {
    const session = new SoapClientSession(handler, requestTimeout, newMessageId);
    session.channel = await open(() => ({
      receive: async (message) => session.receive(message),
      ended: (reason) => session.ended(reason),
    }));
    return session;
  };
}

const randomMessageId = (): string => `urn:uuid:${crypto.randomUUID()}`;

interface Waiting {
  readonly name: keyof Requests;
  resolve(answer: ClientAnswer): void;
  reject(reason: Error): void;
}

class SoapClientSession implements ClientSession {
  channel: DuplexChannel | undefined;
  readonly #handler: ClientHandler;
  readonly #requestTimeout: number;
  readonly #newMessageId: () => string;
  readonly #waiting = new Map<string, Waiting>();
  #endReason: string | undefined;

  constructor(handler: ClientHandler, requestTimeout: number, newMessageId: () => string) {
    this.#handler = handler;
    this.#requestTimeout = requestTimeout;
    this.#newMessageId = newMessageId;
  }

  async request(message: RequestMessage): Promise<ClientAnswer> {
    const channel = this.#open();
    const messageId = this.#newMessageId();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const answer = new Promise<ClientAnswer>((resolve, reject) => {
      this.#waiting.set(messageId, { name: message.name, resolve, reject });
      timer = setTimeout(() => reject(new Error(`no answer to "${message.name}" in ${this.#requestTimeout} ms`)), this.#requestTimeout);
    });
    answer.catch(() => undefined); // when sending fails nobody waits for it
    try {
      await channel.send(requestMessage(message, messageId));
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(messageId);
    }
  }

  async keepalive(): Promise<void> {
    await this.#open().send({ action: keepaliveAction, body: { kind: "empty" } });
  }

  async close(): Promise<void> {
    if (this.#endReason === undefined) await this.channel?.close();
  }

  abort(reason: string): void {
    this.channel?.abort(reason);
  }

  receive(message: ReceivedMessage): void {
    const waiting = this.#waitingFor(message);
    if (waiting === undefined) this.#takeCallback(message);
    else this.#answer(waiting, message);
  }

  #takeCallback(message: ReceivedMessage): void {
    const { action = "" } = message;
    const name = callbackOf(action);
    const callback = name === undefined ? `a message with the action "${action}" was not asked for` : readCallback(name, message);
    if (typeof callback === "string") this.#handler.unreadable(callback);
    else this.#handler.callback(callback);
  }

  ended(reason: string): void {
    if (this.#endReason !== undefined) return;
    this.#endReason = reason;
    for (const { reject } of this.#waiting.values()) reject(new Error(`the session has ended: ${reason}`));
    this.#waiting.clear();
    this.#handler.ended(reason);
  }

  #open(): DuplexChannel {
    if (this.channel === undefined || this.#endReason !== undefined) throw new Error(`the session has ended: ${this.#endReason ?? ""}`);
    return this.channel;
  }

  /** Mono sends faults without RelatesTo: where one request waits, the fault is its answer. */
  #waitingFor({ relatesTo, isFault }: ReceivedMessage): Waiting | undefined {
    if (relatesTo !== undefined) return this.#waiting.get(relatesTo);
    const [only, another] = this.#waiting.values();
    return isFault && another === undefined ? only : undefined;
  }

  #answer(waiting: Waiting, message: ReceivedMessage): void {
    const { replyAction, reply } = requests[waiting.name];
    if (message.isFault) waiting.resolve(readFault(message));
    else if (message.action === replyAction && message.bodyElement === reply.name) waiting.resolve({ kind: "reply" });
    else waiting.reject(new Error(`"${waiting.name}" is answered with the action "${message.action ?? ""}"`));
  }
}

function readFault(message: ReceivedMessage): ClientAnswer {
  const result = message.readFault(faultDetails);
  if (!result.ok) return { kind: "otherFault", reason: `a fault that cannot be read: ${result.problem}` };
  const { declared, detail, message: reason } = result.value;
  // The detail was read with the codec of IpamException.
  if (declared?.name === "IpamException") return { kind: "ipamFault", exception: declared.detail as IpamException };
  const exception = detail.map(readLenientException).find((each) => each !== undefined);
  return exception === undefined ? { kind: "otherFault", reason } : { kind: "ipamFault", exception };
}

/** The callback, or what is wrong with it. */
function readCallback(name: keyof Callbacks, message: ReceivedMessage): CallbackMessage | string {
  const wanted = callbackElement(name).name;
  if (message.bodyElement !== wanted) return `the body of ${name} holds ${message.bodyElement ?? "nothing"}, not "${wanted}"`;
  switch (name) {
    case "StartProgressCallback": {
      const body = readLeniently(callbackElement(name), message);
      return body.ok ? { name, body: body.value } : body.problem;
    }
    case "AddSubTask": {
      const body = readLeniently(callbackElement(name), message);
      return body.ok ? { name, body: body.value } : body.problem;
    }
    case "SetSubTaskStatus": {
      const body = readLeniently(callbackElement(name), message);
      return body.ok ? { name, body: body.value } : body.problem;
    }
    case "SetCompletionPercentage": {
      const body = readLeniently(callbackElement(name), message);
      return body.ok ? { name, body: body.value } : body.problem;
    }
    case "SetOverallStatus": {
      const body = readLeniently(callbackElement(name), message);
      return body.ok ? { name, body: body.value } : body.problem;
    }
  }
}
