/**
 * Binary content that may be read bit by bit, and that documents can hold a reference to instead of its text.
 */
import type { NamespaceLookup } from "./names.js";

/** Binary content as a stream. A `Blob` is one, and so is what `openAsBlob` of Node gives for a file. */
export interface ByteStream {
  /** The media type, as far as it is known; "" says nothing. */
  readonly type?: string;
  /** The bytes, where they are in memory: content that stood in the document, or in an attachment that was read whole. */
  readonly content?: Uint8Array | undefined;
  /** Begins to read. Content that arrives while it is read can be read once. */
  stream(): ReadableStream<Uint8Array>;
}

/** Where a text stood: namespaces of prefixes in it, and what it stands for. */
export interface TextSource extends NamespaceLookup {
  /** The content of the element that was read last, where the document only refers to it. Without `content`, the text of the element is empty. */
  streamBeside?(): ByteStream | undefined;
}

/** Bytes as a stream. */
export function byteStream(content: Uint8Array, type = ""): ByteStream {
  return {
    type,
    content,
    stream: () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          if (content.length > 0) controller.enqueue(content);
          controller.close();
        },
      }),
  };
}

/** Tests if a value is binary content as a stream. */
export function isByteStream(value: unknown): value is ByteStream {
  return typeof value === "object" && value !== null && "stream" in value && typeof value.stream === "function";
}
