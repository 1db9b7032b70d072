/**
 * Where a recording proxy sends a request to.
 */
import { expect, it } from "vitest";
import { targetOf } from "../../../src/cli/mock/forward.js";

it.each([
  ["http://a/", "/repairs", "", "/repairs"],
  ["http://a/", "/repairs/status", "x=1", "/repairs/status?x=1"],
  ["http://a/v2/repairs", "/repairs", "", "/v2/repairs"],
  ["http://a/v2/repairs", "/repairs/status", "x=1", "/v2/repairs/status?x=1"],
  ["http://a/v2/repairs/", "/repairs/status", "", "/v2/repairs/status"],
  ["http://a/v2/repairs/", "/repairs", "", "/v2/repairs/"],
  ["http://a/v2/repairs", "/elsewhere", "", "/v2/repairs"],
  ["http://a/v2?key=1", "/repairs", "", "/v2?key=1"],
  ["http://a/v2?key=1", "/repairs", "x=1", "/v2?x=1"],
])("%s for %s?%s is %s", (service, path, query, want) => {
  expect(targetOf(new URL(service), { path, query }, ["/repairs", "/rep"])).toBe(want);
});
