/**
 * The tables of a service: what a generated service.ts consists of.
 *
 * Plain object literals over element codecs, so that bundlers drop what is unused. Types of inputs, outputs, faults and headers
 * stand in one phantom parameter, from which the interfaces of servers and clients are derived. WSDL 1.1 §2.4, §2.5
 */
import type { AnyElementCodec, SimpleType } from "../runtime/codec.js";
import type { XmlElement } from "../runtime/shapes.js";
import type { SoapEncoding } from "../runtime/soap-encoding/engine.js";
import type { AttachmentTable } from "./attached-parts.js";
import type { HttpRequest } from "./exchange.js";
import type { IncomingAttachment } from "./incoming-parts.js";
import type { Attachment, OutgoingAttachment } from "./multipart.js";
import type { BindingPolicies } from "./policy.js";

/** The TypeScript types of one operation. A member is absent where the operation has no such message. */
export interface OperationTypes {
  readonly input?: unknown;
  readonly output?: unknown;
  /** What comes back for the output of a solicit-response. */
  readonly answer?: unknown;
  /** Detail types by fault name. */
  readonly faults?: object;
  /** Header types by property. All headers may be absent on the wire. */
  readonly inputHeaders?: object;
  readonly outputHeaders?: object;
}

/** An operation of a contract that was loaded at run time. Its values are checked when they are read and written, not by the compiler. */
export interface UnknownOperation {
  readonly input: unknown;
  readonly output: unknown;
  readonly faults: Readonly<Record<string, unknown>>;
  readonly inputHeaders: Readonly<Record<string, unknown>>;
  readonly outputHeaders: Readonly<Record<string, unknown>>;
}

/** The operations of a contract that was loaded at run time. */
export type UnknownOperations = Readonly<Record<string, UnknownOperation>>;

/** What reads and writes encoded messages; `true` in code for `soapwright/runtime-v1`, which always brings it. */
export type EncodedBy = true | (() => SoapEncoding);

/** One operation on the wire. An absent body codec is an empty body. */
export interface OperationTable {
  /** The name in the WSDL. */
  readonly name: string;
  /** The transmission primitive. WSDL 1.1 §2.4.1 to §2.4.4 */
  readonly pattern: "request-response" | "one-way" | "notification" | "solicit-response";
  readonly input?: () => AnyElementCodec;
  readonly output?: () => AnyElementCodec;
  readonly faults?: Readonly<Record<string, () => AnyElementCodec>>;
  readonly inputHeaders?: Readonly<Record<string, () => AnyElementCodec>>;
  readonly outputHeaders?: Readonly<Record<string, () => AnyElementCodec>>;
  /** The parts of messages that stand beside the envelope. */
  readonly inputAttachments?: AttachmentTable;
  readonly outputAttachments?: AttachmentTable;
  /** wsa:Action of the messages, where the WSDL names them. */
  readonly inputAction?: string;
  readonly outputAction?: string;
  /** Messages are written by the rules of the SOAP encoding. SOAP 1.1 §5, WSDL 1.1 §3.5 */
  readonly encoded?: EncodedBy;
  /** So are header blocks. */
  readonly encodedHeaders?: EncodedBy;
}

/** A port type. `Operations` maps the property of each operation to its types. */
export interface PortType<Operations> {
  /** Clark name. */
  readonly name: string;
  readonly operations: { readonly [Property in keyof Operations]: OperationTable };
  readonly "~operations"?: (operations: Operations) => Operations;
}

/** A SOAP binding of a port type. WSDL 1.1 §3 */
export interface SoapBinding<Operations> {
  readonly kind: "soap";
  readonly name: string;
  readonly version: "1.1" | "1.2";
  readonly transport: string;
  readonly portType: PortType<Operations>;
  /** soapAction by operation property; absent where the WSDL gives none. */
  readonly actions: { readonly [Property in keyof Operations]?: string };
  /** Absent where the WSDL has no policies about security. */
  readonly policies?: BindingPolicies;
}

/** How the input of an HTTP binding's operation is written. WSDL 1.1 §4.4 to §4.7, §5.4 */
export type HttpInput = "urlEncoded" | "urlReplacement" | "mimeXml" | "form";

/** One parameter of a URL or form. */
export interface ParameterTable {
  /** The name in the URL; names are compared without regard to case. */
  readonly name: string;
  readonly type: () => SimpleType;
  readonly occurs?: "optional" | "repeated";
  /** The name goes on behind a dot with a key: `Quantity.4711=2`. Its value is a list of `{ key, value }`. */
  readonly keyed?: true;
}

/** The value of a keyed parameter. */
export interface Keyed<Value> {
  readonly key: string;
  readonly value: Value;
}

/** One value of a URL or form that was read. */
export interface ReadParameter {
  readonly property: string;
  /** Of a keyed parameter. */
  readonly key: string | undefined;
  readonly value: unknown;
}

/** One operation of an HTTP binding. */
export interface HttpOperationTable {
  readonly location: string;
  readonly input: HttpInput;
  /** Parameters by property; absent where the input is a document. */
  readonly parameters?: Readonly<Record<string, ParameterTable>>;
}

/** An HTTP GET or POST binding of a port type. WSDL 1.1 §4 */
export interface HttpBinding<Operations> {
  readonly kind: "http";
  readonly name: string;
  readonly verb: string;
  readonly portType: PortType<Operations>;
  readonly operations: { readonly [Property in keyof Operations]?: HttpOperationTable };
}

/** One port of a wsdl:service: the address of a binding. WSDL 1.1 §2.6 */
export interface Port {
  readonly service: string;
  readonly name: string;
  /** The name of the binding's constant. */
  readonly binding: string;
  readonly address: string;
}

type TypeAt<Types, Key extends string, Fallback> = Types extends { readonly [K in Key]: infer T } ? T : Fallback;
/** What the operation takes; void where it takes nothing. */
export type Input<Types> = TypeAt<Types, "input", void>;
/** What the operation gives; void for one-way. */
export type Output<Types> = TypeAt<Types, "output", void>;
export type InputHeaders<Types> = Partial<TypeAt<Types, "inputHeaders", Record<never, never>>>;
export type OutputHeaders<Types> = Partial<TypeAt<Types, "outputHeaders", Record<never, never>>>;
/** The declared faults as a union: `{ name: "Late"; detail: Late } | ...`. */
export type DeclaredFault<Types> =
  TypeAt<Types, "faults", Record<never, never>> extends infer Faults
    ? { [Name in keyof Faults & string]: { readonly name: Name; readonly detail: Faults[Name] } }[keyof Faults & string]
    : never;

/** What comes back for an operation that the server calls at the client; void where nothing does. */
export type Answer<Types> = TypeAt<Types, "answer", void>;

/** What an operation learns of its call beside its input, and where it puts headers of the answer. */
export interface Call<Types = OperationTypes> {
  readonly headers: InputHeaders<Types>;
  /** Header blocks that the contract does not declare and the handler understands. Sessions have none. */
  readonly headerBlocks: readonly XmlElement[];
  /** What came with the input's envelope; where attachments are streamed, those alone that had arrived when the operation was called. */
  readonly attachments: readonly Attachment[];
  /** All that comes with the input's envelope, in its order, and while it arrives where attachments are streamed. To be read once. */
  readonly attachmentStream: AsyncIterable<IncomingAttachment>;
  /** What goes with the output's envelope. Sessions and HTTP bindings have no attachments. */
  readonly replyAttachments: OutgoingAttachment[];
  /** Header blocks for the answer beside those that the contract declares. Sessions send none. */
  readonly replyHeaderBlocks: XmlElement[];
  readonly replyHeaders: { -readonly [Name in keyof OutputHeaders<Types>]: OutputHeaders<Types>[Name] };
  /** Aborted when the caller disconnects or time runs out. */
  readonly signal: AbortSignal;
  /** The HTTP request that carried the call; undefined if it came over a session. */
  readonly request: HttpRequest | undefined;
  /** The parameters of a URL or form, in the order in which they came. */
  readonly parameters?: readonly ReadParameter[] | undefined;
}

/** What a server of a port type implements: one method an operation that has an input. */
export type Server<Operations> = {
  readonly [Property in keyof Operations as Operations[Property] extends { readonly input: unknown } ? Property : never]: (
    input: Input<Operations[Property]>,
    call: Call<Operations[Property]>,
  ) => Promise<Output<Operations[Property]>>;
};
