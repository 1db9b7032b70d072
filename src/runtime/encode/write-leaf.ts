/**
 * Elements that hold the text of a simple type and nothing else.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { type DatatypeFault, isFault } from "../../datatypes/fault.js";
import type { Declaration } from "../compile/compiled-type.js";
import { noNames } from "../fast/write-values.js";
import { referenceTo, writeReference } from "./content-beside.js";
import type { EncodeSession } from "./session.js";
import { trackLeaf } from "./track-identity.js";

/** Writes an element without attributes, or gives what is wrong with its value. */
export function writeLeaf(session: EncodeSession, declaration: Declaration, datatype: Datatype, value: unknown): DatatypeFault | undefined {
  const { writer } = session;
  const uri = session.beside === undefined ? undefined : referenceTo(session, datatype, value);
  if (uri !== undefined) {
    writer.startElement(declaration.name);
    writeReference(writer, uri);
    writer.endElement();
    if (session.tracker !== undefined) trackLeaf(session, declaration, datatype, "");
    return undefined;
  }
  const text = datatype.encode(value, noNames);
  if (isFault(text)) return text;
  writer.leaf(declaration.name, text);
  if (session.tracker !== undefined) trackLeaf(session, declaration, datatype, text);
  return undefined;
}

/** Does the same for text that contains prefixes. They are declared on the start tag, which therefore comes first. */
export function writeNameLeaf(
  session: EncodeSession,
  declaration: Declaration,
  datatype: Datatype,
  value: unknown,
): DatatypeFault | undefined {
  const { writer, qname } = session;
  writer.startElement(declaration.name);
  const text = datatype.encode(value, qname);
  if (!isFault(text)) {
    writer.text(text);
    trackLeaf(session, declaration, datatype, text);
  }
  writer.endElement();
  return isFault(text) ? text : undefined;
}
