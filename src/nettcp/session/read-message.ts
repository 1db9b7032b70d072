/**
 * A document -> a SOAP 1.2 message with WS-Addressing headers, its body left with the reader. SOAP 1.2 Part 1 §5, WS-Addressing 1.0 Core §3
 */
import { xmlElement } from "../../runtime/built-in-types.js";
import type { AnyElementCodec, Codec } from "../../runtime/codec.js";
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { addressingHeaders, addressingNamespace } from "../../soap/addressing.js";
import type { BodyResult, ReceivedMessage } from "../../soap/duplex.js";
import { soap12 } from "../../soap/envelope-version.js";
import { SoapFault } from "../../soap/fault.js";
import { closeEnvelope, findNotUnderstood, type OpenEnvelope, openEnvelope } from "../../soap/read-envelope.js";
import { readFault } from "../../soap/read-fault.js";
import { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/token-reader.js";

const noReply = `${addressingNamespace}/none`;
const faultElement = `{${soap12.namespace}}Fault`;

/** Reads a message up to its body. Throws XmlError or SoapFault where the document is no message: nobody can be answered then. */
export function readMessage(open: () => TokenReader): ReceivedMessage {
  const reader = open();
  const envelope = openEnvelope(reader);
  if (envelope.version !== soap12) throw new SoapFault("VersionMismatch", `envelopes are read in the namespace "${soap12.namespace}"`);
  return new Message(reader, envelope, open);
}

class Message implements ReceivedMessage {
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  readonly relatesTo: string | undefined;
  readonly expectsReply: boolean;
  readonly bodyElement: string | undefined;
  readonly isFault: boolean;
  readonly notUnderstood: readonly string[];
  readonly #reader: TokenReader;
  readonly #envelope: OpenEnvelope;
  readonly #open: () => TokenReader;

  constructor(reader: TokenReader, envelope: OpenEnvelope, open: () => TokenReader) {
    this.#open = open;
    this.#reader = reader;
    this.#envelope = envelope;
    let replyTo: string | undefined;
    for (const header of envelope.headers) {
      switch (header.name) {
        case `{${addressingNamespace}}Action`:
          this.action = textIn(header);
          break;
        case `{${addressingNamespace}}MessageID`:
          this.messageId = textIn(header);
          break;
        case `{${addressingNamespace}}RelatesTo`:
          this.relatesTo = textIn(header);
          break;
        case `{${addressingNamespace}}ReplyTo`:
          replyTo = addressIn(header);
      }
    }
    this.expectsReply = this.messageId !== undefined && replyTo !== noReply;
    this.bodyElement = envelope.bodyElement;
    this.isFault = envelope.bodyElement === faultElement;
    this.notUnderstood = findNotUnderstood(envelope, addressingHeaders);
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

function textIn(element: XmlElement): string {
  return element.children
    .filter((child) => typeof child === "string")
    .join("")
    .trim();
}

function addressIn(element: XmlElement): string | undefined {
  const address = element.children.find((child) => typeof child !== "string" && child.name === `{${addressingNamespace}}Address`);
  return address === undefined || typeof address === "string" ? undefined : textIn(address);
}
