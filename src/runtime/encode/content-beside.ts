/**
 * Content of elements that goes beside the document, in an attachment: the element holds a reference in its place. XOP §3.1
 */
import type { Datatype, Facets } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { isByteStream } from "../../xml/byte-stream.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import type { CompiledType } from "../compile/compiled-type.js";
import { noNames } from "../fast/write-values.js";
import { isRecord } from "../is-record.js";
import type { EncodeSession } from "./session.js";

const include = { namespace: "http://www.w3.org/2004/08/xop/include", local: "Include" };
const href = { namespace: "", local: "href" };
const contentType = "{http://www.w3.org/2005/05/xmlmime}contentType";

/**
 * The reference to a value that goes beside the document, if there is one: xs:base64Binary alone does, no value that its type forbids, and nothing
 * where keys are looked for, since those are texts. Streams go beside it wherever they are, and their facets are not checked. Content that has attributes
 * stands in an object: `owner`, of the type `type`.
 */
export function referenceTo(
  { beside, tracker }: EncodeSession,
  datatype: Datatype,
  value: unknown,
  type?: CompiledType,
  owner?: Readonly<Record<string, unknown>>,
): string | undefined {
  if (beside === undefined || datatype.primitive !== "base64Binary" || datatype.variety !== "atomic") return undefined;
  const stream = datatype.kind === "stream" && isByteStream(value) ? value : undefined;
  const mediaType = (type && owner && mediaTypeOf(type, owner)) ?? stream?.type;
  if (stream !== undefined && stream.content === undefined) return beside.putStream?.(stream, mediaType);
  const bytes = stream === undefined ? value : stream.content;
  if (tracker !== undefined || !(bytes instanceof Uint8Array) || (stream !== undefined) !== (datatype.kind === "stream")) return undefined;
  if (isConstrained(datatype.facets) && isFault(datatype.encode(value, noNames))) return undefined;
  return beside.put?.(bytes, mediaType);
}

/** What an element says of its content by xmime:contentType, or its type by a default. Describing Media Content of Binary Data in XML §2.1 */
function mediaTypeOf({ attributes, attributeWildcard }: CompiledType, owner: Readonly<Record<string, unknown>>): string | undefined {
  const use = attributes.find(({ name }) => name.clark === contentType);
  const others = attributeWildcard === undefined ? undefined : owner[attributeWildcard.property];
  const said = use === undefined ? isRecord(others) && others[contentType] : (owner[use.property] ?? use.constraint?.text);
  return typeof said === "string" ? said : undefined;
}

function isConstrained({ length, minLength, maxLength, patterns, enumeration }: Facets): boolean {
  return length !== undefined || minLength !== undefined || maxLength !== undefined || patterns.length > 0 || enumeration !== undefined;
}

/** Writes a reference into the element just started; nothing for "". */
export function writeReference(writer: TokenWriter, uri: string): void {
  if (uri === "") return;
  writer.startElement(include);
  writer.attribute(href, uri);
  writer.endElement();
}
