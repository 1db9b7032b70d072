/**
 * What a browser loads of the console, compressed: at first, for checking messages, for writing them. What is left out of the bundle is not missed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeContract } from "../../../codegen/describe-contract.js";
import { createValidator } from "../../../src/console/app/validator.js";

const folder = fileURLToPath(new URL("../../../dist/console/page/assets/", import.meta.url));

const sizeOf = (pattern: RegExp): number =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(folder + name), { level: 9 }).length, 0);

describe.skipIf(!existsSync(folder))("compressed bytes", () => {
  it.each<[string, RegExp, number]>([
    ["at first", /^(main|page)-/, 45 * 1024],
    ["for checking messages", /^validator-/, 62 * 1024],
    ["for writing messages", /^editor-/, 145 * 1024],
    // What is shared by several of them stands in files of its own.
    ["of everything", /./, 250 * 1024],
  ])("%s", (_, pattern, most) => {
    expect(sizeOf(pattern)).toBeGreaterThan(0);
    expect(sizeOf(pattern)).toBeLessThanOrEqual(most);
  });
});

it.skipIf(!existsSync(folder))("the bundle checks messages as the sources do", async () => {
  const described = describeContract("t.xsd", {
    "t.xsd": `<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="Größe" type="int"/></schema>`,
  });
  const name = readdirSync(folder).find((each) => each.startsWith("validator-")) ?? "";
  const [bundled]: unknown[] = Object.values(await import(/* @vite-ignore */ folder + name));
  // The bundle has one export, which Vite names as it likes.
  const [inBundle, inSources] = [bundled as typeof createValidator, createValidator].map((create) => create(described.tables));
  const texts = [
    "<Größe>5</Größe>",
    "\uFEFF<Größe>5</Größe>",
    '<?xml version="1.0" encoding="UTF-8"?><Größe>ü</Größe>',
    "<x/>",
    "",
    "<!DOCTYPE a><a/>",
  ];
  for (const text of texts) expect(inBundle?.(text), text).toEqual(inSources?.(text));
  expect(inBundle?.("<Größe>5</Größe>")).toEqual([]);
});
