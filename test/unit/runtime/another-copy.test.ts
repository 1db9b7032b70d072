/**
 * Tables and the decoder may come from two copies of the package: generated code that was bundled with one, in a program that has another.
 */
import { expect, test, vi } from "vitest";
import { tryDecode } from "../../../src/index.js";
import { list, restriction, type SimpleType, union, xsInt } from "../../../src/runtime-v2.js";

vi.resetModules();
const other = await import("../../../src/runtime-v2.js");

const int = () => xsInt;
const listed = other.list<readonly number[]>("{urn:u}Listed", int);

test.each<[what: string, codec: SimpleType<never, unknown>, right: string, wrong: string]>([
  ["a list", listed, "1 2", "1 x"],
  ["a list with facets", other.list<readonly number[]>("{urn:u}Short", int, { maxLength: "2" }), "1 2", "1 2 3"],
  ["a restricted list", restriction<readonly number[]>("{urn:u}Restricted", () => listed, { maxLength: "2" }), "1 2", "1 2 3"],
  [
    "a list of a restriction",
    list<readonly number[]>("{urn:u}Small", () => other.restriction("{urn:u}s", int, { maxInclusive: "9" })),
    "1 2",
    "1 10",
  ],
  ["a union", union<number>("{urn:u}Union", () => [other.union<number>("{urn:u}Inner", () => [xsInt])]), "12", "x"],
])("%s of another copy", (_, codec, right, wrong) => {
  expect(tryDecode(codec, `<v>${right}</v>`)).toMatchObject({ ok: true });
  expect(tryDecode(codec, `<v>${wrong}</v>`)).toMatchObject({ ok: false });
});
