/**
 * What is the same for every operation: who is calling, and an answer whatever happens.
 *
 * Order of checks: buyer (410), password (411), seller (415), then the operation's own: instance (420), test flag (435), state (430), business
 * rules (400, 421). An operation refuses by throwing Refused; anything else that is thrown is answered as 500.
 */

import type { ResponseType, TransactionResponseType } from "../../../generated/veloconnect/transaction-1-0.js";
import { ValidationError } from "../../runtime/issues.js";
import { isForGoneSender } from "../../service/call-operation.js";
import type { HttpRequest } from "../../service/exchange.js";
import type { Call } from "../../service/port-type.js";
import { andThen, orElse, type Soon, whenOver } from "../../service/soon.js";
import { type Buyers, type Caller, NotCheckedError } from "./buyers.js";
import { repeatIdentifier } from "./identifier-limits.js";
import type { Identifier, RequestHead } from "./messages.js";
import { type Refusal, Refused, ResponseCode } from "./response-code.js";
import { chooseLanguage, type Language, texts } from "./texts.js";
import type { Login, Watching } from "./watch.js";

/** One operation of a module: from its request to its response. */
export interface Operation<Request extends RequestHead, Response> {
  /**
   * Does it, for a buyer who has been recognised; at once where there is nothing to wait for. The caller's signal is aborted when nobody waits for the
   * answer any more. Throws, or rejects with, Refused.
   */
  readonly perform: (request: Request, owner: string, caller?: Pick<Caller, "signal">) => Response | Promise<Response>;
  /** The answer to a request that is refused, filled up so that it is valid. Of the request as much as could be read. */
  readonly refuse: (request: Partial<Request>, refusal: Refusal) => Response;
}

/** Who may call, and where failures are reported. */
export interface Gate extends Watching {
  readonly buyers: Buyers;
  /** The seller's number, for clients that still send it; if undefined, only an empty one is accepted. */
  readonly sellersId: string | undefined;
  /** The language of ResponseMessages for callers that ask for none of those that there are; English by default. */
  readonly language?: Language | undefined;
  /** Called with what was answered as an internal error. */
  readonly onError: (error: unknown) => void;
  /** Called with each login. */
  readonly onLogin?: (login: Login) => void;
  /** Called with the id of the first rule that a request of an HTTP binding has broken. */
  readonly onInvalid?: (rule: string, request: HttpRequest) => void;
}

/** Answers a request; never throws or rejects. `caller` is who the work on the password counts for. */
export function answer<Request extends RequestHead, Response>(
  gate: Gate,
  operation: Operation<Request, Response>,
  request: Request,
  caller?: Caller,
): Soon<Response> {
  const perform = (owner: string): Soon<Response> => {
    checkSeller(gate.sellersId, request.sellersID);
    return operation.perform(request, owner, caller);
  };
  return orElse(
    () => andThen(logIn(gate, request, caller), perform),
    (error) => operation.refuse(request, reportRefusal(gate, Refused.from(error), caller).in(languageOf(gate, caller))),
  );
}

function reportRefusal(gate: Gate, refused: Refused, caller: Caller | undefined): Refused {
  // Passwords that were not checked come by the hundred.
  const isExpected = refused.cause instanceof NotCheckedError || (caller?.request && isForGoneSender(refused, caller.request));
  if (refused.code === ResponseCode.internalError && isExpected !== true) gate.onError(refused.cause ?? refused);
  if (caller?.request !== undefined) reportInvalid(gate, refused, caller.request);
  return refused;
}

/** Tells which rule a request has broken, if it was refused for that. */
export function reportInvalid({ onInvalid }: Gate, { code, cause }: Refused, request: HttpRequest): void {
  const [issue] = code === ResponseCode.notValid && cause instanceof ValidationError ? cause.issues : [];
  if (issue !== undefined) onInvalid?.(issue.id, request);
}

/** The language of ResponseMessages for a caller. */
export function languageOf({ language = "en" }: Pick<Gate, "language">, caller: Pick<Caller, "request"> | undefined): Language {
  return chooseLanguage(caller?.request?.headers.get("accept-language"), language);
}

function logIn(gate: Gate, { buyersID: buyer, credential }: RequestHead, caller: Caller | undefined): Soon<string> {
  const report = (result: Login["result"]): void => gate.onLogin?.({ buyer, result, address: caller?.request?.peer });
  return whenOver(
    () => gate.buyers.recognise(buyer, credential.password, caller),
    (failure) => report(failure === undefined ? "accepted" : resultOf(failure.error)),
  );
}

function resultOf(error: unknown): Login["result"] {
  return error instanceof Refused && error.cause instanceof NotCheckedError ? "unchecked" : "refused";
}

/** Answers calls of an operation whose requests come as documents. */
export function answering(gate: Gate, operation: Operation<RequestHead, unknown>): (request: unknown, call?: Call) => Soon<unknown> {
  // A request is read by the table of the operation that is called.
  return (request, call) => answer(gate, operation, request as RequestHead, call);
}

/** SellersID is withdrawn since release 1.3: accepted when it is empty or right. */
function checkSeller(expected: string | undefined, given: Identifier | undefined): void {
  if (given === undefined || given.$value === "" || given.$value === expected) return;
  throw new Refused(ResponseCode.sellerUnknown, texts.sellerUnknown);
}

/** Head of an answer: repeats the BuyersID, and IsTest when the request had it. */
export function headOf(request: Partial<RequestHead>, refusal?: Refusal): ResponseType {
  return {
    buyersID: repeatIdentifier(request.buyersID),
    responseCode: refusal?.code ?? ResponseCode.done,
    ...(refusal && { responseMessage: printable(refusal.message) }),
    ...(request.isTest !== undefined && { isTest: request.isTest }),
  };
}

/** Messages quote what came in, which may be too long, or no text at all. */
function printable(message: string): string {
  return message.slice(0, 1000).replaceAll(/[^\t\n\r\P{Cc}]|[\p{Cs}\ufffe\uffff]/gu, "\ufffd");
}

/** Head of an answer within a transaction that was done. */
export function transactionHeadOf(request: RequestHead, id: string, state: number): TransactionResponseType {
  return { ...headOf(request), transactionID: id, statusCode: state };
}

/** Head of a refusal within a transaction: repeats the TransactionID unless it is too long; StatusCode 1 where there is no instance. */
export function refusedTransactionHead(request: Partial<RequestHead>, refusal: Refusal): TransactionResponseType {
  const { $value: transactionID } = repeatIdentifier({ $value: request.transactionID ?? "" });
  return { ...headOf(request, refusal), transactionID, statusCode: refusal.state ?? 1 };
}
