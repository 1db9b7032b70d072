/**
 * Binary values of a message that are sent in parts of their own. XOP §3.1, MTOM §3
 */
import type { ContentBeside } from "../../runtime/options.js";
import { parseContentType } from "../../service/content-type.js";
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import type { Attachment, Packaging } from "../../service/multipart.js";

/** What decides if values are sent in parts of their own. */
export interface XopChoice {
  readonly packaging: Packaging | undefined;
  /** Bytes from which on a value has a part of its own; undefined: none has. */
  readonly xopThreshold: number | undefined;
  /** Signatures are made over what an envelope holds, and logs show it: with filters, it holds all. */
  readonly filters: readonly EnvelopeFilter[];
}

/** The parts of a message to be; undefined if all values stay in the envelope. */
export function xopPartsFor({ packaging, xopThreshold, filters }: XopChoice): XopParts | undefined {
  return packaging === "mtom" && xopThreshold !== undefined && filters.length === 0 ? new XopParts(xopThreshold) : undefined;
}

/** Takes the values of an envelope that are long enough. */
export class XopParts implements ContentBeside {
  readonly #threshold: number;
  #parts: Attachment[] = [];

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  get attachments(): readonly Attachment[] {
    return this.#parts;
  }

  put(bytes: Uint8Array, mediaType: string | undefined): string | undefined {
    if (bytes.length < this.#threshold) return undefined;
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
