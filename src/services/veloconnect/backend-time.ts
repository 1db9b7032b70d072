/**
 * The time that the systems behind the service have for an answer.
 */
import type { Schedule } from "../../machine/instances.js";
import { type BackendCall, BackendUnavailable, type PartyNumber } from "./ports/backend-call.js";
import type { MerchandiseSystem } from "./ports/merchandise-system.js";

export interface BackendTime {
  /** Milliseconds for one call of a port. */
  readonly timeout: number;
  /** `setTimeout` by default. */
  readonly schedule?: Schedule | undefined;
}

/** A call for a buyer. Without a signal somebody always waits for the result. */
export function callFor(buyer: PartyNumber, signal: AbortSignal = new AbortController().signal): BackendCall {
  return { buyer, signal };
}

type Within = <T>(call: BackendCall, work: (call: BackendCall) => Promise<T>) => Promise<T>;

/** The same system, whose calls reject with a BackendUnavailable when their time is over; their signal is aborted then. */
export function limitTime({ catalogue, orders, stock, receipts, classification }: MerchandiseSystem, time: BackendTime): MerchandiseSystem {
  const within: Within = (call, work) => runWithin(time, call, work);
  return {
    catalogue: {
      find: (number, call) => within(call, (limited) => catalogue.find(number, limited)),
      findMany: (numbers, call) => within(call, (limited) => catalogue.findMany(numbers, limited)),
      search: (query, options, call) => within(call, (limited) => catalogue.search(query, options, limited)),
    },
    orders: { place: (order, call) => within(call, (limited) => orders.place(order, limited)) },
    ...(stock && {
      stock: { accepts: stock.accepts, take: (report, call) => within(call, (limited) => stock.take(report, limited)) },
    }),
    ...(receipts && {
      receipts: {
        kinds: receipts.kinds,
        unsupported: receipts.unsupported,
        query: (kind, search, call) => within(call, (limited) => receipts.query(kind, search, limited)),
        details: (kind, numbers, call) => within(call, (limited) => receipts.details(kind, numbers, limited)),
      },
    }),
    ...(classification && {
      classification: { schemes: (call) => within(call, (limited) => classification.schemes(limited)) },
    }),
  };
}

async function runWithin<T>(
  { timeout, schedule = onPlatform }: BackendTime,
  call: BackendCall,
  work: (call: BackendCall) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = schedule(timeout, () => {
      const reason = new BackendUnavailable(`no answer within ${timeout} ms`);
      reject(reason);
      ending.abort(reason);
    });
  });
  try {
    return await Promise.race([work({ ...call, signal: AbortSignal.any([call.signal, ending.signal]) }), late]);
  } finally {
    cancel();
  }
}

function onPlatform(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
