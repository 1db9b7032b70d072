/** Documents that begin as earlier ones did are read as if they were the first, and nothing of one document is seen in the next. */
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../codegen/tools/sample/random.js";
import { decode, tryDecode, validateDocument } from "../../../src/runtime/decode.js";
import type { DecodeOptions } from "../../../src/runtime/options.js";
import { namespacesOf } from "../../../src/runtime/round-trip-notes.js";
import type { TypeReader } from "../../../src/runtime/type-writer.js";
import { complexType, cursor, element, giveUp, input, schemaSet, straightLine, xsString } from "../../../src/runtime-v2.js";
import { mutateBytes, mutateStructure } from "../../support/mutated-documents.js";
import { order, type ShopForms, shopForms } from "../../support/shop.js";

const utf8 = new TextEncoder();

/** A root that has one text, with a reader that knows `<r xmlns="urn:x"><text>...</text></r>` and counts how often it is asked. */
function contract(whileReading: () => unknown = () => undefined) {
  const asked = { times: 0 };
  const read: TypeReader["read"] = (_, start, _nameEnd, at) => {
    asked.times++;
    whileReading();
    const text = new TextDecoder().decode(input.subarray(at, input.indexOf(0, at)));
    const match = /^><text>([a-z0-9 ]*)<\/text><\/([a-z]:)?r>/.exec(text);
    if (match === null) return giveUp(start);
    cursor.at = at + match[0].length;
    cursor.endTag = cursor.at - "</r>".length;
    return { text: match[1] };
  };
  const Root = complexType("{urn:x}Root", { text: ["text", () => xsString] }, { reader: () => ({ read, by: straightLine }) });
  const codec = element("{urn:x}r", () => Root);
  return { codec, asked };
}

const document = (text: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<r xmlns="urn:x"><text>${text}</text></r>\n`;
const bytesOf = (text: string): Uint8Array => utf8.encode(document(text));

describe("a document that begins as an earlier one", () => {
  test("has its own value, in bytes and as a string", () => {
    const { codec } = contract();
    for (const text of ["a", "bb", "", "c"]) {
      expect(decode(codec, bytesOf(text))).toEqual({ text });
      expect(decode(codec, document(text))).toEqual({ text });
      expect(decode(codec, Buffer.concat([Buffer.from("xx"), bytesOf(text)]).subarray(2))).toEqual({ text });
    }
  });

  test("has notes of its own start tag", () => {
    const { codec } = contract();
    const values = ["a", "b", "c"].map((text) => decode(codec, bytesOf(text)) as object);
    expect(values.map(namespacesOf)).toEqual([{ "": "urn:x" }, { "": "urn:x" }, { "": "urn:x" }]);
  });

  test.each([
    ["text that the reader does not know", document("A"), ["text", "A"]],
    ["a comment after the root", `${document("a")}<!-- -->`, ["text", "a"]],
    ["text after the root", `${document("a")}x`, ["xml-not-well-formed"]],
    ["a second root", document("a") + document("b"), ["xml-not-well-formed"]],
    ["no end", document("a").slice(0, -6), ["xml-unexpected-end"]],
    ["nothing after the head", document("a").slice(0, 57), ["xml-unexpected-end"]],
    ["an invalid child", document("a").replaceAll("text", "next"), ["cvc-complex-type.2.4.a"]],
    ["a zero byte at its end", `${document("a")}\0`, ["xml-not-well-formed"]],
    ["an attribute more", document("a").replace('urn:x"', 'urn:x" a="1"'), ["cvc-complex-type.3.2.2"]],
    ["another namespace", document("a").replace("urn:x", "urn:y"), ["cvc-elt.1"]],
    ["a document type", `<!DOCTYPE r>${document("a").slice(39)}`, ["xml-doctype"]],
  ])("and goes on with %s has the issues of any other", (_, xml, want) => {
    const fresh = tryDecode(contract().codec, xml);
    const { codec } = contract();
    for (let round = 0; round < 3; round++) {
      for (const text of ["before", "after"]) expect(decode(codec, bytesOf(text))).toEqual({ text });
      expect(tryDecode(codec, utf8.encode(xml))).toEqual(fresh);
      expect(tryDecode(codec, xml)).toEqual(fresh);
    }
    const found = fresh.ok ? ["text", (fresh.value as { text: string }).text] : fresh.issues.map(({ id }) => id);
    expect(found).toEqual(want);
  });

  test("in another encoding is read in that", () => {
    const { codec } = contract();
    const latin = (text: string): Uint8Array => Buffer.from(document(text).replace("UTF-8", "ISO-8859-1"), "latin1");
    expect(decode(codec, document("a").replace("UTF-8", "ISO-8859-1"))).toEqual({ text: "a" });
    expect(decode(codec, latin("a"), { charset: "UTF-8" })).toEqual({ text: "a" });
    expect(decode(codec, latin("ä"))).toEqual({ text: "ä" });
    expect(decode(codec, bytesOf("a"))).toEqual({ text: "a" });
    expect(decode(codec, bytesOf("ä"), { charset: "ISO-8859-1" })).toEqual({ text: "Ã¤" });
    expect(decode(codec, Buffer.from(`\ufeff${document("a").replace("UTF-8", "UTF-16")}`, "utf16le"))).toEqual({ text: "a" });
    expect(tryDecode(codec, document("\ud800")).ok).toBe(false);
  });

  test.each<[DecodeOptions, readonly string[]]>([
    [{ limits: { bytes: 20 } }, ["xml-limit-bytes"]],
    [{ limits: { textLength: 0 } }, ["xml-limit-text-length"]],
    [{ charset: "no-such" }, ["xml-encoding"]],
    [{ limits: { depth: 100 }, charset: "utf-8", maxIssues: 1, doctype: true }, []],
  ])("is read with its own options %j", (options, want) => {
    const { codec } = contract();
    for (let round = 0; round < 3; round++) {
      expect(decode(codec, bytesOf("a"))).toEqual({ text: "a" });
      const result = tryDecode(codec, bytesOf("b"), options);
      expect(result.ok ? [] : result.issues.map(({ id }) => id)).toEqual(want);
    }
  });

  test("is read once by the reader of its root, and seldom where that has given up often", () => {
    const { codec, asked } = contract();
    decode(codec, bytesOf("a"));
    asked.times = 0;
    for (let count = 0; count < 5; count++) decode(codec, bytesOf("a"));
    expect(asked.times).toBe(5);
    // Twice each: by the head, and by the decoder.
    for (let count = 0; count < 100; count++) decode(codec, bytesOf("A"));
    expect(asked.times).toBe(5 + 100 + 9 + 1);
    for (let count = 0; count < 200; count++) decode(codec, bytesOf("a"));
    asked.times = 0;
    decode(codec, bytesOf("A"));
    expect(asked.times).toBe(2);
  });

  test("may be one of many that begin in other ways", () => {
    const { codec } = contract();
    const prefixed = (prefix: string, text: string): string =>
      `<${prefix}:r xmlns:${prefix}="urn:x"><text xmlns="urn:x">${text}</text></${prefix}:r>`;
    for (let count = 0; count < 300; count++) {
      expect(decode(codec, prefixed(`p${count % 40}`, `t${count}`))).toEqual({ text: `t${count}` });
      expect(decode(codec, bytesOf(`u${count}`))).toEqual({ text: `u${count}` });
    }
  });

  test("is validated against a schema set", () => {
    const { codec, asked } = contract();
    const schema = schemaSet({ elements: { "{urn:x}r": codec } });
    for (let round = 0; round < 3; round++) {
      expect(validateDocument(schema, bytesOf("a"))).toEqual([]);
      expect(validateDocument(schema, [bytesOf("a")])).toEqual([]);
      expect(validateDocument(schema, document("a").replaceAll("text", "next")).map(({ id }) => id)).toEqual(["cvc-complex-type.2.4.a"]);
    }
    // Once for each document; twice where it is not valid: by the head, and by the decoder.
    expect(asked.times).toBe(3 * 4);
  });
});

describe("what is called while a document is read", () => {
  test("may decode documents that begin in the same way", () => {
    const inner: unknown[] = [];
    const { codec } = contract(() => inner.push(decode(codec, bytesOf(`inner ${inner.length}`))));
    for (const text of ["a", "b", "c"]) expect(decode(codec, bytesOf(text))).toEqual({ text });
    expect(inner).toEqual([{ text: "inner 0" }, { text: "inner 1" }, { text: "inner 2" }]);
  });

  test("may throw", () => {
    let throws = false;
    const { codec } = contract(() => {
      if (throws) throw new RangeError("a conversion");
    });
    for (let round = 0; round < 3; round++) {
      throws = false;
      expect(decode(codec, bytesOf("a"))).toEqual({ text: "a" });
      throws = true;
      expect(() => decode(codec, bytesOf("b"))).toThrow(RangeError);
    }
  });
});

describe("straight-line code that reads by heads", () => {
  let forms: ShopForms;
  beforeAll(async () => {
    forms = await shopForms();
  }, 60_000);

  test("says of documents with something changed what tables say", () => {
    const { runtime, root } = forms;
    const { fast, tables } = root;
    const random = new Random(23);
    const { party: _, ...value } = order;
    const seeds = [{}, { indent: " ", prefixes: { "urn:shop": "" } }, { declaration: true, prefixes: { "urn:shop": "s" } }].map((options) =>
      runtime.encode(tables, value as never, options),
    );
    for (let count = 0; count < 1500; count++) {
      const seed = seeds[count % seeds.length];
      if (seed === undefined) continue;
      // Valid ones keep the head in use.
      for (let valid = 0; valid < 2; valid++) expect(runtime.tryDecode(fast, seed).ok).toBe(true);
      const numbers = Array.from({ length: 4 + random.below(8) }, () => random.below(100_000));
      const changed = count % 2 === 0 ? mutateBytes(seed, numbers) : mutateStructure(seed, numbers);
      const [one, other] = [runtime.tryDecode(fast, changed), runtime.tryDecode(tables, changed)];
      if (!isDeepStrictEqual(one, other)) expect(one, Buffer.from(changed).toString()).toEqual(other);
    }
  });

  test.each([{ depth: 2 }, { depth: 3 }, { markup: 10 }, { markup: 40 }, { markup: 200 }, { bytes: 400 }])(
    "observes the limits %j",
    (limits) => {
      const { runtime, root } = forms;
      const { fast, tables } = root;
      const { party: _, ...value } = order;
      const xml = runtime.encode(tables, value as never);
      for (let round = 0; round < 3; round++) {
        expect(runtime.tryDecode(fast, xml).ok).toBe(true);
        expect(runtime.tryDecode(fast, xml, { limits })).toEqual(runtime.tryDecode(tables, xml, { limits }));
      }
    },
  );
});
