/**
 * Exceptions whose members are qualified: a client reads them as if they were not.
 *
 * The contract has a .NET exception's members without namespace. A peer that declares IpamException as a plain data contract writes them in
 * the contract's namespace, with the same meaning. Deviation: a client understands both, as nothing is gained by losing the message.
 */
import { schema } from "../../../generated/ipam/index.js";
import { IpamExceptionElement } from "../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import type { BodyResult, ReceivedMessage } from "../../protocols/duplex/read-message.js";
import type { AnyElementCodec, ElementCodec } from "../../runtime/codec.js";
import { ValidationError } from "../../runtime/issues.js";
import { readElement } from "../../runtime/nodes.js";
import type { SoapFault } from "../../service/fault.js";
import type { IpamException, XmlElement } from "./messages.js";

const exceptionNamespace = IpamExceptionElement.name.slice(0, IpamExceptionElement.name.indexOf("}") + 1);

/** Reads a body; if its element does not conform as it stands, with the members of exceptions unqualified. */
export function readLeniently(codec: AnyElementCodec, message: ReceivedMessage): BodyResult<unknown> {
  const strict = message.readBody(codec, { schema });
  if (strict.ok || strict.isMalformed) return strict;
  const node = message.readNode();
  const value = node.ok ? tryRead(codec, node.value) : undefined;
  return value === undefined ? strict : { ok: true, value };
}

/** The exception in a fault; undefined if it has none. */
export function exceptionIn({ declared, detail }: SoapFault): IpamException | undefined {
  // The client decoded the detail with the codec of IpamException.
  if (declared?.name === "IpamException") return declared.detail as IpamException;
  return detail.map(readExceptionNode).find((each) => each !== undefined);
}

function readExceptionNode(detail: XmlElement): IpamException | undefined {
  const exception = tryRead(IpamExceptionElement, detail);
  return exception === undefined || "$nil" in exception ? undefined : exception;
}

function tryRead<T, O>(codec: ElementCodec<T, O>, node: XmlElement): O | undefined {
  try {
    return readElement(codec, { ...node, children: node.children.map(unqualify) }, { schema });
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
}

/** Nothing else in the messages has elements in this namespace. Nesting is bounded by the quota of the reader that made the node. */
function unqualify(child: string | XmlElement): string | XmlElement {
  if (typeof child === "string") return child;
  const name = child.name.startsWith(exceptionNamespace) ? child.name.slice(exceptionNamespace.length) : child.name;
  return { ...child, name, children: child.children.map(unqualify) };
}
