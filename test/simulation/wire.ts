/**
 * Duplex sessions between a process and a client of a simulation: messages take time, and the connection may be cut before any of them.
 */

import type { Environment } from "soapwright/testing";
import type { AcceptChannel, DuplexChannel, DuplexHandler, OpenChannel } from "../../src/protocols/duplex/channel.js";
import { openInMemory } from "../support/memory-channel.js";

type AnyEnvironment = Pick<Environment<object>, "random" | "sleep" | "signal" | "note" | "makeId" | "faults">;

/** One of the two ends. */
export interface WireEnd {
  readonly environment: AnyEnvironment;
  readonly accept: AcceptChannel;
}

/** Opens sessions from a client to a server. `received` gets the action of each message that reaches the client. */
export function openOverWire(client: AnyEnvironment, server: WireEnd, received: (action: string) => void): OpenChannel {
  return async (accept) => {
    const serve: AcceptChannel = (channel) => server.accept(carried(channel, server.environment));
    const open = openInMemory(serve, { id: client.makeId() });
    let own: DuplexChannel | undefined;
    await open((channel) => {
      own = carried(channel, client);
      return watched(accept(own), received);
    });
    if (own === undefined) throw new Error("the channel was not accepted");
    return own;
  };
}

/** Milliseconds between two messages, at most; a late one takes longer than the server is patient. */
const slow = 3;
const late = 60_000;

/** A channel as one end has it: what it sends arrives later, in the same order; it is lost with the end. */
function carried(channel: DuplexChannel, { random, sleep, signal, note, faults }: AnyEnvironment): DuplexChannel {
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = (work: () => Promise<void>): Promise<void> => {
    const result = last.then(async () => {
      await sleep(random.chance(faults.lateMessages) ? random.below(late) : random.below(slow));
      if (random.chance(faults.lostRequests / 2)) {
        note("the connection is cut");
        channel.abort("the connection is cut");
      }
      await work();
    });
    last = result.catch(() => undefined);
    return result;
  };
  signal.addEventListener("abort", () => channel.abort("the other end is gone"), { once: true });
  return {
    id: channel.id,
    peer: channel.peer,
    send: (message) => inOrder(() => channel.send(message)),
    close: () => inOrder(() => channel.close()),
    abort: (reason) => channel.abort(reason),
  };
}

function watched(handler: DuplexHandler, received: (action: string) => void): DuplexHandler {
  return {
    ...(handler.headerNames && { headerNames: handler.headerNames }),
    receive: (message) => {
      received(message.action ?? "");
      return handler.receive(message);
    },
    ended: (reason) => handler.ended(reason),
  };
}
