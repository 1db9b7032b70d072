/**
 * What is answered to a message that is not secured as it should be.
 */
import { SoapFault } from "../service/fault.js";
import { faultName, type SecurityFaultCode } from "./names.js";

/** The fault of a message. Its reason tells no one why a name or password was not accepted. SOAP Message Security 1.1 §12 */
export function securityFault(code: SecurityFaultCode, reason: string, cause?: unknown): SoapFault {
  return new SoapFault("Sender", reason, { subcodes: [faultName(code)], cause });
}

/** The fault of a token whose owner is not known or has not proved to be who he says. */
export function authenticationFailed(cause?: unknown): SoapFault {
  return securityFault("FailedAuthentication", "the security token could not be authenticated or authorized", cause);
}
