/**
 * Sessions of a transport -> sessions of the service.
 */
import type { AcceptChannel, ChannelPeer } from "../../protocols/duplex/channel.js";
import { serveDuplex } from "../../protocols/duplex/handler.js";
import type { CallerIdentity } from "./caller.js";
import { contract, faultAction, sessionContract } from "./contract.js";
import type { IpamService } from "./service.js";

/** Which of its two descriptions callbacks take their actions from: "session" is what WCF does, "callback" the separate port type. */
export type CallbackActions = "session" | "callback";

/** What a server of the service is made of. */
export interface IpamServerOptions {
  readonly service: IpamService;
  /** Who calls, as far as the transport knows. */
  readonly callerOf: (peer: ChannelPeer) => CallerIdentity;
  /** Default "session". */
  readonly callbackActions?: CallbackActions;
}

/** Makes the function that a transport gives its channels to. */
export function acceptIpamSessions({ service, callerOf, callbackActions = "session" }: IpamServerOptions): AcceptChannel {
  const served = callbackActions === "session" ? sessionContract : contract;
  return serveDuplex(served, (session) => service.open(session, callerOf(session.peer)), { faultAction });
}
