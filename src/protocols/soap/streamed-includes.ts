/**
 * Which attachments of a message are read as streams: its document is read before they have arrived, to see what its Includes are the values of.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import type { DecodeOptions } from "../../runtime/options.js";
import { MultipartError } from "../../service/multipart.js";
import { type ByteStream, byteStream } from "../../xml/byte-stream.js";
import { XmlError } from "../../xml/errors.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { IncludeReader } from "./xop-reader.js";

/** How the element in a body is going to be decoded. */
export interface BodyDecoding {
  /** Its codec; undefined: all of its Includes are read at once. */
  readonly codecOf: (bodyElement: string) => AnyElementCodec | undefined;
  readonly decode: (codec: AnyElementCodec, reader: TokenReader, options: DecodeOptions) => unknown;
  readonly options: DecodeOptions;
}

/**
 * The Content-IDs of the Includes that are read as streams, as far as the document can be read; it is decoded once more when the others have arrived.
 * `reader` stands on the root's start tag.
 */
export async function streamedIncludes(reader: TokenReader, { codecOf, decode, options }: BodyDecoding): Promise<ReadonlySet<string>> {
  const survey = new IncludeSurvey(reader);
  try {
    const codec = enterBody(survey) ? codecOf(survey.name.clark) : undefined;
    // What does not conform is refused when it is decoded again.
    if (codec !== undefined) await decode(codec, survey, { ...options, onDeviation: () => undefined });
  } catch (error) {
    if (!(error instanceof XmlError || error instanceof MultipartError)) throw error;
  }
  return survey.streamed;
}

/** Reads up to the start tag of the body's element. False: the body has no element. */
function enterBody(reader: TokenReader): boolean {
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    if (token !== Token.startElement) continue;
    if (reader.name.local !== "Body") reader.skipElement();
    else {
      do token = reader.next();
      while (token === Token.text);
      return token === Token.startElement;
    }
  }
  return false;
}

/** Reads each Include as an empty text, and notes which of them are read as streams. */
class IncludeSurvey extends IncludeReader {
  readonly streamed = new Set<string>();

  protected override textOf(): string {
    return "";
  }

  protected override streamOf(id: string): ByteStream {
    this.streamed.add(id);
    return nothing;
  }
}

/** Without `content`, so that it is taken for one that arrives. */
const nothing: ByteStream = { stream: () => byteStream(new Uint8Array()).stream() };
