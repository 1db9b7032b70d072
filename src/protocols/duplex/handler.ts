/**
 * The server's end of sessions: one object of the user's for each session, which is given typed callbacks and implements the operations.
 *
 *   serveDuplex({ binding: ProgressBinding }, ({ callbacks }) => ({
 *     server: { start: async ({ count }) => { await callbacks.progress({ percent: 0 }); return { accepted: true }; } },
 *   }))   // an AcceptChannel, which a transport's listener takes
 */
import type { Implementation } from "../../service/serve.js";
import type { AcceptChannel, ChannelPeer } from "./channel.js";
import { type Callbacks, type DuplexContract, serverSide } from "./contract.js";
import type { DuplexServer, Refusal } from "./dispatch.js";
import { type DuplexOptions, SessionEnd } from "./session.js";

/** One session, as the server sees it. */
export interface DuplexSession<ClientCallbacks> {
  /** Unique among the sessions of this process and others. */
  readonly id: string;
  readonly peer: ChannelPeer;
  /** Calls the client. Messages go out in the order of the calls; a method resolves when its message was handed over, or was answered. */
  readonly callbacks: ClientCallbacks;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  /** Ends the session in an orderly way: everything sent before is delivered. */
  close(): Promise<void>;
  /** Ends the session at once. */
  abort(reason: string): void;
}

/** What serves one session. */
export interface SessionHandler<Operations> {
  /** The operations. Requests are handled in the order of their arrival. */
  readonly server: DuplexServer<Operations>;
  /** Decides about a message that no operation takes; if left out, the sender is answered with the refusal's fault. */
  refused?(refusal: Refusal): Promise<void> | void;
  /** Called once, when the session has ended for whatever reason. */
  ended?(reason: string): void;
}

/** Serves a contract: `open` makes what serves each session. */
export function serveDuplex<Operations, CallbackOperations = never>(
  contract: DuplexContract<Operations, CallbackOperations>,
  open: (session: DuplexSession<Callbacks<Operations, CallbackOperations>>) => SessionHandler<Operations>,
  options: DuplexOptions = {},
): AcceptChannel {
  const side = serverSide(contract);
  return (channel) => {
    const end = new SessionEnd(channel, side, options);
    const handler = open({
      id: channel.id,
      peer: channel.peer,
      // The proxy has a method for each callback of the contract.
      callbacks: end.proxy as unknown as Callbacks<Operations, CallbackOperations>,
      signal: end.signal,
      close: () => end.close(),
      abort: (reason) => end.abort(reason),
    });
    // DuplexServer<Operations> has been checked; from here on operations are looked up by name.
    const implementation = handler.server as unknown as Implementation;
    end.attach({ implementation, refused: handler.refused?.bind(handler) }, handler.ended?.bind(handler));
    return end;
  };
}
