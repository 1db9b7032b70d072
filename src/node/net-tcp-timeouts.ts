/**
 * Times of net.tcp sessions in milliseconds, as WCF has them by default; each can be set.
 */

export interface NetTcpTimeouts {
  /** From the connection to the open session: framing, upgrades and all (ChannelInitializationTimeout). */
  readonly open: number;
  /** For one message to be taken by the network (SendTimeout). */
  readonly send: number;
  /** For the other end to end its half of a session that this end has ended (CloseTimeout). */
  readonly close: number;
  /** Without a message from the other end: the session is aborted (ReceiveTimeout). */
  readonly receive: number;
  /** For a connection between two sessions: it is closed (pool's IdleTimeout). */
  readonly idle: number;
}

export const defaultTimeouts: NetTcpTimeouts = { open: 30_000, send: 60_000, close: 60_000, receive: 600_000, idle: 120_000 };

/** Puts times over the defaults. */
export function timeoutsOf(timeouts: Partial<NetTcpTimeouts> | undefined): NetTcpTimeouts {
  return { ...defaultTimeouts, ...timeouts };
}

/** A time has run out. */
export class NetTcpTimeoutError extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what} took longer than ${milliseconds} ms`);
    this.name = "NetTcpTimeoutError";
  }
}
