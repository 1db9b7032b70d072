/**
 * The body of a node:http request, chunk by chunk: the socket is read when a chunk is asked for.
 */
import type { IncomingMessage } from "node:http";
import { bodyIsIncomplete, bodyIsTooLong, refuseLength } from "../service/limits.js";

const events = ["readable", "end", "error", "close"] as const;

/**
 * Reads a body of at most `limit` bytes. Fails with a RequestBodyError: 413 for more, 408 when the sender disconnects, and with what the function fails
 * it with that `onReading` gets; that gets undefined when reading is over.
 */
export async function* streamMessage(
  message: IncomingMessage,
  limit: number,
  onReading: (fail: ((error: unknown) => void) | undefined) => void,
): AsyncGenerator<Uint8Array> {
  refuseLength(message.headers["content-length"], limit);
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;
  const onEvent = (): void => wake();
  for (const event of events) message.on(event, onEvent);
  onReading((error) => {
    failure = { error };
    wake();
  });
  try {
    for (let size = 0; ; ) {
      if (failure !== undefined) throw failure.error;
      const chunk: Uint8Array | null = message.read();
      if (chunk !== null) {
        size += chunk.length;
        if (size > limit) throw bodyIsTooLong(limit);
        yield chunk;
      } else if (message.readableEnded) return;
      else if (message.destroyed) throw bodyIsIncomplete();
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    onReading(undefined);
    for (const event of events) message.off(event, onEvent);
    // What comes after the last look must not be an error that nobody handles.
    message.on("error", () => undefined);
  }
}
