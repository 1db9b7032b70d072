/**
 * Documents that are decoded in turns: the same values and issues as in one go, whatever comes between.
 */
import { describe, expect, it } from "vitest";
import { decodeAt, decodeAtInTurns, decodeRoot, decodeRootInTurns } from "../../../src/runtime/decode.js";
import type { Turns } from "../../../src/runtime/turns.js";
import { complexType, element, xsDate, xsInt, xsString } from "../../../src/runtime-v1.js";
import { Reader } from "../../../src/xml/read/reader.js";

interface Line {
  amount: number;
  note?: string;
  id: string;
}
const Line = complexType<Line>("{urn:shop}Line", {
  amount: ["Amount", () => xsInt],
  note: ["Note", () => xsString, "?"],
  id: ["@id", () => xsString],
});
interface Order {
  due: unknown;
  line: readonly Line[];
}
const Order = complexType<Order>("{urn:shop}Order", { due: ["Due", () => xsDate], line: ["Line", () => Line, "+"] });
const OrderElement = element<Order>("{urn:shop}Order", () => Order);

const line = (index: number): string => `<Line id="${index}"><Amount>${index}</Amount><Note>n&#${48 + (index % 9)};</Note></Line>`;
const lines = (count: number): string => Array.from({ length: count }, (_, index) => line(index)).join("\n");
const order = (content: string): string => `<Order xmlns="urn:shop"><Due>2026-11-30</Due>${content}</Order>`;

/** More than a window of the reader. */
const many = lines(1200);
const documents: Readonly<Record<string, string>> = {
  valid: order(many),
  short: order(line(1)),
  "wrong values": order(many.replaceAll("<Amount>7</Amount>", "<Amount>seven</Amount>")),
  "a child too many": order(`${many}<Line id="x"><Amount>1</Amount><Amount>2</Amount></Line>${many}`),
  "not well-formed": order(`${many}<Line id="x"><Amount>1</Line>${many}`),
  "cut off": order(many).slice(0, 70_000),
  "another root": `<Orders xmlns="urn:shop">${many}</Orders>`,
  "something behind the root": `${order(many)}<more/>`,
  "more issues than are reported": order(many.replaceAll("Amount>", "Amounts>")),
};

/** Turns of so many questions. */
class CountedTurns implements Turns {
  readonly #length: number;
  #asked = 0;
  turns = 1;

  constructor(length: number) {
    this.#length = length;
  }

  isOver(): boolean {
    return ++this.#asked % this.#length === 0;
  }

  async next(): Promise<void> {
    this.turns++;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function readerOf(xml: string): Reader {
  const reader = new Reader(xml);
  reader.next();
  return reader;
}

describe.each(Object.entries(documents))("%s", (_, xml) => {
  it.each([1, 7, 100])("in turns of %i tokens", async (length) => {
    const turns = new CountedTurns(length);
    expect(await decodeRootInTurns(OrderElement, readerOf(xml), {}, turns)).toEqual(decodeRoot(OrderElement, readerOf(xml)));
    const tolerant = { onDeviation: () => undefined };
    const inOne = decodeAt(OrderElement, readerOf(xml), tolerant);
    expect(await decodeAtInTurns(OrderElement, readerOf(xml), tolerant, new CountedTurns(length))).toEqual(inOne);
  });
});

it("turns are taken", async () => {
  const turns = new CountedTurns(100);
  await decodeRootInTurns(OrderElement, readerOf(order(many)), {}, turns);
  expect(turns.turns).toBeGreaterThan(40);
});

it("documents of the same codec between each other's turns", async () => {
  const inTurns = Object.values(documents).map((xml, index) =>
    decodeRootInTurns(OrderElement, readerOf(xml), {}, new CountedTurns(index + 3)),
  );
  expect(await Promise.all(inTurns)).toEqual(Object.values(documents).map((xml) => decodeRoot(OrderElement, readerOf(xml))));
});

it("work that is not wanted any more ends", async () => {
  const turns = { isOver: () => true, next: () => Promise.reject(new Error("the caller has gone")) };
  await expect(decodeRootInTurns(OrderElement, readerOf(order(many)), {}, turns)).rejects.toThrow("the caller has gone");
});
