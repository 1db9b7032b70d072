import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FramingError } from "../../../../src/nettcp/framing/errors.js";
import { FramingReader } from "../../../../src/nettcp/framing/framing-reader.js";
import type { FramingRecord } from "../../../../src/nettcp/framing/records.js";
import { writeRecord, writeRecords } from "../../../../src/nettcp/framing/write-record.js";
import { defaultQuotas, type Quotas } from "../../../../src/nettcp/quotas.js";
import { cpuTime } from "../../../support/cpu-time.js";

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const text = (value: string) => Buffer.from(value).toString("hex");

function read(chunks: readonly Uint8Array[], quotas: Partial<Quotas> = {}): readonly FramingRecord[] {
  const reader = new FramingReader({ ...defaultQuotas, ...quotas });
  const records: FramingRecord[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let record = reader.read(); record !== undefined; record = reader.read()) records.push(record);
  }
  reader.end();
  return records;
}

const records: readonly { readonly hex: string; readonly record: FramingRecord }[] = [
  { hex: "000100", record: { type: "version", major: 1, minor: 0 } },
  { hex: "0102", record: { type: "mode", mode: 2 } },
  { hex: `020d${text("net.tcp://h/p")}`, record: { type: "via", via: "net.tcp://h/p" } },
  { hex: "0308", record: { type: "knownEncoding", encoding: 8 } },
  { hex: `0403${text("a/b")}`, record: { type: "extensibleEncoding", contentType: "a/b" } },
  { hex: "050361626302646500", record: { type: "unsizedEnvelope", octets: octets("6162636465"), chunks: [3, 2] } },
  { hex: "06056e62667865", record: { type: "sizedEnvelope", octets: octets("6e62667865") } },
  { hex: "07", record: { type: "end" } },
  { hex: `0805${text("urn:x")}`, record: { type: "fault", uri: "urn:x" } },
  { hex: `0903${text("tls")}`, record: { type: "upgradeRequest", upgrade: "tls" } },
  { hex: "0a", record: { type: "upgradeResponse" } },
  { hex: "0b", record: { type: "preambleAck" } },
  { hex: "0c", record: { type: "preambleEnd" } },
];

describe("framing records", () => {
  it.each(records)("$record.type is read and written", ({ hex, record }) => {
    expect(read([octets(hex)])).toEqual([record]);
    expect(Buffer.from(writeRecord(record)).toString("hex")).toBe(hex);
  });

  it("come through chunks of any size", () => {
    const all = writeRecords(records.map(({ record }) => record));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (sizes) => {
        const chunks: Uint8Array[] = [];
        for (let at = 0, index = 0; at < all.length; index++) {
          const size = sizes[index % sizes.length] ?? 1;
          chunks.push(all.subarray(at, at + size));
          at += size;
        }
        expect(read(chunks)).toEqual(records.map(({ record }) => record));
      }),
    );
  });

  it("leave the rest for an upgrade", () => {
    const reader = new FramingReader(defaultQuotas);
    reader.push(octets("0a160301"));
    expect(reader.read()).toEqual({ type: "upgradeResponse" });
    expect(reader.takeRest()).toEqual(octets("160301"));
    expect(() => reader.end()).not.toThrow();
  });
});

const fault = (name: string) => `http://schemas.microsoft.com/ws/2006/05/framing/faults/${name}`;

describe("what is refused", () => {
  const small = { viaLength: 10, contentTypeLength: 8, messageSize: 100 };
  it.each([
    { given: "0d", want: { code: "framing-record-type", fault: undefined } },
    { given: "474554", want: { code: "framing-record-type", fault: undefined } },
    { given: "020b", want: { code: "framing-limit-via", fault: fault("ViaTooLong") } },
    { given: "0200", want: { code: "framing-size", fault: undefined } },
    { given: "0409", want: { code: "framing-limit-content-type", fault: fault("ContentTypeTooLong") } },
    { given: "0909", want: { code: "framing-limit-content-type", fault: fault("UpgradeInvalid") } },
    { given: "0809", want: { code: "framing-limit-content-type", fault: undefined } },
    { given: "0665", want: { code: "framing-limit-message", fault: fault("MaxMessageSizeExceededFault") } },
    { given: "0600", want: { code: "framing-size", fault: undefined } },
    { given: `0564${"00".repeat(100)}01`, want: { code: "framing-limit-message", fault: fault("MaxMessageSizeExceededFault") } },
    { given: "06ffffffff07", want: { code: "framing-limit-message", fault: fault("MaxMessageSizeExceededFault") } },
    { given: "068080808008", want: { code: "framing-size", fault: undefined } },
    { given: "06ffffffff0f", want: { code: "framing-size", fault: undefined } },
    { given: "06808080808001", want: { code: "framing-size", fault: undefined } },
    { given: "0202c328", want: { code: "framing-text", fault: undefined } },
    { given: "00", want: { code: "framing-unexpected-end", fault: undefined } },
    { given: "06056162", want: { code: "framing-unexpected-end", fault: undefined } },
    { given: "0503616263", want: { code: "framing-unexpected-end", fault: undefined } },
    { given: "0680", want: { code: "framing-unexpected-end", fault: undefined } },
  ])("$given: $want.code", ({ given, want }) => {
    let error: unknown;
    try {
      read([octets(given)], small);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(FramingError);
    expect(error).toMatchObject(want);
  });
});

describe("what a peer costs", () => {
  it("a declared size takes no memory", () => {
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 100 }, () => {
      const reader = new FramingReader({ ...defaultQuotas, messageSize: 0x7fffffff });
      reader.push(octets("06ffffffff07"));
      expect(reader.read()).toBeUndefined();
      return reader;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
    expect(readers).toHaveLength(100);
  });

  it("octet by octet takes linear time, in one message and in many small chunks", () => {
    const size = 400_000;
    const quotas = { ...defaultQuotas, messageSize: size };
    for (const record of [
      { type: "sizedEnvelope", octets: new Uint8Array(size) },
      { type: "unsizedEnvelope", octets: new Uint8Array(size), chunks: new Array<number>(size).fill(1) },
    ] as const) {
      const bytes = writeRecord(record);
      const reader = new FramingReader(quotas);
      let found: FramingRecord | undefined;
      const readOctets = (): void => {
        for (let at = 0; at < bytes.length; at++) {
          reader.push(bytes.subarray(at, at + 1));
          found = reader.read();
        }
      };
      // A quadratic reader copies 80 GB here.
      expect(cpuTime(readOctets)).toBeLessThan(5000);
      expect(found?.type).toBe(record.type);
    }
  });
});
