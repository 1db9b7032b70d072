import { describe, expect, test } from "vitest";
import {
  DerFields,
  der,
  derField,
  derInteger,
  derObjectId,
  readAll,
  readFirst,
  readInteger,
  readObjectId,
  readOnly,
  Tag,
} from "../../../src/negotiate/der.js";

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const octets = (text: string): Uint8Array => Buffer.from(text, "hex");

describe("numbers", () => {
  test.each([
    { given: 0, want: "020100" },
    { given: 5, want: "020105" },
    { given: 127, want: "02017f" },
    { given: 128, want: "02020080" },
    { given: 0x3fffffff, want: "02043fffffff" },
    { given: 0xffffffff, want: "020500ffffffff" },
    { given: -1, want: "0201ff" },
    { given: -128, want: "020180" },
    { given: -129, want: "0202ff7f" },
  ])("$given", ({ given, want }) => {
    expect(hex(derInteger(given))).toBe(want);
    expect(readInteger(octets(want))).toBe(given);
  });

  test.each(["0200", "04010a", "0207ffffffffffffff"])("%s is none", (given) => {
    expect(() => readInteger(octets(given))).toThrow("no small integer");
  });
});

describe("object identifiers", () => {
  test.each([
    { given: "1.2.840.113554.1.2.2", want: "06092a864886f712010202" },
    { given: "1.3.6.1.4.1.311.2.2.10", want: "060a2b06010401823702020a" },
    { given: "2.999.3", want: "0603883703" },
  ])("$given", ({ given, want }) => {
    expect(hex(derObjectId(given))).toBe(want);
    expect(readObjectId(octets(want))).toBe(given);
  });

  test.each(["0600", "060180", "06022a86", "060affffffffffffffffff7f"])("%s is none", (given) => {
    expect(() => readObjectId(octets(given))).toThrow("ASN.1");
  });
});

describe("lengths", () => {
  test.each([
    { length: 0, head: "0400" },
    { length: 127, head: "047f" },
    { length: 128, head: "048180" },
    { length: 300, head: "0482012c" },
    { length: 70_000, head: "0483011170" },
  ])("$length", ({ length, head }) => {
    const value = der(Tag.octetString, new Uint8Array(length));
    expect(hex(value.subarray(0, value.length - length))).toBe(head);
    expect(readOnly(value, Tag.octetString).content).toHaveLength(length);
  });

  test.each([
    { what: "nothing", given: "" },
    { what: "a tag alone", given: "30" },
    { what: "too little content", given: "300301" },
    { what: "an indefinite length", given: "3080020105 0000" },
    { what: "a length of five octets", given: "30850000000001ff" },
    { what: "a length that is cut", given: "3082ff" },
    { what: "a length beyond the end", given: "3084ffffffff00" },
    { what: "a long tag", given: "3f8101020105" },
  ])("$what", ({ given }) => {
    expect(() => readFirst(octets(given.replace(" ", "")))).toThrow("ASN.1");
  });
});

describe("sequences", () => {
  test("values one after another", () => {
    expect(readAll(octets("020101020102")).map(({ whole }) => readInteger(whole))).toEqual([1, 2]);
  });

  test("fields in any order; unknown ones are left alone", () => {
    const fields = new DerFields(der(Tag.sequence, derField(7, derInteger(9)), derField(1, derInteger(2)), der(Tag.octetString)));
    expect(fields.integer(1)).toBe(2);
    expect(fields.optional(3)).toBeUndefined();
    expect(() => fields.required(3)).toThrow("field 3 is missing");
    expect(() => fields.octetString(1)).toThrow("tag 2 in place of 4");
  });

  test("a field that comes twice", () => {
    expect(() => new DerFields(der(Tag.sequence, derField(1, derInteger(2)), derField(1, derInteger(3))))).toThrow("twice");
  });

  test("octets after the end", () => {
    expect(() => readOnly(octets("020101ff"), Tag.integer)).toThrow("octets after the end");
  });
});
