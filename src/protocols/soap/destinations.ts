/**
 * Answers that go elsewhere than back on the connection, as ReplyTo and FaultTo say. WS-Addressing 1.0 Core §3.4
 */

import type { HttpAnswer } from "../../service/exchange.js";
import { bodyOf } from "../../service/transport.js";

/** Where answers may be sent, and how. */
export interface Destinations {
  /** Tests if answers may go to an address. */
  readonly allows: (address: string) => boolean;
  /** The transport; the platform's `fetch` when left out. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Sends an answer as a message of its own. Rejects when it does not arrive. */
export async function sendTo(
  address: string,
  { headers = {}, body }: HttpAnswer,
  destinations: Destinations,
  signal: AbortSignal,
): Promise<void> {
  if (body === undefined) return;
  const send = destinations.fetch ?? fetch;
  const { "content-length": _, ...others } = headers;
  // A redirect would lead where nobody has allowed.
  const init: RequestInit = { method: "POST", headers: others, ...bodyOf(body), signal, redirect: "error" };
  const response = await send(new Request(address, init));
  await response.body?.cancel();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}
