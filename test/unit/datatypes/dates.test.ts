import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromDate, toDate } from "../../../src/datatypes/dates.js";

describe("toDate", () => {
  test.each([
    ["2004-04-12T13:20:00+02:00", undefined, "2004-04-12T11:20:00.000Z"],
    ["2004-04-12T13:20:00", undefined, "2004-04-12T13:20:00.000Z"],
    ["2004-04-12T13:20:00", "-05:00", "2004-04-12T18:20:00.000Z"],
    ["2004-04-12T13:20:00Z", "-05:00", "2004-04-12T13:20:00.000Z"],
    ["2004-04-12", "+14:00", "2004-04-11T10:00:00.000Z"],
    ["1969-12-31T24:00:00Z", undefined, "1970-01-01T00:00:00.000Z"],
    ["1969-12-31T23:59:59.99999Z", undefined, "1969-12-31T23:59:59.999Z"],
    ["0001-01-01T00:00:00Z", undefined, "0001-01-01T00:00:00.000Z"],
  ])("%s with %s is %s", (text, zone, want) => {
    expect(toDate(text, zone)?.toISOString()).toBe(want);
  });

  test.each(["", "2004", "13:20:00", "-0001-01-01", "999999-01-01T00:00:00Z", "2004-02-30"])("%j is not a date", (text) => {
    expect(toDate(text)).toBeUndefined();
  });
});

describe("fromDate", () => {
  test.each([
    ["2004-04-12T13:20:00.000Z", "2004-04-12T13:20:00Z"],
    ["2004-04-12T13:20:00.120Z", "2004-04-12T13:20:00.120Z"],
    ["+275760-09-13T00:00:00.000Z", "275760-09-13T00:00:00Z"],
  ])("%s is %s", (iso, want) => {
    expect(fromDate(new Date(iso))).toBe(want);
  });

  test("years before 1 and invalid dates are refused", () => {
    expect(() => fromDate(new Date("0000-12-31T00:00:00Z"))).toThrow(RangeError);
    expect(() => fromDate(new Date(Number.NaN))).toThrow(RangeError);
  });

  test("and back", () => {
    const dates = fc.date({ min: new Date("0001-01-01T00:00:00Z"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(toDate(fromDate(date))).toEqual(date);
      }),
    );
  });
});
