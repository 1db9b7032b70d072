/**
 * Framing records of the shared corpus: read and written again, sizes included.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FramingError, faultNames, faultUri } from "../../src/nettcp/framing/errors.js";
import { FramingReader } from "../../src/nettcp/framing/framing-reader.js";
import { writeRecord } from "../../src/nettcp/framing/write-record.js";
import { defaultQuotas } from "../../src/nettcp/quotas.js";
import { encodeSize, maxSize, readSize, SizeProblem, sizeLength } from "../../src/nettcp/size.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();

interface Framing {
  readonly records: readonly { readonly name: string; readonly hex: string }[];
  readonly sizes: readonly { readonly value: number; readonly hex: string }[];
  readonly badSizes: readonly { readonly hex: string; readonly why: string }[];
}

const framing: Framing =
  shared === undefined
    ? { records: [], sizes: [], badSizes: [] }
    : // The file's own form.
      (JSON.parse(readFileSync(join(shared, "corpus/wcf/framing-records.json"), "utf8")) as Framing);

const octetsOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

describe.skipIf(shared === undefined)("framing records of the corpus", () => {
  it.each(framing.records)("$name", ({ name, hex }) => {
    const reader = new FramingReader(defaultQuotas);
    reader.push(octetsOf(hex));
    const record = reader.read();
    if (record === undefined) throw new Error("the record is not whole");
    reader.end();
    expect(Buffer.from(writeRecord(record)).toString("hex")).toBe(hex);
    if (name.startsWith("fault-")) {
      const fault = faultNames.find((known) => name === `fault-${known}`);
      expect(record).toEqual({ type: "fault", uri: fault === undefined ? "" : faultUri(fault) });
    }
  });

  it("has a record of each fault", () => {
    expect(framing.records.filter(({ name }) => name.startsWith("fault-"))).toHaveLength(faultNames.length);
  });

  it.each(framing.sizes)("the size $value is $hex", ({ value, hex }) => {
    const octets = octetsOf(hex);
    if (value > maxSize) expect(readSize(octets, 0, octets.length)).toBe(SizeProblem.invalid);
    else {
      expect(readSize(octets, 0, octets.length)).toBe(value);
      expect(sizeLength(octets, 0)).toBe(octets.length);
      expect(Buffer.from(encodeSize(value)).toString("hex")).toBe(hex);
    }
  });

  it.each(framing.badSizes)("$hex is not a size: $why", ({ hex }) => {
    const octets = octetsOf(hex);
    expect(readSize(octets, 0, octets.length)).toBeLessThan(0);
    const reader = new FramingReader(defaultQuotas);
    expect(() => {
      reader.push(octetsOf(`06${hex}`));
      reader.read();
      reader.end();
    }).toThrow(FramingError);
  });
});
