/**
 * What an operator's logs, metrics and traces see of operations and logins.
 */
import type { HttpRequest } from "../../service/exchange.js";
import { andThen, type Soon } from "../../service/soon.js";
import type { Identifier } from "./messages.js";

/** An operation that is asked for. */
export interface AskedOperation {
  /** Its name in the contract; "?" where none could be recognised. */
  readonly operation: string;
  /** Undefined where no HTTP carried it. */
  readonly request: HttpRequest | undefined;
}

/** An operation that was answered, a refused one too. */
export interface AnsweredOperation extends AskedOperation {
  readonly responseCode: number;
  /** Who says to have asked; the ResponseCode says if that was believed. */
  readonly buyersId: string;
  readonly transactionId: string | undefined;
  readonly statusCode: number | undefined;
}

/** Watches an operation: runs the work once, and may do something before and after it. Must not reject unless the work does. */
export type Watch = (asked: AskedOperation, work: () => Promise<AnsweredOperation>) => Promise<unknown>;

/** What watches operations. */
export interface Watching {
  /** Runs around each operation: for traces and the like. */
  readonly watch?: Watch | undefined;
  /** Called with each operation that was answered, and how many seconds it took: for logs and metrics, which need not run around it. */
  readonly onAnswered?: ((answered: AnsweredOperation, seconds: number) => void) | undefined;
}

/** An attempt to log in, which every request is. */
export interface Login {
  readonly buyer: Identifier;
  readonly result: "accepted" | "refused" | "unchecked";
  /** The caller's network address. */
  readonly address: string | undefined;
}

/** The members of answers that are of interest. */
interface Answered {
  readonly buyersID: Identifier;
  readonly responseCode: number;
  readonly transactionID?: string;
  readonly statusCode?: number;
}

/** Does work that gives an answer, and has it watched. */
export function watched<Response>({ watch, onAnswered }: Watching, asked: AskedOperation, work: () => Soon<Response>): Soon<Response> {
  const start = performance.now();
  const response = watch === undefined ? work() : runUnder(watch, asked, work);
  if (onAnswered === undefined) return response;
  return andThen(response, (value) => {
    onAnswered(describeAnswer(asked, value), (performance.now() - start) / 1000);
    return value;
  });
}

async function runUnder<Response>(watch: Watch, asked: AskedOperation, work: () => Soon<Response>): Promise<Response> {
  let response: { readonly value: Response } | undefined;
  await watch(asked, async () => {
    const value = await work();
    response = { value };
    return describeAnswer(asked, value);
  });
  if (response === undefined) throw new Error("internal: a watch has not run its operation");
  return response.value;
}

function describeAnswer(asked: AskedOperation, answer: unknown): AnsweredOperation {
  // Every response of the contract begins with the members of ResponseType.
  const { buyersID, responseCode, transactionID, statusCode } = answer as Answered;
  const { operation, request } = asked;
  return { operation, request, responseCode, buyersId: buyersID.$value, transactionId: transactionID, statusCode };
}
