import { expect, it } from "vitest";
import { transcoderOf } from "../../../src/xml/read/encodings.js";
import { chunksOf } from "./tokens.js";

const orders = ["LE", "BE"] as const;

function bytesOf(units: readonly number[], order: "LE" | "BE"): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * units.length));
  units.forEach((unit, index) => {
    view.setUint16(2 * index, unit, order === "LE");
  });
  return new Uint8Array(view.buffer);
}

function convert(bytes: Uint8Array, order: "LE" | "BE", chunkLength: number): number[] {
  const transcoder = transcoderOf(`UTF-16${order}`);
  const converted = [...chunksOf(bytes, chunkLength)].flatMap((chunk) => [...(transcoder?.convert(chunk) ?? [])]);
  return [...converted, ...(transcoder?.finish() ?? [])];
}

const unitsOf = (text: string): number[] => Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

// More than one block of 2,048 units, each time with something else at its end.
const texts = ["", "x", "é", "€", "😀", "xé€😀"].flatMap((end) =>
  [0, 1, 2045, 2046, 2047, 2048, 4096].map((length) => `${"x".repeat(length)}${end}${"y".repeat(20)}${end}`),
);

it.each(orders)("converts UTF-16%s as the platform does, wherever blocks and chunks end", (order) => {
  for (const text of texts) {
    const bytes = bytesOf(unitsOf(text), order);
    for (const chunkLength of [4095, 4096, 100_000]) expect(convert(bytes, order, chunkLength)).toEqual(utf8(text));
  }
});

it.each(orders)("converts text without ASCII in UTF-16%s, which gets longer", (order) => {
  const text = "語".repeat(5000);
  expect(convert(bytesOf(unitsOf(text), order), order, 100_000)).toEqual(utf8(text));
});

it.each(orders)("has a byte that UTF-8 does not have for each lone surrogate in UTF-16%s", (order) => {
  for (const length of [0, 1, 2046, 2047, 2048]) {
    const before = Array<number>(length).fill(0x78);
    const units = [...before, 0xd800, 0x79, 0xdc00, 0xd801, 0xd800, 0xdc00, 0x7a, 0xd800];
    const expected = [...before, 0xff, 0x79, 0xff, 0xff, ...utf8("\u{10000}z"), 0xff];
    for (const chunkLength of [1, 3, 4096, 100_000]) expect(convert(bytesOf(units, order), order, chunkLength)).toEqual(expected);
  }
});

it.each(orders)("has such a byte for half a unit at the end in UTF-16%s", (order) => {
  expect(convert(bytesOf([0x78, 0x79], order).subarray(0, 3), order, 2)).toEqual([0x78, 0xff]);
});

it("keeps what two documents left unfinished apart", () => {
  const [first, second] = [transcoderOf("UTF-16LE"), transcoderOf("UTF-16BE")];
  const one = bytesOf(unitsOf("x😀y"), "LE");
  const other = bytesOf(unitsOf("é😁z"), "BE");
  const converted: [number[], number[]] = [[], []];
  for (let index = 0; index < one.length; index++) {
    converted[0].push(...(first?.convert(one.subarray(index, index + 1)) ?? []));
    converted[1].push(...(second?.convert(other.subarray(index, index + 1)) ?? []));
  }
  expect(converted).toEqual([utf8("x😀y"), utf8("é😁z")]);
});
