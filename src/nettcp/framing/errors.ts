/**
 * Faults that framing names, and the errors of reading it. MC-NMF §2.2.5 and the appendix of fault names
 */

const faultNamespace = "http://schemas.microsoft.com/ws/2006/05/framing/faults/";

/** The local names of the fault URIs that the protocol defines. */
export const faultNames = [
  "ConnectionDispatchFailed",
  "ContentTypeInvalid",
  "ContentTypeTooLong",
  "EndpointAccessDenied",
  "EndpointNotFound",
  "EndpointPaused",
  "EndpointUnavailable",
  "InvalidRecordSequence",
  "MaxMessageSizeExceededFault",
  "ServerTooBusy",
  "ServiceActivationFailed",
  "UnsupportedMode",
  "UnsupportedVersion",
  "UpgradeInvalid",
  "ViaTooLong",
] as const;
export type FaultName = (typeof faultNames)[number];

/** The URI of a fault record. */
export function faultUri(name: FaultName): string {
  return `${faultNamespace}${name}`;
}

/** The name of a fault that the protocol defines; undefined for another URI. */
export function faultName(uri: string): FaultName | undefined {
  return faultNames.find((name) => uri === faultUri(name));
}

/** The kinds of refusal, so that a caller need not read messages. */
export type FramingErrorCode =
  /** An octet that begins no record. */
  | "framing-record-type"
  /** A size beyond 31 bits, or 0 although content is required. */
  | "framing-size"
  /** Text that is not UTF-8, or a Via that is not an absolute URI. */
  | "framing-text"
  /** The input ends inside a record, or before the session has ended. */
  | "framing-unexpected-end"
  /** A record that is out of sequence. */
  | "framing-sequence"
  | "framing-version"
  | "framing-mode"
  | "framing-content-type"
  | "framing-endpoint"
  | "framing-upgrade"
  | "framing-limit-via"
  | "framing-limit-content-type"
  | "framing-limit-message"
  /** The peer sent a fault record. */
  | "framing-peer-fault";

/** A stream that was refused. `fault` names the fault to send before closing; undefined if the protocol has none. */
export class FramingError extends Error {
  readonly code: FramingErrorCode;
  readonly fault: string | undefined;

  constructor(code: FramingErrorCode, message: string, fault?: FaultName) {
    super(message);
    this.name = "FramingError";
    this.code = code;
    this.fault = fault === undefined ? undefined : faultUri(fault);
  }
}

/** The peer ended the session with a fault record. */
export class PeerFaultError extends FramingError {
  /** The URI in the record. */
  readonly uri: string;

  constructor(uri: string) {
    super("framing-peer-fault", `the peer answers with the fault "${faultName(uri) ?? uri}"`);
    this.name = "PeerFaultError";
    this.uri = uri;
  }
}
