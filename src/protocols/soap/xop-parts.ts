/**
 * Binary values of a message that are sent in parts of their own. XOP §3.1, MTOM §3
 */
import { Chunks } from "../../runtime/byte-source.js";
import type { ContentBeside } from "../../runtime/options.js";
import { parseContentType } from "../../service/content-type.js";
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import type { OutgoingAttachment, Packaging } from "../../service/multipart.js";
import type { ByteStream } from "../../xml/byte-stream.js";

/** What decides if values are sent in parts of their own. */
export interface XopChoice {
  readonly packaging: Packaging | undefined;
  /** Bytes from which on a value has a part of its own; undefined: streams alone have. */
  readonly xopThreshold: number | undefined;
  /** Signatures are made over what an envelope holds, and logs show it: with filters, it holds all. */
  readonly filters: readonly EnvelopeFilter[];
}

/** The parts of a message to be; undefined if all values stay in the envelope. */
export function xopPartsFor({ packaging, xopThreshold, filters }: XopChoice): XopParts | undefined {
  return packaging === "mtom" && filters.length === 0 ? new XopParts(xopThreshold) : undefined;
}

/** Takes the values of an envelope that are streams or long enough. */
export class XopParts implements ContentBeside {
  readonly put?: (bytes: Uint8Array, mediaType: string | undefined) => string | undefined;
  #parts: OutgoingAttachment[] = [];

  constructor(threshold: number | undefined) {
    if (threshold !== undefined) this.put = (bytes, mediaType) => (bytes.length < threshold ? undefined : this.#add(bytes, mediaType));
  }

  get attachments(): readonly OutgoingAttachment[] {
    return this.#parts;
  }

  putStream(content: ByteStream, mediaType: string | undefined): string {
    return this.#add({ [Symbol.asyncIterator]: () => chunksOf(content) }, mediaType);
  }

  #add(bytes: OutgoingAttachment["bytes"], mediaType: string | undefined): string {
    const id = `${crypto.randomUUID()}@soapwright`;
    const contentType = mediaType !== undefined && parseContentType(mediaType) !== undefined ? mediaType : "application/octet-stream";
    this.#parts.push({ id, contentType, bytes });
    // RFC 2392 §2
    return `cid:${encodeURIComponent(id)}`;
  }

  /** Forgets what an envelope had that is written again. */
  clear(): void {
    this.#parts = [];
  }
}

/** The chunks of a stream, which is opened when the first one is asked for. */
async function* chunksOf(content: ByteStream): AsyncGenerator<Uint8Array> {
  const chunks = new Chunks(content.stream());
  try {
    for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) yield chunk;
  } finally {
    await chunks.stop();
  }
}
