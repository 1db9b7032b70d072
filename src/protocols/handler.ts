/**
 * The handler of one endpoint: which protocol a request speaks, limits, and the contract.
 *
 * One endpoint may have bindings of SOAP 1.1, SOAP 1.2 and HTTP side by side: method and media type say which protocol a request speaks; where
 * SOAP messages and other documents share a media type, the root element does.
 */

import { streamRequestBody } from "../service/body-stream.js";
import { reportFault } from "../service/call-operation.js";
import { type ContentType, parseContentType } from "../service/content-type.js";
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import { SoapFault } from "../service/fault.js";
import { type ServiceHandler, toLendingHandler } from "../service/fetch-adapter.js";
import { type IncomingAttachment, streamAttachments } from "../service/incoming-parts.js";
import { answerInTime, readRequestBody, type TimeLimit } from "../service/limits.js";
import { type Attachment, multipartType, type OutgoingAttachment } from "../service/multipart.js";
import type { BoundService } from "../service/serve.js";
import { andThen, orElse, type Soon } from "../service/soon.js";
import { XmlError } from "../xml/errors.js";
import { type Limits, messageLimits } from "../xml/limits.js";
import { Reader } from "../xml/read/reader.js";
import type { ReaderOptions } from "../xml/read/reader-options.js";
import { createHttpProtocol, type HttpHandlerOptions } from "./http/handler.js";
import type { ArrivingBody, Protocol, ReceivedMessage } from "./protocol.js";
import { type ContractDocuments, serveContract } from "./serve-contract.js";
import { createSoapProtocol, type SoapOptions } from "./soap/handler.js";
import { warmUp, withoutImplementation } from "./warm-up.js";

export interface HandlerOptions extends SoapOptions, HttpHandlerOptions {
  /** Bindings and their implementations, made by `serve`. */
  readonly services: readonly BoundService[];
  /** The contract that `?wsdl` gives. */
  readonly contract?: ContractDocuments;
  /** Bytes of a request's body; 10 MiB when left out. */
  readonly maxBodyBytes?: number;
  /**
   * Operations read attachments while they arrive (`call.attachmentStream`), in bodies of at most so many bytes, of which `maxBodyBytes` at most are kept in
   * memory. When left out, a body is read whole before its operation is called.
   */
  readonly maxStreamedBytes?: number;
  /** Milliseconds for reading a request and answering it; 30,000 when left out. */
  readonly timeout?: number;
  /** Limits of the XML reader, in place of those that messages have. */
  readonly limits?: Partial<Limits>;
}

/** Makes the handler of one endpoint. It never rejects. */
export function createHandler(options: HandlerOptions): ServiceHandler {
  const endpoint = new Endpoint(options);
  const { services } = options;
  return toLendingHandler(
    (request) => endpoint.answer(request),
    () => {
      // An endpoint of its own, so that hooks, filters and implementations see real requests alone.
      const other = new Endpoint({ services: withoutImplementation(services) });
      return warmUp(services, (request) => other.answer(request));
    },
  );
}

const noBody = new Uint8Array(0);
const noAttachments: readonly Attachment[] = [];

class Endpoint {
  readonly #options: HandlerOptions;
  readonly #protocols: readonly Protocol[];
  readonly #maxBodyBytes: number;
  readonly #limits: Partial<Limits>;

  constructor(options: HandlerOptions) {
    this.#options = options;
    this.#maxBodyBytes = options.maxBodyBytes ?? 10 * 1024 * 1024;
    // A body in another encoding may be longer in UTF-8, by which its cost goes.
    this.#limits = { ...messageLimits, bytes: this.#maxBodyBytes, ...options.limits };
    const { services } = options;
    this.#protocols = [createSoapProtocol(services, options), createHttpProtocol(services, options)].filter((each) => each !== undefined);
  }

  answer(request: HttpRequest): Soon<HttpAnswer> {
    const { contract } = this.#options;
    const { method } = request;
    const isRead = method === "GET" || method === "HEAD";
    const document = contract !== undefined && isRead ? serveContract(contract, request) : undefined;
    if (document !== undefined) return document;
    const contentType = isRead ? undefined : parseContentType(request.headers.get("content-type"));
    return this.#takes(method, contentType) ? this.#answerTaken(request, contentType) : this.#refuse(method);
  }

  #answerTaken(request: HttpRequest, contentType: ContentType | undefined): Soon<HttpAnswer> {
    const answer = (time: TimeLimit): Soon<HttpAnswer> => this.#answerWithin(request, time, contentType);
    return orElse(
      () => answerInTime(request, this.#options.timeout ?? 30_000, answer),
      (error) => {
        reportFault(this.#options, SoapFault.from(error), request);
        return { status: 500 };
      },
    );
  }

  #takes(method: string, contentType: ContentType | undefined): boolean {
    for (const protocol of this.#protocols) if (protocol.takes(method, contentType?.type)) return true;
    return false;
  }

  #answerWithin(request: HttpRequest, time: TimeLimit, contentType: ContentType | undefined): Soon<HttpAnswer> {
    const arriving = this.#arriving(request, contentType);
    const isEmpty = arriving !== undefined || request.method === "GET";
    return andThen(isEmpty ? noBody : readRequestBody(request, this.#maxBodyBytes), (bytes) => {
      const message = new Message({ request, time, contentType, bytes, arriving, limits: this.#limits, replyAttachments: [] });
      return this.#choose(message).answer(message);
    });
  }

  #arriving(request: HttpRequest, contentType: ContentType | undefined): ArrivingBody | undefined {
    const { maxStreamedBytes } = this.#options;
    if (maxStreamedBytes === undefined || contentType?.type !== multipartType) return undefined;
    return { chunks: streamRequestBody(request, maxStreamedBytes), maxKept: this.#maxBodyBytes };
  }

  /** Of several protocols that take a request, the one whose messages have its root; the first one if no root can be read. */
  #choose(message: Message): Protocol {
    let chosen: Protocol | undefined;
    for (const protocol of this.#protocols) {
      if (!protocol.takes(message.request.method, message.contentType?.type)) continue;
      if (chosen === undefined) chosen = protocol;
      else if (!hasRootOf(chosen, message) && hasRootOf(protocol, message)) chosen = protocol;
    }
    if (chosen === undefined) throw new Error("internal: no protocol takes the request");
    return chosen;
  }

  /** RFC 9110 §15.5.6, §15.5.16 */
  #refuse(method: string): HttpAnswer {
    const ofMethod = this.#protocols.filter((each) => each.methods.has(method));
    if (ofMethod.length > 0) {
      const mediaTypes = ofMethod.flatMap((each) => [...each.mediaTypes]);
      return { status: 415, headers: { "accept-post": [...new Set(mediaTypes)].join(", ") } };
    }
    const methods = new Set(this.#protocols.flatMap((each) => [...each.methods]));
    if (this.#options.contract !== undefined) methods.add("GET").add("HEAD");
    return { status: 405, headers: { allow: [...methods].sort().join(", ") } };
  }
}

function hasRootOf(protocol: Protocol, message: Message): boolean {
  try {
    return protocol.takesRoot(message.openDocument().name);
  } catch (error) {
    if (error instanceof XmlError) return false;
    throw error;
  }
}

type MessageFields = Pick<Message, "request" | "time" | "contentType" | "bytes" | "arriving" | "limits" | "replyAttachments">;

class Message implements ReceivedMessage {
  readonly request: HttpRequest;
  readonly time: TimeLimit;
  readonly contentType: ContentType | undefined;
  readonly bytes: Uint8Array;
  readonly arriving: ArrivingBody | undefined;
  readonly packaging = undefined;
  readonly parts = undefined;
  readonly limits: Partial<Limits>;
  readonly attachments: readonly Attachment[] = noAttachments;
  readonly replyAttachments: OutgoingAttachment[];
  #reader: Reader | undefined;

  constructor({ request, time, contentType, bytes, arriving, limits, replyAttachments }: MessageFields) {
    this.request = request;
    this.time = time;
    this.contentType = contentType;
    this.bytes = bytes;
    this.arriving = arriving;
    this.limits = limits;
    this.replyAttachments = replyAttachments;
  }

  get attachmentStream(): AsyncIterable<IncomingAttachment> {
    return streamAttachments(this.attachments);
  }

  openDocument(): Reader {
    if (this.#reader !== undefined) return this.#reader;
    const reader = new Reader(this.bytes, this.readerOptions);
    reader.next();
    this.#reader = reader;
    return reader;
  }

  get readerOptions(): ReaderOptions {
    const charset = this.contentType?.parameters.get("charset");
    const { limits } = this;
    return charset === undefined ? { limits } : { limits, charset };
  }

  withBody(bytes: Uint8Array, contentType: ContentType | undefined = this.contentType): Message {
    const { request, time, limits, replyAttachments } = this;
    return new Message({ request, time, contentType, bytes, arriving: undefined, limits, replyAttachments });
  }
}
