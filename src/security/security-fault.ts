/**
 * What is answered to a message that is not secured as it should be, and what a client throws for such an answer.
 */
import { SoapFault } from "../service/fault.js";
import { faultName, type SecurityFaultCode } from "./names.js";

/** The fault of a message. Its reason tells no one why a name or password was not accepted. SOAP Message Security 1.1 §12 */
export class SecurityFault extends SoapFault {
  readonly securityCode: SecurityFaultCode;

  constructor(code: SecurityFaultCode, reason: string, cause?: unknown) {
    super("Sender", reason, { subcodes: [faultName(code)], cause });
    this.securityCode = code;
  }
}

/** The fault of a message. */
export function securityFault(code: SecurityFaultCode, reason: string, cause?: unknown): SoapFault {
  return new SecurityFault(code, reason, cause);
}

/** The fault of a token whose owner is not known or has not proved to be who he says. */
export function authenticationFailed(cause?: unknown): SoapFault {
  return securityFault("FailedAuthentication", "the security token could not be authenticated or authorized", cause);
}

/** An answer that a client does not accept, because it is not secured as the client's policy says. */
export class SecurityError extends Error {
  override readonly name = "SecurityError";
  readonly code: SecurityFaultCode;

  constructor(code: SecurityFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  /** What a client throws: a fault is what a server sends, so that of our own checks becomes an error. */
  static from(reason: unknown): unknown {
    return reason instanceof SecurityFault ? new SecurityError(reason.securityCode, reason.message, reason.cause) : reason;
  }
}
