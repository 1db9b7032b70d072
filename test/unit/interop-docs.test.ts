/**
 * docs/interop.md names tests that exist, and no failure.
 */
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readPage } from "../interop/interop-page.js";

const rows = readPage(readFileSync("docs/interop.md", "utf8"));

/** The titles in a test file, as patterns: what a table fills in may be anything. */
function titlesIn(file: string): readonly RegExp[] {
  const text = readFileSync(file, "utf8");
  const titles = [...text.matchAll(/\b(?:it|test)\b[\s\S]*?\(\s*(["'`])(.+?)\1\s*,\s*(?:async\b|\(|\{)/g)].map(([, , title = ""]) => title);
  return titles.map((title) => {
    const parts = title.split(/%[a-z]|\$\w+(?:\.\w+)*|\$\{[^}]*\}/);
    return new RegExp(`${parts.map((part) => part.replaceAll(/[.*+?^$()[\]{}|\\]/g, "\\$&").replaceAll("|", "/")).join(".*")}$`);
  });
}

it("has rows", () => expect(rows.length).toBeGreaterThan(10));

it.each(rows)("$peer: $feature", ({ file, feature, verdict }) => {
  expect(existsSync(file), file).toBe(true);
  expect(titlesIn(file).some((title) => title.test(feature))).toBe(true);
  expect(verdict).toBe("works");
});
