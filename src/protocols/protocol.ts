/**
 * What a protocol is to the handler of an endpoint: which requests it takes, and how it answers them.
 */
import type { ContentType } from "../service/content-type.js";
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import type { TimeLimit } from "../service/limits.js";
import type { Attachment, OutgoingAttachment } from "../service/multipart.js";
import type { Name } from "../xml/names.js";
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
  /** Answers a request. Rejects with what is wrong on our side. */
  answer(message: ReceivedMessage): Promise<HttpAnswer>;
}

/** A request with its body. */
export interface ReceivedMessage {
  readonly request: HttpRequest;
  readonly time: TimeLimit;
  readonly contentType: ContentType | undefined;
  /** Empty for a request without a body. */
  readonly bytes: Uint8Array;
  /** What came with the document in the body. */
  readonly attachments: readonly Attachment[];
  /** What goes with the answer. */
  readonly replyAttachments: OutgoingAttachment[];
  /** A reader of the document in the body, on the root's start tag: the same one each time. Throws an XmlError. */
  openDocument(): TokenReader;
  /** The same message with another body. */
  withBody(bytes: Uint8Array, contentType?: ContentType): ReceivedMessage;
}
