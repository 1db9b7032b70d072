/**
 * Calls that are made again when the network or the server was not ready.
 */
import type { CallOptions, ClientMethod, RetryPolicy } from "./client-options.js";
import { TransportError } from "./transport.js";

/** RFC 6585 §4, RFC 9110 §15.6.3 to §15.6.5 */
const transient: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The longest wait that a server may ask for, in milliseconds: what is longer is the caller's to decide. */
const longestWait = 60_000;

/** Makes a method that calls again as the policy says. */
export function retrying(method: ClientMethod, { attempts = 3, delay = (repetition) => 100 * 2 ** repetition }: RetryPolicy): ClientMethod {
  return async (input, call) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await method(input, call);
      } catch (error) {
        const asked = attempt < attempts && !call.signal?.aborted ? waitAfter(error) : undefined;
        if (asked === undefined || asked > longestWait) throw error;
        await pause(Math.max(asked, delay(attempt)), call);
      }
    }
  };
}

/** The milliseconds that an error asks to wait at least; undefined if the call is not to be made again. */
function waitAfter(error: unknown): number | undefined {
  // A TypeError is what `fetch` rejects with when there is no answer.
  if (error instanceof TypeError) return 0;
  if (!(error instanceof TransportError) || !transient.has(error.status)) return undefined;
  const header = error.headers?.get("retry-after") ?? "0";
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds * 1000);
}

function pause(milliseconds: number, { signal }: CallOptions<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
