/**
 * Answers with a long document: it is sent from the memory that it was written to, which the next document gets when the system has taken it.
 *
 * Only what this package has made from the protocol to the connection sees such answers. A program that calls a handler, or wraps one, gets a body of its own,
 * which it may keep.
 */
import type { LentDocument } from "../xml/write/lent-document.js";
import type { HttpAnswer, HttpRequest } from "./exchange.js";
import type { Soon } from "./soon.js";

/** A body in memory that is to be given back. */
export type LentBody = LentDocument;

/** An answer that may lend its body. */
export interface LendingAnswer extends HttpAnswer {
  /** In place of `body`. */
  readonly lent?: LentBody;
}

/** Answers requests. The caller sends each answer at once and keeps nothing of it. */
export type LendingHandler = (request: HttpRequest) => Soon<LendingAnswer>;

/** The answer with a body that may be kept. */
export function withOwnBody<Answer extends LendingAnswer>(answer: Answer): Answer {
  const { lent, ...others } = answer;
  // The same properties but for `lent`, which is optional.
  return lent === undefined ? answer : ({ ...others, body: lent.exchangeForCopy() } as Answer);
}
