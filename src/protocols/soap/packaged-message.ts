/**
 * Messages whose envelopes come and go with attachments: MTOM, and SOAP Messages with Attachments.
 */
import { type ContentType, parseContentType } from "../../service/content-type.js";
import type { HttpAnswer, HttpRequest } from "../../service/exchange.js";
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
import type { ReceivedMessage } from "../protocol.js";
import { soap12 } from "./envelope-version.js";
import { XopReader } from "./xop-reader.js";

/** An envelope that was taken out of a body, with what came beside it. */
export interface Unpacked {
  readonly packaging: Packaging;
  /** The media type of the envelope, as if it had come alone. */
  readonly contentType: ContentType;
  readonly bytes: Uint8Array;
  readonly attachments: readonly Attachment[];
}

/** Is a body with this media type an envelope with attachments? */
export function isPackaged(contentType: ContentType | undefined): contentType is ContentType {
  return contentType?.type === multipartType;
}

/** Takes the envelope out of a body. Throws a MultipartError. */
export function unpack(bytes: Uint8Array, contentType: ContentType): Unpacked {
  const { root, attachments } = readMultipart(bytes, contentType);
  return { ...envelopeType(root, contentType), bytes: root.bytes, attachments };
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

/** Puts an answer and its attachments together: as the message came, if it came with attachments. */
export function packAnswer(answer: HttpAnswer, packaging: Packaging | undefined, attachments: readonly OutgoingAttachment[]): HttpAnswer {
  if (packaging === undefined && attachments.length === 0) return answer;
  if (!(answer.body instanceof Uint8Array)) return answer;
  const packed = writeMultipart(packaging ?? "swa", answer.headers?.["content-type"] ?? soap12.mediaType, answer.body, attachments);
  const { "content-length": _, ...others } = answer.headers ?? {};
  const size = packed.body instanceof Uint8Array ? { "content-length": String(packed.body.length) } : {};
  return { ...answer, headers: { ...others, "content-type": packed.contentType, ...size }, body: packed.body };
}

/** A message that came with attachments. */
export class PackagedMessage implements ReceivedMessage {
  readonly packaging: Packaging;
  readonly attachments: readonly Attachment[];
  readonly #envelope: ReceivedMessage;
  #reader: TokenReader | undefined;

  constructor(envelope: ReceivedMessage, { packaging, attachments }: Pick<Unpacked, "packaging" | "attachments">) {
    this.packaging = packaging;
    this.attachments = attachments;
    this.#envelope = envelope;
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

  openDocument(): TokenReader {
    this.#reader ??= new XopReader(this.#envelope.openDocument(), this.attachments);
    return this.#reader;
  }

  withBody(bytes: Uint8Array, contentType?: ContentType): PackagedMessage {
    return new PackagedMessage(this.#envelope.withBody(bytes, contentType), this);
  }
}
