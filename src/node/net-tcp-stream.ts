/**
 * A stream of Node whose octets are pulled: only the buffers of the system and of the stream read ahead.
 */
import type { Duplex } from "node:stream";
import { NetTcpTimeoutError } from "./net-tcp-timeouts.js";

/** Octets that are discarded at most while a refused peer reads the reason. */
const lingerOctets = 1024 * 1024;

export class OctetStream {
  readonly #stream: Duplex;
  readonly #wake = (): void => this.#waiting?.();
  readonly #fail = (error: Error): void => {
    this.#failure ??= error;
  };
  #waiting: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    // "error" comes before "close", which wakes; without a listener it would end the process.
    stream.on("error", this.#fail);
    for (const event of ["readable", "end", "close"]) stream.on(event, this.#wake);
  }

  /** What broke the stream, if anything did. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** The next octets; undefined at the end. Rejects if nothing comes in time, or the stream breaks. */
  async read(timeout: number, what: string): Promise<Uint8Array | undefined> {
    const stream = this.#stream;
    for (;;) {
      const chunk: Uint8Array | null = stream.read();
      if (chunk !== null) return chunk;
      if (this.#failure !== undefined) throw this.#failure;
      if (stream.readableEnded || stream.destroyed) return undefined;
      if (!(await this.#wait(timeout))) throw new NetTcpTimeoutError(what, timeout);
    }
  }

  #wait(timeout: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isAwake: boolean): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(isAwake);
      };
      const timer = setTimeout(() => settle(false), timeout);
      this.#waiting = () => settle(true);
    });
  }

  /** Writes; resolves when the system has taken the octets. If that takes too long, the stream is destroyed. */
  write(octets: Uint8Array, timeout: number): Promise<void> {
    const stream = this.#stream;
    return new Promise((resolve, reject) => {
      if (stream.destroyed || stream.writableEnded) return reject(this.#failure ?? new Error("the connection is closed"));
      const timer = setTimeout(() => {
        this.#failure ??= new NetTcpTimeoutError("sending", timeout);
        stream.destroy();
      }, timeout);
      stream.write(octets, (error) => {
        clearTimeout(timer);
        if (error === undefined || error === null) resolve();
        else reject(this.#failure ?? error);
      });
    });
  }

  /** Gives up the stream, for an upgrade; this object must not be used afterwards. */
  release(): Duplex {
    for (const event of ["readable", "end", "close"]) this.#stream.off(event, this.#wake);
    return this.#stream;
  }

  /** Ends the sending half, and reads for a moment what the peer still sends: a reset would discard what was written last. */
  async finish(linger: number): Promise<void> {
    const stream = this.#stream;
    if (stream.destroyed) return;
    stream.end();
    const deadline = Date.now() + linger;
    try {
      for (let count = 0; count < lingerOctets; ) {
        const chunk = await this.read(Math.max(1, deadline - Date.now()), "closing");
        if (chunk === undefined) break;
        count += chunk.length;
      }
    } catch {
      // The peer is gone or slow; there is nothing more to do for it.
    }
    stream.destroy();
  }

  destroy(reason?: Error): void {
    if (reason !== undefined) this.#failure ??= reason;
    this.#stream.destroy();
  }
}
