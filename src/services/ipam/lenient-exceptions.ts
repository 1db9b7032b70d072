/**
 * Exceptions whose members are qualified: read as if they were not, by a client alone.
 *
 * The contract has a .NET exception's members without namespace. A peer that declares IpamException as a plain data contract writes them in
 * the contract's namespace; what it tells is the same. Deviation: a client understands both, as nothing is gained by losing the message.
 */
import { IpamExceptionElement } from "../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import type { BodyResult, ReceivedMessage } from "../../protocols/duplex/read-message.js";
import type { ElementCodec } from "../../runtime/codec.js";
import { ValidationError } from "../../runtime/issues.js";
import { readElement } from "../../runtime/nodes.js";
import type { IpamException, XmlElement } from "./messages.js";
import { decodeOptions } from "./soap-actions.js";

const exceptionNamespace = IpamExceptionElement.name.slice(0, IpamExceptionElement.name.indexOf("}") + 1);

/** Reads a body; where its element is refused as it stands, with the members of exceptions unqualified. */
export function readLeniently<T, O>(codec: ElementCodec<T, O>, message: ReceivedMessage): BodyResult<O> {
  const strict = message.readBody(codec, decodeOptions);
  if (strict.ok || strict.isMalformed) return strict;
  const node = message.readNode();
  const value = node.ok ? tryRead(codec, node.value) : undefined;
  return value === undefined ? strict : { ok: true, value };
}

/** The exception in a detail of a fault; undefined where there is none. */
export function readLenientException(detail: XmlElement): IpamException | undefined {
  const exception = tryRead(IpamExceptionElement, detail);
  return exception === undefined || "$nil" in exception ? undefined : exception;
}

function tryRead<T, O>(codec: ElementCodec<T, O>, node: XmlElement): O | undefined {
  try {
    return readElement(codec, { ...node, children: node.children.map(unqualify) }, decodeOptions);
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
