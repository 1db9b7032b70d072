/**
 * A filter that confirms signatures: an answer says which signatures of the request its sender has verified, so that a client knows that they have arrived as
 * they were sent. SOAP Message Security 1.1 §8.5
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { addToSecurity, applyEdits, elementEnd } from "./envelope/edit.js";
import { childElements } from "./envelope/located-element.js";
import { readOutline } from "./envelope/outline.js";
import { Name, securityNamespaces } from "./names.js";
import { SecurityError } from "./security-fault.js";
import { signaturesOf } from "./signature/sent-signatures.js";

/**
 * Makes a filter, for both sides. It stands before those for signatures: `filters: [confirmSignatures(), signatures.filter, signMessages({ key, certificate, sign:
 * ["body", "timestamp", "signatureConfirmation"] })]`. A server's answers confirm what has been verified; a client throws a SecurityError for an answer that
 * does not confirm exactly what was sent. Where TLS protects the messages, the confirmation need not be signed.
 */
export function confirmSignatures(): EnvelopeFilter {
  return { send: confirm, receive: checkConfirmed };
}

/** A request without a signature is confirmed by an element without a value. */
function confirm(envelope: Uint8Array, exchange: EnvelopeExchange): Uint8Array {
  if (exchange.side === "client") return envelope;
  const values = signaturesOf(exchange);
  const elements = (values.length === 0 ? [""] : values.map((value) => ` Value="${value}"`)).map(
    (value) =>
      `<wsse11:SignatureConfirmation xmlns:wsse11="${namespace}" xmlns:wsu="${securityNamespaces.wsu}" wsu:Id="SC-${crypto.randomUUID()}"${value}/>`,
  );
  return applyEdits(envelope, addToSecurity(envelope, readOutline(envelope), elements.join("")));
}

const namespace = Name.signatureConfirmation.slice(1, Name.signatureConfirmation.indexOf("}"));

/** Takes the confirmations away, and the Security header with them if nothing but a Timestamp, which others check, is left in it. */
function checkConfirmed(envelope: Uint8Array, exchange: EnvelopeExchange): Uint8Array {
  if (exchange.side === "server") return envelope;
  const { security, securityPart } = readOutline(envelope);
  const children = security === undefined ? [] : childElements(security);
  const confirmations = children.filter(({ name }) => name === Name.signatureConfirmation);
  const found = confirmations.map(({ attributes }) => attributes.Value?.replace(/\s/g, "") ?? "").sort();
  const sent = signaturesOf(exchange);
  const wanted = sent.length === 0 ? [""] : [...sent].sort();
  if (found.length !== wanted.length || found.some((value, index) => value !== wanted[index])) {
    throw new SecurityError("FailedCheck", "the answer does not confirm the signature of the request");
  }
  const rest = children.filter((child) => !confirmations.includes(child) && child.name !== Name.timestamp);
  const removed = rest.length === 0 && securityPart !== undefined ? [securityPart] : confirmations;
  return applyEdits(
    envelope,
    removed.map((element) => ({ offset: element.offset, text: "", without: elementEnd(envelope, element) - element.offset })),
  );
}
