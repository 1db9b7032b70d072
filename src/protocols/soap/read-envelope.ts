/**
 * Envelope -> header blocks and the element in the body, which stays with the reader so that its codec can read it from the bytes.
 *
 * openEnvelope(reader) leaves the reader on the body's first element; after that was read, closeEnvelope(reader) checks the rest.
 * Header blocks are kept as trees: they come before the body, which alone tells which operation, and so which codecs, they are for.
 */

import { xmlElement } from "../../runtime/built-in-types.js";
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue } from "../../runtime/issues.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { SoapFault } from "../../service/fault.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { type EnvelopeVersion, soap11, soap12, versionOfNamespace } from "./envelope-version.js";

export interface OpenEnvelope {
  readonly version: EnvelopeVersion;
  readonly headers: readonly XmlElement[];
  /** Clark name of the body's element, on which the reader stands; undefined for an empty body. */
  readonly bodyElement: string | undefined;
}

/** Takes a header block on whose start tag the reader stands, through its end tag; false, without having read anything: it is kept as a tree. */
export type TakeHeader = (reader: TokenReader) => boolean;

const takeNone: TakeHeader = () => false;

/**
 * Reads up to the body's element. Throws a SoapFault for what is no envelope, an XmlError for what is no XML. Header blocks that `take`
 * reads are understood, and not among the envelope's.
 */
export function openEnvelope(reader: TokenReader, take: TakeHeader = takeNone): OpenEnvelope {
  reader.next();
  const version = reader.name.local === "Envelope" ? versionOfNamespace(reader.name.namespace) : undefined;
  if (version === undefined) throw notAnEnvelope(reader.name.local, reader.name.clark);
  checkEncodingStyle(reader, version);
  if (version === soap12 && reader.attributeCount > 0) checkNoOwnAttributes(reader, version);
  let headers: readonly XmlElement[] = [];
  let token = nextElement(reader);
  if (token === Token.startElement && isNamed(reader, version, "Header")) {
    headers = readHeaders(reader, take);
    token = nextElement(reader);
  }
  if (token !== Token.startElement || !isNamed(reader, version, "Body")) throw new SoapFault("Sender", "the envelope has no Body");
  checkEncodingStyle(reader, version);
  const inBody = nextElement(reader);
  return { version, headers, bodyElement: inBody === Token.startElement ? reader.name.clark : undefined };
}

/** Checks that nothing but the envelope's end comes after the body's element. The reader stands behind that element, or on the end of an empty Body. */
export function closeEnvelope(reader: TokenReader, envelope: OpenEnvelope): void {
  if (envelope.bodyElement !== undefined && nextElement(reader) !== Token.endElement) {
    throw new SoapFault("Sender", `the Body has a second element "${reader.name.local}"`);
  }
  // SOAP 1.1 §4 lets elements of other namespaces follow the Body; nobody uses it, and they could be asked to be understood.
  if (nextElement(reader) !== Token.endElement) throw new SoapFault("Sender", `unexpected element "${reader.name.local}" after the Body`);
  if (nextElement(reader) !== Token.endOfDocument) throw new SoapFault("Sender", "unexpected content after the envelope");
}

function notAnEnvelope(local: string, clark: string): SoapFault {
  if (local === "Envelope") {
    return new SoapFault("VersionMismatch", `envelopes are read in the namespaces "${soap11.namespace}" and "${soap12.namespace}"`);
  }
  return new SoapFault("Sender", `the document is "${clark}", not a SOAP envelope`);
}

/** The next start or end tag, or the end of the document. Text between the envelope's elements is not allowed. */
function nextElement(reader: TokenReader): Token {
  for (;;) {
    const token = reader.next();
    if (token !== Token.text) return token;
    if (!reader.textIsWhitespace) throw new SoapFault("Sender", "text between the elements of the envelope");
  }
}

function isNamed(reader: TokenReader, version: EnvelopeVersion, local: string): boolean {
  return reader.name.local === local && reader.name.namespace === version.namespace;
}

function readHeaders(reader: TokenReader, take: TakeHeader): readonly XmlElement[] {
  const headers: XmlElement[] = [];
  while (nextElement(reader) === Token.startElement) {
    if (take(reader)) continue;
    const header = decodeAt(xmlElement, reader);
    if (!header.ok) throw badHeader(header.issues);
    headers.push(header.value);
  }
  return headers;
}

/** A header block is a tree of any content: what is wrong with it is wrong XML. */
function badHeader([issue]: readonly Issue[]): SoapFault {
  return new SoapFault("Sender", issue === undefined ? "a header is not well-formed" : describeIssue(issue), { status: 400 });
}

/** SOAP 1.1 §4.1.1: the URIs that begin so name SOAP's own encoding rules. */
const soapEncoding = "http://schemas.xmlsoap.org/soap/encoding/";

/**
 * SOAP 1.2 Part 1 §5.1.1: no encodingStyle on Envelope, Header and Body. SOAP 1.1 §4.1.1 allows the attribute, which says how the message can be read:
 * clients name SOAP's own encoding even where the message is literal (SOAP::Lite does always), and the contract tells better.
 */
function checkEncodingStyle(reader: TokenReader, version: EnvelopeVersion): void {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.namespace !== version.namespace || name.local !== "encodingStyle") continue;
    const style = reader.attributeValue(index);
    if (version === soap11 && style.split(/\s+/).some((uri) => uri !== "" && !uri.startsWith(soapEncoding)))
      throw new SoapFault("DataEncodingUnknown", `the encoding style "${style}" is not known`);
    if (version === soap12) throw new SoapFault("Sender", `encodingStyle is not allowed on ${reader.name.local}`);
  }
}

/** SOAP 1.2 Part 1 §5.1.1: attributes of the Envelope are namespace qualified. */
function checkNoOwnAttributes(reader: TokenReader, version: EnvelopeVersion): void {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.namespace === "" || name.namespace === version.namespace) {
      throw new SoapFault("Sender", `the attribute "${name.local}" is not allowed on the Envelope`);
    }
  }
}

/** A header block as its contract declares it: mustUnderstand, role and relay are the envelope's. */
export function withoutSoapAttributes(node: XmlElement, version: EnvelopeVersion): XmlElement {
  const own = Object.entries(node.attributes).filter(([name]) => !name.startsWith(`{${version.namespace}}`));
  return { ...node, attributes: Object.fromEntries(own) };
}

/** Header blocks that are for this node, must be understood, and are not in `understood` (Clark names). SOAP 1.2 Part 1 §2.4 */
export function findNotUnderstood(envelope: OpenEnvelope, understood: ReadonlySet<string>): readonly string[] {
  return envelope.headers.filter((header) => isMandatory(header, envelope.version) && !understood.has(header.name)).map(({ name }) => name);
}

function isMandatory(header: XmlElement, version: EnvelopeVersion): boolean {
  const mandatory = header.attributes[`{${version.namespace}}mustUnderstand`]?.trim();
  const role = header.attributes[version.roleAttribute]?.trim() ?? "";
  return (mandatory === "1" || (mandatory === "true" && version === soap12)) && version.ownRoles.has(role);
}
