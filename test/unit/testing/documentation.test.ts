/**
 * The example of docs/testing.md is the one that the simulations run.
 */
import { readFileSync } from "node:fs";
import { defaultFaults } from "soapwright/testing";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../../../docs/testing.md", import.meta.url), "utf8");

test("the example is the file that test/simulation/seeds.test.ts runs", () => {
  const file = readFileSync(new URL("../../../examples/repair-order/test/simulation.ts", import.meta.url), "utf8");
  const [, example] = /```ts\n([\s\S]*?)\n```/.exec(page) ?? [];
  expect(file.slice(file.indexOf("*/\n") + 3).trimEnd()).toBe(example);
});

test("every fault is explained", () => {
  const explained = [...page.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names = ""]) => names.replaceAll("`", "").split(", "));
  expect(explained).toEqual(expect.arrayContaining(Object.keys(defaultFaults)));
});
