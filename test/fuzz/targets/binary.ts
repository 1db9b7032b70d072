/**
 * Binary XML: documents and messages of a session, and what the writers of binary XML and of text make of their tokens.
 *
 * The first octet says whether the rest is a document (even) or a message of a session, which begins with a string table (odd).
 */
import { BinaryReader } from "../../../src/nettcp/binary/binary-reader.js";
import { BinaryWriter } from "../../../src/nettcp/binary/binary-writer.js";
import { createMessageDecoder, createMessageEncoder } from "../../../src/nettcp/message-encoding.js";
import type { Quotas } from "../../../src/nettcp/quotas.js";
import { XmlError } from "../../../src/xml/errors.js";
import { Reader } from "../../../src/xml/read/reader.js";
import type { TokenReader } from "../../../src/xml/read/token-reader.js";
import { Writer } from "../../../src/xml/write/writer.js";
import { copyDocument } from "../../support/copy-document.js";
import { leavesOf, tokensOf } from "../../support/document-tokens.js";
import { expectEqual, type FuzzTarget } from "../target.js";

/** Quotas that short inputs reach. */
const quotas: Partial<Quotas> = {
  sessionSize: 200,
  depth: 20,
  stringContentLength: 500,
  arrayLength: 60,
  bytesPerRead: 600,
  nameTableCharacters: 2000,
  expansion: 5000,
};
const sessionType = "application/soap+msbinsession1";

/** Quotas on single values apply to leaves alone, so that one way of reading may refuse what the other one takes. */
const ofOneValue = /^xml-limit-(text-length|array-length)/;

function outcomeOf(open: () => TokenReader, read: (reader: TokenReader) => readonly string[]): readonly string[] {
  try {
    return read(open());
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return [`${error.code} ${error.offset} ${error.message}`];
  }
}

const isError = (outcome: readonly string[]): boolean => /^xml-/.test(outcome[0] ?? "");

function check(input: Uint8Array): void {
  const isMessage = ((input[0] ?? 0) & 1) === 1;
  const octets = input.subarray(1);
  const open = isMessage ? openMessage(octets) : () => new BinaryReader(octets, { quotas });
  if (open === undefined) return;
  const tokens = outcomeOf(open, (reader) => tokensOf(reader));
  const leaves = outcomeOf(open, leavesOf);
  if (!ofOneValue.test(leaves[0] ?? "")) expectEqual("reading leaves in one go", leaves, tokens);
  // An array at the root gives several roots, which a writer refuses.
  if (!isError(tokens) && rootsOf(tokens) === 1) checkWriting(open, tokens);
}

function rootsOf(tokens: readonly string[]): number {
  let depth = 0;
  let roots = 0;
  for (const token of tokens) {
    if (token.startsWith("<") && depth++ === 0) roots++;
    if (token.startsWith(">")) depth--;
  }
  return roots;
}

function openMessage(octets: Uint8Array): (() => TokenReader) | undefined {
  try {
    return createMessageDecoder(sessionType, quotas).open(octets);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function checkWriting(open: () => TokenReader, tokens: readonly string[]): void {
  const unlimited = { stringContentLength: 1e6, arrayLength: 1e6, bytesPerRead: 1e6, nameTableCharacters: 1e6, expansion: 1e6 };
  const binary = new BinaryWriter();
  copyDocument(open(), binary);
  const octets = binary.finish();
  expectEqual("binary that was written is read", tokensOf(new BinaryReader(octets, { quotas: unlimited })), tokens);
  const message = createMessageEncoder(sessionType).encode((writer) => copyDocument(open(), writer));
  const again = createMessageDecoder(sessionType, unlimited).open(message);
  expectEqual("a message that was written is read", tokensOf(again()), tokens);
  const text = new Writer();
  copyDocument(open(), text);
  expectEqual("text that was written is read", tokensOf(new Reader(text.finish(), { limits: { attributes: 1e6 } })), tokens);
}

const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];

/** Records of MC-NBFX. */
export const binaryTarget: FuzzTarget = {
  dictionary: [
    [0x01],
    [0x02, ...text("c")],
    [0x03, 0x40, ...text("a"), 0x01, 0x83],
    [0x04, ...text("b"), 0x98, ...text("x")],
    [0x05, ...text("p"), ...text("b"), 0x98, ...text("x")],
    [0x06, 0x02, 0x86],
    [0x07, ...text("p"), 0x04, 0x86],
    [0x08, ...text("urn:x")],
    [0x09, ...text("p"), ...text("urn:p")],
    [0x0a, 0x04],
    [0x0b, ...text("q"), 0x06],
    [0x0c, 0x02, 0x86],
    [0x26, ...text("b"), 0x86],
    [0x40, ...text("a")],
    [0x41, ...text("p"), ...text("a")],
    [0x42, 0x02],
    [0x43, ...text("p"), 0x02],
    [0x44, 0x02],
    [0x5e, ...text("a")],
    [0x03, 0x40, ...text("a"), 0x01, 0x8b, 0x03, 1, 0, 2, 0, 3, 0],
    [0x03, 0x40, ...text("a"), 0x01, 0xb5, 0x02, 0, 1],
    ...[0x80, 0x82, 0x84, 0x86, 0xa4, 0xa6, 0xa8].flatMap((type) => [[type], [type + 1]]),
    [0x88, 0x05],
    [0x8a, 1, 0x80],
    [0x8c, 1, 2, 3, 0x80],
    [0x8e, 1, 2, 3, 4, 5, 6, 7, 0x80],
    [0x90, 0, 0, 0x80, 0x7f],
    [0x92, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f],
    [0x94, 0, 0, 0x1c, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    [0x96, 0, 0, 0x80, 0x3f, 0x9c, 0x2d, 0xd3, 0x48],
    [0x98, ...text("text")],
    [0x9a, 4, 0, ...text("xyz")],
    [0x9e, ...text("bin")],
    [0xaa, 0x02],
    [0xac, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    [0xae, 1, 0, 0, 0, 0, 0, 0, 0x80],
    [0xb0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    [0xb2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    [0xb4, 1],
    [0xb6, 2, 0x61, 0x00],
    [0xbc, 0x02, 0x02, 0x04],
    [0x80 | 0x7f, 0xff, 0xff, 0xff, 0x7f],
  ].map((octets) => Uint8Array.from(octets)),
  work: { fixed: 60_000, perOctet: 3000 },
  check,
};
