/**
 * ResponseCodes of veloconnect and what this service uses each for.
 */
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
  /** The buyer has as many open instances as are allowed. */
  noFurtherInstance: 421,
  notApplicable: 430,
  /** A change between test and non-test inside a transaction. */
  testChanged: 435,
  internalError: 500,
} as const;
export type ResponseCode = (typeof ResponseCode)[keyof typeof ResponseCode];

/** An operation that is refused with a ResponseCode; caught where the answer is made. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: ResponseCode;

  constructor(code: ResponseCode, message: string) {
    super(message);
    this.code = code;
  }
}
