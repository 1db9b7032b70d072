/**
 * What reads and changes whole SOAP envelopes on their way: security, logs, repairs for a peer that gets something wrong.
 */
import type { HttpRequest } from "./exchange.js";

/** One request and its answer: the same object for both, so that a filter can keep what belongs to them in a WeakMap. */
export interface EnvelopeExchange {
  readonly side: "client" | "server";
  /** Where the request goes, or went. */
  readonly url: string;
  /** The HTTP request that a server got. */
  readonly request?: HttpRequest;
}

/** Filters see envelopes as they are sent and as they came, one filter after another; on arrival in the reverse order. */
export interface EnvelopeFilter {
  /** Gets an envelope that is ready, and gives what is sent. A client's call rejects with what it throws; a server answers as to an operation that threw it. */
  readonly send?: (envelope: Uint8Array, exchange: EnvelopeExchange) => Uint8Array | Promise<Uint8Array>;
  /** Gets what has arrived, and gives what is read. A server answers what it throws; a client's call rejects with it. */
  readonly receive?: (envelope: Uint8Array, exchange: EnvelopeExchange) => Uint8Array | Promise<Uint8Array>;
}

/** Passes an envelope through the filters before it is sent. */
export async function filterSent(
  filters: readonly EnvelopeFilter[],
  envelope: Uint8Array,
  exchange: EnvelopeExchange,
): Promise<Uint8Array> {
  let bytes = envelope;
  for (const { send } of filters) if (send !== undefined) bytes = await send(bytes, exchange);
  return bytes;
}

/** Passes an envelope that has arrived through the filters. */
export async function filterReceived(
  filters: readonly EnvelopeFilter[],
  envelope: Uint8Array,
  exchange: EnvelopeExchange,
): Promise<Uint8Array> {
  let bytes = envelope;
  for (const { receive } of filters.toReversed()) if (receive !== undefined) bytes = await receive(bytes, exchange);
  return bytes;
}

/** An envelope that a recorder has seen. */
export interface RecordedEnvelope {
  readonly way: "sent" | "received";
  readonly exchange: EnvelopeExchange;
  readonly text: string;
}

/** Makes a filter that tells of each envelope as it is on the wire: place it last. It changes nothing. */
export function recordEnvelopes(record: (envelope: RecordedEnvelope) => void): EnvelopeFilter {
  const tell =
    (way: RecordedEnvelope["way"]) =>
    (bytes: Uint8Array, exchange: EnvelopeExchange): Uint8Array => {
      record({ way, exchange, text: new TextDecoder().decode(bytes) });
      return bytes;
    };
  return { send: tell("sent"), receive: tell("received") };
}
