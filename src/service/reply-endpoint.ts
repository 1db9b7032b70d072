/**
 * Where a client gets answers that do not come back on the connection.
 */
import type { ClientAnswer } from "./client-answer.js";

/** An address at which answers arrive, and who waits for them. */
export interface ReplyEndpoint {
  readonly address: string;
  /** Waits for the answer to a message that is about to be sent. */
  expect(messageId: string): ExpectedReply;
}

/** The answer to one message. */
export interface ExpectedReply {
  /** Resolves when the answer has arrived; rejects when the signal aborts first. */
  arrival(signal: AbortSignal): Promise<ClientAnswer>;
  /** Waits no more. */
  forget(): void;
}
