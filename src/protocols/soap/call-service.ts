/**
 * One SOAP message in, one out: envelope, dispatch, typed call, envelope.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { decodeAt } from "../../runtime/decode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { XmlElement } from "../../runtime/shapes.js";
import type { HttpRequest } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import type { Call, OperationTable, Server, SoapBinding } from "../../service/port-type.js";
import type { TimeLimit } from "../../service/time-limit.js";
import { XmlError } from "../../xml/errors.js";
import type { Limits } from "../../xml/limits.js";
import { Reader } from "../../xml/read/reader.js";
import {
  type Addressing,
  type AddressingHeaders,
  AddressingReader,
  actionOfFault,
  checkAnonymous,
  noAddress,
  replyAddressing,
} from "./addressing.js";
import { type BoundOperation, createDispatcher, type Dispatcher, dispatch } from "./dispatch.js";
import { type EnvelopeVersion, soap12, versionNamed } from "./envelope-version.js";
import { KeptHeaders } from "./kept-headers.js";
import { closeEnvelope, notUnderstoodFault, type OpenEnvelope, openEnvelope } from "./read-envelope.js";
import { type Typed, writeEnvelope, writeFault } from "./write-envelope.js";

type Method = (input: unknown, call: Call) => Promise<unknown>;

/** A binding and who serves it; made by `bind`. */
export interface BoundService {
  readonly version: EnvelopeVersion;
  readonly dispatcher: Dispatcher;
  /** Names of the header blocks that its operations declare. */
  readonly headerNames: ReadonlySet<string>;
  readonly server: Readonly<Record<string, Method>>;
}

/** Says who serves a binding. The compiler checks that the server implements all of the port type's operations. */
export function bind<Operations>(binding: SoapBinding<Operations>, server: Server<Operations>): BoundService {
  const tables: readonly OperationTable[] = Object.values(binding.portType.operations);
  return {
    version: versionNamed(binding.version),
    headerNames: new Set(tables.flatMap(({ inputHeaders = {} }) => Object.values(inputHeaders).map((codec) => codec().name))),
    // Server<Operations> has been checked; from here on operations are looked up by name.
    dispatcher: createDispatcher(binding as unknown as SoapBinding<Readonly<Record<string, unknown>>>),
    server: server as unknown as Readonly<Record<string, Method>>,
  };
}

/** A message as it arrived. */
export interface IncomingMessage {
  readonly bytes: Uint8Array;
  readonly charset: string | undefined;
  /** The version that the media type says. */
  readonly version: EnvelopeVersion;
  readonly action: string | undefined;
  readonly request: HttpRequest;
  readonly time: TimeLimit;
}

/** The answer. Without bytes: a one-way message was taken. */
export interface Answer {
  readonly version: EnvelopeVersion;
  readonly status: number;
  readonly bytes: Uint8Array | undefined;
  readonly action: string | undefined;
  /** The fault that the bytes are. */
  readonly fault: SoapFault | undefined;
}

/** What was learned of a message before something went wrong. */
interface Progress {
  version: EnvelopeVersion;
  addressing: Addressing | undefined;
  operation: BoundOperation | undefined;
}

/** Answers a message; never rejects. */
export async function callService(services: readonly BoundService[], message: IncomingMessage, limits: Partial<Limits>): Promise<Answer> {
  const progress: Progress = { version: message.version, addressing: undefined, operation: undefined };
  try {
    return await answer(services, message, limits, progress);
  } catch (error) {
    return faultAnswer(toFault(error), progress);
  }
}

async function answer(
  services: readonly BoundService[],
  message: IncomingMessage,
  limits: Partial<Limits>,
  progress: Progress,
): Promise<Answer> {
  const reader = new Reader(message.bytes, { limits, ...(message.charset !== undefined && { charset: message.charset }) });
  const addressing = new AddressingReader();
  const headers = new KeptHeaders((name) => services.some(({ headerNames }) => headerNames.has(name)));
  const envelope = openEnvelope(reader, (each) => addressing.take(each) || headers.take(each));
  if (envelope.version !== message.version) {
    throw new SoapFault(
      "VersionMismatch",
      `the media type is that of SOAP ${message.version.version}, the envelope that of SOAP ${envelope.version.version}`,
    );
  }
  progress.addressing = addressing.properties;
  if (addressing.fault !== undefined) throw addressing.fault;
  if (progress.addressing !== undefined) checkAnonymous(progress.addressing);
  const { service, operation } = findOperation(services, envelope, progress.addressing?.action ?? message.action);
  progress.operation = operation;
  checkUnderstood(envelope, headers, operation);
  const input = readInput(reader, envelope, operation);
  const { time, request } = message;
  const call: Call = {
    headers: readHeaders(envelope, headers, operation),
    replyHeaders: {},
    request,
    get signal() {
      return time.signal;
    },
  };
  const output = await service.server[operation.property]?.call(service.server, input, call);
  return { version: envelope.version, fault: undefined, ...writeOutput(envelope.version, operation, output, call, progress.addressing) };
}

function findOperation(
  services: readonly BoundService[],
  envelope: OpenEnvelope,
  action: string | undefined,
): { service: BoundService; operation: BoundOperation } {
  const ofVersion = services.filter(({ version }) => version === envelope.version);
  if (ofVersion.length === 0) throw new SoapFault("VersionMismatch", `SOAP ${envelope.version.version} is not served here`);
  const service = ofVersion.find(({ dispatcher }) => dispatcher.has(envelope.bodyElement ?? "")) ?? ofVersion[0];
  if (service === undefined) throw new Error("internal: a non-empty list has no first element");
  const operation = dispatch(service.dispatcher, envelope.bodyElement, action);
  if (operation.table.encoded) throw new SoapFault("Receiver", `"${operation.table.name}" is rpc/encoded, which this server does not read`);
  return { service, operation };
}

function checkUnderstood({ version, notUnderstood }: OpenEnvelope, headers: KeptHeaders, { table }: BoundOperation): void {
  const fault = notUnderstoodFault([...notUnderstood, ...headers.notUnderstood(table.inputHeaders, version)]);
  if (fault !== undefined) throw fault;
}

function readInput(reader: Reader, envelope: OpenEnvelope, operation: BoundOperation): unknown {
  let value: unknown;
  if (operation.input !== undefined && envelope.bodyElement !== undefined) {
    const result = decodeAt(operation.input, reader);
    if (!result.ok) throw new InputError(result.issues);
    value = result.value;
  }
  closeEnvelope(reader, envelope);
  return value;
}

function readHeaders({ version }: OpenEnvelope, headers: KeptHeaders, { table }: BoundOperation): Record<string, unknown> {
  try {
    return headers.decode(table.inputHeaders, version);
  } catch (error) {
    throw error instanceof ValidationError ? new InputError(error.issues) : error;
  }
}

function writeOutput(
  version: EnvelopeVersion,
  operation: BoundOperation,
  output: unknown,
  call: Call,
  addressing: Addressing | undefined,
): Pick<Answer, "status" | "bytes" | "action"> {
  const { table } = operation;
  if (table.pattern === "one-way" || addressing?.replyTo === noAddress) return { status: 202, bytes: undefined, action: undefined };
  const action = table.outputAction ?? `${operation.action ?? table.name}Response`;
  const codec = table.output?.();
  const headers: Typed[] = [];
  for (const [property, value] of Object.entries(call.replyHeaders)) {
    const header = table.outputHeaders?.[property];
    if (header === undefined) throw new Error(`internal: "${table.name}" declares no header "${property}"`);
    headers.push({ codec: header(), value });
  }
  const reply = addressing && replyAddressing(addressing, action);
  return { status: 200, bytes: writeEnvelope(version, { addressing: reply, headers, body: codec && { codec, value: output } }), action };
}

/** Anything thrown on the way in is the sender's mistake; what a handler throws is a fault or becomes an internal error. */
function toFault(error: unknown): SoapFault {
  if (error instanceof XmlError) {
    return new SoapFault("Sender", `${error.line}:${error.column} ${error.code}: ${error.message}`, { status: 400, cause: error });
  }
  if (error instanceof InputError) return invalidInput(error.issues);
  return SoapFault.from(error);
}

/** The issues of an invalid input as text and, for programs, as detail. */
function invalidInput(issues: readonly Issue[]): SoapFault {
  const [first] = issues;
  return new SoapFault("Sender", first === undefined ? "the message is not valid" : describeIssue(first), {
    detail: issues.map(toNode),
    // WS-I Basic Profile 1.1 R1113: what is no XML is a bad request to HTTP already.
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

function faultAnswer(fault: SoapFault, progress: Progress): Answer {
  const { version, operation } = progress;
  const declared = fault.declared === undefined ? undefined : operation?.table.faults?.[fault.declared.name];
  const faultAction = actionOfFault(fault);
  const action = version === soap12 ? faultAction : undefined;
  const addressing = progress.addressing && replyAddressing(progress.addressing, faultAction);
  const status = fault.status ?? version.status(fault.code);
  return { version, status, bytes: writeFaultSafely(version, fault, declared?.(), addressing), action, fault };
}

/** A detail that cannot be written must not leave the caller without an answer. */
function writeFaultSafely(
  version: EnvelopeVersion,
  fault: SoapFault,
  detail: AnyElementCodec | undefined,
  addressing: AddressingHeaders | undefined,
): Uint8Array {
  try {
    return writeFault(version, fault, detail, addressing);
  } catch (error) {
    return writeFault(version, new SoapFault("Receiver", "internal error", { cause: error }), undefined, addressing);
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
