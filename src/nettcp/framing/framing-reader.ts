/**
 * Octets of a connection -> framing records. Chunks may be cut anywhere; records are pulled. MC-NMF §2.2
 *
 * A size is checked against its quota before the reader waits for the content, and memory is never allocated by a declared size.
 */
import type { Quotas } from "../quotas.js";
import { readSize, SizeProblem, sizeLength } from "../size.js";
import { type FaultName, FramingError, type FramingErrorCode } from "./errors.js";
import { type FramingRecord, RecordType } from "./records.js";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const smallestBuffer = 1024;

/** Why a record with a size is refused. */
interface SizedContent {
  readonly what: string;
  readonly limit: number;
  readonly code: FramingErrorCode;
  readonly fault?: FaultName;
}

export class FramingReader {
  #octets = new Uint8Array(smallestBuffer);
  #at = 0;
  #end = 0;
  readonly #via: SizedContent;
  readonly #contentType: SizedContent;
  readonly #upgrade: SizedContent;
  readonly #faultUri: SizedContent;
  readonly #message: SizedContent;
  /** The unsized envelope whose first chunks have arrived. */
  #unsized: UnsizedEnvelope | undefined;

  constructor(quotas: Quotas) {
    const { contentTypeLength: limit } = quotas;
    const code = "framing-limit-content-type";
    this.#via = { what: "the via", limit: quotas.viaLength, code: "framing-limit-via", fault: "ViaTooLong" };
    this.#contentType = { what: "the content type", limit, code, fault: "ContentTypeTooLong" };
    this.#upgrade = { what: "the upgrade's name", limit, code, fault: "UpgradeInvalid" };
    this.#faultUri = { what: "the fault's URI", limit, code };
    this.#message = {
      what: "the message",
      limit: quotas.messageSize,
      code: "framing-limit-message",
      fault: "MaxMessageSizeExceededFault",
    };
  }

  /** Takes the next octets of the connection. They are copied. */
  push(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length);
    this.#octets.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#octets.length) return;
    const held = this.#end - this.#at;
    // The buffer at least doubles, or half of it was read: either way copying is linear in what was pushed.
    const target =
      held + count <= this.#octets.length && this.#at >= held
        ? this.#octets
        : new Uint8Array(Math.max(smallestBuffer, held + count, held * 2));
    target.set(this.#octets.subarray(this.#at, this.#end));
    this.#octets = target;
    this.#at = 0;
    this.#end = held;
  }

  /** Gives the next record; undefined: more octets are needed. Throws FramingError, after which the reader must be dropped. */
  read(): FramingRecord | undefined {
    if (this.#unsized !== undefined) return this.#readChunks(this.#unsized);
    if (this.#at === this.#end) return undefined;
    const type = this.#octets[this.#at];
    switch (type) {
      case RecordType.version: {
        const parts = this.#fixed(2);
        return parts && { type: "version", major: parts[0] ?? 0, minor: parts[1] ?? 0 };
      }
      case RecordType.mode: {
        const parts = this.#fixed(1);
        return parts && { type: "mode", mode: parts[0] ?? 0 };
      }
      case RecordType.knownEncoding: {
        const parts = this.#fixed(1);
        return parts && { type: "knownEncoding", encoding: parts[0] ?? 0 };
      }
      case RecordType.end:
        return this.#plain({ type: "end" });
      case RecordType.upgradeResponse:
        return this.#plain({ type: "upgradeResponse" });
      case RecordType.preambleAck:
        return this.#plain({ type: "preambleAck" });
      case RecordType.preambleEnd:
        return this.#plain({ type: "preambleEnd" });
      default:
        return this.#readSized(type);
    }
  }

  #readSized(type: number | undefined): FramingRecord | undefined {
    switch (type) {
      case RecordType.via: {
        const via = this.#text(this.#via);
        return via === undefined ? undefined : { type: "via", via };
      }
      case RecordType.extensibleEncoding: {
        const contentType = this.#text(this.#contentType);
        return contentType === undefined ? undefined : { type: "extensibleEncoding", contentType };
      }
      case RecordType.upgradeRequest: {
        const upgrade = this.#text(this.#upgrade);
        return upgrade === undefined ? undefined : { type: "upgradeRequest", upgrade };
      }
      case RecordType.fault: {
        const uri = this.#text(this.#faultUri);
        return uri === undefined ? undefined : { type: "fault", uri };
      }
      case RecordType.sizedEnvelope: {
        const octets = this.#sized(this.#message);
        return octets && { type: "sizedEnvelope", octets: octets.slice() };
      }
      case RecordType.unsizedEnvelope:
        this.#at++;
        this.#unsized = new UnsizedEnvelope();
        return this.#readChunks(this.#unsized);
      default:
        throw new FramingError("framing-record-type", `the octet 0x${(type ?? 0).toString(16).padStart(2, "0")} begins no record`);
    }
  }

  #plain(record: FramingRecord): FramingRecord {
    this.#at++;
    return record;
  }

  #fixed(count: number): Uint8Array | undefined {
    const start = this.#at + 1;
    if (this.#end < start + count) return undefined;
    this.#at = start + count;
    return this.#octets.subarray(start, start + count);
  }

  #text(content: SizedContent): string | undefined {
    const octets = this.#sized(content);
    if (octets === undefined) return undefined;
    try {
      return strictUtf8.decode(octets);
    } catch {
      throw new FramingError("framing-text", `${content.what} is not UTF-8`);
    }
  }

  /** Passes the content of the record that begins here and returns it; undefined if it has not arrived yet. */
  #sized(content: SizedContent): Uint8Array | undefined {
    const size = this.#size(this.#at + 1, content, 0);
    if (size === undefined) return undefined;
    if (size === 0) throw new FramingError("framing-size", `${content.what} has the size 0`);
    const start = this.#at + 1 + sizeLength(this.#octets, this.#at + 1);
    if (this.#end < start + size) return undefined;
    this.#at = start + size;
    return this.#octets.subarray(start, start + size);
  }

  #size(at: number, content: SizedContent, before: number): number | undefined {
    const size = readSize(this.#octets, at, this.#end);
    if (size === SizeProblem.incomplete) return undefined;
    if (size === SizeProblem.invalid) throw new FramingError("framing-size", `the size of ${content.what} has more than 31 bits`);
    if (before + size > content.limit) {
      const message = `${content.what} has ${before + size} octets, more than ${content.limit}`;
      throw new FramingError(content.code, message, content.fault);
    }
    return size;
  }

  #readChunks(envelope: UnsizedEnvelope): FramingRecord | undefined {
    for (;;) {
      const size = this.#size(this.#at, this.#message, envelope.length);
      if (size === undefined) return undefined;
      const start = this.#at + sizeLength(this.#octets, this.#at);
      if (this.#end < start + size) return undefined;
      this.#at = start + size;
      if (size === 0) {
        this.#unsized = undefined;
        return { type: "unsizedEnvelope", octets: envelope.take(), chunks: envelope.chunks };
      }
      envelope.add(this.#octets.subarray(start, start + size));
    }
  }

  /** Takes the octets that were pushed and not read, which after an upgrade are not for this reader. */
  takeRest(): Uint8Array {
    const rest = this.#octets.slice(this.#at, this.#end);
    this.#at = this.#end;
    return rest;
  }

  /** Signals the end of the input. Throws if that cuts a record. */
  end(): void {
    if (this.#at < this.#end || this.#unsized !== undefined) {
      throw new FramingError("framing-unexpected-end", "the connection ends inside a record");
    }
  }
}

/** The chunks of an unsized envelope, in one growing buffer. */
class UnsizedEnvelope {
  readonly chunks: number[] = [];
  length = 0;
  #octets = new Uint8Array(smallestBuffer);

  add(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.#octets.length) {
      const grown = new Uint8Array(Math.max(needed, this.#octets.length * 2));
      grown.set(this.#octets.subarray(0, this.length));
      this.#octets = grown;
    }
    this.#octets.set(chunk, this.length);
    this.length = needed;
    this.chunks.push(chunk.length);
  }

  take(): Uint8Array {
    return this.#octets.slice(0, this.length);
  }
}
