/**
 * Start tags with the declarations and the xsi:type that values were read with.
 */
import { type Name, parseClark } from "../../xml/names.js";
import type { Declaration } from "../compile/compiled-type.js";
import { instanceTypes } from "../compile/instance-types.js";
import { isRecord } from "../is-record.js";
import { namespacesOf, startTagOf } from "../round-trip-notes.js";
import { xsiNames } from "../xsi-names.js";
import { newNamespaces } from "./new-namespaces.js";
import type { EncodeSession } from "./session.js";
import { trackAttribute } from "./track-identity.js";

/** Writes a start tag with the declarations that the value was read with. Returns the type that its start tag named. */
export function writeStartTag(session: EncodeSession, declaration: Declaration, name: Name, value: unknown): string | undefined {
  const notes = isRecord(value) && !declaration.type.open ? startTagOf(value) : undefined;
  const ofNode = isRecord(value) && declaration.type.open ? value.namespaces : undefined;
  const declared = notes === undefined || !isRecord(value) ? ofNode : namespacesOf(value);
  if (declared === undefined) session.writer.startElement(name);
  else session.writer.startElement(name, newNamespaces(session, declared));
  return notes?.type;
}

/** Writes xsi:type. */
export function writeTypeName(session: EncodeSession, clark: string): void {
  const { namespace, local } = parseClark(clark);
  writeInstanceAttribute(session, xsiNames.type, session.qname(namespace, local));
}

/** Writes xsi:nil. */
export function writeNilMark(session: EncodeSession): void {
  writeInstanceAttribute(session, xsiNames.nil, "true");
}

/** Fields of identity constraints may select these attributes, too. */
function writeInstanceAttribute(session: EncodeSession, name: Name, text: string): void {
  session.writer.attribute(name, text);
  const datatype = session.tracker === undefined ? undefined : instanceTypes.get(name);
  if (datatype !== undefined) trackAttribute(session, name, datatype, text);
}
