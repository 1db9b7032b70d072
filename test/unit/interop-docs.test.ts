/**
 * docs/interop.md names tests that exist and has no failure, and a run makes its rows.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { printPage, readPage } from "../interop/interop-page.js";
import { rowsOf } from "../interop/interop-rows.js";

const text = readFileSync("docs/interop.md", "utf8");
const rows = readPage(text);

/** The names of rows in a test file: all that its calls of `client` and `server` say. */
function namesIn(file: string): readonly string[] {
  return [...readFileSync(`test/interop/${file}`, "utf8").matchAll(/\w\.(client|server)\("([^"]+)"\)/g)].map(
    ([, direction, feature]) => `${direction} ${feature}`,
  );
}

describe("docs/interop.md", () => {
  it("has rows, and is what they print", () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(printPage(rows)).toBe(text);
  });

  it.each(rows)("$peer, $style: $feature", ({ files, feature, client, server }) => {
    const named = new Set(files.filter((file) => existsSync(`test/interop/${file}`)).flatMap(namesIn));
    for (const [direction, verdict] of Object.entries({ client, server })) {
      expect(verdict).toMatch(/^(works|not tried: .+|its? .+)$/);
      expect(named.has(`${direction} ${feature}`)).toBe(verdict === "works");
    }
  });
});

describe("a run", () => {
  const cell = { peer: "PHP", style: "rpc/encoded", feature: "arrays", file: "php.test.ts" };
  const known = { peer: "PHP", version: "1", style: "rpc/encoded", feature: "structs", client: "works", server: "works" };

  it("joins the tests of a feature in a row, with a cell for each direction", () => {
    const results = [
      { ...cell, direction: "client", passed: true },
      { ...cell, direction: "server", passed: true, file: "other.test.ts" },
      { ...cell, direction: "server", passed: false },
    ] as const;
    expect(rowsOf(results, [])).toMatchObject([{ client: "works", server: "fails", files: ["other.test.ts", "php.test.ts"] }]);
  });

  it("says why a direction has no test", () => {
    const results = [
      { ...cell, peer: "suds", direction: "client", passed: true },
      { ...cell, direction: "client", passed: true },
    ] as const;
    expect(rowsOf(results, []).map(({ peer, server }) => [peer, server])).toEqual([
      ["PHP", "not tried"],
      ["suds", "it is a client only"],
    ]);
  });

  it("leaves rows whose tests have not run, and no others", () => {
    const results = [{ ...cell, direction: "client", passed: true }] as const;
    expect(rowsOf(results, [{ ...known, files: ["elsewhere.test.ts"] }]).map(({ feature }) => feature)).toEqual(["structs", "arrays"]);
    expect(rowsOf(results, [{ ...known, files: ["php.test.ts"] }]).map(({ feature }) => feature)).toEqual(["arrays"]);
  });

  it("leaves a cell whose tests have not run", () => {
    const results = [{ ...cell, direction: "client", passed: false }] as const;
    const files = ["php.test.ts", "elsewhere.test.ts"];
    expect(rowsOf(results, [{ ...known, feature: "arrays", files }])).toMatchObject([
      { client: "fails", server: "works", files: [...files].sort() },
    ]);
    expect(rowsOf(results, [{ ...known, feature: "arrays", files: ["php.test.ts"] }])).toMatchObject([
      { client: "fails", server: "not tried" },
    ]);
  });

  it("refuses a peer that no one knows", () => {
    expect(() => rowsOf([{ ...cell, peer: "nobody", direction: "client", passed: true }], [])).toThrow("nobody is not among the peers");
  });
});
