/**
 * Files of the repository -> files of the documentation site, with the navigation, the search and the style of the sites that `soapwright docs` makes.
 */
import { type NameEntry, type NameKind, namesScript } from "../codegen/tools/docs/names-data.js";
import { wholePage } from "../codegen/tools/docs/page.js";
import { siteScript } from "../codegen/tools/docs/site-script.js";
import { styleSheet } from "../codegen/tools/docs/style.js";
import { pathOf, sections } from "./contents.js";
import { renderMarkdown } from "./markdown-page.js";
import { playgroundPage, playgroundPath } from "./playground/page.js";
import { type EntryPoint, referencePages } from "./reference.js";

/** `read` gives the text of a file by its path in the repository; `bundle` has the scripts of the playground by name. */
export function siteFiles(read: (path: string) => string, bundle: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const description = JSON.parse(read("package.json"));
  const source = `${String(description.repository.url).replace(/^git\+|\.git$/g, "")}/blob/main`;
  const site = new Site();
  for (const section of sections) {
    site.startSection({ many: section.title, one: section.one });
    for (const file of section.files) site.addMarkdown(file, read(file), source);
  }
  site.startSection({ many: "Playground", one: "page" });
  site.addNames("Playground", [
    ["Playground", playgroundPath, "XML Schema, WSDL and XML in the browser: issues, types and generated code"],
  ]);
  site.startSection({ many: "Reference", one: "export" });
  for (const page of referencePages(entryPoints(description.exports))) {
    site.add(page.path, page.name, page.body);
    const names = page.exports.map(({ name, documentation }) => [name, `${page.path}#${name}`, documentation] as const);
    site.addNames(page.name, [[page.name, page.path, ""], ...names]);
  }
  const playground = [...bundle, ["playground.css", read("site/playground/playground.css")] as const];
  return new Map([
    ...site.files(),
    [playgroundPath, playgroundPage()],
    ...playground.map(([name, text]) => [`playground/${name}`, text] as const),
  ]);
}

function entryPoints(exports: Readonly<Record<string, { readonly types?: string }>>): readonly EntryPoint[] {
  return Object.entries(exports).flatMap(([path, { types }]) =>
    types === undefined ? [] : [{ name: path.replace(/^\./, "soapwright"), declarations: types }],
  );
}

class Site {
  readonly #pages = new Map<string, string>();
  readonly #kinds: NameKind[] = [];
  readonly #groups: string[] = [];
  readonly #names: NameEntry[] = [];

  startSection(kind: NameKind): void {
    this.#kinds.push(kind);
  }

  addMarkdown(file: string, text: string, source: string): void {
    const path = pathOf(file) ?? file;
    const { title, body, headings } = renderMarkdown(file, text, source);
    this.add(path, title, body);
    // The cookbook's entries are of the third level.
    const shown = headings.filter(({ depth }) => depth <= 3);
    this.addNames(
      title,
      shown.map(({ text: name, id, depth, words }) => [name, depth === 1 ? path : `${path}#${id}`, words]),
    );
  }

  add(path: string, heading: string, body: Parameters<typeof wholePage>[0]["body"]): void {
    this.#pages.set(path, wholePage({ context: { title: "soapwright" }, heading, body, path }));
  }

  addNames(group: string, names: readonly (readonly [name: string, path: string, text: string])[]): void {
    const number = this.#groups.push(group) - 1;
    for (const [name, path, text] of names) this.#names.push([name, this.#kinds.length - 1, path, number, text.slice(0, 200)]);
  }

  files(): ReadonlyMap<string, string> {
    const names = namesScript({ kinds: this.#kinds, groups: this.#groups, names: this.#names });
    return new Map([...this.#pages, ["style.css", styleSheet], ["site.js", siteScript], ["names.js", names]]);
  }
}
