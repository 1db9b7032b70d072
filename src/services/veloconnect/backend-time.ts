/**
 * The time that the systems behind the service have for an answer.
 */
import { type Schedule, scheduleOnPlatform } from "../../machine/schedule.js";
import { aroundPorts } from "./ports/around-ports.js";
import { type BackendCall, BackendUnavailable, type PartyNumber } from "./ports/backend-call.js";
import type { MerchandiseSystem } from "./ports/merchandise-system.js";

export interface BackendTime {
  /** Milliseconds for one call of a port. */
  readonly timeout: number;
  /** `setTimeout` by default. */
  readonly schedule?: Schedule | undefined;
}

/** A call for a buyer. Without a caller somebody always waits for the result. */
export function callFor(buyer: PartyNumber, caller?: { readonly signal: AbortSignal }): BackendCall {
  return { buyer, signal: caller?.signal ?? new AbortController().signal };
}

/** The same system, whose calls reject with a BackendUnavailable when their time is over; their signal is aborted then. */
export function limitTime(system: MerchandiseSystem, time: BackendTime): MerchandiseSystem {
  return aroundPorts(system, (_, call, work) => runWithin(time, call, work));
}

async function runWithin<T>(
  { timeout, schedule = scheduleOnPlatform }: BackendTime,
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
