/**
 * When `npm run bench:check` fails.
 */
import { describe, expect, it } from "vitest";
import { goals } from "../bench/goals.js";
import { limitOf, readRecord } from "../bench/record.js";

const decode = "decode against JSON.parse";
const bundle = "bundle, kB of gzip";
const client = "SOAP client";

describe("the limit of a value", () => {
  it.each<[string, Readonly<Record<string, Readonly<Record<string, number>>>>, string, string, object | undefined]>([
    ["a quarter below the floor that was reached", { [decode]: { a: 1.2 } }, decode, "a", { value: 0.9 * 0.75, of: "floor" }],
    [
      "a quarter below the record, where the floor was not reached",
      { [decode]: { a: 0.4 } },
      decode,
      "a",
      { value: 0.4 * 0.75, of: "record" },
    ],
    ["of the floor, where nothing was recorded", {}, decode, "a", { value: 0.9 * 0.75, of: "floor" }],
    [
      "above the floor that was reached, where less is better",
      { [bundle]: { [client]: 40 } },
      bundle,
      client,
      { value: 42 / 0.75, of: "floor" },
    ],
    ["above the record, where less is better", { [bundle]: { [client]: 60 } }, bundle, client, { value: 80, of: "record" }],
    ["of a row without goals", {}, "decode against saxes", "a", undefined],
  ])("is %s", (_, record, row, name, want) => {
    expect(limitOf(record, { row, name })).toEqual(want);
  });
});

it("goals are at least as good as floors", () => {
  for (const { better, cases } of Object.values(goals)) {
    for (const { floor, goal } of Object.values(cases)) expect(better === "more" ? goal >= floor : goal <= floor).toBe(true);
  }
});

it("the record has rows of the goals alone", () => {
  for (const [row, values] of Object.entries(readRecord())) {
    for (const name of Object.keys(values)) expect(Object.keys(goals[row]?.cases ?? {})).toContain(name);
  }
});
