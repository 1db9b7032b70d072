/** The general decoder with readers of types: when it asks them, and what it does when they give up. */
import { describe, expect, test } from "vitest";
import { straightLine } from "../../../src/runtime/decode/straight-line.js";
import { tryDecode, validateDocument } from "../../../src/runtime/decode.js";
import { decodeEach } from "../../../src/runtime/decode-each.js";
import { cursor, giveUp } from "../../../src/runtime/fast/input.js";
import type { TypeReader } from "../../../src/runtime/type-writer.js";
import { type ComplexType, complexType, element, schemaSet, xsString } from "../../../src/runtime-v1.js";

/** A root of nodes, which have text and nodes, and whose type has a reader. */
function contract(read: TypeReader["read"], engine: Pick<TypeReader, "by"> = { by: straightLine }) {
  const Node: ComplexType<unknown> = complexType(
    "{urn:x}Node",
    { text: ["text", () => xsString, "?"], node: ["node", () => Node, "*"] },
    {
      reader: () => ({ read, ...engine }),
    },
  );
  const Root: ComplexType<unknown> = complexType("{urn:x}Root", { node: ["node", () => Node, "*"] });
  return element("{urn:x}root", () => Root);
}

const nodes = (count: number): string => `<root xmlns="urn:x">${"<node><text>a</text></node>".repeat(count)}</root>`;

describe("readers of types", () => {
  test("are asked once for an element, and no more when they gave up too often", () => {
    let calls = 0;
    const codec = contract((_, start) => {
      calls++;
      return giveUp(start + 10);
    });
    const result = tryDecode(codec, nodes(100));
    expect(result).toEqual({ ok: true, value: { node: Array.from({ length: 100 }, () => ({ text: "a" })) } });
    expect(calls).toBe(9);
  });

  test("are not asked after they have read more in vain than the document has", () => {
    let calls = 0;
    const codec = contract((_, start) => {
      calls++;
      return giveUp(start + 30_000);
    });
    expect(tryDecode(codec, nodes(1500)).ok).toBe(true);
    // Five times, then once more when as much has been read.
    expect(calls).toBe(6);
  });

  test("read what follows without being asked again by a token", () => {
    const starts: number[] = [];
    const length = "<node><text>a</text></node>".length;
    const codec = contract((_, start) => {
      starts.push(start);
      cursor.at = start + length;
      cursor.endTag = cursor.at - "</node>".length;
      return { text: "a" };
    });
    const blanks = nodes(3).replaceAll("<node>", "\n<node>");
    expect(tryDecode(codec, blanks)).toEqual({ ok: true, value: { node: [{ text: "a" }, { text: "a" }, { text: "a" }] } });
    expect(starts).toEqual([21, 21 + length + 1, 21 + 2 * (length + 1)]);
  });

  test("read what is only validated, too", () => {
    const length = "<node><text>a</text></node>".length;
    let calls = 0;
    const codec = contract((_, start) => {
      calls++;
      if (calls === 3) return giveUp(start);
      cursor.at = start + length;
      cursor.endTag = cursor.at - "</node>".length;
      return { text: "a" };
    });
    const set = schemaSet({ elements: { "{urn:x}root": codec } });
    expect(validateDocument(set, nodes(5))).toEqual([]);
    expect(calls).toBe(6);
    const [issue, ...others] = validateDocument(set, nodes(5).replace("</root>", "<other/></root>"));
    expect(issue?.path).toBe("/root/other");
    expect(others).toEqual([]);
  });

  test("are not asked while one is at work: what it calls may decode, too", () => {
    let calls = 0;
    let inner: unknown;
    const codec = contract((_, start) => {
      calls++;
      inner = tryDecode(codec, nodes(1));
      return giveUp(start);
    });
    expect(tryDecode(codec, nodes(2)).ok).toBe(true);
    expect(calls).toBe(2);
    expect(inner).toEqual({ ok: true, value: { node: [{ text: "a" }] } });
  });

  test("are not asked if they read the input of another copy of the package", () => {
    const codec = contract(
      () => {
        throw new Error("it was asked");
      },
      { by: { ...straightLine, input: new Uint8Array() } },
    );
    expect(tryDecode(codec, nodes(1)).ok).toBe(true);
  });

  test("may throw what a conversion throws", () => {
    let fails = true;
    const codec = contract((_, start) => {
      if (fails) throw new Error("a conversion");
      return giveUp(start);
    });
    expect(() => tryDecode(codec, nodes(1))).toThrow("a conversion");
    fails = false;
    expect(tryDecode(codec, nodes(1))).toEqual({ ok: true, value: { node: [{ text: "a" }] } });
  });

  test("of the first door are not asked: the functions that they call are no more", () => {
    const codec = contract(() => {
      throw new Error("it was asked");
    }, {});
    expect(tryDecode(codec, nodes(1)).ok).toBe(true);
  });

  test.each([
    { defaults: true },
    { limits: { textLength: 1000 } },
    { limits: { nameLength: 100 } },
    { limits: { attributes: 8 } },
    { onDeviation: () => undefined },
  ])("are not asked with the options %j", (options) => {
    const codec = contract(() => {
      throw new Error("it was asked");
    });
    expect(tryDecode(codec, nodes(1), options).ok).toBe(true);
  });
});

test("items are handed out though elements around them have a reader", async () => {
  const Item: ComplexType<unknown> = complexType("{urn:x}Item", { text: ["text", () => xsString] });
  const Outer: ComplexType<unknown> = complexType(
    "{urn:x}Outer",
    { node: ["node", () => Item, "*"] },
    {
      reader: () => ({
        read: () => {
          throw new Error("it was asked");
        },
        by: straightLine,
      }),
    },
  );
  const Root = element("{urn:x}root", () => complexType("{urn:x}Root", { outer: ["outer", () => Outer, "*"] }));
  const outer = "<outer><node><text>a</text></node></outer>";
  const items: unknown[] = [];
  for await (const item of decodeEach(Root, [new TextEncoder().encode(`<root xmlns="urn:x">${outer}${outer}</root>`)], Item))
    items.push(item);
  expect(items).toEqual([{ text: "a" }, { text: "a" }]);
});

test("items of a stream are read a few at a time", async () => {
  let calls = 0;
  const text = "<node><text>a</text></node>";
  const Node: ComplexType<unknown> = complexType(
    "{urn:x}Item",
    { text: ["text", () => xsString] },
    {
      reader: () => ({
        read: (_, start) => {
          calls++;
          cursor.at = start + text.length;
          cursor.endTag = cursor.at - "</node>".length;
          return { text: "a" };
        },
        by: straightLine,
      }),
    },
  );
  const Root = element("{urn:x}root", () => complexType("{urn:x}Root", { node: ["node", () => Node, "*"] }));
  const items = decodeEach(Root, [new TextEncoder().encode(nodes(1000))], Node);
  expect(await items.next()).toEqual({ done: false, value: { text: "a" } });
  expect(calls).toBeLessThan(100);
  let count = 1;
  for await (const _ of items) count++;
  expect([count, calls]).toEqual([1000, 1000]);
});
