/** Encodings of the platform: texts with the bytes that Python's codecs give for them. */
import { describe, expect, it } from "vitest";
import { readDocument } from "../../../codegen/load/read-document.js";
import { XmlError } from "../../../src/xml/errors.js";
import { findPlatformEncoding } from "../../../src/xml/read/platform-encodings.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import { chunksOf, type Input, outcomeOf, tokensOf, utf8 } from "./tokens.js";

const samples: readonly (readonly [label: string, text: string, hex: string])[] = [
  ["ibm866", "Привет", "8fe0a8a2a5e2"],
  ["iso-8859-2", "Zażółć gęślą ÁŘ", "5a61bff3b3e62067eab66cb120c1d8"],
  ["iso-8859-3", "ĉĝĥ Ħġ", "e6f8b620a1f5"],
  ["iso-8859-4", "āēī ŋ", "e0baef20bf"],
  ["iso-8859-5", "Привет", "bfe0d8d2d5e2"],
  ["iso-8859-6", "سلام", "d3e4c7e5"],
  ["iso-8859-7", "Καλημέρα", "cae1ebe7ecddf1e1"],
  ["iso-8859-8", "שלום", "f9ece5ed"],
  ["iso-8859-9", "ğışİ", "f0fdfedd"],
  ["iso-8859-10", "Ðđŋ", "d0b9bf"],
  ["iso-8859-13", "ąčęž", "e0e8e6fe"],
  ["iso-8859-14", "ẁŵŷ", "b8f0fe"],
  ["iso-8859-15", "€ŠŽœŒ", "a4a6b4bdbc"],
  ["koi8-r", "Привет", "f0d2c9d7c5d4"],
  ["koi8-u", "їєґ Привіт", "a7a4ad20f0d2c9d7a6d4"],
  ["macintosh", "é€“”", "8edbd2d3"],
  ["windows-874", "สวัสดี", "cac7d1cab4d5"],
  ["windows-1250", "Příliš žluťoučký €", "50f8ed6c699a209e6c759d6f75e86bfd2080"],
  ["windows-1251", "Привет €", "cff0e8e2e5f22088"],
  ["windows-1253", "Καλημέρα €", "cae1ebe7ecddf1e12080"],
  ["windows-1254", "ğışİ €", "f0fdfedd2080"],
  ["windows-1255", "שלום €", "f9ece5ed2080"],
  ["windows-1256", "سلام پ €", "d3e1c7e320812080"],
  ["windows-1257", "ąčęž €", "e0e8e6fe2080"],
  ["windows-1258", "ơưđ €", "f5fdf02080"],
  ["x-mac-cyrillic", "Привет", "8ff0e8e2e5f2"],
  ["Shift_JIS", "日本語 ｶﾅ ソ表", "93fa967b8cea20b6c520835c955c"],
  ["EUC-JP", "日本語 ｶﾅ 丂", "c6fccbdcb8ec208eb68ec5208fb0a1"],
  ["ISO-2022-JP", "日本語 abc カナ", "1b2442467c4b5c386c1b284220616263201b2442252b254a1b2842"],
  ["GB2312", "中文", "d6d0cec4"],
  ["GBK", "中文 镕", "d6d0cec420e946"],
  ["GB18030", "中文 € 😀 ㆐", "d6d0cec420a2e3209439fc36208139b238"],
  ["Big5", "中文 許功蓋", "a4a4a4e520b35ca55cbb5c"],
  ["EUC-KR", "한국어", "c7d1b1b9beee"],
];

/** `<r a="...">...</r>` with the bytes as value and content. */
function documentOf(label: string | undefined, content: Uint8Array): Uint8Array {
  const declaration = label === undefined ? "" : `<?xml version="1.0" encoding="${label}"?>\n`;
  return Uint8Array.from([...utf8(`${declaration}<r a="`), ...content, ...utf8('">'), ...content, ...utf8("</r>")]);
}

/** Node that was built with small ICU has next to none of them. */
const known = samples.filter(([label]) => findPlatformEncoding(label) !== undefined);

it.runIf(process.versions.icu !== undefined && known.length > 0)("the platform knows all of them", () => expect(known).toEqual(samples));

describe.each(known)("%s", (label, text, hex) => {
  const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
  const want = [`<r a=${JSON.stringify(text)}>`, JSON.stringify(text), "</r>"];

  it.each([label, label.toLowerCase(), label.toUpperCase()])("is declared as %s", (name) => {
    const document = documentOf(name, bytes);
    expect(tokensOf(document)).toEqual(want);
    for (const length of [1, 2, 3, 5, 1000]) expect(tokensOf(chunksOf(document, length))).toEqual(want);
  });

  it("is named by the media type", () => {
    const document = documentOf(undefined, bytes);
    expect(tokensOf(document, { charset: label })).toEqual(want);
    for (const length of [1, 3]) expect(tokensOf(chunksOf(document, length), { charset: label })).toEqual(want);
  });

  it("is that of a contract", () => {
    const document = readDocument(documentOf(label, bytes), "a.xsd", ({ message }) => expect.fail(message));
    expect(document?.root).toMatchObject({ attributes: [{ value: text }], content: [text] });
  });

  it("is that of a document longer than a window", () => {
    const long = documentOf(label, Uint8Array.from(Array.from({ length: 4000 }, () => [...bytes, 0x20]).flat()));
    const all = `${text} `.repeat(4000);
    for (const input of [long, () => chunksOf(long, 4099)]) {
      expect(tokensOf(typeof input === "function" ? input() : input)).toEqual([
        `<r a=${JSON.stringify(all)}>`,
        JSON.stringify(all),
        "</r>",
      ]);
    }
  });
});

describe("positions", () => {
  const place = (input: Input) => {
    const reader = new Reader(input);
    while (reader.next() !== Token.startElement || reader.name.local !== "x");
    return { offset: reader.offset, ...reader.position() };
  };

  it.runIf(findPlatformEncoding("windows-1250"))("are those of the input where a character is a byte", () => {
    const head = '<?xml version="1.0" encoding="windows-1250"?>\n<r>';
    const document = Uint8Array.from([...utf8(head), 0xf8, 0xe8, 0x80, ...utf8("<x/></r>")]);
    const want = { offset: head.length + 3, line: 2, column: 7 };
    expect(place(document)).toEqual(want);
    expect(place(chunksOf(document, 1))).toEqual(want);
  });

  it.runIf(findPlatformEncoding("big5"))("have line and column where characters have several bytes", () => {
    const head = '<?xml version="1.0" encoding="Big5"?>\n<r>';
    const document = Uint8Array.from([...utf8(head), ...Buffer.from("b35c", "hex"), ...utf8("<x/></r>")]);
    expect(place(document)).toMatchObject({ line: 2, column: 5 });
    expect(place(chunksOf(document, 1))).toMatchObject({ line: 2, column: 5 });
  });
});

describe("refuses", () => {
  const declared = (label: string, hex = "") => documentOf(label, Uint8Array.from(Buffer.from(hex, "hex")));
  it.each<[string, Uint8Array, string]>([
    ["UTF-32 that is declared", declared("UTF-32"), 'the encoding "UTF-32" is not supported'],
    ["UTF-32 that is declared with its byte order", declared("utf-32le"), 'the encoding "utf-32le" is not supported'],
    ["UTF-32 by its first bytes", Uint8Array.of(0, 0, 0, 0x3c, 0, 0, 0, 0x72), 'the encoding "UTF-32" is not supported'],
    ["UTF-7", declared("UTF-7"), 'the encoding "UTF-7" is not supported'],
    ["a name that nobody knows", declared("martian"), 'the encoding "martian" is not supported'],
    ["bytes without a character", declared("Shift_JIS", "fd"), "the bytes are not valid shift_jis"],
    ["half a character at a tag", declared("EUC-JP", "c6"), "the bytes are not valid euc-jp"],
    ["half a character at the end", Uint8Array.from([...declared("GBK"), 0xd6]), "the bytes are not valid gbk"],
  ])("%s", (_, bytes, message) => {
    for (const input of [bytes, () => chunksOf(bytes, 1)]) {
      expect(outcomeOf(typeof input === "function" ? input() : input)).toMatchObject({ code: "xml-encoding", message });
    }
    readDocument(bytes, "a.xsd", ({ id, message: said }) => expect([id, said.startsWith(message)]).toEqual(["xml-encoding", true]));
  });

  it("an unknown media type", () => {
    expect(outcomeOf(utf8("<a/>"), { charset: "martian" })).toBeInstanceOf(XmlError);
  });
});
