/**
 * Runs one operation from the client's side: session, two requests, callbacks until the end, keepalives meanwhile.
 * [MS-IPAMM2] 3.20, 3.21, 3.2
 */
import type { ClientAnswer, ClientSession, Connect } from "./client-session.js";
import { type Clock, systemClock, type Timer } from "./clock.js";
import { type ReceivedException, readException } from "./exception.js";
import { tickMilliseconds } from "./inactivity.js";
import type { AnyIpamOperationWithProgressParameters } from "./messages.js";
import { ProgressTracker, type TrackedProgress } from "./progress-tracker.js";

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
export interface RunOptions {
  readonly connect: Connect;
  readonly parameters: AnyIpamOperationWithProgressParameters;
  /** Called after each callback. */
  readonly onProgress?: (progress: TrackedProgress) => void;
  /** Takes breaches of the protocol by the server, which are otherwise ignored. */
  readonly onBreach?: (problem: string) => void;
  readonly clock?: Clock;
  /** Ends the session; the operation goes on at the server, as there is no cancelling. */
  readonly signal?: AbortSignal;
}

/** Runs an operation and tells how it ended; rejects only when no session can be opened. */
export async function runOperation(options: RunOptions): Promise<OperationOutcome> {
  const { connect, onProgress, clock = systemClock, signal } = options;
  const complain = (problem: string): void => options.onBreach?.(problem);
  const tracker = new ProgressTracker(complain);
  const { promise: ended, resolve: end } = deferred();
  const { promise: finished, resolve: finish } = deferred();
  const session = await connect({
    callback: (message) => {
      tracker.take(message);
      onProgress?.(tracker.progress);
      if (tracker.progress.state === "OperationWithProgressCompleted") finish();
    },
    unreadable: complain,
    ended: (reason) => {
      tracker.sessionEnded(reason);
      end();
    },
  });
  const abort = (): void => session.abort("the run was given up");
  signal?.addEventListener("abort", abort);
  if (signal?.aborted === true) abort();
  const keepalive = new Keepalive(session, clock);
  try {
    const refused = await startOperation(session, options.parameters, keepalive);
    if (refused !== undefined) return refused;
    await Promise.race([finished, ended]);
  } catch (reason) {
    // The session ended below a request: what is known is in the tracker.
    if (tracker.progress.interrupted === undefined && tracker.progress.state !== "Ended") throw reason;
  } finally {
    keepalive.stop();
    signal?.removeEventListener("abort", abort);
    await session.close().catch(() => undefined); // a server that has closed first is fine
  }
  const { progress } = tracker;
  return progress.interrupted === undefined
    ? { kind: "completed", progress }
    : { kind: "interrupted", reason: progress.interrupted, progress };
}

async function startOperation(
  session: ClientSession,
  parameters: AnyIpamOperationWithProgressParameters,
  keepalive: Keepalive,
): Promise<OperationOutcome | undefined> {
  keepalive.sent();
  const initialized = await session.request({ name: "InitializeOperationParameters", body: { paramters: parameters } });
  if (initialized.kind !== "reply") return refusal("InitializeOperationParameters", initialized);
  keepalive.sent();
  const started = await session.request({ name: "StartOperationWithCallback", body: {} });
  return started.kind === "reply" ? undefined : refusal("StartOperationWithCallback", started);
}

function refusal(
  request: "InitializeOperationParameters" | "StartOperationWithCallback",
  answer: Exclude<ClientAnswer, { readonly kind: "reply" }>,
): OperationOutcome {
  if (answer.kind === "otherFault") return { kind: "refused", request, exception: undefined, reason: answer.reason };
  const exception = readException(answer.exception);
  return { kind: "refused", request, exception, reason: exception.message ?? exception.exceptionId ?? "no reason given" };
}

/** The client's timer: at each tick a Keepalive, unless something else was sent since the last one. [MS-IPAMM2] 3.2 */
class Keepalive {
  readonly #timer: Timer;
  #isSent = false;

  constructor(session: ClientSession, clock: Clock) {
    this.#timer = clock.setTimer(tickMilliseconds, () => {
      if (!this.#isSent) session.keepalive().catch(() => undefined); // the end of the session is told by the transport
      this.#isSent = false;
    });
  }

  sent(): void {
    this.#isSent = true;
  }

  stop(): void {
    this.#timer.cancel();
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}
