/**
 * ResponseCodes of veloconnect and what this service uses each for.
 */

import { type Issue, ValidationError } from "../../runtime/issues.js";
import { BackendUnavailable } from "./ports/backend-call.js";
import { OrderRejected } from "./ports/orders.js";
import { asItIs, type Language, type Text, texts } from "./texts.js";

export const ResponseCode = {
  /** Also for empty results. */
  done: 200,
  /** The operation cannot be recognised, or business rules refuse it. */
  generalError: 400,
  /** An optional operation or member that is not supported. */
  notSupported: 404,
  /** Not well-formed, or not valid against the schema. */
  notValid: 405,
  /** A version of a module that is no longer served. */
  outdated: 406,
  buyerUnknown: 410,
  authenticationFailed: 411,
  sellerUnknown: 415,
  transactionUnknown: 420,
  /** The buyer has as many open instances as are allowed, or they are as large as is allowed. */
  noFurtherInstance: 421,
  notApplicable: 430,
  /** A change between test and non-test inside a transaction. */
  testChanged: 435,
  internalError: 500,
} as const;
export type ResponseCode = (typeof ResponseCode)[keyof typeof ResponseCode];

/** What a caller learns about an operation that was refused. */
export interface Refusal {
  readonly code: ResponseCode;
  readonly message: string;
  /** The StatusCode that the instance is in and stays in; undefined if there is no instance, or the caller must not know about it. */
  readonly state: number | undefined;
}

/** Ends an operation with a refusal; caught where the answer is made. */
export class Refused extends Error implements Refusal {
  override readonly name = "Refused";
  readonly code: ResponseCode;
  readonly state: number | undefined;
  readonly #text: Text;

  constructor(code: ResponseCode, text: Text, state?: number, cause?: unknown) {
    super(text.en, cause === undefined ? undefined : { cause });
    this.code = code;
    this.state = state;
    this.#text = text;
  }

  /** A request that breaks rules of the contract, which the cause has. */
  static notValid(text: Text, issues: readonly Issue[]): Refused {
    return new Refused(ResponseCode.notValid, text, undefined, new ValidationError(issues));
  }

  /** What a caller of a language learns. */
  in(language: Language): Refusal {
    return { code: this.code, message: this.#text[language], state: this.state };
  }

  /**
   * Turns anything that was thrown into a refusal. Ports reject with what has a code of its own; anything else is an internal error, of which the
   * caller learns only the state.
   */
  static from(reason: unknown, state?: number): Refused {
    if (reason instanceof BackendUnavailable) return new Refused(ResponseCode.internalError, texts.outOfReach, state, reason);
    if (reason instanceof OrderRejected) return new Refused(ResponseCode.generalError, asItIs(reason.message), state, reason);
    if (!(reason instanceof Refused)) return new Refused(ResponseCode.internalError, texts.internalError, state, reason);
    return reason.state === undefined && state !== undefined ? new Refused(reason.code, reason.#text, state, reason.cause) : reason;
  }
}
