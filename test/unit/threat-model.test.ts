/**
 * THREAT_MODEL.md: each promise names tests, and they exist.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const text = readFileSync(fileURLToPath(new URL("THREAT_MODEL.md", root)), "utf8");

/** The items of the lists above "Not promised". */
const promises = text
  .slice(0, text.indexOf("\n## Not promised"))
  .split(/\n(?=- |\n|#)/)
  .filter((part) => part.startsWith("- "))
  .map((part) => part.replaceAll(/\s+/g, " "));

/** `test/a.test.ts` "one name", "another name" */
function testsOf(promise: string): readonly { readonly file: string; readonly names: readonly string[] }[] {
  return [...promise.matchAll(/`(test\/[^`]+\.ts)`((?:,? "[^"]+")*)/g)].map(([, file = "", names = ""]) => ({
    file,
    names: [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name),
  }));
}

describe("promises", () => {
  it("are there", () => expect(promises.length).toBeGreaterThan(15));

  it.each(promises.map((promise) => [promise.slice(0, 70), promise]))("%s", (_, promise) => {
    const tests = testsOf(promise);
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, names } of tests) {
      const path = fileURLToPath(new URL(file, root));
      expect(existsSync(path), file).toBe(true);
      const source = readFileSync(path, "utf8");
      expect(
        names.filter((name) => !source.includes(name)),
        file,
      ).toEqual([]);
    }
  });
});
