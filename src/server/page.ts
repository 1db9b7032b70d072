/**
 * What the page at `/` says where scripts do not run: what runs here and how to try it.
 */

/** What the page shows. */
export interface PageContent {
  readonly version: string;
  readonly store: string;
  /** The address of IPAM; undefined: it is not served. */
  readonly ipam: string | undefined;
  /** The demonstration buyer; undefined if the server has its own buyers. */
  readonly demonstration: { readonly buyersId: string; readonly password: string } | undefined;
}

/** Writes the content of the page as HTML. */
export function writePage({ version, store, ipam, demonstration }: PageContent): string {
  const query = (name: string): string =>
    demonstration === undefined
      ? ""
      : `RequestName=${name}&BuyersID=${encodeURIComponent(demonstration.buyersId)}&Password=${encodeURIComponent(demonstration.password)}`;
  const examples =
    demonstration === undefined
      ? ""
      : `<h2>Try it</h2>
<ul>
${["GetProfileRequest", "GetStatusRequest"].map((name) => `<li><a href="/veloconnect?${escapeText(query(name))}">${name}</a></li>`).join("\n")}
</ul>
<p>Demonstration buyer: <code>${escapeText(demonstration.buyersId)}</code>, password <code>${escapeText(demonstration.password)}</code>.</p>`;
  const ipamRow =
    ipam === undefined
      ? ""
      : `\n<tr><td><code>${escapeText(ipam)}</code></td><td>IPAM operations with progress, for WCF clients on net.tcp</td></tr>`;
  return `<h1>soapwright ${escapeText(version)}</h1>
<p>A veloconnect transaction server${ipam === undefined ? "" : " and an IPAM operation server"}, generated from ${ipam === undefined ? "its contract" : "their contracts"}. Store: ${escapeText(store)}.</p>
<table>
<tr><td><code>/veloconnect</code></td><td>URL binding (GET, POST) and XML-POST binding</td></tr>
<tr><td><code>/soap/veloconnect</code></td><td>SOAP 1.1 and 1.2; <a href="/soap/veloconnect?wsdl">WSDL</a></td></tr>${ipamRow}
<tr><td><a href="/livez"><code>/livez</code></a></td><td>is the process alive?</td></tr>
<tr><td><a href="/readyz"><code>/readyz</code></a></td><td>can it take requests?</td></tr>
</table>
${examples}`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
