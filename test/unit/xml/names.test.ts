import { describe, expect, it } from "vitest";
import { findInternedName, internedNameCount, internName, parseClark } from "../../../src/xml/names.js";

describe("names", () => {
  it.each([
    ["", "a", "a"],
    ["urn:x", "a", "{urn:x}a"],
    ["urn:{x}", "__proto__", "{urn:{x}}__proto__"],
  ])("interns %j, %j as %j", (namespace, local, clark) => {
    const name = internName(namespace, local);
    expect(name).toEqual({ namespace, local, clark });
    expect(internName(namespace, local)).toBe(name);
    expect(findInternedName(namespace, local)).toBe(name);
    expect(parseClark(clark)).toEqual({ namespace, local });
  });

  it("counts what was interned, and asking is not interning", () => {
    const count = internedNameCount();
    expect(findInternedName("urn:new", "constructor")).toBeUndefined();
    expect(internedNameCount()).toBe(count);
    internName("urn:new", "constructor");
    expect(internedNameCount()).toBe(count + 1);
  });
});
