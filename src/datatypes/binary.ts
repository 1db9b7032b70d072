/**
 * xs:hexBinary and xs:base64Binary: lexical forms, octets, canonical texts. XSD 1.0 Part 2 §3.2.15, §3.2.16
 */

const hexDigits = "0123456789ABCDEF";
const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const invalid = 255;

/** The value of each digit by character code; `invalid` for other characters. */
function digitValues(digits: string): Uint8Array {
  const values = new Uint8Array(128).fill(invalid);
  for (let at = 0; at < digits.length; at++) values[digits.charCodeAt(at)] = at;
  return values;
}

let hexTable: Uint8Array | undefined;
let base64Table: Uint8Array | undefined;

function hexValues(): Uint8Array {
  if (hexTable === undefined) {
    hexTable = digitValues(hexDigits);
    hexTable.copyWithin(97, 65, 71);
  }
  return hexTable;
}

function base64Values(): Uint8Array {
  base64Table ??= digitValues(base64Digits);
  return base64Table;
}

/** The octets of a hexBinary text; `undefined` if the text is not in the lexical space. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const values = hexValues();
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    const high = values[text.charCodeAt(2 * at)] ?? invalid;
    const low = values[text.charCodeAt(2 * at + 1)] ?? invalid;
    if (high === invalid || low === invalid) return undefined;
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

/** The canonical text: upper case. */
export function formatHex(bytes: Uint8Array): string {
  const text = new Uint8Array(bytes.length * 2);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    text[2 * at] = hexDigits.charCodeAt(byte >> 4);
    text[2 * at + 1] = hexDigits.charCodeAt(byte & 15);
  }
  return new TextDecoder().decode(text);
}

/**
 * The octets of a collapsed base64Binary text; `undefined` if the text is not in the lexical space.
 *
 * A single space is allowed between any two characters, digits come in groups of four, and bits not used because of padding must be zero:
 * "YQ==" is one octet, "YR==" is an error.
 */
export function parseBase64(text: string): Uint8Array | undefined {
  const values = base64Values();
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let digits = 0;
  let padding = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) continue;
    if (code === 61) {
      padding++;
      continue;
    }
    const value = values[code] ?? invalid;
    if (value === invalid || padding > 0) return undefined;
    bits = (bits << 6) | value;
    if ((++digits & 3) === 0) {
      bytes[length++] = bits >> 16;
      bytes[length++] = (bits >> 8) & 255;
      bytes[length++] = bits & 255;
      bits = 0;
    }
  }
  return finishBase64(bytes, length, bits, digits & 3, padding);
}

/** Decodes the last two or three digits and checks their padding. */
function finishBase64(bytes: Uint8Array, length: number, bits: number, rest: number, padding: number): Uint8Array | undefined {
  if (rest === 0) return padding === 0 ? bytes.subarray(0, length) : undefined;
  if (rest === 2 && padding === 2 && (bits & 15) === 0) {
    bytes[length] = bits >> 4;
    return bytes.subarray(0, length + 1);
  }
  if (rest === 3 && padding === 1 && (bits & 3) === 0) {
    bytes[length] = bits >> 10;
    bytes[length + 1] = (bits >> 2) & 255;
    return bytes.subarray(0, length + 2);
  }
  return undefined;
}

/** The canonical text: no white space. */
export function formatBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[to++] = base64Digits.charCodeAt(bits >> 18);
    text[to++] = base64Digits.charCodeAt((bits >> 12) & 63);
    text[to++] = left > 1 ? base64Digits.charCodeAt((bits >> 6) & 63) : 61;
    text[to++] = left > 2 ? base64Digits.charCodeAt(bits & 63) : 61;
  }
  return new TextDecoder().decode(text);
}
