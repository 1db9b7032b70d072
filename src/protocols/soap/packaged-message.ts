/**
 * Messages whose envelopes come and go with attachments: MTOM, and SOAP Messages with Attachments.
 */
import { type ContentType, parseContentType } from "../../service/content-type.js";
import type { HttpRequest } from "../../service/exchange.js";
import { type IncomingAttachment, IncomingParts, streamAttachments } from "../../service/incoming-parts.js";
import { type LendingAnswer, withOwnBody } from "../../service/lending-answer.js";
import type { TimeLimit } from "../../service/limits.js";
import {
  type Attachment,
  type Multipart,
  multipartType,
  type OutgoingAttachment,
  type Packaging,
  readMultipart,
  writeMultipart,
  xopType,
} from "../../service/multipart.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { ArrivingBody, ReceivedMessage, Survey } from "../protocol.js";
import { soap12 } from "./envelope-version.js";
import { includedIds, XopReader } from "./xop-reader.js";

/** An envelope that was taken out of a body, with what came beside it. */
export interface Unpacked {
  readonly packaging: Packaging;
  /** The media type of the envelope, as if it had come alone. */
  readonly contentType: ContentType;
  readonly bytes: Uint8Array;
  readonly beside: Beside;
}

/** What comes beside an envelope. */
export interface Beside {
  /** What has arrived. */
  readonly whole: readonly Attachment[];
  /** All in order, also what has not arrived. */
  readonly stream: AsyncIterable<IncomingAttachment>;
  /** The body that they arrive in; undefined if it was read whole. */
  readonly parts: IncomingParts | undefined;
}

/** What comes beside an envelope that stands alone. */
export const nothingBeside: Beside = { whole: [], stream: streamAttachments([]), parts: undefined };

/** Is a body with this media type an envelope with attachments? */
export function isPackaged(contentType: ContentType | undefined): contentType is ContentType {
  return contentType?.type === multipartType;
}

/** Takes the envelope out of a body. Throws a MultipartError. */
export function unpack(bytes: Uint8Array, contentType: ContentType): Unpacked {
  const { root, attachments } = readMultipart(bytes, contentType);
  const beside = { whole: attachments, stream: streamAttachments(attachments), parts: undefined };
  return { ...envelopeType(root, contentType), bytes: root.bytes, beside };
}

/** Takes the envelope out of a body that arrives. Rejects with a MultipartError, or with what reading the body fails with. */
export async function unpackArriving({ chunks, maxKept }: ArrivingBody, contentType: ContentType): Promise<Unpacked> {
  const { root, parts } = await IncomingParts.open(chunks, contentType, maxKept);
  const beside = {
    parts,
    stream: parts,
    get whole() {
      return parts.whole;
    },
  };
  return { ...envelopeType(root, contentType), bytes: root.bytes, beside };
}

/** The media type of an envelope stands in the root part: in the parameter `type` if the part is XOP's. MTOM §3.2 */
function envelopeType(root: Multipart["root"], outer: ContentType): Pick<Unpacked, "packaging" | "contentType"> {
  const ofPart = parseContentType(root.contentType) ?? outer;
  const isXop = ofPart.type === xopType;
  const described = parseContentType((isXop ? ofPart.parameters.get("type") : undefined) ?? outer.parameters.get("start-info") ?? null);
  const own = isXop && described !== undefined ? described : ofPart;
  // The action of SOAP 1.2 stands in any of the three.
  const parameters = new Map([...outer.parameters, ...ofPart.parameters, ...own.parameters]);
  return { packaging: isXop ? "mtom" : "swa", contentType: { type: own.type, parameters } };
}

/** Waits for the attachments that a document includes and that are not read as streams; gives the Content-IDs of those that are. */
export async function loadUnstreamed(parts: IncomingParts, open: () => TokenReader, survey: Survey): Promise<ReadonlySet<string>> {
  const included = includedIds(open);
  if (included.size === 0) return included;
  const streamed = await survey(open());
  await parts.load(new Set([...included].filter((id) => !streamed.has(id))));
  return streamed;
}

/** Puts an answer and its attachments together: as the message came, if it came with attachments. */
export function packAnswer(
  given: LendingAnswer,
  packaging: Packaging | undefined,
  attachments: readonly OutgoingAttachment[],
): LendingAnswer {
  if (packaging === undefined && attachments.length === 0) return given;
  const answer = withOwnBody(given);
  if (!(answer.body instanceof Uint8Array)) return answer;
  const packed = writeMultipart(packaging ?? "swa", answer.headers?.["content-type"] ?? soap12.mediaType, answer.body, attachments);
  const { "content-length": _, ...others } = answer.headers ?? {};
  const size = packed.body instanceof Uint8Array ? { "content-length": String(packed.body.length) } : {};
  return { ...answer, headers: { ...others, "content-type": packed.contentType, ...size }, body: packed.body };
}

/** A message that came with attachments. */
export class PackagedMessage implements ReceivedMessage {
  readonly packaging: Packaging;
  readonly beside: Beside;
  readonly #envelope: ReceivedMessage;
  #streamed: ReadonlySet<string> = new Set();
  #reader: TokenReader | undefined;

  constructor(envelope: ReceivedMessage, { packaging, beside }: Pick<Unpacked, "packaging" | "beside">) {
    this.packaging = packaging;
    this.beside = beside;
    this.#envelope = envelope;
  }

  get arriving(): undefined {
    return undefined;
  }

  get parts(): IncomingParts | undefined {
    return this.beside.parts;
  }

  get attachments(): readonly Attachment[] {
    return this.beside.whole;
  }

  get attachmentStream(): AsyncIterable<IncomingAttachment> {
    return this.beside.stream;
  }

  get request(): HttpRequest {
    return this.#envelope.request;
  }

  get time(): TimeLimit {
    return this.#envelope.time;
  }

  get contentType(): ContentType | undefined {
    return this.#envelope.contentType;
  }

  get bytes(): Uint8Array {
    return this.#envelope.bytes;
  }

  get replyAttachments(): OutgoingAttachment[] {
    return this.#envelope.replyAttachments;
  }

  async loadIncluded(survey: Survey): Promise<void> {
    const { parts } = this.beside;
    // The document is read several times: the message's own reader stands on the root, and stays there.
    if (parts !== undefined) this.#streamed = await loadUnstreamed(parts, () => this.#envelope.withBody(this.bytes).openDocument(), survey);
  }

  get readerOptions(): undefined {
    return undefined;
  }

  openDocument(): TokenReader {
    this.#reader ??= new XopReader(this.#envelope.openDocument(), {
      whole: this.attachments,
      streamed: this.#streamed,
      parts: this.beside.parts,
    });
    return this.#reader;
  }

  withBody(bytes: Uint8Array, contentType?: ContentType): PackagedMessage {
    return new PackagedMessage(this.#envelope.withBody(bytes, contentType), this);
  }
}
