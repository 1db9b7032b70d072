/**
 * A document that is not well-formed -> more about why, for people: what the file is instead of XML, or which element its end is missing of.
 */
import { type Position, XmlError, type XmlErrorCode } from "../../src/xml/errors.js";
import { Reader, Token } from "../../src/xml/read/reader.js";

/** An addition to an error's message. */
export interface XmlExplanation {
  /** Follows the message: "; this is an HTML page, not XML". */
  readonly text: string;
  /** Where the element begins that is open. */
  readonly open?: Position;
}

/** Explains an error of a document; undefined where there is nothing to add. The document is read again: errors are rare. */
export function explainXmlError(code: XmlErrorCode, bytes: Uint8Array): XmlExplanation | undefined {
  if (code === "xml-encoding" && !/^<\?xml[^>]*\sencoding=/.test(startOf(bytes)))
    return { text: "; a document in another encoding says so in its XML declaration" };
  const other = describeOther(bytes);
  if (other !== undefined || code !== "xml-unexpected-end") return other;
  const open = openElement(bytes);
  if (open === undefined) return undefined;
  return {
    text: `; "${open.name}" is open, which begins at ${open.line}:${open.column}`,
    open: { offset: open.offset, line: open.line, column: open.column },
  };
}

interface OpenElement extends Position {
  readonly name: string;
}

/** The innermost element that is open where the document cannot be read on; undefined before the root element. */
function openElement(bytes: Uint8Array): OpenElement | undefined {
  const reader = new Reader(bytes, { doctype: true });
  const open: { readonly name: string; readonly offset: number }[] = [];
  try {
    for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
      const prefix = token === Token.startElement && reader.prefix !== "" ? `${reader.prefix}:` : "";
      if (token === Token.startElement) open.push({ name: prefix + reader.name.local, offset: reader.offset });
      else if (token === Token.endElement) open.pop();
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
  }
  const last = open.at(-1);
  if (last === undefined) return undefined;
  const { line, column } = reader.position(last.offset);
  return { ...last, line, column };
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

function startOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 400)).replace(/^\xef\xbb\xbf/, "");
}

function describeOther(bytes: Uint8Array): XmlExplanation | undefined {
  const start = startOf(bytes);
  const found = beginnings.find(([pattern]) => pattern.test(start));
  return found && { text: `; ${found[1]}` };
}
