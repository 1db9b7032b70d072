/**
 * The page: what it says without its script, and where script and style are.
 */
import type { EntryFiles } from "./built-files.js";
import type { PageConfiguration } from "./service.js";

/** No inline script or style, no evaluation of texts, nothing from elsewhere. */
export const pagePolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "img-src 'self' data:",
].join("; ");

/** The same for a page in a folder, where what frames it cannot be said. */
const folderPolicy = `${pagePolicy.replace(/ frame-ancestors[^;]*;/, "")}; connect-src 'none'`;

/** Writes the page. `fallback` is HTML that stays where there is no script. */
export function writeConsolePage(configuration: PageConfiguration, entry: EntryFiles | undefined, fallback: string): string {
  const assets = `${configuration.base}/assets/`;
  const files =
    entry === undefined
      ? ""
      : `<link rel="stylesheet" href="${escapeText(assets + entry.style)}">
<script type="module" src="${escapeText(assets + entry.script)}"></script>`;
  return writePage(configuration, files, fallback);
}

/** Writes a page that is opened from a folder. */
export function writeStaticPage(configuration: PageConfiguration, back: string): string {
  const files = `<meta http-equiv="Content-Security-Policy" content="${escapeText(folderPolicy)}">
<link rel="stylesheet" href="page.css">
<script src="contract.js" defer></script>
<script src="console.js" defer></script>`;
  return writePage(configuration, files, `<p>This page needs JavaScript; <a href="${escapeText(back)}">the other pages</a> do not.</p>`);
}

function writePage(configuration: PageConfiguration, files: string, fallback: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>soapwright</title>
<link rel="icon" href="data:,">
${files}
</head>
<body>
<soapwright-console page data-configuration="${escapeText(JSON.stringify(configuration))}">
<main class="plain">${fallback}</main>
</soapwright-console>
</body>
</html>
`;
}

/** Text as content or as the value of an attribute. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
