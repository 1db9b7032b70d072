/**
 * A document that is not well-formed -> more about why, for people: what the file is instead of XML, or which element its end is missing of.
 */
import { documentTypes } from "../../src/xml/doctype/doctype-reader.js";
import { type Position, XmlError, type XmlErrorCode } from "../../src/xml/errors.js";
import { Token } from "../../src/xml/read/reader.js";
import { withReader } from "./with-reader.js";

/** An addition to an error's message. */
export interface XmlExplanation {
  /** Follows the message: "; this is an HTML page, not XML". */
  readonly text: string;
  /** Where the element begins that is open. */
  readonly open?: Position;
}

/** Explains an error of a document; undefined where there is nothing to add. The document is read again, twice at most: errors are rare. */
export function explainXmlError(code: XmlErrorCode, document: Iterable<Uint8Array>): XmlExplanation | undefined {
  const start = startOf(document);
  if (code === "xml-encoding" && !/^<\?xml[^>]*\sencoding=/.test(start))
    return { text: "; a document in another encoding says so in its XML declaration" };
  const other = describeOther(start);
  if (other !== undefined || code !== "xml-unexpected-end") return other;
  const open = openElement(document);
  if (open === undefined) return undefined;
  return {
    text: `; "${open.name}" is open, which begins at ${open.line}:${open.column}`,
    open: { offset: open.offset, line: open.line, column: open.column },
  };
}

interface OpenElement extends Position {
  readonly name: string;
}

const options = { doctype: documentTypes, limits: { bytes: Number.MAX_SAFE_INTEGER, markup: Number.MAX_SAFE_INTEGER } } as const;

/** The innermost element that is open where the document cannot be read on; undefined before the root element. */
function openElement(document: Iterable<Uint8Array>): OpenElement | undefined {
  const offsets: number[] = [];
  try {
    withReader(document, options, (reader) => {
      for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
        if (token === Token.startElement) offsets.push(reader.offset);
        else if (token === Token.endElement) offsets.pop();
      }
    });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
  }
  const offset = offsets.at(-1);
  if (offset === undefined) return undefined;
  // Where it is in lines is known while it is in the window.
  return withReader(document, options, (reader) => {
    while (reader.next() !== Token.startElement || reader.offset !== offset);
    const prefix = reader.prefix === "" ? "" : `${reader.prefix}:`;
    return { name: prefix + reader.name.local, offset, ...reader.position() };
  });
}

/** What files that are not XML begin with. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^\s*$/, "the file is empty"],
  [/^\s*[{[]/, "this looks like JSON, not XML"],
  [/^\s*(<!--[\s\S]*?-->\s*)*<(!doctype\s+)?html/i, "this is an HTML page, not XML"],
  [/^PK\x03\x04/, "this is a ZIP archive; unpack it first"],
  [/^\x1f\x8b/, "this is compressed by gzip; unpack it first"],
  [/^%PDF/, "this is a PDF document, not XML"],
  [/^(?!\xfe\xff|\xff\xfe|<?\0)[\s\S]*\0/, "this is a binary file, not XML"],
  [/^(?!\xef\xbb\xbf|\xfe\xff|\xff\xfe|\0)\s*[^\s<]/, 'this is not XML: it does not begin with "<"'],
];

function startOf(document: Iterable<Uint8Array>): string {
  for (const chunk of document) return String.fromCharCode(...chunk.subarray(0, 400)).replace(/^\xef\xbb\xbf/, "");
  return "";
}

function describeOther(start: string): XmlExplanation | undefined {
  const found = beginnings.find(([pattern]) => pattern.test(start));
  return found && { text: `; ${found[1]}` };
}
