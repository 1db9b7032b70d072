/**
 * What differs between SOAP 1.1 and SOAP 1.2. SOAP 1.1 §4, SOAP 1.2 Part 1 §5, Part 2 §7
 */
import { soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { FaultCode } from "../../service/fault.js";
import type { NameToWrite, WriterOptions } from "../../xml/write/writer.js";

interface EnvelopeNames {
  readonly envelope: NameToWrite;
  readonly header: NameToWrite;
  readonly body: NameToWrite;
  readonly fault: NameToWrite;
}

export interface EnvelopeVersion {
  readonly version: "1.1" | "1.2";
  readonly namespace: string;
  readonly mediaType: string;
  /** Names of the envelope's elements: the same objects for each message, so that the writer knows them again. */
  readonly names: EnvelopeNames;
  /** How envelopes are written. */
  readonly style: WriterOptions;
  /** Says that a header block must be understood. */
  readonly mustUnderstandAttribute: string;
  /** The attribute that says whom a header block is for. */
  readonly roleAttribute: string;
  /** Roles that this node acts in, beside its own address. */
  readonly ownRoles: ReadonlySet<string>;
  /** Local names of the fault codes, by the code in SOAP 1.2's terms. */
  readonly faultCodes: Readonly<Record<FaultCode, string>>;
  /** HTTP status by fault code. SOAP 1.1 §6.2, SOAP 1.2 Part 2 §7.5.2.2 */
  readonly status: (code: FaultCode) => number;
}

function namesIn(namespace: string): EnvelopeNames {
  const named = (local: string): NameToWrite => ({ namespace, local });
  return { envelope: named("Envelope"), header: named("Header"), body: named("Body"), fault: named("Fault") };
}

export const soap11: EnvelopeVersion = {
  version: "1.1",
  namespace: "http://schemas.xmlsoap.org/soap/envelope/",
  names: namesIn("http://schemas.xmlsoap.org/soap/envelope/"),
  style: { prefixes: { "http://schemas.xmlsoap.org/soap/envelope/": "soap" } },
  mediaType: soap11MediaType,
  mustUnderstandAttribute: "{http://schemas.xmlsoap.org/soap/envelope/}mustUnderstand",
  roleAttribute: "{http://schemas.xmlsoap.org/soap/envelope/}actor",
  ownRoles: new Set(["", "http://schemas.xmlsoap.org/soap/actor/next"]),
  // SOAP 1.1 has no code for an unknown encoding style: it is the sender's mistake.
  faultCodes: {
    VersionMismatch: "VersionMismatch",
    MustUnderstand: "MustUnderstand",
    DataEncodingUnknown: "Client",
    Sender: "Client",
    Receiver: "Server",
  },
  status: () => 500,
};

export const soap12: EnvelopeVersion = {
  version: "1.2",
  namespace: "http://www.w3.org/2003/05/soap-envelope",
  names: namesIn("http://www.w3.org/2003/05/soap-envelope"),
  style: { prefixes: { "http://www.w3.org/2003/05/soap-envelope": "soap" } },
  mediaType: soap12MediaType,
  mustUnderstandAttribute: "{http://www.w3.org/2003/05/soap-envelope}mustUnderstand",
  roleAttribute: "{http://www.w3.org/2003/05/soap-envelope}role",
  ownRoles: new Set([
    "",
    "http://www.w3.org/2003/05/soap-envelope/role/next",
    "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
  ]),
  faultCodes: {
    VersionMismatch: "VersionMismatch",
    MustUnderstand: "MustUnderstand",
    DataEncodingUnknown: "DataEncodingUnknown",
    Sender: "Sender",
    Receiver: "Receiver",
  },
  status: (code) => (code === "Sender" ? 400 : 500),
};

/**
 * Tests if a header block with these attribute values is for this node and must be understood. SOAP 1.1 has "1" alone, but a sender that writes "true" means
 * it, and passing over what must be understood is the worse mistake. SOAP 1.1 §4.2, SOAP 1.2 Part 1 §5.2
 */
export function demandsUnderstanding(version: EnvelopeVersion, mustUnderstand: string, role: string): boolean {
  const value = mustUnderstand.trim();
  return (value === "1" || value === "true") && version.ownRoles.has(role.trim());
}

/** The version of a binding or of a known envelope. */
export function versionNamed(version: "1.1" | "1.2"): EnvelopeVersion {
  return version === "1.1" ? soap11 : soap12;
}
