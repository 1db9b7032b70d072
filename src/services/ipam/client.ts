/**
 * Runs one operation from the client's side: session, two requests, callbacks until the end, keepalives meanwhile.
 * [MS-IPAMM2] 3.20, 3.21, 3.2
 */
import type { OpenChannel } from "../../protocols/duplex/channel.js";
import { connectDuplex, type DuplexClient } from "../../protocols/duplex/client.js";
import { SoapFault } from "../../service/fault.js";
import { type Clock, systemClock } from "./clock.js";
import { contract, keepaliveAction } from "./contract.js";
import { type ReceivedException, readException } from "./exception.js";
import { tickMilliseconds } from "./inactivity.js";
import { exceptionIn, readLeniently } from "./lenient-exceptions.js";
import type { AnyIpamOperationWithProgressParameters, IpamCallbackHandlers, IpamOperations } from "./messages.js";
import { ProgressTracker, type TrackedProgress } from "./progress-tracker.js";

/** What a session with a server needs. */
export interface IpamClientOptions {
  /** The transport. */
  readonly open: OpenChannel;
  readonly callbacks: IpamCallbackHandlers;
  /** Called with each message that the client did not ask for or cannot read. */
  readonly onBreach?: (problem: string) => void;
  /** The session has ended; called once. */
  readonly ended?: (reason: string) => void;
  /** Milliseconds that a request may wait for its answer; 60,000 when left out. */
  readonly replyTimeout?: number;
  readonly clock?: Clock;
}

/** Opens a session, and keeps it alive. A keepalive is sent at each tick, unless something else was sent since the last one. [MS-IPAMM2] 3.2 */
export function connectIpam(options: IpamClientOptions): Promise<DuplexClient<IpamOperations>> {
  const { open, callbacks, onBreach, ended, replyTimeout = 60_000, clock = systemClock } = options;
  return connectDuplex(contract, {
    open,
    callbacks,
    replyTimeout,
    setTimer: (period, callback) => clock.setTimer(period, callback),
    readBody: readLeniently,
    refused: ({ kind, problem, action = "" }) =>
      onBreach?.(kind === "action" ? `a message with the action "${action}" was not asked for` : `${action}: ${problem}`),
    keepalive: { action: keepaliveAction, period: tickMilliseconds },
    ...(ended === undefined ? {} : { ended }),
  });
}

/** How an operation came out for this client. */
export type OperationOutcome =
  | { readonly kind: "completed"; readonly progress: TrackedProgress }
  /** The session ended before SetOverallStatus: the operation may go on at the server. */
  | { readonly kind: "interrupted"; readonly reason: string; readonly progress: TrackedProgress }
  | {
      readonly kind: "refused";
      readonly request: "InitializeOperationParameters" | "StartOperationWithCallback";
      readonly exception: ReceivedException | undefined;
      readonly reason: string;
    };

/** What a run needs. */
export interface RunOptions extends Pick<IpamClientOptions, "open" | "onBreach" | "replyTimeout" | "clock"> {
  readonly parameters: AnyIpamOperationWithProgressParameters;
  /** Called after each callback. */
  readonly onProgress?: (progress: TrackedProgress) => void;
  /** Ends the session; the operation goes on at the server, as there is no cancelling. */
  readonly signal?: AbortSignal;
}

/** Runs an operation and says how it ended; rejects only if no session can be opened. */
export async function runOperation({ parameters, onProgress, signal, ...connection }: RunOptions): Promise<OperationOutcome> {
  const { promise: over, resolve: finish } = deferred();
  const tracker = new ProgressTracker(
    (problem) => connection.onBreach?.(problem),
    (progress) => {
      onProgress?.(progress);
      if (progress.state === "OperationWithProgressCompleted") finish();
    },
  );
  const ended = (reason: string): void => {
    tracker.sessionEnded(reason);
    finish();
  };
  const session = await connectIpam({ ...connection, callbacks: tracker.callbacks, ended });
  const abort = (): void => session.abort("the run was given up");
  signal?.addEventListener("abort", abort);
  if (signal?.aborted === true) abort();
  try {
    const refused = await startOperation(session, parameters);
    if (refused !== undefined) return refused;
    await over;
  } catch (reason) {
    // If the session ended while a request waited, the tracker has what is known.
    if (tracker.progress.interrupted === undefined && tracker.progress.state !== "Ended") throw reason;
  } finally {
    signal?.removeEventListener("abort", abort);
    await session.close().catch(() => undefined); // the server may have closed first
  }
  const { progress } = tracker;
  return progress.interrupted === undefined
    ? { kind: "completed", progress }
    : { kind: "interrupted", reason: progress.interrupted, progress };
}

async function startOperation(
  { server }: DuplexClient<IpamOperations>,
  parameters: AnyIpamOperationWithProgressParameters,
): Promise<OperationOutcome | undefined> {
  const refused = await refusalOf("InitializeOperationParameters", server.initializeOperationParameters({ paramters: parameters }));
  return refused ?? refusalOf("StartOperationWithCallback", server.startOperationWithCallback({}));
}

type RefusedRequest = Extract<OperationOutcome, { readonly kind: "refused" }>;

/** The refusal of a request; undefined if it was granted. */
async function refusalOf(request: RefusedRequest["request"], reply: Promise<unknown>): Promise<RefusedRequest | undefined> {
  try {
    await reply;
    return undefined;
  } catch (fault) {
    if (!(fault instanceof SoapFault)) throw fault;
    const received = exceptionIn(fault);
    if (received === undefined) return { kind: "refused", request, exception: undefined, reason: fault.message };
    const exception = readException(received);
    return { kind: "refused", request, exception, reason: exception.message ?? exception.exceptionId ?? "no reason given" };
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}
