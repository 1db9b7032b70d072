/**
 * Samples as HTML, with tags, attributes and values in colours.
 */
import type { ElementDeclaration } from "../../schema/components.js";
import { escapeHtml, Html, html } from "./html.js";
import type { PageContext } from "./page.js";

/** A document with everything in it, and one with no more than there must be, where they differ. */
export function samplesHtml(element: ElementDeclaration, { sampler }: PageContext): Html {
  const full = sampler.sample(element, { seed: 1, fullness: 1, budget: 60 });
  const lean = sampler.sample(element, { seed: 1, fullness: 0 });
  if (!full.ok) return html`<p>No valid document was found: ${full.reason}.</p>`;
  const other =
    lean.ok && lean.xml !== full.xml ? html`<details><summary>only what must be there</summary>${xmlHtml(lean.xml)}</details>` : undefined;
  return html`${xmlHtml(full.xml)}${other}`;
}

/** XML in colours. */
export function xmlHtml(xml: string): Html {
  let text = "";
  let last = 0;
  for (const match of xml.matchAll(/<(\/?)([^\s<>/]+)((?:\s+[^\s=<>]+="[^"]*")*)\s*(\/?)>/g)) {
    const [whole, slash = "", name = "", attributes = "", end = ""] = match;
    text += escapeHtml(xml.slice(last, match.index));
    text += `&lt;${slash}<span class="tag">${escapeHtml(name)}</span>${attributesHtml(attributes)}${end}&gt;`;
    last = match.index + whole.length;
  }
  return new Html(`<pre><code>${text}${escapeHtml(xml.slice(last).trimEnd())}</code></pre>`);
}

function attributesHtml(text: string): string {
  return text.replace(/(\s+)([^\s=]+)="([^"]*)"/g, (_, space: string, name: string, value: string) => {
    return `${space}<span class="attribute">${escapeHtml(name)}</span>="<span class="value">${escapeHtml(value)}</span>"`;
  });
}
