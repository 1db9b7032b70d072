/**
 * Encodings that are left to the platform's TextDecoder: single-byte ones of other scripts, and those of Japanese, Chinese and Korean.
 * Encoding Standard §4.2 (names and labels)
 *
 * Which ones there are is the platform's matter: Node with full ICU, which is the default, has nearly all of the standard; Node with small
 * ICU only UTF-8, UTF-16 and Latin 1. What it does not know is refused by name.
 */
import type { Transcoder } from "./transcoder.js";

/** What the standard and XML call the same encoding by different names. */
const ownNames: ReadonlyMap<string, string> = new Map([
  ["utf-8", "UTF-8"],
  ["utf-16le", "UTF-16"],
  ["utf-16be", "UTF-16BE"],
]);

const multiByte: ReadonlySet<string> = new Set(["gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr"]);

/** The canonical name of the encoding that the platform knows by a label. */
export function findPlatformEncoding(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label);
    return ownNames.get(encoding) ?? encoding;
  } catch {
    // RangeError: there is no such label.
    return undefined;
  }
}

/** Tests if characters of an encoding of the platform have different numbers of bytes. */
export function isMultiByte(encoding: string): boolean {
  return multiByte.has(encoding);
}

const encoder = new TextEncoder();
const replacement = "\ufffd";
/** U+FFFD in UTF-8. */
const replacementBytes = [0xef, 0xbf, 0xbd] as const;

/** Decodes with the platform's decoder. What it cannot read becomes bytes that UTF-8 does not have, at the same place. */
export class PlatformTranscoder implements Transcoder {
  readonly #decoder: TextDecoder;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  convert(chunk: Uint8Array): Uint8Array {
    return encodeMarked(this.#decoder.decode(chunk, { stream: true }));
  }

  finish(): Uint8Array {
    return encodeMarked(this.#decoder.decode());
  }
}

/** A decoder that is not fatal puts U+FFFD in the place of what it cannot read, and goes on; one that is fatal does not say where it failed. */
function encodeMarked(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  if (!text.includes(replacement)) return bytes;
  const [first, second, third] = replacementBytes;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (bytes[at + 1] === second && bytes[at + 2] === third) bytes.fill(0xff, at, at + 3);
  }
  return bytes;
}
