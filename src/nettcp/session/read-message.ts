/**
 * A document -> a SOAP 1.2 message with WS-Addressing headers, its body left with the reader. SOAP 1.2 Part 1 §5, WS-Addressing 1.0 Core §3
 */

import type { BodyResult, ReceivedMessage } from "../../protocols/duplex/channel.js";
import { AddressingReader, noAddress } from "../../protocols/soap/addressing.js";
import { soap12 } from "../../protocols/soap/envelope-version.js";
import { closeEnvelope, notUnderstoodFault, type OpenEnvelope, openEnvelope } from "../../protocols/soap/read-envelope.js";
import { readFault } from "../../protocols/soap/read-fault.js";
import { xmlElement } from "../../runtime/built-in-types.js";
import type { AnyElementCodec, Codec } from "../../runtime/codec.js";
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { SoapFault } from "../../service/fault.js";
import { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/read/token-reader.js";

const faultElement = `{${soap12.namespace}}Fault`;

/** Reads a message up to its body. Throws XmlError or SoapFault where the document is no message: nobody can be answered then. */
export function readMessage(open: () => TokenReader): ReceivedMessage {
  const reader = open();
  const addressing = new AddressingReader();
  const envelope = openEnvelope(reader, (each) => addressing.take(each));
  if (envelope.version !== soap12) throw new SoapFault("VersionMismatch", `envelopes are read in the namespace "${soap12.namespace}"`);
  return new Message(reader, envelope, addressing, open);
}

class Message implements ReceivedMessage {
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  readonly relatesTo: string | undefined;
  readonly expectsReply: boolean;
  readonly bodyElement: string | undefined;
  readonly isFault: boolean;
  readonly headerFault: SoapFault | undefined;
  readonly #reader: TokenReader;
  readonly #envelope: OpenEnvelope;
  readonly #open: () => TokenReader;

  constructor(reader: TokenReader, envelope: OpenEnvelope, addressing: AddressingReader, open: () => TokenReader) {
    const properties = addressing.properties;
    this.#open = open;
    this.#reader = reader;
    this.#envelope = envelope;
    this.action = properties?.action;
    this.messageId = properties?.messageId;
    this.relatesTo = properties?.relatesTo;
    this.expectsReply = this.messageId !== undefined && properties?.replyTo !== noAddress;
    this.bodyElement = envelope.bodyElement;
    this.isFault = envelope.bodyElement === faultElement;
    this.headerFault = addressing.fault ?? notUnderstoodFault(envelope.notUnderstood);
  }

  readBody<T, O>(codec: Codec<T, O>, options: DecodeOptions = {}): BodyResult<O> {
    if (this.bodyElement === undefined) return { ok: false, isMalformed: false, problem: "the body is empty" };
    return this.#toEnd(() => {
      const result = decodeAt(codec, this.#reader, options);
      return result.ok ? result : refused(result.issues);
    });
  }

  readFault(details: Readonly<Record<string, () => AnyElementCodec>>): BodyResult<SoapFault> {
    return caught(() => {
      const value = readFault(this.#reader, this.#envelope, { name: "", pattern: "notification", faults: details });
      return { ok: true, value };
    });
  }

  readNode(): BodyResult<XmlElement> {
    return readMessage(this.#open).readBody(xmlElement);
  }

  skipBody(): BodyResult<undefined> {
    return this.#toEnd(() => {
      if (this.bodyElement !== undefined) this.#reader.skipElement();
      return { ok: true, value: undefined };
    });
  }

  #toEnd<T>(read: () => BodyResult<T>): BodyResult<T> {
    return caught(() => {
      const result = read();
      if (result.ok) closeEnvelope(this.#reader, this.#envelope);
      return result;
    });
  }
}

function caught<T>(read: () => BodyResult<T>): BodyResult<T> {
  try {
    return read();
  } catch (error) {
    if (error instanceof XmlError) return { ok: false, isMalformed: true, problem: error.message };
    if (error instanceof ValidationError) return refused(error.issues);
    if (error instanceof SoapFault) return { ok: false, isMalformed: false, problem: error.message };
    throw error;
  }
}

function refused(issues: readonly Issue[]): { readonly ok: false; readonly isMalformed: boolean; readonly problem: string } {
  const isMalformed = issues.some(({ id }) => id.startsWith("xml-"));
  return { ok: false, isMalformed, problem: issues.map(describeIssue).join("; ") };
}
