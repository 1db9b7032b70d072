/**
 * Which signatures the request of an exchange has: the answer confirms them. SOAP Message Security 1.1 §8.5
 */
import type { EnvelopeExchange } from "../../service/envelope-filter.js";

const values = new WeakMap<EnvelopeExchange, string[]>();

/** Notes the value, in base64, of a signature of the request: one that a client has made, or that a server has verified. */
export function noteSignature(exchange: EnvelopeExchange, value: string): void {
  const known = values.get(exchange);
  if (known === undefined) values.set(exchange, [value]);
  else known.push(value);
}

/** The values of the signatures of the request. */
export function signaturesOf(exchange: EnvelopeExchange): readonly string[] {
  return values.get(exchange) ?? [];
}
