/**
 * A received message -> the operation that it is for, with its input and headers.
 */
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { readAction } from "../../service/content-type.js";
import { SoapFault } from "../../service/fault.js";
import { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { ReceivedMessage } from "../protocol.js";
import { type Addressing, AddressingReader, checkAnonymous } from "./addressing.js";
import type { SoapDispatcher, SoapOperation } from "./dispatch.js";
import type { EnvelopeVersion } from "./envelope-version.js";
import { KeptHeaders } from "./kept-headers.js";
import { closeEnvelope, enterEnvelope, notUnderstoodFault, type OpenEnvelope } from "./read-envelope.js";

/** What has been learned of a message, as far as it was read when something went wrong. */
export interface Progress {
  /** The version that the media type names, until the envelope is read. */
  readonly version: EnvelopeVersion;
  addressing: Addressing | undefined;
  operation: SoapOperation | undefined;
}

/** A message that was read. */
export interface SoapMessage {
  readonly operation: SoapOperation;
  readonly input: unknown;
  readonly headers: Record<string, unknown>;
}

/** Reads a message. Throws a SoapFault, an XmlError, or an InputError. */
export function readMessage(message: ReceivedMessage, dispatcher: SoapDispatcher, progress: Progress, options: DecodeOptions): SoapMessage {
  const reader = message.openDocument();
  const addressing = new AddressingReader();
  const { headerNames } = dispatcher;
  const kept = headerNames.size === 0 ? undefined : new KeptHeaders((name) => headerNames.has(name));
  const envelope = enterEnvelope(reader, (each) => addressing.take(each) || kept?.take(each) === true);
  checkVersion(envelope, progress);
  progress.addressing = addressing.properties;
  if (addressing.fault !== undefined) throw addressing.fault;
  if (progress.addressing !== undefined) checkAnonymous(progress.addressing);
  const operation = dispatcher.find(envelope.version, envelope.bodyElement, progress.addressing?.action ?? httpAction(message));
  progress.operation = operation;
  checkUnderstood(envelope, kept, operation);
  const input = readInput(reader, envelope, operation, options);
  return { operation, input, headers: kept === undefined ? {} : readHeaders(envelope, kept, operation) };
}

function checkVersion(envelope: OpenEnvelope, { version }: Progress): void {
  if (envelope.version === version) return;
  throw new SoapFault(
    "VersionMismatch",
    `the media type is that of SOAP ${version.version}, the envelope that of SOAP ${envelope.version.version}`,
  );
}

function httpAction({ contentType, request }: ReceivedMessage): string | undefined {
  return contentType && readAction(contentType, request.headers);
}

function checkUnderstood({ version, notUnderstood }: OpenEnvelope, kept: KeptHeaders | undefined, { table }: SoapOperation): void {
  const ofKept = kept?.notUnderstood(table.inputHeaders, version) ?? [];
  const fault = notUnderstood.length + ofKept.length === 0 ? undefined : notUnderstoodFault([...notUnderstood, ...ofKept]);
  if (fault !== undefined) throw fault;
}

function readInput(reader: TokenReader, envelope: OpenEnvelope, { input: codec }: SoapOperation, options: DecodeOptions): unknown {
  let value: unknown;
  if (codec !== undefined && envelope.bodyElement !== undefined) {
    const result = decodeAt(codec, reader, options);
    if (!result.ok) throw new InputError(result.issues);
    value = result.value;
  }
  closeEnvelope(reader, envelope);
  return value;
}

function readHeaders({ version }: OpenEnvelope, kept: KeptHeaders, { table }: SoapOperation): Record<string, unknown> {
  try {
    return kept.decode(table.inputHeaders, version);
  } catch (error) {
    throw error instanceof ValidationError ? new InputError(error.issues) : error;
  }
}

/** The input does not conform; unlike a ValidationError from the output, which is ours. */
class InputError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super("the message is not valid");
    this.issues = issues;
  }
}

/** Anything thrown while a message is read is the sender's mistake; what an operation throws is a fault or becomes an internal error. */
export function toFault(error: unknown): SoapFault {
  if (error instanceof XmlError) {
    return new SoapFault("Sender", `${error.line}:${error.column} ${error.code}: ${error.message}`, { status: 400, cause: error });
  }
  return error instanceof InputError ? invalidInput(error.issues) : SoapFault.from(error);
}

/** The issues of an invalid input as text and, for programs, as detail. */
function invalidInput(issues: readonly Issue[]): SoapFault {
  const [first] = issues;
  return new SoapFault("Sender", first === undefined ? "the message is not valid" : describeIssue(first), {
    detail: issues.map(toNode),
    // WS-I Basic Profile 1.1 R1113: what is not XML is a bad request to HTTP already.
    status: first?.id.startsWith("xml-") ? 400 : undefined,
  });
}

function toNode(issue: Issue): XmlElement {
  const place = issue.line === undefined ? {} : { line: String(issue.line), column: String(issue.column) };
  return {
    name: "{urn:soapwright:issues}Issue",
    attributes: { id: issue.id, path: issue.path, ...place },
    namespaces: {},
    children: [issue.message],
  };
}
