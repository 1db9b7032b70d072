/**
 * What the package has: every link of its pages leads to a file that is in it, and package.json says where the project lives.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const description = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

/** The files of the packed package, whose build is not needed here. */
function packedFiles(): readonly string[] {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ files }] = JSON.parse(output);
  return files.map(({ path }: { path: string }) => path);
}

/** Targets of links and pictures that are paths, without code blocks. */
function linksOf(file: string): readonly string[] {
  const text = readFileSync(root + file, "utf8")
    .replace(/```[\s\S]*?```/g, "")
    .replace(/`[^`\n]*`/g, "");
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target]) => target ?? "");
  return targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => posix.join(posix.dirname(file), target));
}

describe("the package", () => {
  const files = packedFiles();

  it("has every page that its pages link to", () => {
    const pages = files.filter((file) => file.endsWith(".md"));
    expect(pages).toContain("docs/configuration.md");
    const isThere = (path: string): boolean => files.includes(path) || files.some((file) => file.startsWith(`${path.replace(/\/$/, "")}/`));
    const broken = pages.flatMap((page) => linksOf(page).flatMap((target) => (isThere(target) ? [] : [`${page}: ${target}`])));
    expect(broken).toEqual([]);
  });

  it("has the contracts that the README names", () => {
    const readme = readFileSync(`${root}README.md`, "utf8");
    const named = new Set([...readme.matchAll(/[\w/.-]+\.(?:wsdl|xsd)\b/g)].map(([name]) => name));
    expect(named.size).toBeGreaterThan(1);
    for (const name of named)
      expect(
        files.some((file) => file === name || file.endsWith(`/${name}`)),
        name,
      ).toBe(true);
  });

  it("has neither tests nor caches", () => expect(files.filter((file) => /^(test|data|node_modules|build)\//.test(file))).toEqual([]));

  it("says where the project lives", () => {
    expect(description.repository).toMatchObject({ type: "git", url: expect.stringMatching(/^git\+https:.*\.git$/) });
    expect(description.bugs.url).toMatch(/^https:/);
    expect(description.homepage).toMatch(/^https:/);
  });
});
