/**
 * Binary XML vectors of the shared corpus: decoded to the XML that is given, and written again octet by octet.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BinaryReader } from "../../src/nettcp/binary/binary-reader.js";
import { BinaryWriter } from "../../src/nettcp/binary/binary-writer.js";
import type { StringLookup } from "../../src/nettcp/binary/dictionaries.js";
import { OctetBuffer } from "../../src/nettcp/binary/octet-buffer.js";
import { OctetCursor } from "../../src/nettcp/binary/octet-cursor.js";
import { readRecords, writeRecord } from "../../src/nettcp/binary/records.js";
import { staticIds, staticStrings } from "../../src/nettcp/binary/static-dictionary.js";
import type { TextValue } from "../../src/nettcp/binary/text-value.js";
import { booleanText, doubleText, floatText, integerText } from "../../src/nettcp/binary/typed-text.js";
import { defaultQuotas, type Quotas } from "../../src/nettcp/quotas.js";
import { XmlError } from "../../src/xml/errors.js";
import { Reader } from "../../src/xml/read/reader.js";
import { leavesOf, tokensOf } from "../support/document-tokens.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const folder = shared === undefined ? undefined : join(shared, "corpus/wcf");

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly xml: string;
}

interface ReaderCase {
  readonly name: string;
  readonly hex?: string;
  readonly hexLength?: number;
  readonly accepts: boolean;
  readonly acceptsWithDefaultQuotas?: boolean;
  readonly xml?: string;
  readonly quotaError?: string;
}

function read<T>(file: string): T {
  // The files' own form, which their README describes.
  return JSON.parse(readFileSync(join(folder ?? "", file), "utf8")) as T;
}

/** The dictionary of the vectors: the even id n is "strN". */
const dictionary: StringLookup = { find: (id) => (id % 2 === 0 && id < 2000 ? `str${id}` : undefined) };

const unlimited = Number.MAX_SAFE_INTEGER;
const noQuotas: Quotas = Object.fromEntries(Object.keys(defaultQuotas).map((name) => [name, unlimited])) as unknown as Quotas;

function binary(hex: string, quotas = noQuotas): BinaryReader {
  return new BinaryReader(Buffer.from(hex, "hex"), { dictionary, quotas });
}

/** Tokens of the XML that is given, which may have several roots. */
function textTokens(xml: string): readonly string[] {
  return tokensOf(new Reader(`<wrapper>${xml}</wrapper>`)).slice(1, -1);
}

/** Numbers are compared as numbers: older peers print them otherwise. */
function asNumbers(tokens: readonly string[], round: (value: number) => number): readonly string[] {
  return tokens.map((token) => token.replace(/"([-+0-9.]+(E[-+]?\d+)?)"/g, (_, text: string) => `"${round(Number(text))}"`));
}

function comparable(name: string): (tokens: readonly string[]) => readonly string[] {
  if (/float/.test(name)) return (tokens) => asNumbers(tokens, Math.fround);
  return /double/.test(name) ? (tokens) => asNumbers(tokens, (value) => value) : (tokens) => tokens;
}

describe.skipIf(folder === undefined)("binary XML vectors", () => {
  const { vectors, decodeOnly } =
    folder === undefined ? { vectors: [], decodeOnly: [] } : read<{ vectors: Vector[]; decodeOnly: Vector[] }>("nbfx-vectors.json");

  it("are all there", () => {
    expect([vectors.length, decodeOnly.length]).toEqual([314, 23]);
  });

  // The machine's zone is that of the vectors.
  process.env.TZ = "UTC";

  it.each([...vectors, ...decodeOnly])("$name is read", ({ name, hex, xml }) => {
    const compared = comparable(name);
    expect(compared(tokensOf(binary(hex)))).toEqual(compared(textTokens(xml)));
    // As one value, octets of several records are one base64 text.
    if (name !== "decode/two Bytes8 at odd split") expect(compared(leavesOf(binary(hex)))).toEqual(compared(textTokens(xml)));
  });

  it.each([...vectors, ...decodeOnly])("$name is written again", ({ hex }) => {
    const buffer = new OctetBuffer();
    for (const record of readRecords(new OctetCursor(Buffer.from(hex, "hex")))) writeRecord(buffer, record);
    expect(Buffer.from(buffer.finish()).toString("hex")).toBe(hex);
  });
});

/** The value that a vector is named for. */
function vectorValue(name: string): TextValue | undefined {
  const [kind, text = ""] = name.split("/");
  const number = Number(text);
  switch (kind) {
    case "bool":
      return booleanText(text === "True");
    case "int32":
    case "int64":
      return integerText(BigInt(text));
    case "float":
      return floatText(Math.fround(number));
    case "double":
      return doubleText(number);
    case "decimal":
    case "uint64-as-decimal": {
      const [, sign, whole = "", fraction = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? [];
      return { type: "decimal", value: { negative: sign === "-", scale: fraction.length, coefficient: BigInt(whole + fraction) } };
    }
    case "timeSpan":
      return { type: "timeSpan", value: BigInt(text) };
    default:
      return undefined;
  }
}

describe.skipIf(folder === undefined)("values", () => {
  const { vectors } = folder === undefined ? { vectors: [] } : read<{ vectors: Vector[] }>("nbfx-vectors.json");
  const values = vectors.filter(({ name }) => vectorValue(name) !== undefined && !name.endsWith("/attribute"));
  const strings = new Map([
    ["string/hello", "hello"],
    ["string/escape", "\"&<>'\t\r\n"],
    ["string/unicode", "\u00fc\u20ac\u{1F600}"],
    ["string/128-two-byte", "\u00fc".repeat(128)],
    ["string/empty", ""],
  ]);

  function written(write: (writer: BinaryWriter) => void): string {
    const writer = new BinaryWriter({ dictionary: { find: () => undefined, share: () => undefined } });
    writer.startElement({ namespace: "", local: "v" });
    write(writer);
    writer.endElement();
    return Buffer.from(writer.finish()).toString("hex");
  }

  it("are found in the vectors", () => {
    expect(values.length).toBeGreaterThan(60);
  });

  it.each(values)("$name is written as .NET writes it", ({ name, hex }) => {
    const value = vectorValue(name);
    if (value === undefined) throw new Error("internal: no value");
    expect(written((writer) => writer.value(value))).toBe(hex);
  });

  it.each([...strings])("%s is written as .NET writes it", (name, text) => {
    expect(written((writer) => writer.text(text))).toBe(vectors.find((vector) => vector.name === name)?.hex);
    expect(written((writer) => writer.attribute({ namespace: "", local: "a" }, text))).toBe(
      vectors.find((vector) => vector.name === `${name}/attribute`)?.hex,
    );
  });

  it.each([..."abcdefghijklmnopqrstuvwxyz"])("the prefix %s has its own records", (prefix) => {
    const find = (name: string) => vectors.find((vector) => vector.name === name)?.hex;
    const plain = new BinaryWriter({ dictionary: { find: () => undefined, share: () => undefined } });
    plain.startElement({ namespace: "u", local: "e", prefix });
    plain.attribute({ namespace: "u", local: "x", prefix }, "1");
    plain.endElement();
    expect(Buffer.from(plain.finish()).toString("hex")).toBe(find(`element/letter-${prefix}`));
    const idOf = (text: string) => (/^str\d+$/.test(text) ? Number(text.slice(3)) : undefined);
    const shared = new BinaryWriter({ dictionary: { find: idOf, share: idOf } });
    shared.startElement({ namespace: "str4", local: "str300", prefix });
    shared.attribute({ namespace: "str4", local: "str302", prefix }, "t");
    shared.endElement();
    expect(Buffer.from(shared.finish()).toString("hex")).toBe(find(`element/dictionary-letter-${prefix}`));
  });
});

/** Cases that are too long for the file. */
function generated(name: string): string {
  const [kind, text = ""] = name.split(" ");
  const count = Number(text);
  const uint16 = (value: number) => Buffer.from([value & 255, value >> 8]).toString("hex");
  const size = (value: number) =>
    Buffer.from(
      value < 16384 ? [(value & 127) | 128, value >> 7] : [(value & 127) | 128, ((value >> 7) & 127) | 128, value >> 14],
    ).toString("hex");
  switch (kind) {
    case "chars":
      return `4001619b${uint16(count)}${"78".repeat(count)}`;
    case "bytes":
      return `400161a1${uint16(count)}${"00".repeat(count)}`;
    case "array":
      return `03400161018b${size(count)}${"0000".repeat(count)}`;
    case "name":
      return `40${size(count)}${"61".repeat(count)}01`;
    case "attrs":
      return `400161${Array.from({ length: count }, (_, index) => `0404${Buffer.from(`a${String(index).padStart(3, "0")}`).toString("hex")}82`).join("")}01`;
    default:
      throw new Error(`internal: how is "${name}" made?`);
  }
}

/** Where we are stricter than the runtime that gave the verdicts: what XML 1.0 cannot hold. */
const stricter = new Set(["nul char", "ctrl char"]);

describe.skipIf(folder === undefined)("verdicts of a reader of binary XML", () => {
  const cases = folder === undefined ? [] : read<{ cases: ReaderCase[] }>("nbfx-reader-cases.json").cases;

  function verdict(hex: string, quotas: Quotas): boolean {
    try {
      tokensOf(binary(hex, quotas));
      return true;
    } catch (error) {
      if (error instanceof XmlError) return false;
      throw error;
    }
  }

  it.each(cases)("$name", ({ name, hex = generated(name), hexLength, accepts, acceptsWithDefaultQuotas = accepts, xml }) => {
    if (hexLength !== undefined) expect(hex.length).toBe(hexLength);
    expect(verdict(hex, noQuotas)).toBe(accepts && !stricter.has(name));
    expect(verdict(hex, defaultQuotas)).toBe(acceptsWithDefaultQuotas && !stricter.has(name));
    if (accepts && xml !== undefined && !stricter.has(name)) expect(tokensOf(binary(hex))).toEqual(textTokens(xml.trimEnd()));
  });

  it("values are limited where they are read as values", () => {
    for (const [name, valid] of [
      ["chars 8192", true],
      ["chars 8193", false],
      ["bytes 6145", true],
      ["bytes 20000", false],
      ["array 16384", true],
      ["array 16385", false],
    ] as const) {
      const read = () => leavesOf(binary(generated(name), defaultQuotas));
      if (valid) expect(read, name).not.toThrow();
      else expect(read, name).toThrow(XmlError);
    }
  });
});

describe.skipIf(folder === undefined)("the static dictionary", () => {
  it("has the strings of the protocol", () => {
    const { entries } = read<{ entries: { id: number; value: string }[] }>("nbfs-dictionary.json");
    expect(staticStrings).toEqual(entries.map(({ value }) => value));
    for (const { id, value } of entries) expect(staticIds.get(value)).toBe(id);
  });
});
