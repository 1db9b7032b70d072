/**
 * What a browser loads of the console, compressed: at first, for checking messages, for writing them.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../../dist/console/page/assets/", import.meta.url));

const sizeOf = (pattern: RegExp): number =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(folder + name), { level: 9 }).length, 0);

describe.skipIf(!existsSync(folder))("compressed bytes", () => {
  it.each<[string, RegExp, number]>([
    ["at first", /^(main|style)-/, 45 * 1024],
    ["for checking messages", /^validator-/, 60 * 1024],
    ["for writing messages", /^editor-/, 145 * 1024],
    // What is shared by several of them stands in files of its own.
    ["of everything", /./, 250 * 1024],
  ])("%s", (_, pattern, most) => {
    expect(sizeOf(pattern)).toBeGreaterThan(0);
    expect(sizeOf(pattern)).toBeLessThanOrEqual(most);
  });
});
