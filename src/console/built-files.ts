/**
 * What `npm run build` puts into `dist/console`: the bundle of the page, and the package's own contracts described.
 */
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DescribedTexts } from "./service.js";

/** The bundle's first files, by their names in `assets`. */
export interface EntryFiles {
  readonly script: string;
  readonly style: string;
}

/** The folder of the build: `dist/console`, beside `dist/src` in the package, below `dist` for sources. */
function buildFolder(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 4; depth++) {
    for (const candidate of [join(folder, "console"), join(folder, "dist", "console")]) {
      if (existsSync(join(candidate, "page", "manifest.json"))) return candidate;
    }
    folder = dirname(folder);
  }
  return undefined;
}

/** The build that there is. Without one, as among sources that were never built, pages have no script. */
export class BuiltFiles {
  readonly #folder = buildFolder();
  readonly #files = new Map<string, Promise<Uint8Array | undefined>>();

  /** The names of the first files; undefined where nothing was built. */
  entry(): EntryFiles | undefined {
    if (this.#folder === undefined) return undefined;
    const manifest: Readonly<Record<string, { readonly file: string }>> = JSON.parse(
      readFileSync(join(this.#folder, "page", "manifest.json"), "utf8"),
    );
    const nameOf = (source: string): string => (manifest[source]?.file ?? "").replace(/^assets\//, "");
    return { script: nameOf("main.tsx"), style: nameOf("page.css") };
  }

  /** A file of the bundle; undefined for an unknown name. */
  asset(name: string): Promise<Uint8Array | undefined> {
    if (this.#folder === undefined || !/^[\w-]+(\.[\w-]+)+$/.test(name)) return Promise.resolve(undefined);
    const known = this.#files.get(name) ?? readFile(join(this.#folder, "page", "assets", name)).catch(() => undefined);
    // Names that are not there are not remembered: anybody may ask for anything.
    known.then((bytes) => bytes !== undefined && this.#files.set(name, known));
    return known;
  }

  /** The script and the style of static pages; undefined where nothing was built. */
  async staticFiles(): Promise<EntryFiles | undefined> {
    const entry = this.entry();
    if (this.#folder === undefined || entry === undefined) return undefined;
    const [script, style] = [join("static", "console.js"), join("page", "assets", entry.style)];
    return { script: await readFile(join(this.#folder, script), "utf8"), style: await readFile(join(this.#folder, style), "utf8") };
  }

  /** One of the package's own contracts. */
  async contract(id: string): Promise<DescribedTexts> {
    if (this.#folder === undefined) throw new Error("the console was not built");
    const read = (name: string): Promise<string> => readFile(join(this.#folder ?? "", "contracts", name), "utf8");
    return { description: await read(`${id}.json`), tables: await read(`${id}.tables.json`) };
  }
}
