/**
 * Framing records -> octets. MC-NMF §2.2
 */
import { encodeSize } from "../size.js";
import { type FramingRecord, RecordType } from "./records.js";

const utf8 = new TextEncoder();

/** Writes one record. */
export function writeRecord(record: FramingRecord): Uint8Array {
  switch (record.type) {
    case "version":
      return Uint8Array.of(RecordType.version, record.major, record.minor);
    case "mode":
      return Uint8Array.of(RecordType.mode, record.mode);
    case "via":
      return sized(RecordType.via, utf8.encode(record.via));
    case "knownEncoding":
      return Uint8Array.of(RecordType.knownEncoding, record.encoding);
    case "extensibleEncoding":
      return sized(RecordType.extensibleEncoding, utf8.encode(record.contentType));
    case "unsizedEnvelope":
      return unsized(record.octets, record.chunks);
    case "sizedEnvelope":
      return sized(RecordType.sizedEnvelope, record.octets);
    case "fault":
      return sized(RecordType.fault, utf8.encode(record.uri));
    case "upgradeRequest":
      return sized(RecordType.upgradeRequest, utf8.encode(record.upgrade));
    case "end":
    case "upgradeResponse":
    case "preambleAck":
    case "preambleEnd":
      return Uint8Array.of(RecordType[record.type]);
  }
}

/** Writes several records, for one write of the connection. */
export function writeRecords(records: readonly FramingRecord[]): Uint8Array {
  return join(records.map(writeRecord));
}

function sized(type: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.of(type), encodeSize(content.length), content]);
}

function unsized(octets: Uint8Array, chunks: readonly number[]): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(RecordType.unsizedEnvelope)];
  let at = 0;
  for (const chunk of chunks) {
    parts.push(encodeSize(chunk), octets.subarray(at, at + chunk));
    at += chunk;
  }
  if (at !== octets.length) throw new Error("internal: the chunks do not make up the envelope");
  parts.push(Uint8Array.of(0));
  return join(parts);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
