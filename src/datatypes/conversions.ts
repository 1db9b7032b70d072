/**
 * The conversions that a configuration may ask for. Each says what it loses; nothing uses one unasked.
 */
import { fromDate, toDate } from "./dates.js";
import { isInteger } from "./decimal.js";
import type { Conversion } from "./mapped-type.js";
import { otherTexts } from "./other-texts.js";

/** Integers of any size as `number`. A document with one beyond ±(2^53 - 1) is refused when it is decoded; signs "+" and leading zeros go. */
export const integerAsNumber: Conversion<number> = {
  kind: "number",
  expected: "an integer that a number holds exactly",
  read(text) {
    const number = Number(text);
    // "-0" is 0.
    return Number.isSafeInteger(number) ? number + 0 : undefined;
  },
  write: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
  otherTexts: (text) => otherTexts("decimal", "number", text),
};

/** Integers of any size as the text of the document. */
export const integerAsString: Conversion<string> = {
  kind: "string",
  expected: "the text of an integer",
  read: (text) => text,
  write: (value) => (typeof value === "string" && isInteger(value) ? value : undefined),
  otherTexts: () => [],
};

/** Decimals of at most 15 digits as `number`, which holds each of them: 1.50 becomes 1.5, no digit that counts is lost. */
export const decimalAsNumber: Conversion<number> = {
  kind: "number",
  expected: "a decimal number of at most 15 digits",
  // -0 is no value of xs:decimal.
  read: (text) => Number(text) + 0,
  write: (value) => (typeof value === "number" && Number.isFinite(value) ? plainDigits(value) : undefined),
  otherTexts: otherDecimals,
};

/** xs:dateTime as `Date`: a moment to the millisecond. The zone goes; a text without one is taken as UTC. Written in UTC. */
export const dateTimeAsDate: Conversion<Date> = {
  kind: "date",
  expected: "a moment that a Date holds, in the years from 1 on",
  read: (text) => toDate(text),
  write: (value) => (isWritable(value) ? fromDate(value) : undefined),
  otherTexts: () => [],
};

/** xs:date as `Date`: midnight UTC of the day. The zone goes, the day stays; a Date with a time of the day is refused. Written without zone. */
export const dateAsDate: Conversion<Date> = {
  kind: "date",
  expected: "a day at midnight UTC, in the years from 1 on",
  read: (text) => toDate(text.replace(/(?:Z|[+-]\d\d:\d\d)$/, "")),
  write: (value) => (isWritable(value) && value.getTime() % millisecondsOfDay === 0 ? dayOf(value) : undefined),
  otherTexts: (text) => [`${text}Z`],
};

const millisecondsOfDay = 86_400_000;

function isWritable(value: unknown): value is Date {
  return value instanceof Date && value.getUTCFullYear() >= 1;
}

function dayOf(date: Date): string {
  const text = fromDate(date);
  return text.slice(0, text.indexOf("T"));
}

/** The shortest digits that give the number, without exponent: 1e-7 is 0.0000001. */
function plainDigits(number: number): string {
  const [mantissa = "", exponent] = String(number).split("e");
  // What has a positive exponent has more digits than any type lets through that this is for; BigInt writes them exactly.
  if (exponent === undefined) return mantissa;
  if (!exponent.startsWith("-")) return String(BigInt(number));
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.slice(sign.length).replace(".", "");
  return `${sign}0.${"0".repeat(-Number(exponent) - 1)}${digits}`;
}

/** 1.5 as 1.50, 1.500, ...; 2 as 2.0, ...; then with leading zeros and signs. */
function* otherDecimals(text: string): Iterable<string> {
  const fraction = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
  const pointed = fraction === 0 ? `${text}.` : text;
  for (let digits = fraction + 1; digits <= 15; digits++) yield pointed.padEnd(pointed.length + digits - fraction, "0");
  yield* otherTexts("decimal", "number", text);
}
