import { describe, expect, test } from "vitest";
import {
  cutMessage,
  DataFrameReader,
  describeRefusal,
  readHandshake,
  writeDataFrame,
  writeHandshake,
  writeRefusal,
} from "../../../../src/negotiate/nns/frames.js";
import { OctetQueue } from "../../../../src/negotiate/nns/octet-queue.js";

function queueOf(...pieces: readonly string[]): OctetQueue {
  const queue = new OctetQueue();
  for (const piece of pieces) queue.push(Buffer.from(piece, "hex"));
  return queue;
}

describe("handshake messages", () => {
  test("in one piece, in single octets, and two at once", () => {
    const first = writeHandshake({ id: 0x16, token: Buffer.from("abc") });
    expect(Buffer.from(first).toString("hex")).toBe("1601000003616263");
    const queue = queueOf();
    for (const octet of first.subarray(0, -1)) {
      queue.push(Uint8Array.of(octet));
      expect(readHandshake(queue)).toBeUndefined();
    }
    queue.push(Buffer.from("c"));
    queue.push(writeHandshake({ id: 0x14, token: new Uint8Array(0) }));
    expect(readHandshake(queue)).toEqual({ id: 0x16, token: new Uint8Array(Buffer.from("abc")) });
    expect(readHandshake(queue)).toEqual({ id: 0x14, token: new Uint8Array(0) });
    expect(readHandshake(queue)).toBeUndefined();
  });

  test("the largest, in single octets", () => {
    const queue = queueOf();
    const message = writeHandshake({ id: 0x16, token: new Uint8Array(0xffff) });
    for (const octet of message) queue.push(Uint8Array.of(octet));
    expect(readHandshake(queue)?.token).toHaveLength(0xffff);
    expect(() => writeHandshake({ id: 0x16, token: new Uint8Array(0x10000) })).toThrow("more than 65,535 octets");
  });

  test.each(["00", "17", "13010000", "16020000", "16010100", "474554202f"])("%s is refused as soon as it is seen", (given) => {
    expect(() => readHandshake(queueOf(given))).toThrow("not a handshake message");
  });

  test("the refusal, and both ways to write one", () => {
    expect(Buffer.from(writeRefusal()).toString("hex")).toBe("150100000804030980ffffffff");
    expect(describeRefusal(Buffer.from("0d030980ffffffff", "hex"))).toBe("0x8009030d");
    expect(describeRefusal(Buffer.from("000000008009030c", "hex"))).toBe("0x8009030c");
  });
});

describe("data frames", () => {
  test("frames in pieces", () => {
    const reader = new DataFrameReader(queueOf("0300", "0000616263", "0000", "0000", "01"));
    expect(reader.next()).toEqual(new Uint8Array(Buffer.from("abc")));
    expect(reader.next()).toHaveLength(0);
    expect(reader.next()).toBeUndefined();
    expect(reader.isWithinFrame).toBe(true);
    reader.push(Buffer.from("00000064", "hex"));
    expect(reader.next()).toEqual(Uint8Array.of(0x64));
    expect(reader.isWithinFrame).toBe(false);
  });

  test("the largest frame that .NET sends is read, a larger one refused by its size", () => {
    const largest = writeDataFrame(new Uint8Array(0xfc3c));
    expect(new DataFrameReader(queueOf(Buffer.from(largest).toString("hex"))).next()).toHaveLength(0xfc3c);
    expect(() => new DataFrameReader(queueOf("01000100")).next()).toThrow("a data frame of 65537 octets");
  });

  test("messages are cut so that tokens stay within 0xFC30", () => {
    expect(cutMessage(new Uint8Array(0), 16)).toEqual([]);
    expect(cutMessage(new Uint8Array(0xfc30 - 16), 16).map(({ length }) => length)).toEqual([0xfc20]);
    expect(cutMessage(new Uint8Array(200_000), 60).map(({ length }) => length + 60)).toEqual([
      0xfc30,
      0xfc30,
      0xfc30,
      200_000 - 3 * 64_500 + 60,
    ]);
  });
});
