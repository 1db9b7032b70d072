/**
 * `npm run docs:site`: the documentation of the repository as a static site in build/docs-site, to be opened from the folder or served.
 *
 * Guides, cookbook and tables are the Markdown files of the repository; the reference comes from the comments of the code.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { siteFiles } from "./site-files.js";

const folder = "build/docs-site";
const bundle = "build/playground";
const scripts = new Map(readdirSync(bundle).map((name) => [name, readFileSync(join(bundle, name), "utf8")]));
const files = siteFiles((path) => readFileSync(path, "utf8"), scripts);
rmSync(folder, { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
console.log(`${folder}: ${files.size} files; open ${folder}/index.html`);
