/**
 * Answers that go elsewhere than back on the connection, as ReplyTo and FaultTo say. WS-Addressing 1.0 Core §3.4
 */
import type { HttpAnswer } from "../../service/exchange.js";

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
  if (!(body instanceof Uint8Array)) return;
  const send = destinations.fetch ?? fetch;
  const { "content-length": _, ...others } = headers;
  // A Uint8Array over any buffer is a body; the platform's type asks for an ArrayBuffer. A redirect would lead where nobody has allowed.
  const init: RequestInit = { method: "POST", headers: others, body: body as Uint8Array<ArrayBuffer>, signal, redirect: "error" };
  const response = await send(new Request(address, init));
  await response.body?.cancel();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}
