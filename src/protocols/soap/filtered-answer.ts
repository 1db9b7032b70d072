/**
 * The answer to a message whose envelope goes through filters, and the answer's too.
 */
import { type EnvelopeExchange, type EnvelopeFilter, filterReceived, filterSent } from "../../service/envelope-filter.js";
import type { HttpAnswer } from "../../service/exchange.js";
import { withOwnBody } from "../../service/lending-answer.js";
import type { Soon } from "../../service/soon.js";
import type { ReceivedMessage } from "../protocol.js";

/** How a message is answered, and what a filter threw. */
interface Answering {
  readonly message: (message: ReceivedMessage) => Soon<HttpAnswer>;
  readonly error: (error: unknown) => HttpAnswer;
}

/** Answers a message. The answer to what a filter refuses goes through the filters too, the answer to what they fail at in sending does not. */
export async function answerFiltered(
  message: ReceivedMessage,
  filters: readonly EnvelopeFilter[],
  answering: Answering,
): Promise<HttpAnswer> {
  const { request } = message;
  const exchange: EnvelopeExchange = { side: "server", url: request.origin + request.path, request };
  const answer = withOwnBody(await answerReceived(message, filters, exchange, answering));
  if (!(answer.body instanceof Uint8Array)) return answer;
  try {
    const body = await filterSent(filters, answer.body, exchange);
    return { ...answer, headers: { ...answer.headers, "content-length": String(body.length) }, body };
  } catch (error) {
    return answering.error(error);
  }
}

async function answerReceived(
  message: ReceivedMessage,
  filters: readonly EnvelopeFilter[],
  exchange: EnvelopeExchange,
  answering: Answering,
): Promise<HttpAnswer> {
  let bytes: Uint8Array;
  try {
    bytes = await filterReceived(filters, message.bytes, exchange);
  } catch (error) {
    return answering.error(error);
  }
  return answering.message(message.withBody(bytes));
}
