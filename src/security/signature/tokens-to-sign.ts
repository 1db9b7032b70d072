/**
 * Tokens of a request that its own signature has to be over, beside the parts that a policy names: what they are for stands elsewhere in the message.
 * WS-SecurityPolicy 1.3 §8.2, §8.4
 */
import type { EnvelopeExchange } from "../../service/envelope-filter.js";

const tokens = new WeakMap<EnvelopeExchange, string[]>();

/** Notes the identifier of a token: one that a client sends, or that a server has found in what has come. */
export function noteTokenToSign(exchange: EnvelopeExchange, id: string): void {
  const known = tokens.get(exchange);
  if (known === undefined) tokens.set(exchange, [id]);
  else known.push(id);
}

/** The identifiers of the tokens of an exchange's request. Answers have no such tokens: none is given where an answer is sent or received. */
export function tokensToSign(exchange: EnvelopeExchange, way: "send" | "receive"): readonly string[] {
  const isRequest = (exchange.side === "client") === (way === "send");
  return isRequest ? (tokens.get(exchange) ?? []) : [];
}
