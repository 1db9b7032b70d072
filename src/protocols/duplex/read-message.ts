/**
 * A document -> a SOAP 1.2 message with WS-Addressing headers, its body left with the reader. SOAP 1.2 Part 1 §5, WS-Addressing 1.0 Core §3
 */

import type { AnyElementCodec, Codec } from "../../runtime/codec.js";
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { unknownElement } from "../../runtime/unknown-element.js";
import { SoapFault } from "../../service/fault.js";
import { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { AddressingReader, noAddress } from "../soap/addressing.js";
import { soap12 } from "../soap/envelope-version.js";
import { type HeaderTable, KeptHeaders } from "../soap/kept-headers.js";
import { closeEnvelope, notUnderstoodFault, type OpenEnvelope, openEnvelope } from "../soap/read-envelope.js";
import { readFault } from "../soap/read-fault.js";

const faultElement = `{${soap12.namespace}}Fault`;
const noNames: ReadonlySet<string> = new Set();

/**
 * What was read, or what is wrong with it; `isMalformed` if it is not XML, so that nothing after the mistake can be known. `rule` is the id of the first
 * rule that is broken, where one has an id.
 */
export type BodyResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly isMalformed: boolean; readonly problem: string; readonly rule?: string };

/** Reads a message up to its body. Throws XmlError or SoapFault if the document is not a message: nobody can be answered then. */
export function readMessage(open: () => TokenReader, headerNames: ReadonlySet<string> = noNames): ReceivedMessage {
  const reader = open();
  const addressing = new AddressingReader();
  const headers = new KeptHeaders((name) => headerNames.has(name));
  const envelope = openEnvelope(reader, (each) => addressing.take(each) || headers.take(each));
  if (envelope.version !== soap12) throw new SoapFault("VersionMismatch", `envelopes are read in the namespace "${soap12.namespace}"`);
  return new ReceivedMessage(open, reader, envelope, { addressing, headers });
}

/** A message that came in, read up to its body. The body is read once, by readBody, readFault or skipBody. */
export class ReceivedMessage {
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  readonly relatesTo: string | undefined;
  /** Tests if the sender waits for a reply: there is an identifier to relate to, and replies are wanted. */
  readonly expectsReply: boolean;
  /** Clark name of the body's element; undefined: an empty body. */
  readonly bodyElement: string | undefined;
  readonly isFault: boolean;
  /** Refuses the message for its headers: one that must be understood and is not, or an addressing header that stands twice. */
  readonly headerFault: SoapFault | undefined;
  readonly #open: () => TokenReader;
  readonly #reader: TokenReader;
  readonly #envelope: OpenEnvelope;
  readonly #headers: KeptHeaders;

  constructor(
    open: () => TokenReader,
    reader: TokenReader,
    envelope: OpenEnvelope,
    { addressing, headers }: { readonly addressing: AddressingReader; readonly headers: KeptHeaders },
  ) {
    const properties = addressing.properties;
    this.#open = open;
    this.#reader = reader;
    this.#envelope = envelope;
    this.#headers = headers;
    this.action = properties?.action;
    this.messageId = properties?.messageId;
    this.relatesTo = properties?.relatesTo;
    this.expectsReply = this.messageId !== undefined && properties?.replyTo !== noAddress;
    this.bodyElement = envelope.bodyElement;
    this.isFault = envelope.bodyElement === faultElement;
    this.headerFault = addressing.fault ?? notUnderstoodFault(envelope.notUnderstood);
  }

  /** The fault for kept header blocks that must be understood and that `table` does not declare. */
  undeclaredHeaderFault(table: HeaderTable | undefined): SoapFault | undefined {
    return notUnderstoodFault(this.#headers.notUnderstood(table, soap12));
  }

  /** Decodes the kept header blocks that `table` declares. */
  readHeaders(table: HeaderTable | undefined, options: DecodeOptions = {}): BodyResult<Record<string, unknown>> {
    return catchProblem(() => ({ ok: true, value: this.#headers.decode(table, soap12, options) }));
  }

  /** Reads the body's element with a codec, to the end of the envelope. */
  readBody<T, O>(codec: Codec<T, O>, options: DecodeOptions = {}): BodyResult<O> {
    if (this.bodyElement === undefined) return { ok: false, isMalformed: false, problem: "the body is empty" };
    return this.#readToEnd(() => {
      const result = decodeAt(codec, this.#reader, options);
      return result.ok ? result : describeIssues(result.issues);
    });
  }

  /** Reads a fault; `details` decode what the contract declares, by name. */
  readFault(details: Readonly<Record<string, () => AnyElementCodec>>): BodyResult<SoapFault> {
    return catchProblem(() => {
      const value = readFault(this.#reader, this.#envelope, { name: "", pattern: "notification", faults: details });
      return { ok: true, value };
    });
  }

  /** Reads the body's element as it stands, with a reader of its own: after another attempt, too. */
  readNode(): BodyResult<XmlElement> {
    return readMessage(this.#open).readBody(unknownElement);
  }

  /** Reads to the end of the envelope, looking at well-formedness alone. */
  skipBody(): BodyResult<undefined> {
    return this.#readToEnd(() => {
      if (this.bodyElement !== undefined) this.#reader.skipElement();
      return { ok: true, value: undefined };
    });
  }

  #readToEnd<T>(read: () => BodyResult<T>): BodyResult<T> {
    return catchProblem(() => {
      const result = read();
      if (result.ok) closeEnvelope(this.#reader, this.#envelope);
      return result;
    });
  }
}

function catchProblem<T>(read: () => BodyResult<T>): BodyResult<T> {
  try {
    return read();
  } catch (error) {
    if (error instanceof XmlError) return { ok: false, isMalformed: true, problem: error.message, rule: error.code };
    if (error instanceof ValidationError) return describeIssues(error.issues);
    if (error instanceof SoapFault) return { ok: false, isMalformed: false, problem: error.message };
    throw error;
  }
}

function describeIssues(issues: readonly Issue[]): BodyResult<never> {
  const isMalformed = issues.some(({ id }) => id.startsWith("xml-"));
  const [first] = issues;
  return { ok: false, isMalformed, problem: issues.map(describeIssue).join("; "), ...(first && { rule: first.id }) };
}
