/**
 * Keeps a session alive: a message with an empty body at each tick, unless something else was sent since the last one.
 */
import type { SetTimer } from "./timer.js";

/** How a session is kept alive. */
export interface KeepaliveOptions {
  readonly action: string;
  /** Milliseconds between two ticks. */
  readonly period: number;
}

/** What is kept alive. */
interface Session {
  /** Messages sent so far. */
  readonly sentCount: number;
  send(message: { readonly action: string; readonly body: { readonly kind: "empty" } }): Promise<void>;
}

/** Starts; the function that comes back stops. */
export function keepAlive(session: Session, { action, period }: KeepaliveOptions, setTimer: SetTimer): () => void {
  let sentBefore = 0;
  const timer = setTimer(period, () => {
    // The transport reports the end of the session.
    if (session.sentCount === sentBefore) session.send({ action, body: { kind: "empty" } }).catch(() => undefined);
    sentBefore = session.sentCount;
  });
  return () => timer.cancel();
}
