/**
 * The parts of a multipart body while it arrives: the root first, then others as they are asked for.
 *
 * The body is read when someone asks for more of it, so a slow reader slows the sender down. Content that arrives before its reader comes is kept, up to
 * a limit; content that nobody will read is dropped.
 */
import type { ByteStream } from "../xml/byte-stream.js";
import { streamOf } from "./byte-stream.js";
import type { ContentType } from "./content-type.js";
import { RequestBodyError } from "./limits.js";
import { type Attachment, joinBytes, rootIsMissing, startOf } from "./multipart.js";
import { MultipartError, MultipartScanner, type PartHead } from "./multipart-scanner.js";

/** An attachment whose content is read while it arrives: once, and before the next attachment is asked for. */
export interface IncomingAttachment extends PartHead {
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Attachments that have arrived, as those are given that arrive. */
export async function* streamAttachments(attachments: readonly Attachment[]): AsyncGenerator<IncomingAttachment> {
  for (const { bytes, ...head } of attachments) yield { ...head, bytes: chunkOf(bytes) };
}

async function* chunkOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** The parts of one body. */
export class IncomingParts implements AsyncIterable<IncomingAttachment> {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #scanner: MultipartScanner;
  readonly #budget: Budget;
  readonly #contentType: ContentType;
  readonly #parts: Part[] = [];
  /** Parts that the document refers to and that are read as streams. */
  readonly #claimed = new Set<string>();
  /** Those of them that nobody has begun to read, and how many are being read. */
  readonly #waiting = new Set<string>();
  #reading = 0;
  #endsWithClaims = false;
  #root: Part | undefined;
  #step: Promise<void> | undefined;
  #isAtEnd = false;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;

  private constructor(chunks: AsyncIterable<Uint8Array>, contentType: ContentType, maxKept: number) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#scanner = new MultipartScanner(contentType);
    this.#contentType = contentType;
    this.#budget = new Budget(maxKept);
  }

  /**
   * Reads a body up to the end of its root; parts before that are kept. Rejects with a MultipartError, or a RequestBodyError when more than `maxKept`
   * bytes have to be kept, now or later.
   */
  static async open(
    chunks: AsyncIterable<Uint8Array>,
    contentType: ContentType,
    maxKept: number,
  ): Promise<{ readonly root: Attachment; readonly parts: IncomingParts }> {
    const parts = new IncomingParts(chunks, contentType, maxKept);
    try {
      return { root: await parts.#readRoot(), parts };
    } catch (error) {
      await parts.cancel();
      throw error;
    }
  }

  /** Why the body cannot be read on; undefined if nothing is wrong. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** The attachments that have arrived to their end and that nobody has begun to read, in their order. */
  get whole(): readonly Attachment[] {
    return this.#attachments.flatMap((part) => part.whole ?? []);
  }

  /** Reads on until the attachments with these Content-IDs have arrived, or the body ends. */
  async load(ids: ReadonlySet<string>): Promise<void> {
    const missing = new Set(ids);
    for (;;) {
      for (const { id, isComplete } of this.#parts) if (id !== undefined && isComplete) missing.delete(id);
      if (missing.size === 0 || this.#isAtEnd) return;
      await this.#advance();
    }
  }

  /** Reads the whole body, and keeps all attachments. */
  async loadAll(): Promise<void> {
    while (!this.#isAtEnd) await this.#advance();
  }

  /** The content of the attachment with a Content-ID, which may have arrived or not. Reading it fails if the body ends without it. */
  claim(id: string): AsyncIterable<Uint8Array> {
    this.#claimed.add(id);
    this.#waiting.add(id);
    return { [Symbol.asyncIterator]: () => this.#readClaimed(id) };
  }

  /** The same as a stream of the platform. The type is known when the attachment has begun to arrive. */
  claimStream(id: string): ByteStream {
    const bytes = this.claim(id);
    const find = (): Part | undefined => this.#find(id);
    return {
      get type() {
        return find()?.attachment.contentType ?? "";
      },
      stream: () => streamOf(bytes),
    };
  }

  /** When all that was claimed is read, the rest of the body is read and dropped; when a reader leaves the last of it, no more of the body is read. */
  async endWithClaims(): Promise<void> {
    this.#endsWithClaims = true;
    if (this.#claimed.size === 0) await this.skipRest();
  }

  async *#readClaimed(id: string): AsyncGenerator<Uint8Array> {
    const isFirst = this.#waiting.delete(id);
    if (isFirst) this.#reading++;
    let isRead = false;
    try {
      let part = this.#find(id);
      for (; part === undefined && !this.#isAtEnd; part = this.#find(id)) await this.#advance();
      if (part === undefined) throw attachmentIsMissing(id);
      yield* part.attachment.bytes;
      isRead = true;
    } finally {
      if (isFirst) {
        this.#reading--;
        if (this.#endsWithClaims && this.#reading + this.#waiting.size === 0) await (isRead ? this.skipRest() : this.cancel());
      }
    }
  }

  /** All attachments in their order. One that is passed over before its end is dropped, unless the document refers to it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<IncomingAttachment> {
    for (let index = 0; ; index++) {
      while (this.#attachments[index] === undefined && !this.#isAtEnd) await this.#advance();
      const part = this.#attachments[index];
      if (part === undefined) return;
      yield part.attachment;
      if (part.id === undefined || !this.#claimed.has(part.id)) part.drop();
    }
  }

  /** The same for a reader that is the only one: when it leaves, no more of the body is read, unless the document refers to attachments. */
  async *untilLeft(): AsyncGenerator<IncomingAttachment> {
    try {
      yield* this;
    } finally {
      if (!this.#isAtEnd && this.#claimed.size === 0) await this.cancel();
    }
  }

  /**
   * Reads the body to its end and drops what was not read; what is asked for later fails. Rejects if the rest is not what its media type says, or has
   * no attachment that the document refers to.
   */
  async skipRest(): Promise<void> {
    this.#isOver = true;
    for (const part of this.#parts) part.drop();
    while (!this.#isAtEnd) await this.#advance();
    for (const id of this.#claimed) if (this.#find(id) === undefined) throw attachmentIsMissing(id);
  }

  /** Reads no more of the body. */
  async cancel(): Promise<void> {
    this.#fail(new MultipartError("the rest of the body is not read"));
    await this.#chunks.return?.();
  }

  get #attachments(): readonly Part[] {
    return this.#parts.filter((part) => part !== this.#root);
  }

  #find(id: string): Part | undefined {
    return this.#parts.find((part) => part.id === id);
  }

  async #readRoot(): Promise<Attachment> {
    const start = startOf(this.#contentType);
    for (;;) {
      this.#root ??= start === undefined ? this.#parts[0] : this.#find(start);
      const whole = this.#root?.isComplete === true ? this.#root.whole : undefined;
      if (whole !== undefined) {
        this.#root?.drop();
        return whole;
      }
      if (this.#isAtEnd) throw rootIsMissing(this.#contentType);
      await this.#advance();
    }
  }

  /** Reads something more of the body: for all who wait at once. */
  #advance(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    this.#step ??= this.#read().finally(() => {
      this.#step = undefined;
    });
    return this.#step;
  }

  async #read(): Promise<void> {
    try {
      let scanned = this.#scanner.next();
      while (scanned === undefined) {
        const { done, value } = await this.#chunks.next();
        // What `cancel` has said while a chunk was waited for.
        if (this.#failure !== undefined) throw this.#failure.error;
        if (done) this.#scanner.finish();
        else this.#scanner.add(value);
        scanned = this.#scanner.next();
      }
      const last = this.#parts.at(-1);
      if (scanned.kind === "content") last?.add(scanned.bytes);
      else {
        last?.complete();
        if (scanned.kind === "head") this.#begin(scanned.head);
        else await this.#endBody();
      }
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  #begin(head: PartHead): void {
    const part = new Part(head, this.#budget, { advance: () => this.#advance(), failure: () => this.#failure });
    if (this.#isOver) part.drop();
    this.#parts.push(part);
  }

  /** What is behind the last boundary is read too, so that the connection can serve another message. */
  async #endBody(): Promise<void> {
    while (!(await this.#chunks.next()).done);
    this.#isAtEnd = true;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const part of this.#parts) part.drop();
  }
}

/** The error for a reference to an attachment that the body does not have. */
export function attachmentIsMissing(id: string | undefined): MultipartError {
  return new MultipartError(`there is no attachment "${id ?? ""}" for an Include`);
}

/** Bytes that may be kept until someone reads them. */
class Budget {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is awaited is read next, so it is not kept, however large its chunk. */
  take(bytes: number, isAwaited: boolean): void {
    this.#used += bytes;
    if (isAwaited || this.#used <= this.#limit) return;
    throw new RequestBodyError(413, `more than ${this.#limit} bytes of attachments arrive before they are read`);
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }
}

/** The body that a part is of. */
interface Body {
  advance(): Promise<void>;
  /** Why the body cannot be read on. */
  failure(): { readonly error: unknown } | undefined;
}

/** One part: what has arrived of it and was not read. */
class Part {
  readonly id: string | undefined;
  readonly attachment: IncomingAttachment;
  readonly #budget: Budget;
  readonly #body: Body;
  #chunks: Uint8Array[] = [];
  #isRead = false;
  #isDropped = false;
  isComplete = false;

  constructor({ id, contentType }: PartHead, budget: Budget, body: Body) {
    this.id = id;
    this.attachment = { id, contentType, bytes: { [Symbol.asyncIterator]: () => this.#read() } };
    this.#budget = budget;
    this.#body = body;
  }

  /** The content, if all of it is here. */
  get whole(): Attachment | undefined {
    if (!this.isComplete || this.#isRead || this.#isDropped) return undefined;
    const bytes = joinBytes(this.#chunks);
    this.#chunks = [bytes];
    return { ...this.attachment, bytes };
  }

  add(bytes: Uint8Array): void {
    if (this.#isDropped) return;
    this.#budget.take(bytes.length, this.#isRead && this.#chunks.length === 0);
    this.#chunks.push(bytes);
  }

  complete(): void {
    this.isComplete = true;
  }

  /** Keeps nothing of the part. */
  drop(): void {
    this.#isDropped = true;
    for (const { length } of this.#chunks) this.#budget.giveBack(length);
    this.#chunks = [];
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    if (this.#isRead) throw this.#body.failure()?.error ?? new MultipartError("the content of an attachment is read once");
    this.#isRead = true;
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#budget.giveBack(chunk.length);
          yield chunk;
        } else if (this.#isDropped)
          throw this.#body.failure()?.error ?? new MultipartError("the attachment was passed over before its end");
        else if (this.isComplete) return;
        else await this.#body.advance();
      }
    } finally {
      this.drop();
    }
  }
}
