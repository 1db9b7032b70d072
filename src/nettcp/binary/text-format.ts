/**
 * Values of text records -> the text that stands for them in XML. MC-NBFX §2.2.3
 *
 * Where the prose of the specification differs from what .NET reads, .NET is followed: decimals keep their zeros, a date at midnight keeps
 * its time, a time span is an xs:duration.
 */
import { formatBase64 } from "../../datatypes/binary.js";
import { letterOf } from "./record-type.js";
import type { DateTime, Decimal, TextValue } from "./text-value.js";

/** Finds the string of a dictionary, or refuses. */
export type FindString = (id: number) => string;

export function formatTextValue(value: TextValue, find: FindString): string {
  switch (value.type) {
    case "zero":
      return "0";
    case "one":
      return "1";
    case "false":
    case "true":
      return value.type;
    case "empty":
      return "";
    case "int8":
    case "int16":
    case "int32":
    case "int64":
    case "uint64":
    case "bool":
      return String(value.value);
    case "float":
      return formatFloat(value.value);
    case "double":
      return formatDouble(value.value);
    case "decimal":
      return formatDecimal(value.value);
    case "dateTime":
      return formatDateTime(value.value);
    case "timeSpan":
      return formatTimeSpan(value.value);
    case "bytes8":
    case "bytes16":
    case "bytes32":
      return formatBase64(value.value);
    case "uuid":
      return formatUuid(value.value);
    case "uniqueId":
      return `urn:uuid:${formatUuid(value.value)}`;
    case "dictionary":
      return find(value.id);
    case "qname":
      return `${letterOf(value.letter)}:${find(value.id)}`;
    case "list":
      return value.items.map((item) => formatTextValue(item, find)).join(" ");
    default:
      return value.value;
  }
}

/** The shortest digits that give the same single-precision number; of two equally near ones, those that end in an even digit. */
function formatFloat(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) !== value) continue;
    return layOut(Number(isHalfway(value, digits) ? roundedToEven(text) : text), 9);
  }
  return layOut(value, 9);
}

/** Tests if the next digit would be a 5 with nothing after it. */
function isHalfway(value: number, digits: number): boolean {
  const exact = value.toPrecision(digits + 1);
  return /^[^e]*5(e|$)/.test(exact) && Number(exact) === value;
}

/** JavaScript rounds up: "1.3" of 1.25. */
function roundedToEven(text: string): string {
  return text.replace(/^([^e]*)([13579])(?=e|$)/, (_, before: string, digit: string) => `${before}${Number(digit) - 1}`);
}

/** The shortest digits that give the same number: what JavaScript and .NET print. */
function formatDouble(value: number): string {
  return layOut(value, 17);
}

/** XSD 1.0 Part 2 §3.2.5, with the exponents of .NET: "1E+17", "1E-05". */
function layOut(value: number, largestPlain: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Number.POSITIVE_INFINITY) return "INF";
  if (value === Number.NEGATIVE_INFINITY) return "-INF";
  if (Object.is(value, -0)) return "-0";
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < largestPlain && exponent > -5) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${mantissa}E${exponent < 0 ? "-" : "+"}${digits}`;
}

function formatDecimal({ negative, scale, coefficient }: Decimal): string {
  const digits = coefficient.toString().padStart(scale + 1, "0");
  const split = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return negative && coefficient !== 0n ? `-${text}` : text;
}

const ticksPerSecond = 10_000_000n;
const ticksPerDay = 864_000_000_000n;
/** 1970-01-01 counted in days from 0001-01-01. */
const unixEpochDays = 719_162n;
const firstMillisecond = Date.parse("0001-01-01T00:00:00Z");
const lastMillisecond = Date.parse("9999-12-31T23:59:59.999Z");

function formatDateTime({ ticks, zone }: DateTime): string {
  const days = ticks / ticksPerDay;
  const ofDay = ticks % ticksPerDay;
  const seconds = Number(ofDay / ticksPerSecond);
  const fraction = formatFraction(ofDay % ticksPerSecond);
  const milliseconds = Number(days - unixEpochDays) * 86_400_000 + seconds * 1000;
  if (zone > 1) return formatLocal(milliseconds, fraction);
  return `${wholeSeconds(milliseconds)}${fraction}${zone === 1 ? "Z" : ""}`;
}

function wholeSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}

/** Local times are sent as UTC; .NET shows them in the time zone of the machine that reads them. */
function formatLocal(milliseconds: number, fraction: string): string {
  const minutes = -Math.round(new Date(milliseconds).getTimezoneOffset());
  const local = milliseconds + minutes * 60_000;
  // At either end of the calendar there may be no such local time.
  if (local < firstMillisecond || local > lastMillisecond) return `${wholeSeconds(milliseconds)}${fraction}Z`;
  const pair = (value: number): string => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${wholeSeconds(local)}${fraction}${minutes < 0 ? "-" : "+"}${pair(Math.floor(size / 60))}:${pair(size % 60)}`;
}

/** "", or a point and the digits without zeros at the end. */
function formatFraction(ticks: bigint): string {
  return ticks === 0n ? "" : `.${ticks.toString().padStart(7, "0").replace(/0+$/, "")}`;
}

/** XSD 1.0 Part 2 §3.2.6: days, hours, minutes, seconds. */
function formatTimeSpan(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const days = size / ticksPerDay;
  const seconds = Number((size % ticksPerDay) / ticksPerSecond);
  const fraction = formatFraction(size % ticksPerSecond);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  let time = "";
  if (hours > 0) time += `${hours}H`;
  if (minutes > 0) time += `${minutes}M`;
  if (seconds % 60 > 0 || fraction !== "") time += `${seconds % 60}${fraction}S`;
  if (size === 0n) return "PT0S";
  return `${ticks < 0n ? "-" : ""}P${days > 0n ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`;
}

/** The octets of a UUID in the order of its text: the first three fields are little-endian. */
const uuidOrder = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];

function formatUuid(octets: Uint8Array): string {
  return uuidOrder.map((index) => (index < 0 ? "-" : (octets[index] ?? 0).toString(16).padStart(2, "0"))).join("");
}

/** The octets of a UUID given as text; undefined if the text is not a UUID. */
export function parseUuid(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return undefined;
  const digits = text.replaceAll("-", "");
  const octets = new Uint8Array(16);
  let at = 0;
  for (const index of uuidOrder) {
    if (index < 0) continue;
    octets[index] = Number.parseInt(digits.slice(at, at + 2), 16);
    at += 2;
  }
  return octets;
}
