/**
 * A reader of a document with parts of its content in attachments: each xop:Include is read as the text that it stands for. XOP §3.2
 */
import { xsBase64Binary } from "../../runtime/built-in-types.js";
import { writeText } from "../../runtime/simple-text.js";
import { attachmentIsMissing } from "../../service/incoming-parts.js";
import { type Attachment, MultipartError } from "../../service/multipart.js";
import { XmlError } from "../../xml/errors.js";
import { DelegatingReader } from "../../xml/read/delegating-reader.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";

const include = "{http://www.w3.org/2004/08/xop/include}Include";

/** The Content-IDs that the Includes of a document name, as far as it can be read. `open` gives a reader on the root's start tag. */
export function includedIds(open: () => TokenReader): ReadonlySet<string> {
  const ids = new Set<string>();
  try {
    const reader = open();
    for (let token: Token = Token.startElement; token !== Token.endOfDocument; token = reader.next()) {
      const id = token === Token.startElement && reader.name.clark === include ? identifierIn(reader) : undefined;
      if (id !== undefined) ids.add(id);
    }
  } catch (error) {
    // Decoding the document reports it.
    if (!(error instanceof XmlError)) throw error;
  }
  return ids;
}

/** Reads xop:Include as base64 text. Throws a MultipartError for one that names no attachment, or that is not the only child. */
export class XopReader extends DelegatingReader {
  readonly #attachments: ReadonlyMap<string, Attachment>;
  readonly #included = new Set<Attachment>();
  /** The text of an Include that was read, or of an element that `readLeaf` left. */
  #text: string | undefined;
  /** A start tag that `readLeaf` has found and not given. */
  #hasStart = false;

  constructor(reader: TokenReader, attachments: readonly Attachment[]) {
    super(reader);
    this.#attachments = new Map(attachments.flatMap((part) => (part.id === undefined ? [] : [[part.id, part]])));
  }

  override get text(): string {
    return this.#text ?? this.reader.text;
  }

  override get textIsWhitespace(): boolean {
    return this.#text === undefined ? this.reader.textIsWhitespace : /^[ \t\r\n]*$/.test(this.#text);
  }

  override next(): Token {
    this.#text = undefined;
    const token = this.#hasStart ? Token.startElement : this.reader.next();
    this.#hasStart = false;
    if (token !== Token.startElement || this.reader.name.clark !== include) return token;
    this.#text = this.#readInclude();
    return Token.text;
  }

  override readLeaf(): string | undefined {
    this.#text = undefined;
    const text = this.reader.readLeaf();
    if (text !== undefined) return text;
    const before = this.reader.text;
    // Undefined says that a start tag is next.
    this.reader.next();
    if (this.reader.name.clark !== include) {
      this.#hasStart = true;
      this.#text = before;
      return undefined;
    }
    const content = this.#readInclude();
    if (before.trim() !== "" || this.#nextAfter() !== Token.endElement)
      throw new MultipartError("an Include is not all that its element holds");
    this.#text = content;
    return content;
  }

  override skipLeaf(): boolean {
    return this.readLeaf() !== undefined;
  }

  /** Reads an Include to its end, and gives the content that it stands for. */
  #readInclude(): string {
    const id = identifierIn(this.reader);
    this.reader.skipElement();
    const part = id === undefined ? undefined : this.#attachments.get(id);
    if (part === undefined) throw attachmentIsMissing(id);
    // Includes are short, and attachments long: one that stands everywhere would multiply the message.
    if (this.#included.has(part)) throw new MultipartError(`the attachment "${id}" is included twice`);
    this.#included.add(part);
    const written = writeText(xsBase64Binary, part.bytes);
    if (!written.ok) throw new Error("internal: bytes without a text");
    return written.text;
  }

  #nextAfter(): Token {
    const token = this.reader.next();
    return token === Token.text && this.reader.textIsWhitespace ? this.reader.next() : token;
  }
}

/** The Content-ID in the `href` of an Include: `cid:` and a percent-encoded identifier. RFC 2392 */
function identifierIn(reader: TokenReader): string | undefined {
  for (let index = 0; index < reader.attributeCount; index++) {
    if (reader.attributeName(index).clark !== "href") continue;
    const href = reader.attributeValue(index).trim();
    try {
      return /^cid:/i.test(href) ? decodeURIComponent(href.slice(4)) : undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
