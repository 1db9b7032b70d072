/**
 * The envelope around a body: `openEnvelope(reader)` leaves the reader on the element in the body, so that its codec can read it from the bytes; after that
 * was read, `closeEnvelope(reader)` checks the rest. SOAP 1.1 §4, SOAP 1.2 Part 1 §5
 *
 * Header blocks that nobody takes are skipped without being built, however many a sender writes.
 */
import { SoapFault } from "../../service/fault.js";
import type { Name } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { demandsUnderstanding, type EnvelopeVersion, soap11, soap12 } from "./envelope-version.js";
import { type Objection, refuse } from "./tolerance.js";
import { skipBlock } from "./unverified-security.js";

export interface OpenEnvelope {
  readonly version: EnvelopeVersion;
  /** Names of header blocks that are for this node, must be understood, and were taken by nobody. SOAP 1.2 Part 1 §2.4 */
  readonly notUnderstood: readonly string[];
  /** Clark name of the body's element, on which the reader stands; undefined for an empty body. */
  readonly bodyElement: string | undefined;
}

/** Reads a header block on whose start tag the reader stands, through its end tag; false, without having read anything: it is skipped. */
export type TakeHeader = (reader: TokenReader) => boolean;

const takeNone: TakeHeader = () => false;
const none: readonly string[] = [];

/** Names in `notUnderstood` at most: a sender could ask for any number of blocks, and gets them all back in the fault. */
const maxNotUnderstood = 20;

/** Reads up to the body's element. Throws a SoapFault if the document is not an envelope, an XmlError if it is not well-formed. */
export function openEnvelope(reader: TokenReader, take: TakeHeader = takeNone, object: Objection = refuse): OpenEnvelope {
  reader.next();
  return enterEnvelope(reader, take, object);
}

/** The version whose envelope has this namespace. */
function versionOfNamespace(namespace: string): EnvelopeVersion | undefined {
  if (namespace === soap11.namespace) return soap11;
  return namespace === soap12.namespace ? soap12 : undefined;
}

/** Tests if a document with this root is an envelope. */
export function isEnvelope(root: Name): boolean {
  return root.local === "Envelope" && versionOfNamespace(root.namespace) !== undefined;
}

/** Does what `openEnvelope` does, with a reader that stands on the root's start tag. */
export function enterEnvelope(reader: TokenReader, take: TakeHeader, object: Objection = refuse): OpenEnvelope {
  const version = reader.name.local === "Envelope" ? versionOfNamespace(reader.name.namespace) : undefined;
  if (version === undefined) throw notAnEnvelope(reader.name.local, reader.name.clark);
  checkEncodingStyle(reader, version, object);
  if (version === soap12 && reader.attributeCount > 0) checkNoOwnAttributes(reader, version, object);
  let notUnderstood: readonly string[] = [];
  let token = nextElement(reader, object);
  if (token === Token.startElement && isNamed(reader, version, "Header")) {
    notUnderstood = takeHeaders(reader, version, take, object);
    token = nextElement(reader, object);
  }
  if (token !== Token.startElement || !isNamed(reader, version, "Body")) throw new SoapFault("Sender", "the envelope has no Body");
  checkEncodingStyle(reader, version, object);
  const inBody = nextElement(reader, object);
  return { version, notUnderstood, bodyElement: inBody === Token.startElement ? reader.name.clark : undefined };
}

/** Checks that nothing but the envelope's end comes after the body's element. The reader stands behind that element, or on the end of an empty Body. */
export function closeEnvelope(reader: TokenReader, envelope: OpenEnvelope, object: Objection = refuse): void {
  if (envelope.bodyElement !== undefined) {
    skipElements(reader, object, (local) => `the Body has a second element "${local}"`);
  }
  // SOAP 1.1 §4 lets elements of other namespaces follow the Body; nobody uses it, and they could be asked to be understood.
  skipElements(reader, object, (local) => `unexpected element "${local}" after the Body`);
  if (nextElement(reader, object) !== Token.endOfDocument) throw new SoapFault("Sender", "unexpected content after the envelope");
}

/** The envelope after all of its body was read. */
export function readToEnd(envelope: OpenEnvelope): OpenEnvelope {
  return { ...envelope, bodyElement: undefined };
}

/** Objects to each element before the end tag. */
function skipElements(reader: TokenReader, object: Objection, describe: (local: string) => string): void {
  while (nextElement(reader, object) === Token.startElement) {
    object(new SoapFault("Sender", describe(reader.name.local)), reader);
    reader.skipElement();
  }
}

function notAnEnvelope(local: string, clark: string): SoapFault {
  if (local === "Envelope") {
    return new SoapFault("VersionMismatch", `envelopes are read in the namespaces "${soap11.namespace}" and "${soap12.namespace}"`);
  }
  return new SoapFault("Sender", `the document is "${clark}", not a SOAP envelope`);
}

/** The next start or end tag, or the end of the document. Text between the envelope's elements is not allowed. */
function nextElement(reader: TokenReader, object: Objection): Token {
  for (;;) {
    const token = reader.next();
    if (token !== Token.text) return token;
    if (!reader.textIsWhitespace) object(new SoapFault("Sender", "text between the elements of the envelope"), reader);
  }
}

function isNamed(reader: TokenReader, version: EnvelopeVersion, local: string): boolean {
  return reader.name.local === local && reader.name.namespace === version.namespace;
}

function takeHeaders(reader: TokenReader, version: EnvelopeVersion, take: TakeHeader, object: Objection): readonly string[] {
  const notUnderstood = new Set<string>();
  while (nextElement(reader, object) === Token.startElement) {
    if (take(reader)) continue;
    if (notUnderstood.size < maxNotUnderstood && isMandatory(reader, version)) notUnderstood.add(reader.name.clark);
    skipBlock(reader);
  }
  return notUnderstood.size === 0 ? none : [...notUnderstood];
}

/** The fault that refuses a message for header blocks that are not understood; undefined if there are none. */
export function notUnderstoodFault(names: readonly string[]): SoapFault | undefined {
  if (names.length === 0) return undefined;
  return new SoapFault("MustUnderstand", `the header "${names.join('", "')}" is not understood`, { notUnderstood: names });
}

/** Tests if the header block that starts here is for this node and must be understood. */
function isMandatory(reader: TokenReader, version: EnvelopeVersion): boolean {
  let mandatory = "";
  let role = "";
  for (let index = 0; index < reader.attributeCount; index++) {
    const { clark } = reader.attributeName(index);
    if (clark === version.mustUnderstandAttribute) mandatory = reader.attributeValue(index);
    else if (clark === version.roleAttribute) role = reader.attributeValue(index);
  }
  return demandsUnderstanding(version, mandatory, role);
}

/** SOAP 1.1 §4.1.1: the URIs that begin so name SOAP's own encoding rules. */
const soapEncoding = "http://schemas.xmlsoap.org/soap/encoding/";

/**
 * SOAP 1.2 Part 1 §5.1.1: no encodingStyle on Envelope, Header and Body. SOAP 1.1 §4.1.1 allows the attribute, which says how the message can be read:
 * clients name SOAP's own encoding even where the message is literal (SOAP::Lite always does), and the contract knows better.
 */
function checkEncodingStyle(reader: TokenReader, version: EnvelopeVersion, object: Objection): void {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.namespace !== version.namespace || name.local !== "encodingStyle") continue;
    const style = reader.attributeValue(index);
    if (version === soap11 && style.split(/\s+/).some((uri) => uri !== "" && !uri.startsWith(soapEncoding)))
      object(new SoapFault("DataEncodingUnknown", `the encoding style "${style}" is not known`), reader);
    if (version === soap12) object(new SoapFault("Sender", `encodingStyle is not allowed on ${reader.name.local}`), reader);
  }
}

/** SOAP 1.2 Part 1 §5.1.1: attributes of the Envelope are namespace qualified. */
function checkNoOwnAttributes(reader: TokenReader, version: EnvelopeVersion, object: Objection): void {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.namespace === "" || name.namespace === version.namespace) {
      object(new SoapFault("Sender", `the attribute "${name.local}" is not allowed on the Envelope`), reader);
    }
  }
}
