/** The documentation site: every page of the repository in it, links that lead somewhere, names to search for. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pathOf } from "../../site/contents.js";
import { renderMarkdown } from "../../site/markdown-page.js";
import { siteFiles } from "../../site/site-files.js";

describe("the site", () => {
  let files: ReadonlyMap<string, string>;
  beforeAll(() => {
    files = siteFiles((path) => readFileSync(path, "utf8"), new Map([["playground.js", ""]]));
  });

  it("has every guide", () => {
    const guides = readdirSync("docs").filter((name) => name.endsWith(".md"));
    expect(guides.filter((name) => pathOf(`docs/${name}`) === undefined)).toEqual([]);
    expect(guides.filter((name) => !files.has(`docs/${name.replace(/\.md$/, ".html")}`))).toEqual([]);
  });

  it("has a reference page for each entry point, with what comments say", () => {
    const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
    const pages = [...files.keys()].filter((path) => path.startsWith("reference/"));
    expect(pages).toHaveLength(Object.keys(exports).filter((path) => path !== "./package.json").length);
    expect(files.get("reference/schema.html")).toContain("Loads a schema. It throws neither for a bad schema nor for a bad document.");
  });

  it("has no link that leads nowhere, to an id neither", () => {
    const dead: string[] = [];
    for (const [path, text] of files) {
      for (const [, href = ""] of path.endsWith(".html") ? text.matchAll(/(?:href|src)="([^"]+)"/g) : []) {
        if (/^[a-z]+:/.test(href)) continue;
        const [target = "", id] = href.split("#");
        const page = target === "" ? path : posix.join(posix.dirname(path), target);
        const found = files.get(page);
        if (found === undefined || (id !== undefined && !found.includes(`id="${decodeURIComponent(id)}"`))) dead.push(`${path}: ${href}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it("finds guides, recipes and exports", () => {
    const names = files.get("names.js") ?? "";
    for (const name of ["Lenient mode", "9. A document is in another encoding than UTF-8", "loadSchema", "Random values"]) {
      expect(names).toContain(`["${name}",`);
    }
  });
});

it("headings have the ids that links of the repository use", () => {
  const { body, headings } = renderMarkdown(
    "docs/serving.md",
    "# One `two` & three\n\ntext\n\n## X\n\n## X\n\n[b](validation.md#issues) [c](../src/xml/names.ts)",
    "https://example.com/r",
  );
  expect(headings.map(({ id }) => id)).toEqual(["one-two--three", "x", "x-1"]);
  expect(headings[0]?.words).toBe("text");
  expect(body.text).toContain('href="validation.html#issues"');
  expect(body.text).toContain('href="https://example.com/r/src/xml/names.ts"');
});
