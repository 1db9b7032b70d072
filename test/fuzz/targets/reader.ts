/**
 * The reader of text: message and document mode, whole inputs and chunks, and what the writer makes of its tokens.
 */
import { documentTypes } from "../../../src/xml/doctype/doctype-reader.js";
import { XmlError } from "../../../src/xml/errors.js";
import { Reader } from "../../../src/xml/read/reader.js";
import { Writer } from "../../../src/xml/write/writer.js";
import { copyDocument } from "../../support/copy-document.js";
import { leavesOf, tokensOf } from "../../support/document-tokens.js";
import { chunksOf, expectEqual, type FuzzTarget, Violation } from "../target.js";

type Input = ConstructorParameters<typeof Reader>[0];

/** Limits that short inputs reach. */
const limits = {
  depth: 40,
  attributes: 20,
  nameLength: 60,
  textLength: 3000,
  namespaceDeclarations: 40,
  entityExpansion: 5000,
  entityDepth: 8,
};

/** Tokens, or the error with its place. */
function outcomeOf(input: Input, doctype: boolean, read: (reader: Reader) => readonly string[]): readonly string[] {
  try {
    return read(new Reader(input, { doctype: doctype && documentTypes, limits }));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return [`${error.code} ${error.line}:${error.column} ${error.offset} ${error.message}`];
  }
}

const isError = (outcome: readonly string[]): boolean => /^xml-/.test(outcome[0] ?? "");
const allTokens = (reader: Reader): readonly string[] => tokensOf(reader);

function check(input: Uint8Array): void {
  const documents = outcomeOf(input, true, allTokens);
  const messages = outcomeOf(input, false, allTokens);
  if (!isError(messages)) expectEqual("a message is another document", messages, documents);
  if (isError(messages) && !isError(documents) && !/^xml-doctype/.test(messages[0] ?? "")) {
    throw new Violation(`a document that is refused as a message for another reason than its doctype: ${messages[0]}`);
  }
  for (const [doctype, whole] of [
    [true, documents],
    [false, messages],
  ] as const) {
    for (const length of [1, 7]) {
      expectEqual(`chunks of ${length}, doctype ${doctype}`, outcomeOf(chunksOf(input, length), doctype, allTokens), whole);
    }
  }
  const leaves = outcomeOf(input, true, leavesOf);
  expectEqual("reading leaves in one go", leaves, documents);
  if (!isError(documents)) checkWriting(input, documents);
}

/** Declarations without use may get lost in writing, prefixes may not. */
function checkWriting(input: Uint8Array, tokens: readonly string[]): void {
  const writer = new Writer();
  copyDocument(new Reader(input, { doctype: documentTypes, limits }), writer);
  const written = writer.finish();
  const wide = { ...limits, textLength: 1e6, namespaceDeclarations: 1e6, attributes: 1e6 };
  expectEqual("what was written is read", tokensOf(new Reader(written, { limits: wide })), tokens);
}

/** Documents and the marks of XML. */
export const readerTarget: FuzzTarget = {
  dictionary: [
    ...[
      "<!DOCTYPE a [",
      "]>",
      "<!ENTITY e '",
      "<!ENTITY % p '",
      "'>",
      "<!ENTITY e SYSTEM 'x'>",
      "<!ELEMENT a ANY>",
      "<!NOTATION n SYSTEM 'n'>",
    ],
    ...[
      "<!ATTLIST a b CDATA '1'>",
      "<!ATTLIST a xmlns CDATA 'urn:x'>",
      "NMTOKENS",
      "#FIXED",
      "#IMPLIED",
      "(x|y)",
      "&e;",
      "%p;",
      "&#37;",
      "&#38;",
    ],
    ...["<a>", "</a>", "<a/>", "<a ", "<p:a", "</", "/>", " b='1'", " xmlns='urn:x'", " xmlns:p='urn:p'", " xmlns=''", " xml:lang='en'"],
    ...["<![CDATA[", "]]>", "<!--", "-->", "--", "<?p ", "?>", "&amp;", "&lt;", "&#10;", "&#xD;", "&#x10FFFF;", "&#0;", "&quot;", "&apos;"],
    ...["<?xml version='1.0'?>", " encoding='UTF-8'", " encoding='ISO-8859-1'", " encoding='utf-16'", " standalone='yes'", "version='1.1'"],
    ...["\r\n", "\r", "\t", "é", "€", "😀", "\u0085", "\u2028", "\ufffe", "\u200c"],
    Uint8Array.of(0xef, 0xbb, 0xbf),
    Uint8Array.of(0xff, 0xfe),
    Uint8Array.of(0xfe, 0xff),
    Uint8Array.of(0xed, 0xa0, 0x80),
    Uint8Array.of(0xc0, 0x80),
    Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
    Uint8Array.of(0x3c, 0x00, 0x61, 0x00),
    Uint8Array.of(0x00, 0x3c, 0x00, 0x61),
  ],
  work: { fixed: 60_000, perOctet: 2000 },
  check,
};
