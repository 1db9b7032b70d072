/**
 * The client's end of a session: typed requests, and a typed handler for each callback.
 *
 *   const client = await connectDuplex({ binding: ProgressBinding }, { open, callbacks: { progress: ({ percent }) => show(percent) } });
 *   await client.server.start({ count: 3 });
 */
import { type Client, toOperation } from "../../service/client.js";
import type { Implementation } from "../../service/serve.js";
import type { OpenChannel } from "./channel.js";
import { type CallbackHandlers, clientSide, type DuplexContract } from "./contract.js";
import type { Refusal } from "./dispatch.js";
import { type KeepaliveOptions, keepAlive } from "./keepalive.js";
import { type DuplexOptions, SessionEnd } from "./session.js";
import { setPlatformTimer } from "./timer.js";

/** What a session is opened with. */
export interface DuplexClientOptions<Operations, CallbackOperations = never> extends DuplexOptions {
  /** The transport. */
  readonly open: OpenChannel;
  /** Called in the order in which callbacks arrive, one at a time. */
  readonly callbacks: CallbackHandlers<Operations, CallbackOperations>;
  /** Decides about a message that is neither a reply nor a callback that can be read; if left out, its sender is answered with a fault. */
  readonly refused?: (refusal: Refusal) => Promise<void> | void;
  /** Called once, when the session has ended for whatever reason. */
  readonly ended?: (reason: string) => void;
  readonly keepalive?: KeepaliveOptions;
}

/** An open session. */
export interface DuplexClient<Operations> {
  /** Unique among the sessions of this process and others. */
  readonly id: string;
  /** Calls the server. Methods throw SoapFault, ValidationError, or an Error if the session ends or no answer comes in time. */
  readonly server: Client<Operations>;
  /** Ends the session in an orderly way. */
  close(): Promise<void>;
  /** Ends the session at once. */
  abort(reason: string): void;
}

/** Opens a session. Rejects with what the transport says if that is not possible. */
export async function connectDuplex<Operations, CallbackOperations = never>(
  contract: DuplexContract<Operations, CallbackOperations>,
  options: DuplexClientOptions<Operations, CallbackOperations>,
): Promise<DuplexClient<Operations>> {
  const side = clientSide(contract);
  const opened: { end?: SessionEnd } = {};
  let stopKeepalive: (() => void) | undefined;
  const { id } = await options.open((channel) => {
    const end = new SessionEnd(channel, side, options);
    opened.end = end;
    // CallbackHandlers has been checked; from here on callbacks are looked up by name.
    const implementation = options.callbacks as unknown as Implementation;
    end.attach({ implementation, refused: options.refused }, (reason) => {
      stopKeepalive?.();
      options.ended?.(reason);
    });
    return end;
  });
  const { end } = opened;
  if (end === undefined) throw new Error("internal: a channel was opened that nobody has accepted");
  if (options.keepalive !== undefined && !end.signal.aborted)
    stopKeepalive = keepAlive(end, options.keepalive, options.setTimer ?? setPlatformTimer);
  return {
    id,
    // The proxy has a method for each operation that Client<Operations> names.
    server: Object.fromEntries(
      Object.entries(end.proxy).map(([property, method]) => [property, toOperation(method)]),
    ) as unknown as Client<Operations>,
    close: () => {
      stopKeepalive?.();
      return end.close();
    },
    abort: (reason) => end.abort(reason),
  };
}
