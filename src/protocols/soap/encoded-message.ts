/**
 * Messages in the SOAP encoding: bodies that hold the values of a graph beside the element that is the message. SOAP 1.1 §5, §7
 */

import type { AnyElementCodec } from "../../runtime/codec.js";
import { type DecodeResult, decodeAt } from "../../runtime/decode.js";
import { ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { soapEncodingOf } from "../../runtime/soap-encoding/engine.js";
import { unknownElement } from "../../runtime/unknown-element.js";
import { SoapFault } from "../../service/fault.js";
import type { EncodedBy, OperationTable } from "../../service/port-type.js";
import type { TakeDeviation } from "../../service/validation.js";
import { parseClark } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { EnvelopeVersion } from "./envelope-version.js";
import { writeTaking } from "./tolerance.js";

/** Reads the elements of a body, on the first of which the reader stands. It is left on the body's end tag. */
export function readBodyElements(reader: TokenReader): readonly XmlElement[] {
  const elements: XmlElement[] = [];
  for (let token: Token = Token.startElement; token !== Token.endElement; token = reader.next()) {
    if (token === Token.text && !reader.textIsWhitespace) throw new SoapFault("Sender", "text between the elements of the envelope");
    if (token !== Token.startElement) continue;
    const element = decodeAt(unknownElement, reader);
    if (!element.ok) throw new ValidationError(element.issues);
    elements.push(element.value);
  }
  return elements;
}

/** The element of a body that is the message: the first one with this name. */
export function messageNamed(body: readonly XmlElement[], isMessage: (name: string) => boolean): XmlElement | undefined {
  return body.find(({ name }) => isMessage(name));
}

/** The element of a body that is the answer, whatever it is called: the first one that is not there to be referred to. SOAP 1.1 §7.1 */
export function answerIn(
  body: readonly XmlElement[],
  by: EncodedBy,
  { version }: EnvelopeVersion,
  codec: AnyElementCodec,
): XmlElement | undefined {
  const { id, namespace } = soapEncodingOf(by).styles[version];
  const isRoot = ({ attributes }: XmlElement) => attributes[id] === undefined && attributes[`{${namespace}}root`] !== "0";
  return messageNamed(body, (name) => name === codec.name) ?? body.find(isRoot) ?? body[0];
}

/** Reads an input or an output. */
export function readEncodedMessage(
  by: EncodedBy,
  codec: AnyElementCodec,
  { root, body, isAnswer = false }: ReadElements,
  { version }: EnvelopeVersion,
  options: DecodeOptions,
): DecodeResult<unknown> {
  const encoding = soapEncodingOf(by);
  return encoding.read(codec, { root, body, style: encoding.styles[version], isAnswer }, options);
}

/** The elements of a body that was read whole, and the one that is the message. */
export interface ReadElements {
  readonly root: XmlElement;
  readonly body: readonly XmlElement[];
  readonly isAnswer?: boolean;
}

/** Is a fault's detail in the SOAP encoding? Parts of encoded messages have a type and no element of their own, and so no namespace. */
export function isEncodedPart({ encoded }: OperationTable, codec: AnyElementCodec): boolean {
  return encoded !== undefined && !codec.name.startsWith("{");
}

/**
 * Reads an entry of a fault's detail by the declared fault that it is: the one whose type it says, or whose name it has. Servers name entries after classes,
 * and declare several faults with parts of one name.
 */
export function readEncodedDetail(
  by: EncodedBy,
  faults: Readonly<Record<string, AnyElementCodec>>,
  entry: XmlElement,
  body: readonly XmlElement[],
  version: EnvelopeVersion,
): { readonly name: string; readonly detail: unknown } | undefined {
  const all = Object.entries(faults);
  const typed = all.filter(([, codec]) => {
    const encoding = soapEncodingOf(by);
    return encoding.saysTypeOf(codec, { root: entry, body, style: encoding.styles[version.version] });
  });
  const named = all.filter(([, codec]) => codec.name === parseClark(entry.name).local);
  for (const [name, codec] of [...typed, ...named]) {
    const result = readEncodedMessage(by, codec, { root: entry, body }, version, {});
    if (result.ok) return { name, detail: result.value };
  }
  return undefined;
}

/** What is encoded: a message says by which rules, and so does a part of it, which is a header block or an entry of a fault's detail. */
export interface EncodedValue {
  readonly codec: AnyElementCodec;
  readonly value: unknown;
  readonly kind: "message" | "part";
}

/** Makes the element of an encoded value. Throws a ValidationError, unless its deviations are taken. */
export function encodedElement(
  by: EncodedBy,
  { codec, value, kind }: EncodedValue,
  { version, namespace }: EnvelopeVersion,
  take?: TakeDeviation,
): XmlElement {
  const encoding = soapEncodingOf(by);
  const style = encoding.styles[version];
  const element = writeTaking(take, (options) => {
    // Which value belongs to which codec is checked where a service is called or implemented; the encoder checks it again.
    const written = encoding.write(codec, value as never, style, kind, options);
    if (!written.ok) throw new ValidationError(written.issues);
    return written.value;
  });
  return { ...element, attributes: { ...element.attributes, [`{${namespace}}encodingStyle`]: style.namespace } };
}
