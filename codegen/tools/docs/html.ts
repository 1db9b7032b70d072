/**
 * HTML that cannot be broken by what stands in a contract: every value in a template is escaped, unless it is HTML itself.
 */

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | undefined | readonly (Html | string | undefined)[];

/** A template of HTML; strings in it are escaped, lists joined, undefined is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += `${textOf(value)}${parts[index + 1] ?? ""}`;
  return new Html(text);
}

function textOf(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(textOf).join("");
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Nothing for an empty list, else what is made of it. */
export function unlessEmpty<T>(items: readonly T[], make: (items: readonly T[]) => Html): Html | undefined {
  return items.length === 0 ? undefined : make(items);
}

/** Paragraphs of a documentation text. */
export function paragraphs(text: string | undefined): readonly Html[] {
  return (text ?? "")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => html`<p class="documentation">${paragraph}</p>`);
}
