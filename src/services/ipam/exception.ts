/**
 * IpamException: what went wrong, as the service speaks of it and as it is serialized.
 *
 * The contract leaves the content of a serialized .NET exception open (elements without namespace), so this file alone knows it: the
 * fields of the platform's exception, then IpamExceptionData and InnerIpamException. [MS-IPAMM2] 2.2.2.1, 2.2.4.247, 2.2.4.252; [MS-NRTP] 2.2.2.7
 */
import { SoapFault } from "../../service/fault.js";
import { xsdNamespace, xsiNamespace } from "../../xml/names.js";
import type { IpamException, IpamExceptionId, XmlElement } from "./messages.js";

/** An error that is reported to the client, in a fault or in SetOverallStatus. */
export interface ExceptionDetail {
  readonly exceptionId: IpamExceptionId;
  readonly message: string;
  readonly inner?: ExceptionDetail;
}

/** Thrown by a runner to end its operation with a given exception. */
export class IpamFailure extends Error {
  readonly detail: ExceptionDetail;
  constructor(detail: ExceptionDetail) {
    super(detail.message);
    this.name = "IpamFailure";
    this.detail = detail;
  }
}

/** Turns anything thrown into what is reported to the client; the text of an unexpected error stays on the server. */
export function detailOf(reason: unknown): ExceptionDetail {
  if (reason instanceof IpamFailure) return reason.detail;
  return { exceptionId: "IpamApiGenericErrorOccurred", message: "the operation failed unexpectedly" };
}

/** The exception for invalid parameters. */
export function invalid(message: string): ExceptionDetail {
  return { exceptionId: "IpamApiInvalidParameter", message };
}

/** The fault that carries an exception. Its reason says nothing: what went wrong stands in the exception. [MS-IPAMM2] 2.2.2.1 */
export function faultOf(detail: ExceptionDetail): SoapFault {
  const declared = { name: "IpamException", detail: exceptionOf(detail) };
  return new SoapFault("Sender", "The creator of this fault did not specify a Reason.", { language: "en-US", declared });
}

const ipam = "http://Microsoft.Windows.Ipam";

/** HRESULT of an exception without one of its own, COR_E_EXCEPTION. */
const defaultResult = "-2146233088";
const className = "Microsoft.Windows.Ipam.IpamException";

/** Serializes an exception. The platform's reader asks for every one of its fields, so the empty ones are written as nil. */
export function exceptionOf(detail: ExceptionDetail): IpamException {
  // From the innermost outwards, so that depth costs no stack.
  const chain: ExceptionDetail[] = [];
  for (let each: ExceptionDetail | undefined = detail; each !== undefined; each = each.inner) chain.push(each);
  let inner: XmlElement = nil("InnerIpamException");
  for (const each of chain.slice(1).reverse()) inner = innerException(each, inner);
  return { $any: contentOf(detail, inner) };
}

function contentOf(detail: ExceptionDetail, inner: XmlElement): readonly XmlElement[] {
  return [
    typed("ClassName", "string", className),
    typed("Message", "string", detail.message),
    ...["Data", "InnerException", "HelpURL", "StackTraceString", "RemoteStackTraceString"].map(nil),
    typed("RemoteStackIndex", "int", "0"),
    nil("ExceptionMethod"),
    typed("HResult", "int", defaultResult),
    nil("Source"),
    {
      name: "IpamExceptionData",
      attributes: { [`{${xsiNamespace}}type`]: "m:IpamExceptionData" },
      namespaces: { i: xsiNamespace, m: ipam },
      children: [leaf("ExceptionId", detail.exceptionId), leaf("ExceptionMessage", detail.message)],
    },
    inner,
  ];
}

function innerException(detail: ExceptionDetail, inner: XmlElement): XmlElement {
  return {
    name: "InnerIpamException",
    attributes: { [`{${xsiNamespace}}type`]: "e:IpamException" },
    namespaces: { i: xsiNamespace, e: "http://schemas.datacontract.org/2004/07/Microsoft.Windows.Ipam" },
    children: contentOf(detail, inner),
  };
}

function typed(name: string, type: "string" | "int", text: string): XmlElement {
  return {
    name,
    attributes: { [`{${xsiNamespace}}type`]: `x:${type}` },
    namespaces: { i: xsiNamespace, x: xsdNamespace },
    children: [text],
  };
}

function nil(name: string): XmlElement {
  return { name, attributes: { [`{${xsiNamespace}}nil`]: "true" }, namespaces: { i: xsiNamespace }, children: [] };
}

function leaf(local: string, text: string): XmlElement {
  return { name: `{${ipam}}${local}`, attributes: {}, namespaces: { m: ipam }, children: [text] };
}

/** What a client reads from an exception; both texts may be absent, and the identifier need not be one that we know. */
export interface ReceivedException {
  readonly exceptionId: string | undefined;
  readonly message: string | undefined;
  readonly inner?: ReceivedException;
}

/** Reads what an exception says, whatever other fields it carries. Nesting deeper than any server writes is cut off. */
export function readException(exception: IpamException): ReceivedException {
  return readContent(exception.$any ?? [], 0);
}

const deepestInner = 32;

function readContent(content: readonly (string | XmlElement)[], depth: number): ReceivedException {
  const data = childNamed(content, "IpamExceptionData");
  const exceptionId = data && textOf(childNamed(data.children, `{${ipam}}ExceptionId`));
  const message = (data && textOf(childNamed(data.children, `{${ipam}}ExceptionMessage`))) ?? textOf(childNamed(content, "Message"));
  const inner = childNamed(content, "InnerIpamException");
  if (inner === undefined || inner.children.length === 0 || depth === deepestInner) return { exceptionId, message };
  return { exceptionId, message, inner: readContent(inner.children, depth + 1) };
}

function childNamed(content: readonly (string | XmlElement)[], name: string): XmlElement | undefined {
  return content.find((child) => typeof child !== "string" && child.name === name) as XmlElement | undefined; // strings are sorted out by the test
}

function textOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined || element.attributes[`{${xsiNamespace}}nil`] === "true") return undefined;
  return element.children.filter((child) => typeof child === "string").join("");
}
