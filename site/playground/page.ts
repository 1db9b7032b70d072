/**
 * The playground's page without its script, for the documentation site.
 */
import { html } from "../../codegen/tools/docs/html.js";
import { wholePage } from "../../codegen/tools/docs/page.js";

/** Where it stands in the site. */
export const playgroundPath = "playground/index.html";

/** Writes the page. */
export function playgroundPage(): string {
  const body = html`<link rel="stylesheet" href="playground.css">
<h1>Playground</h1>
<p>Paste or drop XML Schema, WSDL and XML: what is wrong with them, and the code that is generated, all in this browser. Nothing that you type is sent anywhere.</p>
<noscript><p>The playground needs JavaScript.</p></noscript>
<div id="playground" hidden>
<div class="inputs">
<div>
<div class="head"><label for="contract">Contract</label>
<select id="document" aria-label="document of the contract"></select>
<button type="button" id="remove">Remove</button></div>
<textarea id="contract" spellcheck="false" autocapitalize="off" wrap="off"></textarea>
</div>
<div>
<div class="head"><label for="xml">Document to check</label>
<button type="button" id="share">Copy link</button></div>
<textarea id="xml" spellcheck="false" autocapitalize="off" wrap="off"></textarea>
</div>
</div>
<p id="verdict" role="status"></p>
<ol id="findings"></ol>
<div class="head"><h2 id="code-label">Generated code</h2><select id="file" aria-label="generated file"></select></div>
<pre id="code" tabindex="0" aria-labelledby="code-label"></pre>
</div>
<p class="muted">At most a million characters, and ten seconds for each change. A schema of several documents: drop them all at once.</p>
<script type="module" src="playground.js"></script>`;
  return wholePage({ context: { title: "soapwright" }, heading: "Playground", body, path: playgroundPath });
}
