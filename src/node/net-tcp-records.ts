/**
 * Framing records from a stream, one at a time.
 */
import { FramingReader } from "../nettcp/framing/framing-reader.js";
import type { FramingRecord } from "../nettcp/framing/records.js";
import type { Quotas } from "../nettcp/quotas.js";
import type { OctetStream } from "./net-tcp-stream.js";
import { NetTcpTimeoutError } from "./net-tcp-timeouts.js";

export class RecordSource {
  readonly #stream: OctetStream;
  readonly #reader: FramingReader;

  constructor(stream: OctetStream, quotas: Quotas) {
    this.#stream = stream;
    this.#reader = new FramingReader(quotas);
  }

  /** The next record; undefined if the peer has closed between two records. A record must be complete within `timeout` milliseconds. */
  async next(timeout: number, what: string): Promise<FramingRecord | undefined> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const record = this.#reader.read();
      if (record !== undefined) return record;
      const rest = deadline - Date.now();
      if (rest <= 0) throw new NetTcpTimeoutError(what, timeout);
      const chunk = await this.#stream.read(rest, what);
      if (chunk === undefined) {
        this.#reader.end();
        return undefined;
      }
      this.#reader.push(chunk);
    }
  }

  /** Tests if octets arrived that no record was made of yet: none may precede an upgrade. */
  hasRest(): boolean {
    return this.#reader.takeRest().length > 0;
  }
}
