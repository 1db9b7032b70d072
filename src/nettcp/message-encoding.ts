/**
 * One message of a session <-> its tokens, in the encoding that the preamble agreed on. MC-NMF §2.2.3.4
 *
 * With a session dictionary, messages must be sent in the order in which they were encoded, and each encoded message must be sent. So
 * encoding and handing over to the connection are one step.
 */
import { Reader } from "../xml/read/reader.js";
import type { TokenReader } from "../xml/read/token-reader.js";
import type { TokenWriter } from "../xml/write/token-writer.js";
import { Writer } from "../xml/write/writer.js";
import { BinaryReader } from "./binary/binary-reader.js";
import { BinaryWriter } from "./binary/binary-writer.js";
import { ReceivedStrings, SentStrings } from "./binary/dictionaries.js";
import { KnownEncoding, knownEncodingOf } from "./framing/encodings.js";
import { type Quotas, quotasOf } from "./quotas.js";

/** How a text encoding is read and written. */
interface TextEncoding {
  readonly charset: string;
  readonly bigEndian?: boolean;
}

/** Those of SOAP 1.2: sessions do not exist in SOAP 1.1. */
const textEncodings: ReadonlyMap<number, TextEncoding> = new Map([
  [KnownEncoding.soap12Utf8, { charset: "utf-8" }],
  [KnownEncoding.soap12Utf16, { charset: "utf-16", bigEndian: true }],
  [KnownEncoding.soap12Utf16Le, { charset: "utf-16le", bigEndian: false }],
]);

/** Reads the messages of one direction of a session. */
export interface MessageDecoder {
  /**
   * Returns a function that makes a reader before the first token, for each time that the message is to be read. Throws an XmlError if the
   * string table is wrong; the session must end then.
   */
  open(message: Uint8Array): () => TokenReader;
}

/** Writes the messages of one direction of a session. */
export interface MessageEncoder {
  /** Returns the octets of the message that the function writes. If it throws, the session's dictionary is unchanged. */
  encode(write: (writer: TokenWriter) => void): Uint8Array;
}

export function createMessageDecoder(contentType: string, quotas?: Partial<Quotas>): MessageDecoder {
  const limits = quotasOf(quotas);
  const encoding = knownEncodingOf(contentType);
  if (encoding === KnownEncoding.binary) return { open: (message) => () => new BinaryReader(message, { quotas: limits }) };
  if (encoding === KnownEncoding.binarySession) {
    const dictionary = new ReceivedStrings(limits.sessionSize);
    return {
      open: (message) => {
        const start = dictionary.readTable(message);
        return () => new BinaryReader(message, { dictionary, quotas: limits, start });
      },
    };
  }
  const { charset } = textEncodingOf(contentType, encoding);
  const { messageSize: bytes, depth, stringContentLength, bytesPerRead } = limits;
  // The text reader's limit is on octets, and on tags as well as on texts: a character has up to three, four make two.
  const textLength = Math.max(stringContentLength * 3, bytesPerRead);
  return { open: (message) => () => new Reader(message, { charset, limits: { bytes, depth, textLength } }) };
}

export function createMessageEncoder(
  contentType: string,
  options: { readonly prefixes?: Readonly<Record<string, string>>; readonly quotas?: Partial<Quotas> } = {},
): MessageEncoder {
  const prefixes = options.prefixes ?? {};
  const encoding = knownEncodingOf(contentType);
  if (encoding === KnownEncoding.binary) return { encode: (write) => written(new BinaryWriter({ prefixes }), write) };
  if (encoding === KnownEncoding.binarySession) {
    const strings = new SentStrings(quotasOf(options.quotas).sessionSize);
    return { encode: (write) => encodeInSession(strings, prefixes, write) };
  }
  const { bigEndian } = textEncodingOf(contentType, encoding);
  if (bigEndian === undefined) return { encode: (write) => written(new Writer({ prefixes }), write) };
  return { encode: (write) => toUtf16(written(new Writer({ prefixes }), write), bigEndian) };
}

function textEncodingOf(contentType: string, encoding: number | undefined): TextEncoding {
  const text = encoding === undefined ? undefined : textEncodings.get(encoding);
  if (text === undefined) throw new Error(`internal: messages of type "${contentType}" cannot be read or written`);
  return text;
}

function written(writer: TokenWriter, write: (writer: TokenWriter) => void): Uint8Array {
  write(writer);
  return writer.finish();
}

function encodeInSession(
  strings: SentStrings,
  prefixes: Readonly<Record<string, string>>,
  write: (writer: TokenWriter) => void,
): Uint8Array {
  let document: Uint8Array;
  try {
    document = written(new BinaryWriter({ prefixes, dictionary: strings }), write);
  } catch (error) {
    strings.discard();
    throw error;
  }
  const table = strings.takeTable();
  const message = new Uint8Array(table.length + document.length);
  message.set(table);
  message.set(document, table.length);
  return message;
}

/** With a byte order mark, which takes precedence over what the peer assumes about the order. */
function toUtf16(octets: Uint8Array, bigEndian: boolean): Uint8Array {
  const text = new TextDecoder().decode(octets);
  const view = new DataView(new ArrayBuffer(text.length * 2 + 2));
  view.setUint16(0, 0xfeff, !bigEndian);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2 + 2, text.charCodeAt(index), !bigEndian);
  return new Uint8Array(view.buffer);
}
