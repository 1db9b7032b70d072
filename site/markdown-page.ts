/**
 * A Markdown file of the repository -> the body of a page, and its headings for navigation and search.
 */
import { posix } from "node:path";
import { Marked } from "marked";
import { Html } from "../codegen/tools/docs/html.js";
import { pathOf } from "./contents.js";

/** A heading with the text below it. */
export interface Heading {
  readonly text: string;
  readonly id: string;
  readonly depth: number;
  readonly words: string;
}

export interface RenderedPage {
  readonly title: string;
  readonly body: Html;
  readonly headings: readonly Heading[];
}

/** Renders a file. Links to pages of the site lead there, others to the repository at `source`. */
export function renderMarkdown(file: string, text: string, source: string): RenderedPage {
  const found: Omit<Heading, "words">[] = [];
  const ids = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading(inner, depth, raw) {
        const id = uniqueId(raw, ids);
        found.push({ text: plain(inner), id, depth });
        return `<h${depth} id="${id}">${inner}</h${depth}>\n`;
      },
      link: (href, _, inner) => `<a href="${escapeAttribute(resolveLink(file, href, source))}">${inner}</a>`,
      image: (href, _, alt) => `<a href="${escapeAttribute(`${source}/${posix.join(posix.dirname(file), href)}`)}">${alt}</a>`,
    },
  });
  const body = marked.parse(text.replace(/<!--[\s\S]*?-->\n?/g, ""));
  if (typeof body !== "string") throw new Error("internal: Markdown is rendered at once");
  const headings = found.map((heading) => ({ ...heading, words: wordsBelow(body, heading.id) }));
  return {
    title: headings[0]?.text ?? file,
    body: new Html(body.replaceAll("<table>", '<div class="wide"><table>').replaceAll("</table>", "</table></div>")),
    headings,
  };
}

/** Ids as GitHub makes them, so that links with fragments hold in both places. */
function uniqueId(raw: string, ids: Map<string, number>): string {
  const id = raw
    .toLowerCase()
    .replace(/<[^>]*>|[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
  const count = ids.get(id) ?? 0;
  ids.set(id, count + 1);
  return count === 0 ? id : `${id}-${count}`;
}

function resolveLink(file: string, href: string, source: string): string {
  if (/^(https?:|mailto:|#)/.test(href)) return href;
  const [path = "", fragment] = href.split("#");
  const target = posix.join(posix.dirname(file), path);
  const page = pathOf(target);
  const here = posix.dirname(pathOf(file) ?? "");
  const found = page === undefined ? `${source}/${target}` : posix.relative(here, page);
  return fragment === undefined ? found : `${found}#${fragment}`;
}

/** The text from a heading to the next one. */
function wordsBelow(body: string, id: string): string {
  const start = body.indexOf(`id="${id}"`);
  const from = body.indexOf("</h", start) + 5;
  const next = body.slice(from).search(/<h[1-6] id=/);
  return plain(next < 0 ? body.slice(from) : body.slice(from, from + next)).slice(0, 400);
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

/** HTML as text on one line. */
function plain(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
