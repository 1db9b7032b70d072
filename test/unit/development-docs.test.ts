/**
 * Pages for people who work on the code: the paths, names, scripts and links in them exist.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const { scripts, exports } = JSON.parse(read("package.json"));

const readmes = ["src", "codegen"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("README.md"))
    .map((path) => join(folder, path)),
);
const pages = ["docs/development.md", "CONTRIBUTING.md", "SECURITY.md", "llms.txt", ...readmes];

/** `path` as people write it, without what only a shell or a pattern means. */
const isPath = (text: string): boolean => /^\.?[\w@-][\w.@-]*(\/[\w.@-]+)*\/?$/.test(text) && (/\.\w+$/.test(text) || text.includes("/"));

/** Paths are relative to the page or to the root. A README of parallel folders names the files that one of them has. */
function exists(page: string, path: string): boolean {
  if (path.startsWith("soapwright/")) return path.replace("soapwright", ".") in exports;
  const source = path.replace(/^(\.\/)?dist\/(.*)\.js$/, "$2.ts");
  const folder = join(root, dirname(page));
  const folders = page.endsWith("README.md") ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  return [join(folder, source), join(root, source), ...folders.map(({ name }) => join(folder, name, source))].some(existsSync);
}

function missing(page: string, text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inner = ""]) => inner);
  const commands = [...quoted, ...[...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.split("\n"))];
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target = ""]) => target);
  const scriptNames = commands.flatMap((command) => [...command.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name));
  const commandPaths = commands.flatMap((command) =>
    command.split(/\s+/).filter((word) => /^(test|dist|node_modules)\/[\w./-]+$/.test(word)),
  );
  return [
    ...[...quoted.filter(isPath), ...commandPaths, ...links].filter((path) => !exists(page, path)),
    ...scriptNames.filter((name) => !(name in scripts)).map((name) => `npm run ${name}`),
    ...namesIn(text)
      .filter(([name, path]) => !new RegExp(`(?<![\\w#])${name}\\b`).test(read(path)))
      .map(([name, path]) => `${name} in ${path}`),
  ];
}

/** `name` in `path`, and `name`, `name` and `name` are in `path`. */
function namesIn(text: string): readonly (readonly [name: string, path: string])[] {
  return [...text.matchAll(/((?:`#?\w+`(?:,| and)?\s+)+)(?:are\s+)?in\s+`([^`]+\.ts)`/g)].flatMap(([, names = "", path = ""]) =>
    [...names.matchAll(/`(#?\w+)`/g)].map(([, name = ""]) => [name, path] as const),
  );
}

describe.each(pages)("%s", (page) => {
  it("names what exists", () => {
    expect(missing(page, read(page))).toEqual([]);
  });
});

it("test/unit mirrors the sources", () => {
  const folders = readdirSync(join(root, "test/unit"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  const mirrored = folders.map(({ parentPath, name }) => relative(join(root, "test/unit"), join(parentPath, name)));
  const source = (path: string): string => (/^(codegen|examples)\b/.test(path) ? path : `src/${path}`);
  expect(mirrored.map(source).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it("large folders have a README", () => {
  const large = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(large.map(({ name }) => `src/${name}/README.md`).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it("the test finds what is wrong", () => {
  const text = "`src/none.ts`, `npm run none`, [a](none.md), and `noSuchName` in `src/xml/names.ts`";
  expect(missing("docs/development.md", text)).toEqual(["src/none.ts", "none.md", "npm run none", "noSuchName in src/xml/names.ts"]);
});
