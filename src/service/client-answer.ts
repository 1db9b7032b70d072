/**
 * What comes back to a client.
 */
import type { ContentType } from "./content-type.js";

/** An answer with its body. */
export interface ClientAnswer {
  readonly status: number;
  /** The status is one of success. */
  readonly isOk: boolean;
  readonly headers: Headers;
  readonly contentType: ContentType | undefined;
  /** If the body was not wanted, no more than a TransportError keeps; empty where it is streamed. */
  readonly bytes: Uint8Array;
  /** The body as it arrives, where it is streamed: it ends with the time of the call. */
  readonly chunks?: AsyncIterable<Uint8Array>;
}
