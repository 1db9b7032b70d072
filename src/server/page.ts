/**
 * The page at `/`: what runs here and how to try it.
 */
/** What the page shows. */
export interface PageContent {
  readonly version: string;
  readonly store: string;
  /** The address of IPAM; undefined: it is not served. */
  readonly ipam: string | undefined;
  /** The demonstration buyer; undefined: there is none. */
  readonly demonstration: { readonly buyersId: string; readonly password: string } | undefined;
}

/** Writes the page as HTML. */
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
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>soapwright</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:45rem;margin:3rem auto;padding:0 1rem}code{background:#8882;padding:0 .2em}td{padding:.2rem 1rem .2rem 0;vertical-align:top}</style>
</head>
<body>
<h1>soapwright ${escapeText(version)}</h1>
<p>A veloconnect transaction server${ipam === undefined ? "" : " and an IPAM operation server"}, generated from ${ipam === undefined ? "its contract" : "their contracts"}. Store: ${escapeText(store)}.</p>
<table>
<tr><td><code>/veloconnect</code></td><td>URL binding (GET, POST) and XML-POST binding</td></tr>
<tr><td><code>/soap/veloconnect</code></td><td>SOAP 1.1 and 1.2; <a href="/soap/veloconnect?wsdl">WSDL</a></td></tr>${ipamRow}
<tr><td><a href="/livez"><code>/livez</code></a></td><td>is the process alive?</td></tr>
<tr><td><a href="/readyz"><code>/readyz</code></a></td><td>can it take requests?</td></tr>
</table>
${examples}
</body>
</html>
`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
