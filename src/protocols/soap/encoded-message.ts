/**
 * Messages in the SOAP encoding: bodies that hold the values of a graph beside the element that is the message. SOAP 1.1 §5, §7
 */
import { xmlElement } from "../../runtime/built-in-types.js";
import type { AnyElementCodec } from "../../runtime/codec.js";
import { type DecodeResult, decodeAt } from "../../runtime/decode.js";
import { ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions, EncodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { localName } from "../../runtime/soap-encoding/compiled-types.js";
import { readEncoded, saysTypeOf } from "../../runtime/soap-encoding/read-encoded.js";
import { writeEncoded } from "../../runtime/soap-encoding/write-encoded.js";
import { SoapFault } from "../../service/fault.js";
import type { OperationTable } from "../../service/port-type.js";
import type { TakeDeviation } from "../../service/validation.js";
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
    const element = decodeAt(xmlElement, reader);
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
export function answerIn(body: readonly XmlElement[], { encoding }: EnvelopeVersion, codec: AnyElementCodec): XmlElement | undefined {
  const isRoot = ({ attributes }: XmlElement) => attributes[encoding.id] === undefined && attributes[`{${encoding.namespace}}root`] !== "0";
  return messageNamed(body, (name) => name === codec.name) ?? body.find(isRoot) ?? body[0];
}

/** Reads an input or an output. */
export function readEncodedMessage(
  codec: AnyElementCodec,
  root: XmlElement,
  body: readonly XmlElement[],
  version: EnvelopeVersion,
  isAnswer: boolean,
  options: DecodeOptions,
): DecodeResult<unknown> {
  return readEncoded(codec, { root, body, style: version.encoding, isAnswer }, options);
}

/** Is a fault's detail in the SOAP encoding? Parts of encoded messages have a type and no element of their own, and so no namespace. */
export function isEncodedPart({ encoded }: OperationTable, codec: AnyElementCodec): boolean {
  return encoded === true && !codec.name.startsWith("{");
}

/**
 * Reads an entry of a fault's detail by the declared fault that it is: the one whose type it says, or whose name it has. Servers name entries after classes,
 * and declare several faults with parts of one name.
 */
export function readEncodedDetail(
  faults: Readonly<Record<string, AnyElementCodec>>,
  entry: XmlElement,
  body: readonly XmlElement[],
  version: EnvelopeVersion,
): { readonly name: string; readonly detail: unknown } | undefined {
  const all = Object.entries(faults);
  const typed = all.filter(([, codec]) => saysTypeOf(codec, { root: entry, body, style: version.encoding }));
  const named = all.filter(([, codec]) => codec.name === localName(entry.name));
  for (const [name, codec] of [...typed, ...named]) {
    const result = readEncodedMessage(codec, entry, body, version, false, {});
    if (result.ok) return { name, detail: result.value };
  }
  return undefined;
}

/** Makes the element of an input or an output, which says by which rules it is written. Throws a ValidationError, unless its deviations are taken. */
export function encodedElement(codec: AnyElementCodec, value: unknown, version: EnvelopeVersion, take?: TakeDeviation): XmlElement {
  return encoded(codec, value, version, "message", take);
}

/** Makes a header block, or an entry of a fault's detail. Throws a ValidationError. */
export function encodedPart(codec: AnyElementCodec, value: unknown, version: EnvelopeVersion, take?: TakeDeviation): XmlElement {
  return encoded(codec, value, version, "part", take);
}

function encoded(
  codec: AnyElementCodec,
  value: unknown,
  { encoding, namespace }: EnvelopeVersion,
  kind: "message" | "part",
  take: TakeDeviation | undefined,
): XmlElement {
  // Which value belongs to which codec is checked where a service is called or implemented; the encoder checks it again.
  const write = (options: EncodeOptions) => writeEncoded(codec, value as never, encoding, kind, options);
  const element = writeTaking(take, write);
  return { ...element, attributes: { ...element.attributes, [`{${namespace}}encodingStyle`]: encoding.namespace } };
}
