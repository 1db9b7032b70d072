/**
 * What all pages share: head with security policy, navigation with search, links between components.
 */

import { isBuiltIn } from "../../schema/built-in-components.js";
import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";
import type { Substitution } from "../../schema/substitution.js";
import type { Sampler } from "../sample/sampler.js";
import type { Addresses, PageSubject } from "./addresses.js";
import { type Html, html } from "./html.js";
import type { Uses } from "./uses.js";

export interface PageContext {
  readonly title: string;
  readonly addresses: Addresses;
  readonly substitution: Substitution;
  readonly sampler: Sampler;
  readonly uses: Uses;
}

export interface Page {
  readonly heading: string;
  readonly body: Html;
}

interface WholePage extends Page {
  readonly context: Pick<PageContext, "title">;
  /** Relative to the site's folder. */
  readonly path: string;
}

/** A complete document. The navigation is filled by the script that all pages share, since each page with all names would be a large one. */
export function wholePage({ context: { title }, heading, body, path }: WholePage): string {
  const root = path.includes("/") ? "../" : "";
  const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${heading === title ? heading : `${heading} - ${title}`}</title>
<link rel="stylesheet" href="${root}style.css">
<script src="${root}names.js" defer></script>
<script src="${root}site.js" defer></script>
</head>
<body>
<a class="skip" href="#content">skip navigation</a>
<nav id="navigation" data-root="${root}" data-page="${path}" aria-label="contract">
<p class="bar"><a class="title" href="${root}index.html">${title}</a><button id="menu" type="button">menu</button></p>
<form role="search"><input type="search" id="q" name="q" aria-label="search names and descriptions" autocomplete="off" placeholder="search: press /"></form>
<p id="count" class="muted" role="status"></p>
<ul id="results"></ul>
<div id="tree"></div>
</nav>
<main id="content">
${body}
</main>
</body>
</html>
`.text;
}

/** A link from one component's page to another's; plain text for what has no page. */
export function linkTo(subject: PageSubject, text: string, { addresses }: PageContext): Html {
  const path = addresses.pathOf(subject);
  return path === undefined ? html`<code>${text}</code>` : html`<a href="../${path}"><code>${text}</code></a>`;
}

export function linkToElement(element: ElementDeclaration, context: PageContext): Html {
  return linkTo(element, element.name.local, context);
}

/** A named type; "anonymous" for others, whose content stands in place. */
export function linkToType(type: TypeDefinition, context: PageContext): Html {
  if (type.name === undefined) return html`<span class="muted">anonymous</span>`;
  return linkTo(type, isBuiltIn(type) ? `xs:${type.name.local}` : type.name.local, context);
}

/** A heading with kind, name and namespace. */
export function titleOf(kind: string, name: string, namespace: string): Html {
  return html`<p class="kind">${kind}</p><h1>${name}</h1><p class="namespace">${namespace === "" ? "no namespace" : namespace}</p>`;
}

export function separated(items: readonly Html[], separator: string): readonly (Html | string)[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

/** A section with a heading, unless it has nothing in it. */
export function section(heading: string, content: Html | undefined): Html | undefined {
  return content && html`<section><h2>${heading}</h2>${content}</section>`;
}
