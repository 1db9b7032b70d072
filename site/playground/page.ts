/**
 * The playground's page without its script, for the documentation site.
 */
import { html } from "../../codegen/tools/docs/html.js";
import { wholePage } from "../../codegen/tools/docs/page.js";
import { textOf, type Word } from "./words.js";

/** Where it stands in the site. */
export const playgroundPath = "playground/index.html";

/** Writes the page. */
export function playgroundPage(): string {
  const t = (word: Word): string => textOf("en", word);
  const body = html`<link rel="stylesheet" href="playground.css">
<h1>Playground</h1>
<p data-word="intro">${t("intro")}</p>
<noscript><p>The playground needs JavaScript.</p></noscript>
<div id="playground" hidden>
<p><label><span data-word="language">${t("language")}</span> <select id="language"><option value="en" lang="en">English</option><option value="de" lang="de">Deutsch</option></select></label></p>
<div class="inputs">
<div>
<div class="head"><label for="contract" data-word="contract">${t("contract")}</label>
<select id="document" aria-label="${t("chosenDocument")}" data-label="chosenDocument"></select>
<button type="button" id="remove" data-word="remove">${t("remove")}</button></div>
<textarea id="contract" spellcheck="false" autocapitalize="off" wrap="off"></textarea>
</div>
<div>
<div class="head"><label for="xml" data-word="xml">${t("xml")}</label>
<button type="button" id="share" data-word="share">${t("share")}</button></div>
<textarea id="xml" spellcheck="false" autocapitalize="off" wrap="off"></textarea>
</div>
</div>
<p id="verdict" role="status"></p>
<ol id="findings"></ol>
<div class="head"><h2 id="code-label" data-word="code">${t("code")}</h2><select id="file" aria-label="${t("file")}" data-label="file"></select></div>
<pre id="code" tabindex="0" aria-labelledby="code-label"></pre>
</div>
<p class="muted" data-word="limits">${t("limits")}</p>
<script type="module" src="playground.js"></script>`;
  return wholePage({ context: { title: "soapwright" }, heading: "Playground", body, path: playgroundPath });
}
