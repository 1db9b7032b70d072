/**
 * Channels of SOAP messages -> sessions of the service: tells messages apart by their action, reads them, and writes the answers.
 *
 * What cannot be told apart or read is reported to the service, which decides. [MS-IPAMM2] 2.2.2, 3.19.4; WS-Addressing 1.0 SOAP Binding §6
 */

import type { AcceptChannel, ChannelPeer, DuplexChannel, OutgoingMessage } from "../../protocols/duplex/channel.js";
import type { ReceivedMessage } from "../../protocols/duplex/read-message.js";
import { actionNotSupported, actionOfFault } from "../../protocols/soap/addressing.js";
import { SoapFault } from "../../service/fault.js";
import type { CallerIdentity } from "./authorization.js";
import type { IncomingMessage, Requests, Responder, SessionFault } from "./duplex-session.js";
import type { IpamService } from "./service.js";
import {
  type CallbackActions,
  callbackMessage,
  callbackOf,
  decodeOptions,
  faultDetails,
  keepaliveAction,
  requestOf,
  requests,
} from "./soap-actions.js";

/** What a SOAP server of the service is made of. */
export interface IpamSoapServerOptions {
  readonly service: IpamService;
  /** Who calls, as far as the transport knows. */
  readonly callerOf: (peer: ChannelPeer) => CallerIdentity;
  /** Default "session". */
  readonly callbackActions?: CallbackActions;
}

/** The reason text tells nothing: what went wrong stands in the exception. [MS-IPAMM2] 2.2.2.1 */
const noReason = "The creator of this fault did not specify a Reason.";

/** Makes the function that a transport gives its channels to. */
export function acceptIpamSessions(options: IpamSoapServerOptions): AcceptChannel {
  const actions = options.callbackActions ?? "session";
  return (channel) => {
    const session = options.service.open({
      id: channel.id,
      caller: options.callerOf(channel.peer),
      send: (message) => channel.send(callbackMessage(message, actions)),
      close: () => channel.close(),
      abort: (reason) => channel.abort(reason),
    });
    return {
      receive: (message) => receive(channel, message, (incoming) => session.receive(incoming)),
      ended: (reason) => session.ended(reason),
    };
  };
}

async function receive(
  channel: DuplexChannel,
  message: ReceivedMessage,
  handOver: (incoming: IncomingMessage) => Promise<void>,
): Promise<void> {
  const { headerFault: fault, messageId: relatesTo } = message;
  if (fault !== undefined) {
    const answer: OutgoingMessage = { action: actionOfFault(fault), relatesTo, body: { kind: "fault", fault } };
    if (message.expectsReply) await channel.send(answer).catch(() => undefined); // the transport reports the end of the session
    // Answered already, but the service wants to know that the client is alive.
    return handOver({ kind: "unreadable", problem: fault.message, responder: undefined });
  }
  await handOver(readIncoming(channel, message));
}

function readIncoming(channel: DuplexChannel, message: ReceivedMessage): IncomingMessage {
  const { action } = message;
  if (action === undefined) return { kind: "unreadable", problem: "the message has no Action", responder: responderOf(channel, message) };
  if (action === keepaliveAction) return { kind: "keepalive" };
  const name = requestOf(action);
  if (name !== undefined) return readRequest(name, message, responderOf(channel, message, name));
  const callback = callbackOf(action);
  if (callback !== undefined) return { kind: "callbackElement", name: callback };
  return { kind: "unknownAction", action, responder: responderOf(channel, message) };
}

function readRequest(name: keyof Requests, message: ReceivedMessage, responder: Responder | undefined): IncomingMessage {
  const { bodyElement } = message;
  const wanted = requests[name].element.name;
  if (bodyElement !== wanted) {
    return { kind: "unreadable", problem: `the body holds ${bodyElement ?? "nothing"}, not "${wanted}"`, responder };
  }
  switch (name) {
    case "InitializeOperationParameters": {
      const result = message.readBody(requests[name].element, decodeOptions);
      return result.ok ? { kind: "request", name, body: result.value, responder } : refused(name, result, responder);
    }
    case "StartOperationWithCallback": {
      const result = message.readBody(requests[name].element, decodeOptions);
      return result.ok ? { kind: "request", name, body: result.value, responder } : refused(name, result, responder);
    }
  }
}

function refused(
  name: keyof Requests,
  { isMalformed, problem }: { readonly isMalformed: boolean; readonly problem: string },
  responder: Responder | undefined,
): IncomingMessage {
  return isMalformed ? { kind: "unreadable", problem, responder } : { kind: "invalidRequest", name, problem, responder };
}

/** The way back; undefined where the sender does not wait for an answer. */
function responderOf(channel: DuplexChannel, message: ReceivedMessage, name?: keyof Requests): Responder | undefined {
  if (!message.expectsReply) return undefined;
  const relatesTo = message.messageId;
  return {
    reply: () => {
      if (name === undefined) throw new Error("internal: a message that is no request has no reply");
      const { replyAction, reply } = requests[name];
      return channel.send({ action: replyAction, relatesTo, body: { kind: "element", element: { codec: reply, value: {} } } });
    },
    fault: (fault) => channel.send(faultMessage(fault, relatesTo, name && requests[name].faultAction)),
  };
}

function faultMessage(fault: SessionFault, relatesTo: string | undefined, action: string | undefined): OutgoingMessage {
  if (fault.kind === "actionNotSupported") {
    const reason = `The message with Action '${fault.action}' cannot be processed at the receiver.`;
    const sent = actionNotSupported(reason, "en-US");
    return { action: actionOfFault(sent), relatesTo, body: { kind: "fault", fault: sent } };
  }
  const declared = { name: "IpamException", detail: fault.exception };
  const sent = new SoapFault("Sender", noReason, { language: "en-US", declared });
  return { action: action ?? actionOfFault(sent), relatesTo, body: { kind: "fault", fault: sent, detail: faultDetails.IpamException() } };
}
