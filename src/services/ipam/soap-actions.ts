/**
 * The wire names of the service: WS-Addressing actions and elements, from the generated contract. [MS-IPAMM2] 3.19, 3.21, 2.2.2
 */
import { schema } from "../../../generated/ipam/index.js";
import * as ipam from "../../../generated/ipam/microsoft-windows-ipam.js";
import { IpamExceptionElement } from "../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import { IIpamOperationWithProgress, IIpamOperationWithProgressCallback } from "../../../generated/ipam/service.js";
import type { OutgoingMessage } from "../../protocols/duplex/channel.js";
import type { AnyElementCodec } from "../../runtime/codec.js";
import type { CallbackMessage, Callbacks, RequestMessage, Requests } from "./duplex-session.js";

/** The keepalive of a client: one-way, an empty body. [MS-IPAMM2] 2.2.2.2 */
export const keepaliveAction = "Microsoft.WindowsServerSolutions.Common.ProviderFramework.Keepalive";

/** What xsi:type and wildcards of the messages may name. */
export const decodeOptions = { schema };

/** Details of faults by name. */
export const faultDetails = { IpamException: () => IpamExceptionElement };

interface RequestWire<Name extends keyof Requests> {
  readonly action: string;
  readonly replyAction: string;
  readonly faultAction: string;
  readonly element: (typeof requestElements)[Name];
  readonly reply: AnyElementCodec;
}

const requestElements = {
  InitializeOperationParameters: ipam.InitializeOperationParametersElement,
  StartOperationWithCallback: ipam.StartOperationWithCallbackElement,
};

const replyElements = {
  InitializeOperationParameters: ipam.InitializeOperationParametersResponseElement,
  StartOperationWithCallback: ipam.StartOperationWithCallbackResponseElement,
};

const callbackElements = {
  StartProgressCallback: ipam.StartProgressCallbackElement,
  AddSubTask: ipam.AddSubTaskElement,
  SetSubTaskStatus: ipam.SetSubTaskStatusElement,
  SetCompletionPercentage: ipam.SetCompletionPercentageElement,
  SetOverallStatus: ipam.SetOverallStatusElement,
};

/** The operations of the session's port type by their names in the contract. */
const operations = new Map(Object.values(IIpamOperationWithProgress.operations).map((table) => [table.name, table]));

function requestWire<Name extends keyof Requests>(name: Name): RequestWire<Name> {
  const { inputAction = "", outputAction = "" } = operations.get(name) ?? {};
  // The contract names no action for faults; this is what the platform makes of the operation and the detail's type.
  return {
    action: inputAction,
    replyAction: outputAction,
    faultAction: `${inputAction}IpamExceptionFault`,
    element: requestElements[name],
    reply: replyElements[name],
  };
}

/** The two requests. */
export const requests: { readonly [Name in keyof Requests]: RequestWire<Name> } = {
  InitializeOperationParameters: requestWire("InitializeOperationParameters"),
  StartOperationWithCallback: requestWire("StartOperationWithCallback"),
};

/** Which of its two descriptions callbacks take their actions from: "session" is what WCF does, "callback" the separate port type. */
export type CallbackActions = "session" | "callback";

const callbackNames: readonly (keyof Callbacks)[] = [
  "StartProgressCallback",
  "AddSubTask",
  "SetSubTaskStatus",
  "SetCompletionPercentage",
  "SetOverallStatus",
];

function actionsOf(
  names: Iterable<{ readonly name: string; readonly action: string | undefined }>,
): Readonly<Record<keyof Callbacks, string>> {
  const byName = new Map([...names].map(({ name, action = "" }) => [name, action]));
  // Every callback is an operation of both port types.
  return Object.fromEntries(callbackNames.map((name) => [name, byName.get(name) ?? ""])) as Record<keyof Callbacks, string>;
}

/** The actions of callbacks in both descriptions. */
export const callbackActions: Readonly<Record<CallbackActions, Readonly<Record<keyof Callbacks, string>>>> = {
  session: actionsOf([...operations.values()].map(({ name, outputAction }) => ({ name, action: outputAction }))),
  callback: actionsOf(
    Object.values(IIpamOperationWithProgressCallback.operations).map(({ name, inputAction }) => ({ name, action: inputAction })),
  ),
};

const requestsByAction = new Map<string, keyof Requests>();
for (const name of ["InitializeOperationParameters", "StartOperationWithCallback"] as const)
  requestsByAction.set(requests[name].action, name);

const callbacksByAction = new Map<string, keyof Callbacks>();
for (const actions of Object.values(callbackActions)) for (const name of callbackNames) callbacksByAction.set(actions[name], name);

/** The request that an action asks for. */
export function requestOf(action: string): keyof Requests | undefined {
  return requestsByAction.get(action);
}

/** The callback that an action of either description means. */
export function callbackOf(action: string): keyof Callbacks | undefined {
  return callbacksByAction.get(action);
}

/** The codec of a callback's element. */
export function callbackElement<Name extends keyof Callbacks>(name: Name): (typeof callbackElements)[Name] {
  return callbackElements[name];
}

/** A callback, ready for a channel. */
export function callbackMessage(message: CallbackMessage, actions: CallbackActions): OutgoingMessage {
  const element = { codec: callbackElements[message.name], value: message.body };
  return { action: callbackActions[actions][message.name], body: { kind: "element", element } };
}

/** A request, ready for a channel. */
export function requestMessage(message: RequestMessage, messageId: string): OutgoingMessage {
  const element = { codec: requests[message.name].element, value: message.body };
  return { action: requests[message.name].action, messageId, body: { kind: "element", element } };
}
