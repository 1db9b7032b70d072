/**
 * Global state that closes the service to all callers. [MS-IPAMM2] 3.1.1.3
 */
import type { ExceptionDetail } from "./exception.js";

/** Global state that can close the service. [MS-IPAMM2] 3.1.1.3 */
export interface Gates {
  /** ADM_IsIPAMConfigured. */
  isConfigured(): boolean;
  /** ADM_IsSchemaConversionRequired. */
  isSchemaConversionRequired(): boolean;
}

/** The exception that every call gets while the service is closed; undefined while it is open. */
export function closedGate(gates: Gates): ExceptionDetail | undefined {
  if (!gates.isConfigured()) {
    return { exceptionId: "IpamApiCallsAreNotAllowedUntilProvisioningIsDone", message: "the server is not provisioned yet" };
  }
  if (!gates.isSchemaConversionRequired()) return undefined;
  return { exceptionId: "IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone", message: "a schema conversion is pending" };
}
