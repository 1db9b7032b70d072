/**
 * The components of WSDL 1.1, with the SOAP, HTTP and MIME bindings, references resolved. Plain readonly data.
 *
 * https://www.w3.org/TR/2001/NOTE-wsdl-20010315
 */
import type { Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import type { SourceElement } from "../load/source-element.js";
import type { Policy } from "./policy.js";

/** One part of a message: an element or a type. WSDL 1.1 §2.3.1 */
export interface Part {
  readonly name: string;
  readonly element: Name | undefined;
  readonly type: Name | undefined;
  /** For parameters of a URL: how often one may stand there. Our extension attribute `occurs`; "once" where it is absent. */
  readonly occurs: "once" | "optional" | "repeated";
  /** For parameters of a URL: the parameter's name goes on behind a dot with a key. Our extension attribute `keyed`. */
  readonly keyed: boolean;
  readonly at: Span;
}

/** WSDL 1.1 §2.3 */
export interface Message {
  readonly name: Name;
  readonly parts: readonly Part[];
  /** What is attached to this component itself; policies of the subjects that they are about: effective-policies.ts. */
  readonly policy: Policy | undefined;
  readonly at: Span;
}

/** The input, output or a fault of an operation. WSDL 1.1 §2.4 */
export interface OperationMessage {
  /** As written, or the default of WSDL 1.1 §2.4.5. */
  readonly name: string;
  readonly message: Message;
  /** wsam:Action, wsaw:Action or wsa:Action. WS-Addressing 1.0 Metadata §4.4.1 */
  readonly action: string | undefined;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

export type TransmissionPrimitive = "one-way" | "request-response" | "notification" | "solicit-response";

/** WSDL 1.1 §2.4 */
export interface Operation {
  readonly name: string;
  readonly pattern: TransmissionPrimitive;
  readonly input: OperationMessage | undefined;
  readonly output: OperationMessage | undefined;
  readonly faults: readonly OperationMessage[];
  /** parameterOrder, for rpc. */
  readonly parameterOrder: readonly string[];
  readonly documentation: string | undefined;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

export interface PortType {
  readonly name: Name;
  readonly operations: readonly Operation[];
  readonly documentation: string | undefined;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

/** soap:header. WSDL 1.1 §3.7 */
export interface SoapHeader {
  readonly part: Part;
  readonly use: "literal" | "encoded";
  /** Of the block of an encoded part, which is named by the part. */
  readonly namespace: string;
  readonly at: Span;
}

/** A part that stands beside the envelope, as an attachment. WSDL 1.1 §5.3 */
export interface AttachedPart {
  readonly part: Part;
  /** The media types that it may have, with `*` for any subtype; none: every type is taken. */
  readonly types: readonly string[];
  readonly at: Span;
}

/** What stands in the envelope and beside it. WSDL 1.1 §3.5, §5 */
export interface SoapMessage {
  readonly use: "literal" | "encoded";
  /** The namespace of an rpc wrapper. */
  readonly namespace: string;
  /** The parts in the body. */
  readonly parts: readonly Part[];
  readonly headers: readonly SoapHeader[];
  readonly attachments: readonly AttachedPart[];
  readonly policy: Policy | undefined;
  readonly at: Span;
}

export interface SoapOperation {
  readonly operation: Operation;
  readonly action: string | undefined;
  readonly style: "document" | "rpc";
  readonly input: SoapMessage | undefined;
  readonly output: SoapMessage | undefined;
  /** The wsdl:operation in the binding, for rules about attributes that are not components. */
  readonly source: SourceElement;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

/** WSDL 1.1 §3 */
export interface SoapBinding {
  readonly kind: "soap";
  readonly version: "1.1" | "1.2";
  readonly name: Name;
  readonly portType: PortType;
  readonly transport: string;
  readonly operations: readonly SoapOperation[];
  /** The wsdl:binding. */
  readonly source: SourceElement;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

export interface HttpOperation {
  readonly operation: Operation;
  readonly location: string;
  readonly input: "urlEncoded" | "urlReplacement" | "mimeXml" | "form" | undefined;
  /** The part that mime:mimeXml names or implies. WSDL 1.1 §5.6 */
  readonly inputPart: Part | undefined;
  readonly outputPart: Part | undefined;
  readonly at: Span;
}

/** WSDL 1.1 §4 */
export interface HttpBinding {
  readonly kind: "http";
  readonly name: Name;
  readonly portType: PortType;
  readonly verb: string;
  readonly operations: readonly HttpOperation[];
  readonly at: Span;
}

export type Binding = SoapBinding | HttpBinding;

export interface Port {
  readonly name: string;
  readonly binding: Binding;
  readonly address: string;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

/** WSDL 1.1 §2.7 */
export interface Service {
  readonly name: Name;
  readonly ports: readonly Port[];
  readonly documentation: string | undefined;
  readonly policy: Policy | undefined;
  readonly at: Span;
}

/** All definitions of all WSDL documents of a contract, in document order. */
export interface Definitions {
  readonly portTypes: readonly PortType[];
  readonly bindings: readonly Binding[];
  readonly services: readonly Service[];
}
