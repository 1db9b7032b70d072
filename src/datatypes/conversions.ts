/**
 * Conversions that a configuration can choose. Each documents what it loses; none is a default.
 */
import { type ByteStream, byteStream, isByteStream } from "../xml/byte-stream.js";
import { formatBase64, parseBase64 } from "./binary.js";
import { fromDate, toDate } from "./dates.js";
import { isInteger } from "./decimal.js";
import type { Conversion } from "./mapped-type.js";
import { otherIntegers } from "./other-texts.js";

/** Integers of any size as `number`. Decoding refuses values beyond ±(2^53 - 1). "+" signs and leading zeros are lost. */
export const integerAsNumber: Conversion<number> = {
  kind: "number",
  expected: "an integer that a number holds exactly",
  read(text) {
    const number = Number(text);
    // "-0" is 0.
    return Number.isSafeInteger(number) ? number + 0 : undefined;
  },
  write: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
  otherTexts: otherIntegers,
};

/** Integers of any size as they are written in the document. */
export const integerAsString: Conversion<string> = {
  kind: "string",
  expected: "the text of an integer",
  read: (text) => text,
  write: (value) => (typeof value === "string" && isInteger(value) ? value : undefined),
  otherTexts: () => [],
};

/** Decimals of at most 15 digits as `number`, which represents them exactly. Trailing zeros are lost: 1.50 becomes 1.5. */
export const decimalAsNumber: Conversion<number> = {
  kind: "number",
  expected: "a decimal number of at most 15 digits",
  // xs:decimal has no -0.
  read: (text) => Number(text) + 0,
  write: (value) => (typeof value === "number" && Number.isFinite(value) ? plainDigits(value) : undefined),
  otherTexts: otherDecimals,
};

/** xs:dateTime as `Date`, with millisecond precision. The time zone is lost; a text without one is read as UTC. Written in UTC. */
export const dateTimeAsDate: Conversion<Date> = {
  kind: "date",
  expected: "a moment that a Date holds, in the years from 1 on",
  read: (text) => toDate(text),
  write: (value) => (isWritable(value) ? fromDate(value) : undefined),
  otherTexts: () => [],
};

/** xs:date as `Date`: midnight UTC of that day. The time zone is lost. Encoding refuses a Date with a time of day, and writes no zone. */
export const dateAsDate: Conversion<Date> = {
  kind: "date",
  expected: "a day at midnight UTC, in the years from 1 on",
  read: (text) => toDate(text.replace(/(?:Z|[+-]\d\d:\d\d)$/, "")),
  write: (value) => (isWritable(value) && value.getTime() % millisecondsOfDay === 0 ? dayOf(value) : undefined),
  otherTexts: (text) => [`${text}Z`],
};

/** xs:base64Binary as streams. What is in memory is written as text; other streams can only be sent beside their document. */
export const bytesAsStream: Conversion<ByteStream> = {
  kind: "stream",
  expected: 'a stream whose bytes are in memory (byteStream), or one that is sent beside its message (packaging: "mtom")',
  read(text, source) {
    const beside = source.streamBeside?.();
    const bytes = beside === undefined ? parseBase64(text) : undefined;
    return beside ?? (bytes && byteStream(bytes));
  },
  readBeside(source) {
    const beside = source.streamBeside?.();
    return beside?.content === undefined ? beside : undefined;
  },
  write: (value) => (isByteStream(value) && value.content !== undefined ? formatBase64(value.content) : undefined),
  otherTexts: () => [],
};

const millisecondsOfDay = 86_400_000;

function isWritable(value: unknown): value is Date {
  return value instanceof Date && value.getUTCFullYear() >= 1;
}

function dayOf(date: Date): string {
  const text = fromDate(date);
  return text.slice(0, text.indexOf("T"));
}

/** The shortest decimal text of a number, without an exponent: 1e-7 is 0.0000001. */
function plainDigits(number: number): string {
  const [mantissa = "", exponent] = String(number).split("e");
  // Numbers with a positive exponent have more digits than these types allow; BigInt writes them exactly.
  if (exponent === undefined) return mantissa;
  if (!exponent.startsWith("-")) return String(BigInt(number));
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.slice(sign.length).replace(".", "");
  return `${sign}0.${"0".repeat(-Number(exponent) - 1)}${digits}`;
}

/** 1.50, 1.500, ... for 1.5; 2.0, ... for 2; then leading zeros and signs. */
function* otherDecimals(text: string): Iterable<string> {
  const fraction = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
  const pointed = fraction === 0 ? `${text}.` : text;
  for (let digits = fraction + 1; digits <= 15; digits++) yield pointed.padEnd(pointed.length + digits - fraction, "0");
  yield* otherIntegers(text);
}
