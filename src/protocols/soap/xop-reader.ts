/**
 * A reader of a document with parts of its content in attachments: each xop:Include is read as the text that it stands for. XOP §3.2
 */
import { xsBase64Binary } from "../../runtime/built-in-types.js";
import { writeText } from "../../runtime/simple-text.js";
import { attachmentIsMissing, type IncomingParts } from "../../service/incoming-parts.js";
import { type Attachment, MultipartError } from "../../service/multipart.js";
import { type ByteStream, byteStream } from "../../xml/byte-stream.js";
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

/** The attachments that no Include of a document names, which `reader` has read: they stand beside the envelope, not for content in it. */
export function notIncluded(reader: TokenReader, attachments: readonly Attachment[]): readonly Attachment[] {
  return reader instanceof IncludeReader ? attachments.filter((each) => !reader.hasIncluded(each)) : attachments;
}

/** Reads xop:Include as a text, which is for others to give. Throws a MultipartError for one that is not the only child. */
export abstract class IncludeReader extends DelegatingReader {
  readonly #included = new Set<string>();
  /** The text of an Include that was read, or of an element that `readLeaf` left. */
  #text: string | undefined;
  /** The Content-ID of the Include that was read last, as long as its text is the current one. */
  #current: string | undefined;
  /** A start tag that `readLeaf` has found and not given. */
  #hasStart = false;

  /** The text that an Include stands for. */
  protected abstract textOf(id: string): string;

  /** What the Include that was read last stands for, as a stream. */
  protected abstract streamOf(id: string): ByteStream;

  /** Tests if an Include that has been read names this attachment. */
  hasIncluded({ id }: Attachment): boolean {
    return id !== undefined && this.#included.has(id);
  }

  override streamBeside(): ByteStream | undefined {
    return this.#current === undefined ? undefined : this.streamOf(this.#current);
  }

  override get text(): string {
    return this.#text ?? this.reader.text;
  }

  override get textIsWhitespace(): boolean {
    return this.#text === undefined ? this.reader.textIsWhitespace : /^[ \t\r\n]*$/.test(this.#text);
  }

  override next(): Token {
    this.#forget();
    const token = this.#hasStart ? Token.startElement : this.reader.next();
    this.#hasStart = false;
    if (token !== Token.startElement || this.reader.name.clark !== include) return token;
    // Text beside it may follow, so it is no stream.
    this.#text = this.textOf(this.#readInclude());
    return Token.text;
  }

  override readLeaf(): string | undefined {
    this.#forget();
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
    const id = this.#readInclude();
    if (before.trim() !== "" || this.#nextAfter() !== Token.endElement)
      throw new MultipartError("an Include is not all that its element holds");
    this.#current = id;
    this.#text = this.textOf(id);
    return this.#text;
  }

  override skipLeaf(): boolean {
    return this.readLeaf() !== undefined;
  }

  #forget(): void {
    this.#text = undefined;
    this.#current = undefined;
  }

  /** Reads an Include to its end, and gives the Content-ID that it names. */
  #readInclude(): string {
    const id = identifierIn(this.reader);
    this.reader.skipElement();
    if (id === undefined) throw attachmentIsMissing(id);
    // Includes are short, and attachments long: one that stands everywhere would multiply the message.
    if (this.#included.has(id)) throw new MultipartError(`the attachment "${id}" is included twice`);
    this.#included.add(id);
    return id;
  }

  #nextAfter(): Token {
    const token = this.reader.next();
    return token === Token.text && this.reader.textIsWhitespace ? this.reader.next() : token;
  }
}

/** What Includes stand for. */
export interface Included {
  /** Attachments that have arrived. */
  readonly whole: readonly Attachment[];
  /** Content-IDs of attachments that are read while they arrive. */
  readonly streamed: ReadonlySet<string>;
  /** The attachments that arrive. */
  readonly parts: IncomingParts | undefined;
}

/** Reads xop:Include as base64 text, or as a stream where it is read as one. Throws a MultipartError for one that names no attachment. */
export class XopReader extends IncludeReader {
  readonly #included: Included;
  readonly #attachments: ReadonlyMap<string, Attachment>;

  constructor(reader: TokenReader, included: Included) {
    super(reader);
    this.#included = included;
    this.#attachments = new Map(included.whole.flatMap((part) => (part.id === undefined ? [] : [[part.id, part]])));
  }

  protected override textOf(id: string): string {
    if (this.#included.streamed.has(id)) return "";
    const written = writeText(xsBase64Binary, this.#attachment(id).bytes);
    if (!written.ok) throw new Error("internal: bytes without a text");
    return written.text;
  }

  protected override streamOf(id: string): ByteStream {
    const { streamed, parts } = this.#included;
    if (parts !== undefined && streamed.has(id)) return parts.claimStream(id);
    const { bytes, contentType } = this.#attachment(id);
    return byteStream(bytes, contentType);
  }

  #attachment(id: string): Attachment {
    const part = this.#attachments.get(id);
    if (part === undefined) throw attachmentIsMissing(id);
    return part;
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
