/**
 * What a protocol is to the handler of an endpoint: which requests it takes, and how it answers them.
 */
import type { ContentType } from "../service/content-type.js";
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import type { IncomingAttachment, IncomingParts } from "../service/incoming-parts.js";
import type { TimeLimit } from "../service/limits.js";
import type { Attachment, OutgoingAttachment, Packaging } from "../service/multipart.js";
import type { Soon } from "../service/soon.js";
import type { Name } from "../xml/names.js";
import type { ReaderOptions } from "../xml/read/reader-options.js";
import type { TokenReader } from "../xml/read/token-reader.js";

/** A protocol at one endpoint, with the services that speak it. */
export interface Protocol {
  /** Methods of the requests that it takes. */
  readonly methods: ReadonlySet<string>;
  /** Media types of the bodies that it takes. */
  readonly mediaTypes: ReadonlySet<string>;
  /** Does it take a request with this method and media type? */
  takes(method: string, mediaType: string | undefined): boolean;
  /** Is a document with this root one of its messages? Asked if several protocols take a media type. */
  takesRoot(root: Name): boolean;
  /** Answers a request. Throws, or rejects with, what is wrong on our side. */
  answer(message: ReceivedMessage): Soon<HttpAnswer>;
}

/** A body that is read while its message is answered. */
export interface ArrivingBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes that may be kept in memory. */
  readonly maxKept: number;
}

/** Looks into a document, whose root's start tag the reader stands on: which of the attachments that it includes are read as streams? */
export type Survey = (reader: TokenReader) => ReadonlySet<string> | Promise<ReadonlySet<string>>;

/** A request with its body. */
export interface ReceivedMessage {
  readonly request: HttpRequest;
  readonly time: TimeLimit;
  readonly contentType: ContentType | undefined;
  /** Empty for a request without a body. */
  readonly bytes: Uint8Array;
  /** The body as it arrives, where it is not in `bytes`: of multipart messages, if the handler streams their attachments. */
  readonly arriving: ArrivingBody | undefined;
  /** How the document and what comes beside it were put together; undefined if it came alone. */
  readonly packaging: Packaging | undefined;
  /** The parts of a body that arrives, once the document was taken out of it. */
  readonly parts: IncomingParts | undefined;
  /** What came with the document in the body. */
  readonly attachments: readonly Attachment[];
  /** All of it in order, also what has not arrived. */
  readonly attachmentStream: AsyncIterable<IncomingAttachment>;
  /** What goes with the answer. */
  readonly replyAttachments: OutgoingAttachment[];
  /** Waits for attachments that the document includes and that are not read as streams, where they are still arriving. Rejects as reading the body does. */
  loadIncluded?(survey: Survey): Promise<void>;
  /** How a reader reads the document in `bytes`; undefined where parts of the document are beside it. */
  readonly readerOptions: ReaderOptions | undefined;
  /** A reader of the document in the body, on the root's start tag: the same one each time. Throws an XmlError. */
  openDocument(): TokenReader;
  /** The same message with another body. */
  withBody(bytes: Uint8Array, contentType?: ContentType): ReceivedMessage;
}
