/**
 * URLs -> file names in the folder of a vendored contract: the host, then the path, so that documents lie as they do at the server.
 *
 * http://h:8080/a/Svc.asmx?wsdl gives h_8080/a/Svc.asmx.wsdl, http://h/svc?xsd=xsd0 gives h/svc-xsd-xsd0.xsd. No URL leads
 * out of the folder: each step of its path becomes a plain name.
 */
import { createHash } from "node:crypto";

export type DocumentKind = "wsdl" | "xsd";

/** Gives names. No two URLs get the same name, and no name is a folder of another one, even if the file system ignores case. */
export class VendoredNames {
  readonly #localRoot: string;
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** Local documents are named by their path below `localRoot`, a file: URL that ends with "/". `taken` are names that are in use. */
  constructor(localRoot: string, taken: Iterable<string>) {
    this.#localRoot = localRoot;
    for (const name of taken) this.#take(name);
  }

  name(url: string, kind: DocumentKind): string {
    const plain = this.#plainName(new URL(url), kind);
    if (this.#isFree(plain)) return this.#take(plain);
    const mark = createHash("sha256").update(url).digest("hex").slice(0, 12);
    // If a folder of the name is the file of another URL, the whole name is replaced.
    const marked = plain.replace(/\.[^./]*$/, `-${mark}$&`);
    return this.#take(this.#isFree(marked) ? marked : `${mark}.${kind}`);
  }

  #plainName(url: URL, kind: DocumentKind): string {
    const steps = url.pathname.split("/").slice(1);
    const last = steps.pop() ?? "";
    const file = plainStep(withExtension(`${last === "" ? "index" : decode(last)}${queryPart(url.search, kind)}`, kind));
    return [...this.#rootSteps(url, steps), file].join("/");
  }

  #rootSteps(url: URL, steps: readonly string[]): readonly string[] {
    const plain = (list: readonly string[]): readonly string[] => list.map((step) => plainStep(decode(step)));
    if (url.protocol !== "file:") return [plainStep(url.host.replaceAll(":", "_")), ...plain(steps)];
    if (!url.href.startsWith(this.#localRoot)) return ["outside"];
    return plain(steps.slice(new URL(this.#localRoot).pathname.split("/").length - 2));
  }

  #isFree(name: string): boolean {
    const key = name.toLowerCase();
    return !this.#files.has(key) && !this.#folders.has(key) && !foldersOf(key).some((folder) => this.#files.has(folder));
  }

  #take(name: string): string {
    this.#files.add(name.toLowerCase());
    for (const folder of foldersOf(name.toLowerCase())) this.#folders.add(folder);
    return name;
  }
}

function foldersOf(name: string): readonly string[] {
  const steps = name.split("/");
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("/"));
}

/** "?wsdl" adds nothing to the extension. */
function queryPart(query: string, kind: DocumentKind): string {
  const text = decode(query.slice(1));
  return text === "" || text.toLowerCase() === kind ? "" : `-${text}`;
}

function withExtension(name: string, kind: DocumentKind): string {
  return name.toLowerCase().endsWith(`.${kind}`) ? name : `${name}.${kind}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const longest = 100;

/** A name that is valid on every file system: no separators, no dots at the ends, no device of Windows, not too long. */
function plainStep(step: string): string {
  const plain = step
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "");
  if (plain === "") return "_";
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
  if (Buffer.byteLength(safe) <= longest) return safe;
  const mark = createHash("sha256").update(safe).digest("hex").slice(0, 12);
  const extension = /\.[a-z]{1,4}$/i.exec(safe)?.[0] ?? "";
  return `${[...safe].slice(0, 20).join("")}-${mark}${extension}`;
}
