/**
 * Outputs and faults -> HTTP answers. SOAP 1.1 §6.2, SOAP 1.2 Part 2 §7.5.2
 */
import type { HttpAnswer } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import type { Call } from "../../service/port-type.js";
import { type Addressing, actionOfFault, noAddress, replyAddressing } from "./addressing.js";
import type { SoapOperation } from "./dispatch.js";
import { type EnvelopeVersion, soap12 } from "./envelope-version.js";
import type { Progress } from "./read-message.js";
import { typedHeaders, writeEnvelope, writeFault } from "./write-envelope.js";

/** Answers with the output of an operation. Throws a ValidationError if it does not conform. */
export function writeOutput(
  version: EnvelopeVersion,
  { table, action: soapAction }: SoapOperation,
  output: unknown,
  { replyHeaders }: Call,
  addressing: Addressing | undefined,
): HttpAnswer {
  if (table.pattern === "one-way" || addressing?.replyTo === noAddress) return { status: 202 };
  const action = table.outputAction ?? `${soapAction ?? table.name}Response`;
  const codec = table.output?.();
  const headers = typedHeaders(table.outputHeaders, replyHeaders);
  const reply = addressing && replyAddressing(addressing, action);
  const bytes = writeEnvelope(version, { addressing: reply, headers, body: codec && { codec, value: output } });
  return toAnswer(version, 200, action, bytes);
}

/** Answers with a fault. `senderStatus` is the HTTP status of Sender faults in SOAP 1.2. */
export function writeFaultAnswer(fault: SoapFault, { version, operation, addressing }: Progress, senderStatus: number): HttpAnswer {
  const action = actionOfFault(fault);
  const detail = fault.declared === undefined ? undefined : operation?.table.faults?.[fault.declared.name]?.();
  const reply = addressing && replyAddressing(addressing, action);
  const usual = version === soap12 && fault.code === "Sender" ? senderStatus : version.status(fault.code);
  let bytes: Uint8Array;
  try {
    bytes = writeFault(version, fault, detail, reply);
  } catch (error) {
    // A detail that cannot be written must not leave the caller without an answer.
    bytes = writeFault(version, new SoapFault("Receiver", "internal error", { cause: error }), undefined, reply);
  }
  return toAnswer(version, fault.status ?? usual, action, bytes);
}

function toAnswer(version: EnvelopeVersion, status: number, action: string, bytes: Uint8Array): HttpAnswer {
  const parameter = version === soap12 ? `; action="${action.replaceAll(/["\\]/g, "\\$&")}"` : "";
  return {
    status,
    headers: { "content-type": `${version.mediaType}; charset=utf-8${parameter}`, "content-length": String(bytes.length) },
    body: bytes,
  };
}
