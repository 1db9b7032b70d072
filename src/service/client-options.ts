/**
 * What clients are made with, and what a call can say.
 */
import type { XmlElement } from "../runtime/shapes.js";
import type { EnvelopeFilter } from "./envelope-filter.js";
import type { IncomingAttachment } from "./incoming-parts.js";
import type { Attachment, OutgoingAttachment, Packaging } from "./multipart.js";
import type { InputHeaders, OutputHeaders } from "./port-type.js";
import type { ReplyEndpoint } from "./reply-endpoint.js";
import type { ValidationOptions } from "./validation.js";

export interface ClientOptions extends ValidationOptions {
  /** Where the service is. */
  readonly url: string;
  /**
   * The transport; the platform's `fetch` when left out. Authentication, proxies and retries are wrapped around it. Another package's `fetch`, which
   * does not know the platform's Request, takes the request's address and the second argument: `(request, init) => fetch(request.url, init)`.
   */
  readonly fetch?: (request: Request, init: RequestInit) => Promise<Response>;
  /** Sent with each request. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
  /** Milliseconds until a call is given up; 60,000 when left out. */
  readonly timeout?: number;
  /** Bytes of an answer; 100 MiB when left out. */
  readonly maxBodyBytes?: number;
  /**
   * Attachments of answers are read after the call (`onAttachmentStream`), while they arrive, in bodies of at most so many bytes, of which `maxBodyBytes` at
   * most are kept in memory. Reading ends with the time of the call. When left out, an answer is read whole.
   */
  readonly maxStreamedBytes?: number;
  /** Calls that are made again when there is no answer, or one that says to come back. None when left out. */
  readonly retry?: RetryPolicy;
  /** How an envelope of SOAP is sent with its attachments: with "mtom" those without any too; with SOAP's attachments when left out. */
  readonly packaging?: Packaging;
  /** With "mtom": values of xs:base64Binary that have so many bytes or more go into parts of their own, as streams do. Bytes stay in the envelope when left out, and with filters. */
  readonly xopThreshold?: number;
  /** Makes header blocks of SOAP for each call, beside those of the call itself. */
  readonly headerBlocks?: (context: HeaderContext) => readonly XmlElement[] | Promise<readonly XmlElement[]>;
  /** Says in headers of WS-Addressing what is asked, and that the answer belongs to it. None when left out. */
  readonly addressing?: "1.0" | "2004/08";
  /** With WS-Addressing: where answers arrive, if not back on the connection. A call waits for its own, within its time. */
  readonly replies?: ReplyEndpoint;
  /** Read and change envelopes of SOAP: what is sent goes through them in this order, what comes back in the reverse one. */
  readonly filters?: readonly EnvelopeFilter[];
}

/** Which calls are made again. */
export interface RetryPolicy {
  /** Properties of operations that may be carried out twice without harm: an answer that is lost does not tell if the work was done. */
  readonly operations: readonly string[];
  /** Attempts in all; 3 when left out. */
  readonly attempts?: number;
  /** Milliseconds before a repetition, the first of which is 1; 200, 400, 800 and so on when left out. A server's Retry-After is at least waited for. */
  readonly delay?: (repetition: number) => number;
}

/** What header blocks are made for. */
export interface HeaderContext {
  /** The operation's name in the WSDL. */
  readonly operation: string;
  /** The Clark name of the attribute that says that a block must be understood, which differs between SOAP 1.1 and 1.2. */
  readonly mustUnderstand: string;
}

export interface CallOptions<Types> {
  /** HTTP headers of this request, beside those of the client. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
  readonly headers?: InputHeaders<Types>;
  /** Header blocks beside those that the contract declares; `toElement(codec, value)` makes one of a typed value. */
  readonly headerBlocks?: readonly XmlElement[];
  readonly signal?: AbortSignal;
  /**
   * With WS-Addressing: where the answer goes, if not back on the connection. The call is over, without an output, when the server has accepted it.
   */
  readonly replyTo?: string;
  /** With WS-Addressing: where a fault goes. Where replies go when left out. */
  readonly faultTo?: string;
  /** What goes with the envelope. A call with a stream cannot follow redirects. */
  readonly attachments?: readonly OutgoingAttachment[];
  /** Gets what came with the answer's envelope. */
  readonly onAttachments?: (attachments: readonly Attachment[]) => void;
  /** Gets the same before the call is over: with `maxStreamedBytes`, to be read while they arrive. To be read once, and to the end or with `break`. */
  readonly onAttachmentStream?: (attachments: AsyncIterable<IncomingAttachment>) => void;
  /** Gets the header blocks of the answer that the contract declares. */
  readonly onHeaders?: (headers: OutputHeaders<Types>) => void;
  /** Gets the other header blocks of the answer; `readElement(codec, block)` reads one as a typed value. */
  readonly onHeaderBlocks?: (blocks: readonly XmlElement[]) => void;
}

/** Calls one operation; made for each by the protocol. */
export type ClientMethod = (input: unknown, call: CallOptions<unknown>) => Promise<unknown>;
